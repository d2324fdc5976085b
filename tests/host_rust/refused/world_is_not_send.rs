// E0277: cannot be sent between threads safely
fn f(plugin: Everything) {
    #[cfg(bad)]
    std::thread::spawn(move || drop(plugin));
}
