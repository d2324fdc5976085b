// SPDX-License-Identifier: MIT
//! The host in Rust, as a library of the benchmark (`pairs.h`).
mod pair;
use pair::{Counter, Pair};
use std::arch::asm;
use std::ffi::CStr;
use std::os::raw::{c_char, c_int, c_long, c_void};

struct Opened {
    counter: Counter,
    pair: Pair,
}

/// The compiler has to have made the value.
#[inline(always)]
fn keep(value: usize) {
    // SAFETY: there is no instruction.
    unsafe { asm!("/* {0} */", in(reg) value, options(nostack, preserves_flags)) }
}

/// # Safety
/// As `pairs.h` says.
#[no_mangle]
pub unsafe extern "C" fn pairs_open(folder: *const c_char, name: *const c_char) -> *mut c_void {
    let text = |raw| CStr::from_ptr(raw).to_str().unwrap();
    let host = tenon::Host::builder().copy(tenon::Copy::Never).build().unwrap();
    host.trust(text(folder)).unwrap();
    let pair = Pair::load(&host, text(name)).unwrap_or_else(|why| panic!("{why}"));
    let counter = pair.work().new_counter().unwrap();
    Box::into_raw(Box::new(Opened { counter, pair })).cast()
}

/// # Safety
/// As `pairs.h` says.
#[no_mangle]
pub unsafe extern "C" fn pairs_call(opened: *mut c_void, kind: c_int, count: c_long) {
    let Opened { counter, pair } = &*opened.cast::<Opened>();
    match kind {
        0 => scalar(pair, count),
        1 => text(pair, count),
        _ => object(counter, count),
    }
}

#[inline(never)]
fn scalar(pair: &Pair, count: c_long) {
    let work = pair.work();
    for _ in 0..count {
        keep(work.add(40, 2).unwrap() as usize);
    }
}

#[inline(never)]
fn text(pair: &Pair, count: c_long) {
    let (work, text) = (pair.work(), "a".repeat(100));
    for _ in 0..count {
        keep(work.echo(&text).unwrap().as_ptr() as usize);
    }
}

#[inline(never)]
fn object(counter: &Counter, count: c_long) {
    for _ in 0..count {
        keep(counter.add(2).unwrap() as usize);
    }
}
