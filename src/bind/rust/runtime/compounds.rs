// ---- Options and results inside of other values ----

#[repr(C)]
#[derive(Clone, Copy)]
pub struct RawOption<T: Copy> {
    is_some: u8,
    value: RawPayload<T, ()>,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct RawResult<T: Copy, E: Copy> {
    is_err: u8,
    value: RawPayload<T, E>,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub union RawPayload<T: Copy, E: Copy> {
    ok: T,
    err: E,
}

const _: () = assert!(size_of::<RawOption<RawString>>() == 24 && size_of::<RawResult<u8, u32>>() == 8);

impl<T: Copy> RawOption<T> {
    pub fn new(value: Option<T>) -> Self {
        match value {
            Some(ok) => RawOption { is_some: 1, value: RawPayload { ok } },
            None => RawOption { is_some: 0, value: RawPayload { err: () } },
        }
    }

    unsafe fn get(&self) -> Option<&T> {
        match self.is_some {
            1 => Some(&self.value.ok),
            _ => None,
        }
    }
}

impl<T: View> View for Option<T> {
    type Raw = RawOption<T::Raw>;
    unsafe fn check(raw: &Self::Raw) -> bool {
        raw.is_some == 0 || raw.get().map_or(false, |value| T::check(value))
    }
    unsafe fn view(raw: &Self::Raw, record: &Record) -> Self {
        raw.get().map(|value| T::view(value, record))
    }
    fn lend(self, scratch: &mut Scratch) -> Self::Raw {
        RawOption::new(self.map(|value| value.lend(scratch)))
    }
}

impl<T: Value> Value for Option<T> {
    type Raw = RawOption<T::Raw>;
    unsafe fn lift(raw: &Self::Raw, from: &Origin<'_>) -> Option<Self> {
        match raw.is_some {
            0 => Some(None),
            _ => T::lift(raw.get()?, from).map(Some),
        }
    }
    fn give(self, scratch: &mut Scratch) -> Self::Raw {
        RawOption::new(self.map(|value| value.give(scratch)))
    }
}

impl<T: Output> Output for Option<T> {
    fn lower(self, record: &Record) -> Option<Self::Raw> {
        Some(RawOption::new(match self {
            Some(value) => Some(value.lower(record)?),
            None => None,
        }))
    }
    unsafe fn release(raw: &Self::Raw, record: &Record) {
        if let Some(value) = raw.get() {
            T::release(value, record);
        }
    }
}

impl<T: IntoOwned> IntoOwned for Option<T> {
    type Owned = Option<T::Owned>;
    fn into_owned(self) -> Self::Owned {
        self.map(T::into_owned)
    }
}

impl<T: Copy, E: Copy> RawResult<T, E> {
    fn new(value: Result<T, E>) -> Self {
        match value {
            Ok(ok) => RawResult { is_err: 0, value: RawPayload { ok } },
            Err(err) => RawResult { is_err: 1, value: RawPayload { err } },
        }
    }

    unsafe fn get(&self) -> Option<Result<&T, &E>> {
        match self.is_err {
            0 => Some(Ok(&self.value.ok)),
            1 => Some(Err(&self.value.err)),
            _ => None,
        }
    }
}

impl<T: View, E: View> View for Result<T, E> {
    type Raw = RawResult<T::Raw, E::Raw>;
    unsafe fn check(raw: &Self::Raw) -> bool {
        match raw.get() {
            Some(Ok(ok)) => T::check(ok),
            Some(Err(err)) => E::check(err),
            None => false,
        }
    }
    unsafe fn view(raw: &Self::Raw, record: &Record) -> Self {
        match raw.get() {
            Some(Ok(ok)) => Ok(T::view(ok, record)),
            Some(Err(err)) => Err(E::view(err, record)),
            None => changed(),
        }
    }
    fn lend(self, scratch: &mut Scratch) -> Self::Raw {
        RawResult::new(match self {
            Ok(ok) => Ok(ok.lend(scratch)),
            Err(err) => Err(err.lend(scratch)),
        })
    }
}

impl<T: Value, E: Value> Value for Result<T, E> {
    type Raw = RawResult<T::Raw, E::Raw>;
    unsafe fn lift(raw: &Self::Raw, from: &Origin<'_>) -> Option<Self> {
        match raw.get()? {
            Ok(ok) => T::lift(ok, from).map(Ok),
            Err(err) => E::lift(err, from).map(Err),
        }
    }
    fn give(self, scratch: &mut Scratch) -> Self::Raw {
        RawResult::new(match self {
            Ok(ok) => Ok(ok.give(scratch)),
            Err(err) => Err(err.give(scratch)),
        })
    }
}

impl<T: Output, E: Output> Output for Result<T, E> {
    fn lower(self, record: &Record) -> Option<Self::Raw> {
        Some(RawResult::new(match self {
            Ok(ok) => Ok(ok.lower(record)?),
            Err(err) => Err(err.lower(record)?),
        }))
    }
    unsafe fn release(raw: &Self::Raw, record: &Record) {
        match raw.get() {
            Some(Ok(ok)) => T::release(ok, record),
            Some(Err(err)) => E::release(err, record),
            None => {}
        }
    }
}

impl<T: IntoOwned, E: IntoOwned> IntoOwned for Result<T, E> {
    type Owned = Result<T::Owned, E::Owned>;
    fn into_owned(self) -> Self::Owned {
        self.map(T::into_owned).map_err(E::into_owned)
    }
}
