//! What is the same in every library: values in memory, calls in both directions, instances,
//! objects and traps. Layouts and rules are those of `tenon/abi.h`.

use super::library::{self, CONCURRENT, IMPORTS};
use core::any::TypeId;
use core::ffi::c_void;
use core::fmt;
use core::marker::PhantomData;
use core::mem::{align_of, forget, size_of, MaybeUninit};
use core::ops::Deref;
use core::ptr::{addr_of, addr_of_mut, null, NonNull};
use core::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering};
//+ std
use std::any::Any;
use std::cell::Cell;
use std::ffi::OsStr;
use std::os::raw::c_char;
use std::os::unix::ffi::OsStrExt;
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe};
use std::path::PathBuf;
//+ bare
use core::mem::{align_of_val, size_of_val};
//+ both

pub const OK: i32 = 0;
pub const ERR: i32 = 1;
pub const MISSING: i32 = -1;
pub const TRAP: i32 = -2;
pub const POISONED: i32 = -3;
pub const OUT_OF_MEMORY: i32 = -4;
pub const BAD_ARGUMENT: i32 = -5;
pub const BAD_RESULT: i32 = -6;
pub const GONE: i32 = -7;
