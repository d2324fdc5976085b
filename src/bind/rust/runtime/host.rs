//! What is the same in every host: values in memory, calls in both directions, objects. Layouts and
//! rules are those of `tenon/abi.h`; what outlives a call is in the crate `tenon`.
#![allow(clippy::forget_non_drop)] // here a `Host` is a pointer

use super::library::{self, CONCURRENT};
use std::any::{Any, TypeId};
use std::ffi::{c_void, CStr};
use std::fmt;
use std::marker::PhantomData;
use std::mem::{align_of, forget, size_of, MaybeUninit};
use std::ops::Deref;
use std::os::raw::c_char;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::ptr::{addr_of, null, NonNull};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use tenon::bindings::Reached;
use tenon::sys;

pub use tenon::bindings::{Export, Fixed, Following, Imports, Pin, Record};
pub use tenon::{CallError, Error};

pub const OK: i32 = sys::TENON_OK;
pub const ERR: i32 = sys::TENON_ERR;
pub const MISSING: i32 = sys::TENON_MISSING;
pub const TRAP: i32 = sys::TENON_TRAP;
pub const OUT_OF_MEMORY: i32 = sys::TENON_OUT_OF_MEMORY;
pub const BAD_ARGUMENT: i32 = sys::TENON_BAD_ARGUMENT;
pub const BAD_RESULT: i32 = sys::TENON_BAD_RESULT;
pub const GONE: i32 = sys::TENON_GONE;

// ---- Structs of the contract ----

#[repr(C)]
#[derive(Clone, Copy)]
pub struct RawString {
    pub ptr: *const u8,
    pub len: usize,
}

/// The head of tables and vtables; the slots follow it.
#[repr(C)]
pub struct Head {
    pub slots: u32,
    pub flags: u32,
    pub hash: [u8; 16],
    pub type_name: *const c_char,
    pub owner: *const c_void,
    pub drop: Option<unsafe extern "C" fn(*mut c_void)>,
}

const _: () = assert!(laid_out::<Head>(size_of::<sys::tenon_table>(), align_of::<sys::tenon_table>()));

// SAFETY: tables are constant.
unsafe impl Sync for Head {}

impl Head {
    /// `type_name` ends with a zero byte.
    pub const fn new(
        slots: u32, hash: [u8; 16], type_name: &'static str, owner: &'static tenon::World,
        drop: Option<unsafe extern "C" fn(*mut c_void)>,
    ) -> Head {
        let owner = owner as *const tenon::World as *const c_void;
        Head { slots, flags: 0, hash, type_name: type_name.as_ptr() as *const c_char, owner, drop }
    }

    /// Whether it is the vtable of that resource. `type_name` ends with a zero byte.
    fn is(&self, type_name: &str) -> bool {
        // SAFETY: a name that is there ends with a zero byte.
        !self.type_name.is_null() && unsafe { CStr::from_ptr(self.type_name) }.to_bytes_with_nul() == type_name.as_bytes()
    }
}

/// Any object, before its resource is known.
#[repr(C)]
pub struct Object {
    vtable: *const Head,
}

#[repr(transparent)]
pub struct InterfaceDescriptor(sys::tenon_interface_descriptor);

// SAFETY: descriptors are constant.
unsafe impl Sync for InterfaceDescriptor {}

impl InterfaceDescriptor {
    /// `id` ends with a zero byte.
    pub const fn new(slots: u32, id: &'static str, hash: [u8; 16]) -> Self {
        InterfaceDescriptor(sys::tenon_interface_descriptor {
            size: size_of::<Self>() as u32,
            slots,
            id: id.as_ptr() as *const c_char,
            hash,
            table: null(),
        })
    }
}

/// Whether a type takes the room that the contract gives it.
pub const fn laid_out<T>(size: usize, align: usize) -> bool {
    size_of::<T>() == size && align_of::<T>() == align
}

/// Where a `U` behind a `T` at `place` comes to lie: fields of a `repr(C)` struct follow each other so.
pub const fn behind<T, U>(place: usize) -> usize {
    (place + size_of::<T>() + align_of::<U>() - 1) / align_of::<U>() * align_of::<U>()
}

pub fn flatten<T, E>(result: Result<Result<T, E>, Error>) -> Result<T, CallError<E>> {
    match result {
        Ok(own) => own.map_err(CallError::Interface),
        Err(error) => Err(CallError::Framework(error)),
    }
}

// ---- The plugin's functions ----

/// The table of an export, and what goes with every call of it. A pointer, no reference: the plugin's
/// table may be shorter than `T`.
pub fn reach<T>(to: &impl Reached, function: &'static str) -> Result<(*const T, *mut c_void), Error> {
    let to = to.reference();
    if to.table.is_null() {
        return Err(Error::new(function, MISSING));
    }
    Ok((to.table.cast(), to.self_))
}

/// Whether an export has the function with this index.
pub fn has(to: &impl Reached, slot: u32) -> bool {
    let table = to.reference().table;
    // SAFETY: a table that isn't null is the plugin's, which stays as long as `to`.
    !table.is_null() && unsafe { (*table).slots > slot }
}

// ---- The host's functions ----

/// Runs one function of an import.
///
/// # Safety
/// `this` is an `Import<D>` of `tenon::bindings::Imports`, and the plugin that was given it calls.
pub unsafe fn call<D: ?Sized>(this: *mut c_void, body: impl FnOnce(&D, &Record) -> Result<i32, i32>) -> i32 {
    let import = &*this.cast::<tenon::bindings::Import<D>>();
    guarded(import.record(), |record| body(&import.value, record))
}

/// The same for one that takes own handles.
///
/// # Safety
/// As for `call`.
pub unsafe fn call_anyway<D: ?Sized>(
    this: *mut c_void, body: impl FnOnce(&D, &Record) -> Result<i32, i32>,
) -> i32 {
    call(this, body)
}

/// The host's own side of objects that it makes.
#[derive(Clone)]
pub struct Host {
    record: NonNull<Record>,
}

impl Host {
    pub fn own() -> Host {
        Host { record: NonNull::from(&tenon::bindings::NOBODY) }
    }

    fn record(&self) -> &'static Record {
        &tenon::bindings::NOBODY
    }
}

fn guarded(record: &Record, body: impl FnOnce(&Record) -> Result<i32, i32>) -> i32 {
    tenon::bindings::guarded(|| body(record))
}

/// A panic in the end of one of the host's objects goes no further.
#[cold]
fn trapped(_: &Record, panic: Box<dyn Any + Send>) -> i32 {
    tenon::bindings::guarded(move || {
        drop(panic);
        Ok(TRAP)
    })
}
