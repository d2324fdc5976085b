// SPDX-License-Identifier: MIT
use crate::bindings::Domain;
use std::fmt;
use std::ops::Deref;

/// A plugin that says `concurrent = true`, for several threads.
///
/// ```no_run
/// # use tenon::bindings::Domain;
/// use std::sync::Arc;
///
/// /// `Pipe` is a generated type.
/// fn share<Pipe: Domain + 'static>(plugin: Pipe) -> Option<Arc<tenon::Concurrent<Pipe>>> {
///     let shared = Arc::new(tenon::Concurrent::new(plugin).ok()?);
///     let other = Arc::clone(&shared);
///     std::thread::spawn(move || drop(other));
///     Some(shared)
/// }
/// ```
pub struct Concurrent<T: Domain>(T);

// SAFETY: `new` has asked: an instance of a plugin that is CONCURRENT may be called from several threads at once, and
// so may what it made. Its handle is counted atomically, and is destroyed by its last owner, when nobody is inside.
// What `&Instance` and `&Plugin` offer besides are questions, and functions of the runtime that lock.
unsafe impl<T: Domain> Send for Concurrent<T> {}
// SAFETY: as above.
unsafe impl<T: Domain> Sync for Concurrent<T> {}

impl<T: Domain> Concurrent<T> {
    /// Gives `value` back if its plugin isn't concurrent, or may be replaced by a build that isn't.
    ///
    /// ```no_run
    /// # use tenon::bindings::Domain;
    /// fn is_concurrent<Pipe: Domain>(plugin: Pipe) -> bool { tenon::Concurrent::new(plugin).is_ok() }
    /// ```
    pub fn new(value: T) -> Result<Concurrent<T>, T> {
        if value.is_concurrent() { Ok(Concurrent(value)) } else { Err(value) }
    }
}

impl<T: Domain> Deref for Concurrent<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Domain> fmt::Debug for Concurrent<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Concurrent")
    }
}
