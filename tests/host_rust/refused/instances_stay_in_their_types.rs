// E0596: cannot borrow data in a `&` reference as mutable
fn f(plugin: &mut Everything, other: &mut tenon::Instance) -> Result<(), tenon::Error> {
    #[cfg(bad)]
    std::mem::swap(&mut *plugin.instance(), other);
    plugin.recreate()
}
