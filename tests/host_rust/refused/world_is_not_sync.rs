// E0277: cannot be shared between threads safely
fn f(plugin: &Everything) {
    #[cfg(bad)]
    std::thread::scope(|scope| drop(scope.spawn(|| plugin.values().fresh(8).is_ok())));
}
