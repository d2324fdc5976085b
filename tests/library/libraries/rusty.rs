// SPDX-License-Identifier: MIT
//! A Rust library with a C interface.
use std::cell::RefCell;
use std::ffi::CStr;
use std::os::raw::c_char;

#[no_mangle]
pub static mut RUST_COUNT: i32 = 5;

#[no_mangle]
pub extern "C" fn rust_add(a: i32, b: i32) -> i32 {
    a + b
}

/// # Safety
/// `text` ends in a zero byte.
#[no_mangle]
pub unsafe extern "C" fn rust_length(text: *const c_char) -> usize {
    CStr::from_ptr(text).to_bytes().len()
}

thread_local!(static SEEN: RefCell<Vec<i32>> = RefCell::new(Vec::new()));

#[no_mangle]
pub extern "C" fn rust_seen(number: i32) -> usize {
    SEEN.with(|seen| {
        seen.borrow_mut().push(number);
        seen.borrow().len()
    })
}

/// Not for others: `#[no_mangle]` is forgotten.
pub extern "C" fn forgotten() -> i32 {
    1
}
