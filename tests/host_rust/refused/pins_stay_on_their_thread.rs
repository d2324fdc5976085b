// E0277: cannot be sent between threads safely
fn f(plugin: &EverythingReloadable) {
    let pin = plugin.pin();
    #[cfg(bad)]
    std::thread::scope(|scope| drop(scope.spawn(move || drop(pin))));
}
