// ---- Calls of the other side ----

/// What came back from a function without a result.
pub fn done(status: i32, function: &'static str) -> Result<(), Error> {
    match status {
        OK => Ok(()),
        _ => Err(failed(status, function)),
    }
}

/// What came back from a function whose result is no `result`.
///
/// # Safety
/// `out` was handed to the call that returned `status`.
pub unsafe fn received<T: Value>(
    status: i32, out: &MaybeUninit<T::Raw>, record: &Record, function: &'static str,
) -> Result<T, Error> {
    match status {
        OK => T::lift(&*out.as_ptr(), &Origin::result(record)).ok_or_else(|| Error::new(function, BAD_RESULT)),
        _ => Err(failed(status, function)),
    }
}

/// What came back from a function with a `result`.
///
/// # Safety
/// As for `received`.
pub unsafe fn received_result<T: Value, E: Value>(
    status: i32, ok: &MaybeUninit<T::Raw>, err: &MaybeUninit<E::Raw>, record: &Record, function: &'static str,
) -> Result<Result<T, E>, Error> {
    match status {
        ERR => received(OK, err, record, function).map(Err),
        _ => received(status, ok, record, function).map(Ok),
    }
}

/// A status that isn't listed is a trap of the callee.
#[cold]
fn failed(status: i32, function: &'static str) -> Error {
    Error::new(function, if (GONE..=MISSING).contains(&status) { status } else { TRAP })
}

// ---- Calls from the other side ----

/// An argument with own handles in it. To be lifted before anything else, so that they are dropped
/// on every path.
///
/// # Safety
/// As for `Value::lift`.
pub unsafe fn own_argument<T: Value>(raw: &T::Raw, record: &Record) -> Option<T> {
    T::lift(raw, &Origin::argument(record))
}

/// # Safety
/// As for `View::check`, and `raw` stays as it is for the call.
pub unsafe fn argument<T: View>(raw: &T::Raw, record: &Record) -> Result<T, i32> {
    if T::check(raw) {
        Ok(T::view(raw, record))
    } else {
        Err(BAD_ARGUMENT)
    }
}

/// Writes a result and says so.
///
/// # Safety
/// `out` has room for it.
pub unsafe fn put<T: Output>(value: T, out: *mut T::Raw, record: &Record) -> Result<i32, i32> {
    out.write(value.lower(record).ok_or(OUT_OF_MEMORY)?);
    Ok(OK)
}

/// # Safety
/// `ok` and `err` have room for what they are named after.
pub unsafe fn put_result<T: Output, E: Output>(
    value: Result<T, E>, ok: *mut T::Raw, err: *mut E::Raw, record: &Record,
) -> Result<i32, i32> {
    match value {
        Ok(value) => put(value, ok, record),
        Err(error) => put(error, err, record).map(|_| ERR),
    }
}

/// Where a payload goes that has no bytes.
pub fn nowhere() -> *mut () {
    NonNull::dangling().as_ptr()
}
