// SPDX-License-Identifier: MIT
//! Why something failed.
use crate::text;
use std::ffi::CStr;
use std::fmt;
use std::ptr::NonNull;
use tenon_sys as sys;

/// How far a plugin got.
///
/// ```
/// // SAFETY: there is no such library.
/// let error = unsafe { tenon::LibraryOptions::new().open("nobody") }.unwrap_err();
/// assert_eq!(error.stage(), tenon::Stage::Scan);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// The host called wrongly; nothing was looked at.
    Usage,
    /// A folder or file could not be read.
    Scan,
    /// The file is no whole shared library for this machine.
    Image,
    /// Its note is absent or damaged.
    Manifest,
    /// Its interfaces don't fit the host's.
    Check,
    /// The host's own veto.
    Veto,
    /// `dlopen`, the entry, or the descriptor.
    Load,
    /// The plugin's `create`.
    Create,
    /// A call failed for a reason that its interface doesn't name.
    Call,
    /// Destroying or unloading was refused.
    Unload,
    /// A reload: calls didn't come to rest, or state could not be moved.
    Reload,
}

impl Stage {
    fn of(raw: u32) -> Stage {
        match raw {
            sys::TENON_STAGE_SCAN => Stage::Scan,
            sys::TENON_STAGE_IMAGE => Stage::Image,
            sys::TENON_STAGE_MANIFEST => Stage::Manifest,
            sys::TENON_STAGE_CHECK => Stage::Check,
            sys::TENON_STAGE_VETO => Stage::Veto,
            sys::TENON_STAGE_LOAD => Stage::Load,
            sys::TENON_STAGE_CREATE => Stage::Create,
            sys::TENON_STAGE_CALL => Stage::Call,
            sys::TENON_STAGE_UNLOAD => Stage::Unload,
            sys::TENON_STAGE_RELOAD => Stage::Reload,
            _ => Stage::Usage,
        }
    }
}

/// What a failed call returned: see `docs/abi.md`, "Statuses".
///
/// ```no_run
/// fn wants_a_fresh_instance(error: &tenon::Error) -> bool {
///     matches!(error.status(), Some(tenon::Status::Trap | tenon::Status::Poisoned))
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// `create` refused.
    Err,
    /// The other side is older and hasn't got this function; nothing ran.
    Missing,
    /// An exception, a panic or a broken rule; the instance refuses calls from now on.
    Trap,
    /// An earlier call trapped; nothing ran.
    Poisoned,
    /// No memory for the result; the instance goes on.
    OutOfMemory,
    /// An argument isn't what its type promises; nothing ran.
    BadArgument,
    /// A result isn't what its type promises.
    BadResult,
    /// The other side is no longer there.
    Gone,
}

enum Kind {
    Runtime(NonNull<sys::tenon_error>),
    /// Of this crate: wrong use.
    Own { message: String, help: Option<String> },
}

/// A refusal: a stable code, the stage, the file, a line for people, what to do.
///
/// `Display` and `Debug` are the words of the tool, in several lines.
///
/// ```
/// // SAFETY: there is no such library.
/// let error = unsafe { tenon::LibraryOptions::new().open("nobody") }.unwrap_err();
/// assert_eq!(error.code(), "E0520");
/// assert!(error.to_string().starts_with("error[E0520]: "));
/// ```
pub struct Error(Box<Reason>); // one word: every call returns room for it

struct Reason {
    kind: Kind,
    /// The panic of the host's own that led to it.
    panic: Option<String>,
}

// SAFETY: an error is immutable, and may be read from any thread (`tenon/host/error.h`).
unsafe impl Send for Reason {}
// SAFETY: as above.
unsafe impl Sync for Reason {}

impl Error {
    pub(crate) fn usage(message: impl Into<String>, help: Option<&str>) -> Error {
        let kind = Kind::Own { message: message.into(), help: help.map(str::to_string) };
        Error(Box::new(Reason { kind, panic: None }))
    }

    /// An `Err` unless `raw` is null.
    ///
    /// # Safety
    /// `raw` is null or an error of the runtime, and nobody else's.
    pub(crate) unsafe fn check(raw: *mut sys::tenon_error) -> Result<(), Error> {
        match NonNull::new(raw) {
            None => Ok(()),
            Some(raw) => Err(Error(Box::new(Reason { kind: Kind::Runtime(raw), panic: None }))),
        }
    }

    /// For generated code, right after a call on this thread returned `status`. `function` ends with a zero byte.
    #[doc(hidden)]
    #[cold]
    pub fn new(function: &'static str, status: i32) -> Error {
        let name = CStr::from_bytes_with_nul(function.as_bytes()).unwrap_or_default();
        // SAFETY: the name is zero-ended; the error is ours, and never null.
        let raw = unsafe { NonNull::new_unchecked(sys::tenon_call_error(status, name.as_ptr())) };
        let panic = if status == sys::TENON_TRAP { crate::bindings::last_panic() } else { None };
        Error(Box::new(Reason { kind: Kind::Runtime(raw), panic }))
    }

