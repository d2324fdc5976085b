// SPDX-License-Identifier: MIT
//! Strings of the runtime: UTF-8, ending in a zero byte.
use crate::error::Error;
use std::ffi::{CStr, CString};
use std::os::raw::c_char;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// # Safety
/// `text` is null or a string of the runtime that lives for `'a`.
pub(crate) unsafe fn borrowed<'a>(text: *const c_char) -> Option<&'a str> {
    if text.is_null() {
        return None;
    }
    // SAFETY: as the caller says. A file's name may be no UTF-8: what is behind its first bad byte is left out.
    let bytes = unsafe { CStr::from_ptr(text) }.to_bytes();
    Some(std::str::from_utf8(bytes).unwrap_or_else(|bad| {
        // SAFETY: up to there it is.
        unsafe { std::str::from_utf8_unchecked(&bytes[..bad.valid_up_to()]) }
    }))
}

/// # Safety
/// As for `borrowed`, for the time of the call.
pub(crate) unsafe fn owned(text: *const c_char) -> String {
    // SAFETY: as the caller says.
    let bytes = if text.is_null() { &[] } else { unsafe { CStr::from_ptr(text) }.to_bytes() };
    String::from_utf8_lossy(bytes).into_owned()
}

/// # Safety
/// As for `owned`.
pub(crate) unsafe fn copied(text: *const c_char) -> CString {
    // SAFETY: as the caller says.
    if text.is_null() { CString::default() } else { unsafe { CStr::from_ptr(text) }.to_owned() }
}

/// Takes over a text that is freed with `tenon_text_delete`.
///
/// # Safety
/// `text` is null or such a text, and nobody else's.
pub(crate) unsafe fn taken(text: *mut std::os::raw::c_char) -> Option<String> {
    if text.is_null() {
        return None;
    }
    // SAFETY: as the caller says; it isn't used afterwards.
    unsafe {
        let out = owned(text);
        tenon_sys::tenon_text_delete(text);
        Some(out)
    }
}

pub(crate) fn zero_ended(text: impl Into<Vec<u8>>) -> Result<CString, Error> {
    CString::new(text).map_err(|bad| {
        let text = String::from_utf8_lossy(&bad.into_vec()).replace('\0', "\\0");
        Error::usage(format!("`{}` has a zero byte in it", text), None)
    })
}

pub(crate) fn path(path: &Path) -> Result<CString, Error> {
    zero_ended(path.as_os_str().as_bytes())
}
