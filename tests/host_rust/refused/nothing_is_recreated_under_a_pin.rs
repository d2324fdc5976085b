// E0502: cannot borrow `plugin` as mutable because it is also borrowed as immutable
fn f(mut plugin: EverythingReloadable) {
    let pin = plugin.pin();
    #[cfg(bad)]
    let _ = plugin.recreate();
    let _ = pin.values().fresh(8);
    drop(pin);
    let _ = plugin.recreate();
}
