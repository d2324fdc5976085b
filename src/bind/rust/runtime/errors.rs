// ---- Errors of calls ----

/// Why a call failed for a reason that its interface doesn't name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    function: &'static str,
    status: i32,
}

impl Error {
    pub(super) fn new(function: &'static str, status: i32) -> Error {
        Error { function, status }
    }

    /// The function that was called: `log.info`.
    pub fn function(&self) -> &'static str {
        self.function
    }

    /// The contract's status (`tenon/abi/status.h`), always negative.
    pub fn status(&self) -> i32 {
        self.status
    }

    fn reason(&self) -> &'static str {
        match self.status {
            MISSING => "the other side hasn't got this function",
            TRAP => "the other side trapped",
            POISONED => "the other side trapped in an earlier call",
            OUT_OF_MEMORY => "out of memory",
            BAD_ARGUMENT => "the other side refused an argument",
            BAD_RESULT => "the result isn't what its type promises",
            GONE => "the other side is gone",
            _ => "unknown status",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "call of `{}` failed: {} ({})", self.function, self.reason(), self.status)
    }
}

//+ std
impl std::error::Error for Error {}
//+ both

/// Why a call of a function with a `result` failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallError<E> {
    /// The error that the interface names.
    Interface(E),
    /// Any other reason.
    Framework(Error),
}

pub fn flatten<T, E>(result: Result<Result<T, E>, Error>) -> Result<T, CallError<E>> {
    match result {
        Ok(own) => own.map_err(CallError::Interface),
        Err(error) => Err(CallError::Framework(error)),
    }
}

//+ std
/// A failed import ends the plugin's function that called it: it becomes that function's trap.
pub trait OrTrap<T> {
    fn or_trap(self) -> T;
}

impl<T> OrTrap<T> for Result<T, Error> {
    fn or_trap(self) -> T {
        match self {
            Ok(value) => value,
            Err(error) => resume_unwind(Box::new(error)),
        }
    }
}
//+ both
