// SPDX-License-Identifier: MIT
//! Memory of the host that plugins' code refers to.
use std::ffi::{c_void, CStr, CString};
use std::mem::{forget, take};
use std::ptr::NonNull;
use std::sync::{Mutex, MutexGuard};

pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|e| e.into_inner())
}

/// An import, freed when a plugin's code can't call it any more. Not a `Box`: the plugin's pointer stays good while
/// this moves.
pub(crate) struct Kept {
    place: NonNull<c_void>,
    free: unsafe fn(NonNull<c_void>),
}

// SAFETY: what is kept is `Send`.
unsafe impl Send for Kept {}

impl Kept {
    pub(crate) fn new<T: Send + 'static>(value: T) -> (Kept, NonNull<T>) {
        unsafe fn free<T>(place: NonNull<c_void>) {
            // SAFETY: `new` made it, and `drop` frees it once.
            drop(unsafe { Box::from_raw(place.as_ptr().cast::<T>()) });
        }
        // SAFETY: a box isn't null.
        let place = unsafe { NonNull::new_unchecked(Box::into_raw(Box::new(value))) };
        (Kept { place: place.cast(), free: free::<T> }, place)
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        // SAFETY: `free` is that of the type that is there.
        unsafe { (self.free)(self.place) }
    }
}

/// What instances that have ended were given, by the file of their plugin, while something of it may still call it.
#[derive(Default)]
pub(crate) struct Remains(Mutex<Vec<(CString, Vec<Kept>)>>);

impl Remains {
    pub(crate) fn add(&self, file: &CStr, imports: Vec<Kept>) {
        if imports.is_empty() {
            return;
        }
        let mut all = locked(&self.0);
        match all.iter_mut().find(|(known, _)| known.as_c_str() == file) {
            Some((_, kept)) => kept.extend(imports),
            None => all.push((file.to_owned(), imports)),
        }
    }

    /// Frees what can't be called any more: that of files of which `has_remains` says no, now that all is there.
    pub(crate) fn sweep(&self, has_remains: impl Fn(&CStr) -> bool) {
        let all = take(&mut *locked(&self.0)); // nobody waits for the lock while the runtime is asked
        let (stay, over): (Vec<_>, Vec<_>) = all.into_iter().partition(|(file, _)| has_remains(file));
        for (file, imports) in stay {
            self.add(&file, imports);
        }
        drop(over); // which may come by here
    }

    /// For ever.
    pub(crate) fn leak(&self) {
        forget(take(&mut *locked(&self.0)));
    }
}
