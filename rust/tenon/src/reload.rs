// SPDX-License-Identifier: MIT
//! What becomes of reloads.
use crate::plugin::{Outcome, Unloaded};
use crate::text;
use std::collections::VecDeque;
use std::fmt;
use std::sync::Mutex;
use std::time::Duration;
use tenon_sys as sys;

/// One step of a reload, for a listener or [`Host::events`](crate::Host::events).
///
/// ```no_run
/// use tenon::{ReloadEvent, ReloadEventKind};
///
/// fn hear(event: &ReloadEvent) {
///     match &event.kind {
///         ReloadEventKind::After { restored, fresh, .. } => println!("{}: {restored} kept, {fresh} new", event.library),
///         ReloadEventKind::Failed { why, .. } => eprintln!("{why}"),
///         _ => {}
///     }
/// }
/// ```
#[derive(Clone, Debug)]
pub struct ReloadEvent {
    /// What happened.
    pub kind: ReloadEventKind,
    /// The library's file.
    pub file: String,
    /// The library's name.
    pub library: String,
    /// The generation that is replaced.
    pub old_generation: u64,
    /// The one that takes its place, if there is one (yet).
    pub new_generation: Option<u64>,
    /// From the first look at the file until now; of `Retired` from the switch.
    pub took: Duration,
}

/// What happened in a [`ReloadEvent`].
///
/// ```no_run
/// fn is_bad(kind: &tenon::ReloadEventKind) -> bool {
///     matches!(kind, tenon::ReloadEventKind::Failed { .. })
/// }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ReloadEventKind {
    /// A new build is whole and fits; it is about to be loaded.
    Before,
    /// Handles follow the new build.
    After {
        /// Instances that were given their state.
        restored: u32,
        /// Instances that started anew.
        fresh: u32,
        /// Of these, how many had a state that could not move.
        lost: u32,
        /// Why states were lost.
        reason: Option<String>,
        /// How long calls had to wait for state to move.
        quiet: Duration,
        /// The longest that one call did wait.
        longest_wait: Duration,
    },
    /// The old build goes on serving.
    Failed {
        /// The error's code.
        code: String,
        /// All of the error.
        why: String,
    },
    /// The same, and it is tried again later.
    PutOff {
        /// The error's code.
        code: String,
        /// What was in the way.
        why: String,
    },
    /// An old build's last user is gone.
    Retired {
        /// What became of its code.
        end: Unloaded,
    },
}

impl ReloadEvent {
    /// # Safety
    /// The event's texts are alive.
    pub(crate) unsafe fn of(raw: &sys::tenon_reload_event) -> ReloadEvent {
        // SAFETY: as the caller says.
        let (file, library, reason) =
            unsafe { (text::owned(raw.file), text::owned(raw.library), text::borrowed(raw.reason).map(str::to_string)) };
        // SAFETY: an error, if there is one, is alive as well.
        let error = |read: unsafe extern "C" fn(_) -> _| unsafe {
            if raw.error.is_null() { String::new() } else { text::owned(read(raw.error)).trim_end().to_string() }
        };
        let (code, why) = (error(sys::tenon_error_code), error(sys::tenon_error_text));
        let kind = match raw.kind {
            sys::TENON_RELOAD_BEFORE => ReloadEventKind::Before,
            sys::TENON_RELOAD_AFTER => ReloadEventKind::After {
                restored: raw.restored,
                fresh: raw.fresh,
                lost: raw.lost,
                reason,
                quiet: Duration::from_nanos(raw.quiet_ns),
                longest_wait: Duration::from_nanos(raw.longest_wait_ns),
            },
            sys::TENON_RELOAD_PUT_OFF => ReloadEventKind::PutOff { code, why },
            sys::TENON_RELOAD_RETIRED => {
                ReloadEventKind::Retired { end: Unloaded::of(raw.outcome, reason.unwrap_or_default()) }
            }
            _ => ReloadEventKind::Failed { code, why },
        };
        ReloadEvent {
            kind,
            file,
            library,
            old_generation: raw.old_generation,
            new_generation: (raw.new_generation != 0).then_some(raw.new_generation),
            took: Duration::from_nanos(raw.took_ns),
        }
    }
}

impl fmt::Display for ReloadEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let library = &self.library;
        match &self.kind {
            ReloadEventKind::Before => write!(f, "a new {library} is about to be loaded"),
            ReloadEventKind::After { restored, fresh, .. } => {
                write!(f, "{library} was replaced: {restored} kept their state, {fresh} began anew")
            }
            ReloadEventKind::Failed { why, .. } => write!(f, "{library} stays as it is:\n{why}"),
            ReloadEventKind::PutOff { why, .. } => write!(f, "{library} stays as it is for now:\n{why}"),
            ReloadEventKind::Retired { end: Unloaded { outcome, reason } } => {
                let what = match outcome {
                    Outcome::Closed => "is closed",
                    Outcome::Shared => "is still used by other handles",
                    Outcome::StillMapped => "stays mapped",
                };
                let colon = if reason.is_empty() { "" } else { ": " };
                write!(f, "the old {library} {what}{colon}{reason}")
            }
        }
    }
}

#[derive(Default)]
pub(crate) struct Queue(Mutex<VecDeque<ReloadEvent>>);

impl Queue {
    pub(crate) fn push(&self, event: ReloadEvent) {
        self.0.lock().unwrap_or_else(|e| e.into_inner()).push_back(event);
    }
    pub(crate) fn pop(&self) -> Option<ReloadEvent> {
        self.0.lock().unwrap_or_else(|e| e.into_inner()).pop_front()
    }
}
