// SPDX-License-Identifier: MIT
//! What keeps a plugin loaded: a count of those who may still need it.
//!
//! A [`Record`] stands for one handle of the runtime (`tenon_plugin *`). The [`Plugin`](crate::Plugin), its
//! instances, and own handles of objects that came out of it are counted; with the last of them the handle is
//! unloaded. Where the runtime refuses that, because objects of the plugin live on elsewhere (in another plugin, say),
//! the record with its host stays, and it is tried again when other instances and records end.
//!
//! Imports are called by objects and old builds as well, which the handle may not outlive: so they have but the memory
//! of the record, and belong to the host once their instance has ended (`kept.rs`).
use crate::error::Error;
use crate::host::Host;
use crate::kept::{locked, Kept};
use crate::plugin::Unloaded;
use crate::text;
use std::cell::{Cell, UnsafeCell};
use std::ffi::{c_void, CString};
use std::mem::{forget, take};
use std::ops::Deref;
use std::ptr::{null_mut, NonNull};
use std::sync::atomic::{fence, AtomicPtr, AtomicUsize, Ordering};
use std::sync::Mutex;
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

/// See above. For generated code, which counts own handles of objects.
pub struct Record {
    references: AtomicUsize,
    /// Who refers to this memory: each [`Weak`], and all `references` together.
    memory: AtomicUsize,
    /// For those who have a reference; taken with the last one, when the handle has ended. Nothing in `NOBODY`.
    loaded: UnsafeCell<Option<Loaded>>,
}

// SAFETY: `loaded` is `Sync`, and taken when nobody looks at it any more; the rest is atomic.
unsafe impl Sync for Record {}

/// What own handles of the host's own objects count on: nothing has to stay for them.
pub static NOBODY: Record =
    Record { references: AtomicUsize::new(1), memory: AtomicUsize::new(1), loaded: UnsafeCell::new(None) };

/// The runtime's handle, and what it needs.
pub(crate) struct Loaded {
    /// NULL after an unload: the handle is gone.
    plugin: AtomicPtr<sys::tenon_plugin>,
    /// Held while the handle ends.
    ending: Mutex<()>,
    /// How many `Plugin`s there are, instances' apart: the last one may end the runtime's handle.
    pub(crate) handles: AtomicUsize,
    pub(crate) host: Host,
    /// The plugin's, as the runtime calls it.
    file: CString,
    pub(crate) reloadable: bool,
}

struct Staying(NonNull<Record>);

// SAFETY: any thread may end a plugin.
unsafe impl Send for Staying {}

static STAYING: Mutex<Vec<Staying>> = Mutex::new(Vec::new());

impl Loaded {
    pub(crate) fn plugin(&self) -> *mut sys::tenon_plugin {
        self.plugin.load(Ordering::Acquire)
    }

    /// Gives up one of `handles`, which stays if this is refused; the last one ends the runtime's.
    pub(crate) fn end_handle(&self) -> Result<Unloaded, Error> {
        let ended = {
            let _ending = locked(&self.ending);
            if self.handles.fetch_sub(1, Ordering::AcqRel) > 1 {
                return Ok(Unloaded::shared());
            }
            self.end().map_err(|error| {
                self.handles.fetch_add(1, Ordering::AcqRel);
                error
            })?
        };
        self.host.shared.sweep();
        Ok(ended)
    }

    /// Ends the runtime's handle, if that isn't gone.
    fn end(&self) -> Result<Unloaded, Error> {
        let plugin = self.plugin();
        if plugin.is_null() {
            return Ok(Unloaded::shared());
        }
        not_in_callback()?;
        let (mut outcome, mut reason) = (0, null_mut());
        // SAFETY: the handle is ours, and ended by one thread only: under `ending`, or by the last who had it.
        unsafe { Error::check(sys::tenon_plugin_unload(plugin, &mut outcome, &mut reason))? };
        self.plugin.store(null_mut(), Ordering::Release);
        // SAFETY: the text is ours.
        Ok(Unloaded::of(outcome, unsafe { text::taken(reason) }.unwrap_or_default()))
    }

