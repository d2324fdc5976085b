// SPDX-License-Identifier: MIT
//! What keeps a plugin loaded: a count of those who may still need it, and the imports that its code may still call.
//!
//! A [`Record`] stands for one handle of the runtime (`tenon_plugin *`). The [`Plugin`](crate::Plugin), its
//! instances, and own handles of objects that came out of it are counted; with the last of them the handle is
//! unloaded. Where the runtime refuses that, because objects of the plugin live on elsewhere (in another plugin, say),
//! the record with all that belongs to it stays: code that runs later finds its imports and its host. It is tried again
//! when other instances and plugins end.
use crate::error::Error;
use crate::host::Host;
use std::cell::Cell;
use std::ffi::c_void;
use std::mem::{forget, take};
use std::ptr::{null_mut, NonNull};
use std::sync::atomic::{fence, AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};
use tenon_sys as sys;

thread_local! {
    static IN_CALLBACK: Cell<bool> = const { Cell::new(false) };
}

/// Runs a callback of the runtime in which the runtime may not be asked to load or end anything: it holds its lock
/// (veto), or is in the middle of a reload (listener).
pub(crate) fn within_callback<R>(callback: impl FnOnce() -> R) -> R {
    let before = IN_CALLBACK.with(|inside| inside.replace(true));
    let out = callback(); // doesn't unwind: panics are caught in it
    IN_CALLBACK.with(|inside| inside.set(before));
    out
}

pub(crate) fn not_in_callback() -> Result<(), Error> {
    if !IN_CALLBACK.with(Cell::get) {
        return Ok(());
    }
    let message = "the runtime was called from inside of a veto or a listener";
    Err(Error::usage(message, Some("only calls of plugins are allowed in a listener, and nothing in a veto")))
}

/// Memory of the host that a plugin's code refers to, freed when that is over. Not a `Box`: the plugin's pointer
/// stays good while this moves.
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

/// See above. For generated code, which counts own handles of objects.
pub struct Record {
    references: AtomicUsize,
    /// NULL in `NOBODY`, and after an unload: the handle is gone.
    plugin: AtomicPtr<sys::tenon_plugin>,
    /// Held while the handle is used by others than the `Plugin`, and while it ends.
    using: Mutex<()>,
    /// How many `Plugin`s there are, instances' apart: the last one may end the runtime's handle.
    pub(crate) handles: AtomicUsize,
    host: Option<Host>,
    builds_begun: u64,
    pub(crate) reloadable: bool,
    /// Imports of instances that are destroyed, while objects of them may be alive.
    kept: Mutex<Vec<Kept>>,
}

/// What own handles of the host's own objects count on: nothing has to stay for them.
pub static NOBODY: Record = Record {
    references: AtomicUsize::new(1),
    plugin: AtomicPtr::new(null_mut()),
    using: Mutex::new(()),
    handles: AtomicUsize::new(0),
    host: None,
    builds_begun: 0,
    reloadable: false,
    kept: Mutex::new(Vec::new()),
};

struct Staying(NonNull<Record>);

// SAFETY: any thread may end a plugin.
unsafe impl Send for Staying {}

static STAYING: Mutex<Vec<Staying>> = Mutex::new(Vec::new());

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|e| e.into_inner())
}

