// SPDX-License-Identifier: MIT
//! What keeps a build of a plugin in place while somebody is inside of it: the caller's half of `tenon/host/pin.h`
//! in Rust. `docs/pins.md` has the argument why it is right.
use crate::instance::Instance;
use std::cell::Cell;
use std::marker::PhantomData;
use std::ptr::{addr_of, null_mut};
use std::sync::atomic::{compiler_fence, fence, AtomicPtr, Ordering};
use tenon_sys as sys;

thread_local! {
    /// Cached, because looking it up costs what a call costs. Not destroyed: calls may come to a thread's very end.
    static THIS_THREAD: Cell<*mut sys::tenon_thread> = const { Cell::new(null_mut()) };
}

type Target = AtomicPtr<sys::tenon_target>;

/// One call on its way.
pub(crate) struct Call<'i> {
    raw: sys::tenon_call,
    /// Not another thread's, and not longer than the instance.
    _instance: PhantomData<(&'i Instance, *mut ())>,
}

impl<'i> Call<'i> {
    /// As `tenon_call_begin`.
    #[inline]
    pub(crate) fn begin(instance: &'i Instance) -> Call<'i> {
        // SAFETY: the instance is alive for `'i`.
        let raw = unsafe { begin(instance.as_raw()) };
        Call { raw, _instance: PhantomData }
    }

    /// The export with this number.
    ///
    /// # Safety
    /// The instance's world has that many.
    #[inline]
    pub(crate) unsafe fn reference(&self, index: u32) -> sys::tenon_reference {
        // SAFETY: under a pin the target stays; the rest is as the caller says.
        unsafe { *(*self.raw.target).exports.add(index as usize) }
    }
}

/// # Safety
/// The instance is alive.
#[inline]
unsafe fn begin(instance: *mut sys::tenon_instance) -> sys::tenon_call {
    // SAFETY: `current` and the thread's slots are what `tenon/host/pin.h` says, slots being written by their thread
    // only. Orders are those of `tenon_call_begin` there.
    unsafe {
        let thread = THIS_THREAD.with(Cell::get);
        if thread.is_null() {
            THIS_THREAD.with(|this| this.set(sys::tenon_thread_register()));
            return sys::tenon_call_begin_slowly(instance);
        }
        let current = &*addr_of!((*instance).current).cast::<Target>();
        let target = current.load(Ordering::Relaxed);
        let slot = match clear_slot(thread) {
            Some(slot) if !target.is_null() => slot,
            _ => return sys::tenon_call_begin_slowly(instance),
        };
        slot.store(target, Ordering::Release);
        compiler_fence(Ordering::SeqCst);
        if (*thread).fenced != 0 {
            fence(Ordering::SeqCst);
        }
        if current.load(Ordering::Acquire) == target {
            return sys::tenon_call { target, slot: slot as *const Target as *mut _ };
        }
        slot.store(null_mut(), Ordering::Release);
        sys::tenon_call_begin_slowly(instance)
    }
}

/// As `tenon_call_slot_`.
///
/// # Safety
/// The thread is this one.
#[inline]
unsafe fn clear_slot<'t>(thread: *mut sys::tenon_thread) -> Option<&'t Target> {
    // SAFETY: as the caller says; slots are never freed.
    let calls = unsafe { &*addr_of!((*thread).calls).cast::<[Target; sys::TENON_THREAD_CALLS]>() };
    calls.iter().find(|slot| slot.load(Ordering::Acquire).is_null())
}

impl Drop for Call<'_> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: what `begin` gave; slots are never freed.
        match unsafe { self.raw.slot.cast::<Target>().as_ref() } {
            Some(slot) => slot.store(null_mut(), Ordering::Release),
            None => unsafe { sys::tenon_call_end_counted(self.raw.target) },
        }
    }
}

/// A pin over many calls. For generated code.
pub struct Pin<'i> {
    raw: sys::tenon_pin,
    _instance: PhantomData<(&'i Instance, *mut ())>,
}

impl<'i> Pin<'i> {
    /// Waits like a call where a reload moves state.
    pub fn take(instance: &'i Instance) -> Pin<'i> {
        // SAFETY: the instance is alive for `'i`.
        Pin { raw: unsafe { sys::tenon_pin_take(instance.as_raw()) }, _instance: PhantomData }
    }

    /// The export with this number.
    ///
    /// # Safety
    /// The instance's world has that many.
    pub(crate) unsafe fn reference(&self, index: u32) -> sys::tenon_reference {
        // SAFETY: under a pin the target stays; the rest is as the caller says.
        unsafe { *(*self.raw.target).exports.add(index as usize) }
    }

    /// Of the library: greater than that of every earlier build.
    pub fn generation(&self) -> u64 {
        // SAFETY: under a pin the target stays.
        unsafe { (*self.raw.target).generation }
    }
}

impl Drop for Pin<'_> {
    fn drop(&mut self) {
        // SAFETY: the pin is ours, and released once.
        unsafe { sys::tenon_pin_release(self.raw) }
    }
}