    /// # Safety
    /// `read` is a function of the runtime that gives a text of an error.
    unsafe fn text_of(
        &self, read: unsafe extern "C" fn(*const sys::tenon_error) -> *const std::os::raw::c_char,
    ) -> Option<&str> {
        match &self.0.kind {
            // SAFETY: texts of an error live as long as it.
            Kind::Runtime(raw) => unsafe { text::borrowed(read(raw.as_ptr())) },
            Kind::Own { .. } => None,
        }
    }

    /// The code, such as `E0302`; `docs/errors.md` has a section for each.
    ///
    /// ```no_run
    /// fn is_untrusted_or_absent(error: &tenon::Error) -> bool {
    ///     matches!(error.code(), "E0101" | "E0105")
    /// }
    /// ```
    pub fn code(&self) -> &str {
        // SAFETY: such a function.
        unsafe { self.text_of(sys::tenon_error_code) }.unwrap_or("E0101")
    }

    /// How far it got.
    ///
    /// ```no_run
    /// fn is_hosts_mistake(error: &tenon::Error) -> bool {
    ///     error.stage() == tenon::Stage::Usage
    /// }
    /// ```
    pub fn stage(&self) -> Stage {
        match &self.0.kind {
            // SAFETY: the error is ours.
            Kind::Runtime(raw) => Stage::of(unsafe { sys::tenon_error_stage(raw.as_ptr()) }),
            Kind::Own { .. } => Stage::Usage,
        }
    }

    /// One line, lower case, no full stop.
    ///
    /// ```no_run
    /// fn for_a_status_line(error: &tenon::Error) -> String {
    ///     format!("{}: {}", error.code(), error.message())
    /// }
    /// ```
    pub fn message(&self) -> &str {
        if let Kind::Own { message, .. } = &self.0.kind {
            return message;
        }
        // SAFETY: such a function.
        unsafe { self.text_of(sys::tenon_error_message) }.unwrap_or("")
    }

    /// The file in question.
    ///
    /// ```no_run
    /// fn blamed(error: &tenon::Error) -> Option<&std::path::Path> {
    ///     error.file().map(std::path::Path::new)
    /// }
    /// ```
    pub fn file(&self) -> Option<&str> {
        // SAFETY: such a function.
        unsafe { self.text_of(sys::tenon_error_file) }
    }

    /// What to do about it.
    ///
    /// ```no_run
    /// fn hint(error: &tenon::Error) -> String {
    ///     error.help().map_or(String::new(), |help| format!("try this: {help}"))
    /// }
    /// ```
    pub fn help(&self) -> Option<&str> {
        if let Kind::Own { help, .. } = &self.0.kind {
            return help.as_deref();
        }
        // SAFETY: such a function.
        unsafe { self.text_of(sys::tenon_error_help) }
    }

    /// More lines, such as both signatures of a function that doesn't fit.
    ///
    /// ```no_run
    /// fn details(error: &tenon::Error) -> String {
    ///     error.notes().collect::<Vec<_>>().join("\n")
    /// }
    /// ```
    pub fn notes(&self) -> impl Iterator<Item = &str> + '_ {
        let raw = match &self.0.kind {
            Kind::Runtime(raw) => Some(*raw),
            Kind::Own { .. } => None,
        };
        // SAFETY: the error is ours; behind its last note comes NULL.
        (0..).map_while(move |index| unsafe { text::borrowed(sys::tenon_error_note(raw?.as_ptr(), index)) })
    }

    /// What led to it: the messages of its causes, the nearest first.
    ///
    /// ```no_run
    /// fn deepest(error: &tenon::Error) -> Option<&str> {
    ///     error.causes().last()
    /// }
    /// ```
    pub fn causes(&self) -> impl Iterator<Item = &str> + '_ {
        let mut next = match &self.0.kind {
            Kind::Runtime(raw) => raw.as_ptr() as *const sys::tenon_error,
            Kind::Own { .. } => std::ptr::null(),
        };
        std::iter::from_fn(move || {
            if next.is_null() {
                return None;
            }
            // SAFETY: a cause belongs to the error, and lives as long.
            unsafe {
                next = sys::tenon_error_cause(next);
                if next.is_null() { None } else { text::borrowed(sys::tenon_error_message(next)) }
            }
        })
    }

    /// What the failed call, or `create`, returned.
    ///
    /// ```no_run
    /// fn is_too_old(error: &tenon::Error) -> bool {
    ///     error.status() == Some(tenon::Status::Missing)
    /// }
    /// ```
    pub fn status(&self) -> Option<Status> {
        let raw = match &self.0.kind {
            // SAFETY: the error is ours.
            Kind::Runtime(raw) => unsafe { sys::tenon_error_status(raw.as_ptr()) },
            Kind::Own { .. } => 0,
        };
        match raw {
            sys::TENON_ERR => Some(Status::Err),
            sys::TENON_MISSING => Some(Status::Missing),
            sys::TENON_TRAP => Some(Status::Trap),
            sys::TENON_POISONED => Some(Status::Poisoned),
            sys::TENON_OUT_OF_MEMORY => Some(Status::OutOfMemory),
            sys::TENON_BAD_ARGUMENT => Some(Status::BadArgument),
            sys::TENON_BAD_RESULT => Some(Status::BadResult),
            sys::TENON_GONE => Some(Status::Gone),
            _ => None,
        }
    }

    /// The text of the last panic on this thread in a function of the host that plugins called: as a rule the one that
    /// made this call fail; an earlier one, where a plugin went on after that and now traps of itself.
    ///
    /// ```no_run
    /// fn is_ours(error: &tenon::Error) -> bool {
    ///     error.host_panic().is_some()
    /// }
    /// ```
    pub fn host_panic(&self) -> Option<&str> {
        self.0.panic.as_deref()
    }
}

