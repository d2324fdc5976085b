// E0505: cannot move out of `plugin` because it is borrowed
fn f(plugin: EverythingReloadable) {
    let pin = plugin.pin();
    #[cfg(bad)]
    drop(plugin);
    let _ = pin.values().fresh(8);
}
