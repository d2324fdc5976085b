// E0133: call to unsafe function
fn f(plugin: &EverythingReloadable) {
    let pin = tenon::bindings::Pin::take(plugin.instance());
    #[cfg(bad)]
    let _ = tenon::bindings::Fixed::pinned(&pin, plugin.instance(), 100_000_000);
    #[cfg(bad)]
    let _ = tenon::bindings::Following::new(plugin.instance(), 100_000_000);
}