impl Drop for Reason {
    fn drop(&mut self) {
        if let Kind::Runtime(raw) = self.kind {
            // SAFETY: the error is ours.
            unsafe { sys::tenon_error_delete(raw.as_ptr()) }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Kind::Own { message, help } = &self.0.kind {
            write!(f, "error[E0101]: {}", message)?;
            return help.as_ref().map_or(Ok(()), |help| write!(f, "\nhelp: {}", help));
        }
        // SAFETY: such a function.
        f.write_str(unsafe { self.text_of(sys::tenon_error_text) }.unwrap_or("").trim_end_matches('\n'))?;
        match &self.0.panic {
            Some(text) => write!(f, "\nnote: the host panicked: {}", text),
            None => Ok(()),
        }
    }
}

/// The same as `Display`, so that an error that ends `main` is readable.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

/// Why a call of a function with a `result` failed.
///
/// ```
/// use tenon::CallError;
///
/// fn shown(outcome: Result<String, CallError<String>>) -> Result<String, tenon::Error> {
///     match outcome {
///         Ok(text) => Ok(text),
///         Err(CallError::Interface(no)) => Ok(format!("it says: {no}")),
///         Err(CallError::Framework(error)) => Err(error),
///     }
/// }
/// assert_eq!(shown(Err(CallError::Interface("too long".into())))?, "it says: too long");
/// # Ok::<(), tenon::Error>(())
/// ```
#[derive(Debug)]
pub enum CallError<E> {
    /// The error that the interface names.
    Interface(E),
    /// Any other reason: a trap, a poisoned instance, a peer that is too old.
    Framework(Error),
}

impl<E> CallError<E> {
    /// The interface's own error.
    ///
    /// ```
    /// let error = tenon::CallError::Interface(7);
    /// assert_eq!(error.interface(), Some(&7));
    /// ```
    pub fn interface(&self) -> Option<&E> {
        match self {
            CallError::Interface(error) => Some(error),
            CallError::Framework(_) => None,
        }
    }

    /// What Tenon says.
    ///
    /// ```
    /// let error = tenon::CallError::Interface(7);
    /// assert!(error.framework().is_none());
    /// ```
    pub fn framework(&self) -> Option<&Error> {
        match self {
            CallError::Interface(_) => None,
            CallError::Framework(error) => Some(error),
        }
    }
}

impl<E> From<Error> for CallError<E> {
    fn from(error: Error) -> Self {
        CallError::Framework(error)
    }
}

impl<E: fmt::Debug> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CallError::Interface(error) => write!(f, "the plugin's error: {:?}", error),
            CallError::Framework(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl<E: fmt::Debug> std::error::Error for CallError<E> {}

/// An end that was refused: the reason, and the handle, which is as it was.
///
/// ```no_run
/// fn unload(plugin: tenon::Plugin) -> Option<tenon::Plugin> {
///     match plugin.unload() {
///         Ok(_) => None,
///         Err(refused) => {
///             eprintln!("{}", refused.error);
///             Some(refused.handle) // try again later
///         }
///     }
/// }
/// ```
pub struct Refused<T> {
    /// Why.
    pub error: Error,
    /// What goes on.
    pub handle: T,
}

impl<T> From<Refused<T>> for Error {
    fn from(refused: Refused<T>) -> Error {
        refused.error
    }
}

impl<T> fmt::Display for Refused<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.error, f)
    }
}

impl<T> fmt::Debug for Refused<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.error, f)
    }
}

impl<T> std::error::Error for Refused<T> {}