impl Record {
    /// One more who needs it. If nobody did any more, `NOBODY` stands in: then the plugin is on its way out, and the
    /// runtime won't let it go while the object is alive.
    pub fn retained(&self) -> NonNull<Record> {
        let more = |count| if count == 0 { None } else { Some(count + 1) };
        match self.references.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more) {
            Ok(_) => NonNull::from(self),
            Err(_) => NOBODY.retained(),
        }
    }

    /// One less.
    ///
    /// # Safety
    /// The reference was the caller's, from `retained`.
    pub unsafe fn release(record: NonNull<Record>) {
        // SAFETY: as long as a reference is there, so is the record.
        if unsafe { record.as_ref() }.references.fetch_sub(1, Ordering::Release) == 1 {
            fence(Ordering::Acquire);
            // SAFETY: that was the last one, and no new one comes from 0. `NOBODY` never gets there.
            unsafe { Record::unload_or_stay(record) }
        }
    }

    /// # Safety
    /// Nobody refers to the record but imports that plugin code may call.
    unsafe fn unload_or_stay(record: NonNull<Record>) {
        // SAFETY: as the caller says; it came from a box.
        if unsafe { record.as_ref() }.unload(null_mut(), null_mut()).is_err() {
            return locked(&STAYING).push(Staying(record));
        }
        // SAFETY: the plugin's last instance and object are gone, so nobody calls its imports.
        drop(unsafe { Box::from_raw(record.as_ptr()) });
    }

    /// Tries again where the runtime refused.
    pub(crate) fn end_those_that_stayed() {
        let staying = take(&mut *locked(&STAYING)); // what ends meanwhile may come by here
        for Staying(record) in staying {
            // SAFETY: nobody got a reference since: they come from others, and it has none.
            unsafe { Record::unload_or_stay(record) }
        }
    }

    /// Ends the runtime's handle, if it isn't gone.
    pub(crate) fn unload(&self, outcome: *mut u32, reason: *mut *mut std::os::raw::c_char) -> Result<(), Error> {
        let kept = {
            let _using = locked(&self.using);
            let plugin = self.plugin.load(Ordering::Acquire);
            if !plugin.is_null() {
                not_in_callback()?;
                // SAFETY: the handle is ours; `using` keeps others away from it until it is forgotten.
                unsafe { Error::check(sys::tenon_plugin_unload(plugin, outcome, reason))? };
                self.plugin.store(null_mut(), Ordering::Release);
            }
            take(&mut *locked(&self.kept))
        };
        match &self.host {
            // Old builds are the host's now, and their instances may not be destroyed yet.
            Some(host) if self.may_have_old_builds() => host.shared.keep(kept),
            _ => drop(kept),
        }
        Ok(())
    }

    pub(crate) fn plugin(&self) -> *mut sys::tenon_plugin {
        self.plugin.load(Ordering::Acquire)
    }

    pub(crate) fn host(&self) -> Option<&Host> {
        self.host.as_ref()
    }

    fn may_have_old_builds(&self) -> bool {
        let begun = self.host.as_ref().map_or(0, |host| host.shared.builds_begun());
        self.reloadable && begun != self.builds_begun
    }

    fn has_objects(&self) -> bool {
        unsafe extern "C" fn visit(found: *mut c_void, holder: *const sys::tenon_holder) {
            // SAFETY: `found` is the flag below, the holder lives for the call.
            unsafe {
                if (*holder).kind == sys::TENON_HOLDER_OBJECT {
                    *found.cast::<bool>() = true;
                }
            }
        }
        let _using = locked(&self.using);
        let mut found = false;
        let plugin = self.plugin();
        if plugin.is_null() {
            return true; // nobody can be asked
        }
        // SAFETY: the handle isn't ended while we hold `using`.
        let asked = unsafe {
            Error::check(sys::tenon_plugin_holders(plugin, Some(visit), &mut found as *mut bool as *mut c_void))
        };
        asked.is_err() || found
    }

    /// Imports of an instance that has ended: freed now, unless an object that it made may still call them.
    pub(crate) fn put_away(&self, imports: Vec<Kept>) {
        if imports.is_empty() {
            return;
        }
        if self.may_have_old_builds() || self.has_objects() {
            return locked(&self.kept).extend(imports);
        }
        drop(imports);
    }

    // ---- What generated code asks of a record, as it does in a plugin

    /// Whether functions may run. The host's always may.
    #[inline]
    pub fn unpoisoned(&self) -> Result<(), i32> {
        Ok(())
    }

    /// Memory that results cross on: `size` bytes, more than 0.
    #[inline]
    pub fn alloc(&self, size: usize, align: usize) -> Option<NonNull<c_void>> {
        // SAFETY: any size and alignment of a type of the contract.
        NonNull::new(unsafe { sys::tenon_alloc(size, align) })
    }

    /// # Safety
    /// `ptr` is a block of that heap with that size and alignment, or `size` is 0.
    #[inline]
    pub unsafe fn free(&self, ptr: *const c_void, size: usize, align: usize) {
        if size != 0 {
            // SAFETY: as the caller says.
            unsafe { sys::tenon_free(ptr as *mut c_void, size, align) }
        }
    }

    /// Objects of the host aren't counted.
    #[inline]
    pub fn begin_one(&self) {}
    /// As above.
    ///
    /// # Safety
    /// None is needed; a plugin's function of this name has one.
    #[inline]
    pub unsafe fn end(_: NonNull<Record>) {}
}

/// One of a record's references.
pub(crate) struct Counted(NonNull<Record>);

// SAFETY: the count is atomic; who unloads in the end may be any thread (`tenon/host.h`, 3: one at a time).
unsafe impl Send for Counted {}

impl Counted {
    /// `plugin` was just loaded.
    pub(crate) fn new(host: &Host, plugin: *mut sys::tenon_plugin, reloadable: bool, builds_begun: u64) -> Counted {
        let record = Record {
            references: AtomicUsize::new(1),
            plugin: AtomicPtr::new(plugin),
            using: Mutex::new(()),
            handles: AtomicUsize::new(1),
            host: Some(host.clone()),
            builds_begun,
            reloadable,
            kept: Mutex::new(Vec::new()),
        };
        // SAFETY: a box isn't null.
        Counted(unsafe { NonNull::new_unchecked(Box::into_raw(Box::new(record))) })
    }

    /// It stays for ever, with an instance that could not be ended.
    pub(crate) fn leak(self) {
        forget(self);
    }
}

impl std::ops::Deref for Counted {
    type Target = Record;
    #[inline]
    fn deref(&self) -> &Record {
        // SAFETY: a reference keeps the record.
        unsafe { self.0.as_ref() }
    }
}

impl Clone for Counted {
    fn clone(&self) -> Counted {
        Counted(self.retained())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        // SAFETY: the reference is ours.
        unsafe { Record::release(self.0) }
    }
}
