// SPDX-License-Identifier: MIT
use crate::text;
use std::ffi::c_void;
use tenon_sys as sys;

/// Whose code is at an address, for crash reporters: the library, loaded by Tenon in this process, that holds it or
/// held it, as "plugin `shout` of /opt/app/libshout.so, generation 2, unloaded". In a signal handler call
/// [`sys::tenon_describe_address`], which doesn't allocate.
///
/// ```
/// assert_eq!(tenon::describe_address(main as usize), None); // the program's own
/// ```
pub fn describe_address(address: usize) -> Option<String> {
    // SAFETY: any address may be asked for; the text stays until a thousand more libraries were unloaded.
    unsafe { text::borrowed(sys::tenon_describe_address(address as *const c_void)) }.map(str::to_string)
}
