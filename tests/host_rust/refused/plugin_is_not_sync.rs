// E0277: cannot be shared between threads safely
fn f(plugin: tenon::Plugin) {
    #[cfg(bad)]
    let plugin = std::sync::Arc::new(plugin);
    std::thread::spawn(move || println!("{}", plugin.name()));
}
