// SPDX-License-Identifier: MIT
//! What generated modules use. Not for people: it changes with the tool.
use crate::instance::Instance;
use crate::plugin::Plugin;
use crate::kept::Kept;
use crate::pin::Call;
use crate::record::Weak;
use std::any::Any;
use std::cell::RefCell;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::mem::forget;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::ptr::null_mut;
use std::sync::Arc;
use tenon_sys as sys;

pub use crate::pin::Pin;
pub use crate::record::{Record, NOBODY};

// ---- Exports of a plugin: what its functions are reached through

/// One of an instance's exports. `Fixed` knows its table, so that a call is one through a table; `Following` looks it
/// up under a pin at each call.
///
/// # Safety
/// While the guard is alive, what it gives is the export of a live instance, or `{NULL, NULL}`.
pub unsafe trait Export {
    /// Keeps the build in place.
    type Guard: Reached;
    fn begin(&self) -> Self::Guard;
    fn record(&self) -> &Record;
}

pub trait Reached {
    fn reference(&self) -> sys::tenon_reference;
}

/// Good for as long as the instance lives, or the pin.
#[derive(Clone, Copy)]
pub struct Fixed<'i> {
    reference: sys::tenon_reference,
    instance: &'i Instance,
}

impl<'i> Fixed<'i> {
    /// Of an instance that no reload replaces.
    #[inline]
    pub fn new(instance: &'i Instance, index: u32) -> Fixed<'i> {
        Fixed { reference: instance.export(index), instance }
    }

    /// Of the build that is pinned.
    ///
    /// # Safety
    /// The pin is the instance's, whose world has an export with this number.
    pub unsafe fn pinned(pin: &'i Pin<'_>, instance: &'i Instance, index: u32) -> Fixed<'i> {
        // SAFETY: as the caller says.
        Fixed { reference: unsafe { pin.reference(index) }, instance }
    }
}

// SAFETY: both borrow what keeps the reference.
unsafe impl<'i> Export for Fixed<'i> {
    type Guard = Fixed<'i>;
    #[inline]
    fn begin(&self) -> Fixed<'i> {
        *self
    }
    #[inline]
    fn record(&self) -> &Record {
        self.instance.plugin().record.record()
    }
}

impl Reached for Fixed<'_> {
    #[inline]
    fn reference(&self) -> sys::tenon_reference {
        self.reference
    }
}

/// Good for as long as the instance lives, whatever build it is in.
#[derive(Clone, Copy)]
pub struct Following<'i> {
    instance: &'i Instance,
    index: u32,
}

impl<'i> Following<'i> {
    /// # Safety
    /// The instance's world has an export with this number.
    #[inline]
    pub unsafe fn new(instance: &'i Instance, index: u32) -> Following<'i> {
        Following { instance, index }
    }
}

// SAFETY: the guard is a pin.
unsafe impl<'i> Export for Following<'i> {
    type Guard = FollowingCall<'i>;
    #[inline]
    fn begin(&self) -> FollowingCall<'i> {
        FollowingCall { call: Call::begin(self.instance), index: self.index }
    }
    #[inline]
    fn record(&self) -> &Record {
        self.instance.plugin().record.record()
    }
}

pub struct FollowingCall<'i> {
    call: Call<'i>,
    index: u32,
}

impl Reached for FollowingCall<'_> {
    #[inline]
    fn reference(&self) -> sys::tenon_reference {
        // SAFETY: whoever made the `Following` says that there is one.
        unsafe { self.call.reference(self.index) }
    }
}

// ---- Imports: what a plugin calls

/// What stands behind an import's `self`.
pub struct Import<D: ?Sized> {
    record: Weak,
    pub value: Arc<D>,
}

impl<D: ?Sized> Import<D> {
    #[inline]
    pub fn record(&self) -> &Record {
        &self.record
    }
}

/// One reference for each import of a world, in its order.
pub struct Imports {
    record: Weak,
    references: Vec<sys::tenon_reference>,
    kept: Vec<Kept>,
}

impl Imports {
    pub fn new(plugin: &Plugin) -> Imports {
        Imports { record: plugin.record.weak(), references: Vec::new(), kept: Vec::new() }
    }

    /// # Safety
    /// The table is constant, and its functions are for `Import<D>`s.
    pub unsafe fn add<D: ?Sized + Send + Sync + 'static>(&mut self, table: *const sys::tenon_table, value: Arc<D>) {
        let (kept, place) = Kept::new(Import { record: self.record.clone(), value });
        self.kept.push(kept);
        self.references.push(sys::tenon_reference { table, self_: place.as_ptr().cast() });
    }

    /// An interface without functions.
    ///
    /// # Safety
    /// The table is one, and constant.
    pub unsafe fn add_empty(&mut self, table: *const sys::tenon_table) {
        self.references.push(sys::tenon_reference { table, self_: null_mut() });
    }

    pub(crate) fn are_for(&self, plugin: &Plugin, count: u32) -> bool {
        self.record.is_of(&plugin.record) && self.references.len() == count as usize
    }

    pub(crate) fn into_parts(self) -> (Vec<sys::tenon_reference>, Vec<Kept>) {
        (self.references, self.kept)
    }
}

// ---- Panics in what the host implements

thread_local! {
    static LAST_PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The text of the last panic in a function of the host's that a plugin called on this thread, once.
pub(crate) fn last_panic() -> Option<String> {
    LAST_PANIC.try_with(|last| last.borrow_mut().take()).ok().flatten()
}

fn described(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("panic").to_string()
}

/// What comes from the host's author may panic when it is dropped: that goes no further.
pub(crate) fn discard<T>(value: T) {
    let dropped = catch_unwind(AssertUnwindSafe(move || drop(value)));
    // What that throws as well, and what that one throws isn't dropped at all.
    if let Err(last) = dropped.or_else(|second| catch_unwind(AssertUnwindSafe(move || drop(second)))) {
        forget(last);
    }
}

/// The text of a panic, which is dropped.
pub(crate) fn text_of(panic: Box<dyn Any + Send>) -> String {
    let text = described(&*panic);
    discard(panic);
    text
}

/// Runs what a plugin called: a panic becomes a trap of the plugin's call, and its text part of the error that the
/// host gets in the end.
#[inline]
pub fn guarded(body: impl FnOnce() -> Result<i32, i32>) -> i32 {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(status) | Err(status)) => status,
        Err(panic) => {
            let text = text_of(panic);
            let _ = LAST_PANIC.try_with(|last| *last.borrow_mut() = Some(text));
            sys::TENON_TRAP
        }
    }
}

// ---- Several threads

/// What belongs to one instance: the instance, or an object that it made.
///
/// # Safety
/// `is_concurrent` is true only if all of it may be called from several threads at once.
pub unsafe trait Domain {
    fn is_concurrent(&self) -> bool;
}

/// Whether the plugin said `concurrent = true`.
pub fn is_concurrent(instance: &Instance) -> bool {
    let plugin = instance.plugin();
    // A later build may say otherwise.
    if plugin.is_reloadable() {
        return false;
    }
    // SAFETY: the descriptor lives until the plugin is unloaded or reloaded.
    unsafe { (*sys::tenon_plugin_descriptor_of(plugin.as_raw())).flags & sys::TENON_PLUGIN_CONCURRENT != 0 }
}

/// Marks a type that stays on its thread.
pub type OnItsThread = PhantomData<*mut c_void>;
