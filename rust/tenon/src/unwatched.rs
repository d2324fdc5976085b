// SPDX-License-Identifier: MIT
//! Folders whose changes the system doesn't report.
use crate::error::Error;
use crate::text;
use std::ffi::{c_void, CStr, OsStr};
use std::os::raw::c_char;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use tenon_sys as sys;

/// A folder that is only looked at from time to time, so that what changes there is loaded later.
///
/// ```
/// fn tell(host: &tenon::Host) -> Result<(), tenon::Error> {
///     for folder in host.unwatched()? {
///         println!("{} is polled: {}", folder.path.display(), folder.why);
///     }
///     Ok(())
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnwatchedFolder {
    /// The folder.
    pub path: PathBuf,
    /// "Permission denied", "what others change on NFS gives no event".
    pub why: String,
}

/// What `ask` tells its visitor.
pub(crate) fn folders(
    ask: impl FnOnce(sys::tenon_unwatched_visitor, *mut c_void) -> *mut sys::tenon_error,
) -> Result<Vec<UnwatchedFolder>, Error> {
    unsafe extern "C" fn add(out: *mut c_void, folder: *const c_char, why: *const c_char) {
        // SAFETY: `out` is the list below; both texts live for the call.
        unsafe {
            let path = OsStr::from_bytes(CStr::from_ptr(folder).to_bytes()).into();
            (*out.cast::<Vec<UnwatchedFolder>>()).push(UnwatchedFolder { path, why: text::owned(why) });
        }
    }
    let mut out = Vec::<UnwatchedFolder>::new();
    let error = ask(Some(add), (&mut out as *mut Vec<UnwatchedFolder>).cast());
    // SAFETY: the runtime made it.
    unsafe { Error::check(error)? };
    Ok(out)
}
