// E0133: call to unsafe
fn f(host: &tenon::Host) {
    #[cfg(bad)]
    let _ = host.trust("plugins");
    // SAFETY: nothing is loaded.
    let _ = unsafe { host.trust("plugins") };
}
