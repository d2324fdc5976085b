// SPDX-License-Identifier: MIT
//! Replacing a library that is no plugin: `tenon/host/library_reload.h`.
use crate::bindings::{discard, text_of};
use crate::kept::locked;
use crate::library::Hooks;
use crate::library_pin::LibraryPin;
use crate::plugin::Unloaded;
use crate::text;
use std::ffi::{c_void, CString};
use std::os::raw::c_char;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::ptr::null;
use std::sync::Arc;
use tenon_sys as sys;

pub(crate) type Listener = Arc<dyn Fn(&LibraryEvent) -> Result<(), String> + Send + Sync>;

/// What happens to a [`Library`](crate::Library) that is reloaded.
///
/// ```no_run
/// use tenon::{LibraryEvent, LibraryEventKind};
///
/// fn hear(event: &LibraryEvent) -> Result<(), String> {
///     if let (LibraryEventKind::Move, Some(old), Some(new)) = (&event.kind, &event.old_build, &event.new_build) {
///         let place = |build: &tenon::LibraryPin| build.variable::<i32>("count").map_err(|e| e.to_string());
///         // SAFETY: both are `int`s, and nobody calls the library meanwhile.
///         unsafe { *place(new)? = *place(old)? };
///     }
///     Ok(())
/// }
/// ```
#[derive(Debug)]
pub struct LibraryEvent {
    /// What happened.
    pub kind: LibraryEventKind,
    /// Not in `Retired`. May be kept.
    pub old_build: Option<LibraryPin>,
    /// In `Move` and `After`. May be kept.
    pub new_build: Option<LibraryPin>,
    /// The generation that is replaced.
    pub old_generation: u64,
    /// Not before `Move`.
    pub new_generation: Option<u64>,
}

/// What happened in a [`LibraryEvent`].
///
/// ```no_run
/// fn may_be_refused(kind: &tenon::LibraryEventKind) -> bool {
///     matches!(kind, tenon::LibraryEventKind::Before | tenon::LibraryEventKind::Move)
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum LibraryEventKind {
    /// A new build is whole and has all that is followed; nothing of it has run.
    Before,
    /// It is loaded, and calls still reach the old one: now state moves.
    Move,
    /// Calls reach the new one.
    After,
    /// The old one goes on.
    Failed {
        /// All of the error.
        why: String,
    },
    /// Nobody uses an old build any more.
    Retired {
        /// What became of it.
        end: Unloaded,
    },
}

impl LibraryEvent {
    /// # Safety
    /// What the event refers to is alive.
    unsafe fn of(raw: &sys::tenon_library_event) -> LibraryEvent {
        // SAFETY: as the caller says, in all of these.
        let pin = |build: *const sys::tenon_library| unsafe {
            if build.is_null() { None } else { LibraryPin::of(build).ok() }
        };
        let why = unsafe { if raw.error.is_null() { String::new() } else { text::owned(sys::tenon_error_text(raw.error)) } };
        let reason = unsafe { text::owned(raw.reason) };
        LibraryEvent {
            kind: match raw.kind {
                sys::TENON_LIBRARY_BEFORE => LibraryEventKind::Before,
                sys::TENON_LIBRARY_MOVE => LibraryEventKind::Move,
                sys::TENON_LIBRARY_AFTER => LibraryEventKind::After,
                sys::TENON_LIBRARY_RETIRED => LibraryEventKind::Retired { end: Unloaded::of(raw.outcome, reason) },
                _ => LibraryEventKind::Failed { why: why.trim_end().to_string() },
            },
            old_build: pin(raw.old_build),
            new_build: pin(raw.new_build),
            old_generation: raw.old_generation,
            new_generation: (raw.new_generation != 0).then_some(raw.new_generation),
        }
    }
}

pub(crate) unsafe extern "C" fn tell_listener(
    ctx: *mut c_void, event: *const sys::tenon_library_event,
) -> *const c_char {
    // SAFETY: `ctx` is the handle's hooks, which live as long as it; the event is lent for the call.
    let (hooks, event) = unsafe { (&*ctx.cast::<Hooks>(), LibraryEvent::of(&*event)) };
    let listener = locked(&hooks.listener).clone();
    let listener = match listener {
        Some(listener) => listener,
        None => return null(),
    };
    let said = catch_unwind(AssertUnwindSafe(|| listener(&event)));
    discard(listener); // which it may have replaced
    let reason = match said {
        Ok(Ok(())) => return null(),
        Ok(Err(reason)) if reason.is_empty() => "the host gave no reason".to_string(),
        Ok(Err(reason)) => reason.replace('\0', " "),
        Err(panic) => format!("the listener panicked: {}", text_of(panic)),
    };
    let mut place = locked(&hooks.reason);
    *place = CString::new(reason).unwrap_or_default();
    place.as_ptr() // copied at once; reloads of one handle come one after the other
}
