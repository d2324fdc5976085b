// E0505: cannot move out of `plugin` because it is borrowed
fn f(plugin: Everything) {
    let values = plugin.values();
    #[cfg(bad)]
    let _ = plugin.unload();
    let _ = values.fresh(8);
}
