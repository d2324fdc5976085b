// E0133: call to unsafe function
fn f(plugin: &tenon::Plugin) {
    let given = tenon::bindings::Imports::new(plugin);
    #[cfg(bad)]
    let _ = tenon::Instance::create(plugin, Everything::world(), false, given);
}