    /// Imports of an instance that has ended: freed by the next `sweep` for which nothing is left that may call them.
    pub(crate) fn put_away(&self, imports: Vec<Kept>) {
        self.host.shared.put_away(&self.file, imports);
    }
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
            if unsafe { Record::unload_or_stay(record) } {
                Record::end_those_that_stayed();
            }
        }
    }

    /// Whether it has ended.
    ///
    /// # Safety
    /// The record has no reference, and it is the caller who ends it.
    unsafe fn unload_or_stay(record: NonNull<Record>) -> bool {
        // SAFETY: nobody else looks at it, and the memory is there for the references that it had.
        let place = unsafe { record.as_ref() }.loaded.get();
        // SAFETY: as above.
        if unsafe { &*place }.as_ref().map_or(false, |loaded| loaded.end().is_err()) {
            locked(&STAYING).push(Staying(record));
            return false;
        }
        // SAFETY: as above.
        let loaded = unsafe { (*place).take() };
        drop(Weak(record)); // that of the references
        if let Some(loaded) = loaded {
            loaded.host.shared.sweep();
        }
        true
    }

    /// Tries again where the runtime refused.
    pub(crate) fn end_those_that_stayed() {
        let staying = take(&mut *locked(&STAYING)); // what ends meanwhile may come by here
        for Staying(record) in staying {
            // SAFETY: nobody got a reference since: they come from others, and it has none.
            unsafe { Record::unload_or_stay(record) };
        }
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
    pub(crate) fn new(host: &Host, plugin: *mut sys::tenon_plugin, reloadable: bool) -> Counted {
        let loaded = Loaded {
            plugin: AtomicPtr::new(plugin),
            ending: Mutex::new(()),
            handles: AtomicUsize::new(1),
            host: host.clone(),
            // SAFETY: the handle is open.
            file: unsafe { text::copied(sys::tenon_plugin_file(plugin)) },
            reloadable,
        };
        let (references, memory) = (AtomicUsize::new(1), AtomicUsize::new(1));
        let record = Box::new(Record { references, memory, loaded: UnsafeCell::new(Some(loaded)) });
        // SAFETY: a box isn't null.
        Counted(unsafe { NonNull::new_unchecked(Box::into_raw(record)) })
    }

    #[inline]
    pub(crate) fn record(&self) -> &Record {
        // SAFETY: a reference keeps the record.
        unsafe { self.0.as_ref() }
    }

    pub(crate) fn weak(&self) -> Weak {
        self.record().memory.fetch_add(1, Ordering::Relaxed);
        Weak(self.0)
    }

    /// It stays for ever, with an instance that could not be ended.
    pub(crate) fn leak(self) {
        forget(self);
    }
}

impl Deref for Counted {
    type Target = Loaded;
    #[inline]
    fn deref(&self) -> &Loaded {
        // SAFETY: while a reference is there nobody takes it.
        unsafe { &*self.record().loaded.get() }.as_ref().expect("a plugin's record is loaded")
    }
}

impl Clone for Counted {
    fn clone(&self) -> Counted {
        Counted(self.record().retained())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        // SAFETY: the reference is ours.
        unsafe { Record::release(self.0) }
    }
}

/// Keeps a record's memory, and nothing else of it: for imports, which old builds and objects may call when the
/// handle has ended.
pub(crate) struct Weak(NonNull<Record>);

// SAFETY: the count is atomic.
unsafe impl Send for Weak {}

impl Weak {
    pub(crate) fn is_of(&self, counted: &Counted) -> bool {
        self.0 == counted.0
    }
}

impl Deref for Weak {
    type Target = Record;
    #[inline]
    fn deref(&self) -> &Record {
        // SAFETY: this keeps the memory.
        unsafe { self.0.as_ref() }
    }
}

impl Clone for Weak {
    fn clone(&self) -> Weak {
        self.memory.fetch_add(1, Ordering::Relaxed);
        Weak(self.0)
    }
}

impl Drop for Weak {
    fn drop(&mut self) {
        if self.memory.fetch_sub(1, Ordering::Release) == 1 {
            fence(Ordering::Acquire);
            // SAFETY: that was the last one; it came from a box: `NOBODY` has none.
            drop(unsafe { Box::from_raw(self.0.as_ptr()) });
        }
    }
}
