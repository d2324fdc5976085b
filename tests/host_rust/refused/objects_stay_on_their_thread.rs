// E0277: cannot be sent between threads safely
fn f(node: Node) {
    #[cfg(bad)]
    std::thread::spawn(move || drop(node));
    #[cfg(not(bad))]
    std::thread::spawn({
        let node = tenon::Home::new(node);
        move || drop(node)
    });
}
