// ---- Values that arrive and leave ----

/// `len` values at `ptr`, unless they can't be there.
///
/// # Safety
/// If `ptr` isn't null, and is aligned, `len` values are there for as long as `'a`.
pub unsafe fn slice<'a, T>(ptr: *const T, len: usize) -> Option<&'a [T]> {
    if len == 0 {
        return Some(&[]);
    }
    let fits = len.checked_mul(size_of::<T>()).map_or(false, |size| size <= isize::MAX as usize);
    let good = fits && !ptr.is_null() && ptr as usize % align_of::<T>() == 0;
    good.then(|| core::slice::from_raw_parts(ptr, len))
}

/// A value behind a pointer.
///
/// # Safety
/// If `ptr` isn't null, and is aligned, a `T` is there for as long as `'a`.
pub unsafe fn pointee<'a, T>(ptr: *const T) -> Option<&'a T> {
    slice(ptr, 1).map(|one| &one[0])
}

/// A type without memory of its own.
pub trait Plain: Copy + 'static {
    type Raw: Copy + 'static;
    /// Whether `Raw` is the type itself, any bits being a value of it.
    const BITWISE: bool = false;
    fn from_raw(raw: Self::Raw) -> Option<Self>;
    fn into_raw(self) -> Self::Raw;
}

/// A number: lists of it are slices of the caller's memory.
pub trait Number: Plain<Raw = Self> {}

/// A parameter as its receiver sees it. Nothing is copied but what fits into registers and fields.
pub trait View: Copy {
    type Raw: Copy + 'static;

    /// Whether `raw` is what the type promises.
    ///
    /// # Safety
    /// Pointers in `raw` that aren't null point at as much as is said beside them.
    unsafe fn check(raw: &Self::Raw) -> bool;

    /// # Safety
    /// `check` said yes, and what `raw` points at stays as it is while `Self` is in use.
    unsafe fn view(raw: &Self::Raw, record: &Record) -> Self;

    /// The value as it goes into a call; `scratch` keeps what it points at.
    fn lend(self, scratch: &mut Scratch) -> Self::Raw;
}

/// What `check` saw isn't there any more: the caller changed what it lent. A trap.
#[cold]
pub fn changed() -> ! {
    panic!("the caller changed a parameter during the call")
}

//+ std
/// From what is lent for a call to what can be kept: `&str` becomes `String`, `List` and slices
/// become `Vec`, a `FindingView` becomes a `Finding`.
//+ bare
/// From what is lent for a call to what can be kept.
//+ both
pub trait IntoOwned {
    type Owned;
    fn into_owned(self) -> Self::Owned;
}

/// A value with its own memory: results, and parameters with own handles in them.
pub trait Value: Sized {
    type Raw: Copy + 'static;

    /// Takes over what `raw` owns, also where it isn't what the type promises.
    ///
    /// # Safety
    /// As for `View::check`, and nobody else takes over `raw`.
    unsafe fn lift(raw: &Self::Raw, from: &Origin<'_>) -> Option<Self>;

    /// The value as it goes into a call that takes its handles; `scratch` keeps the rest.
    fn give(self, scratch: &mut Scratch) -> Self::Raw;

    //+ std
    /// All of a list, or nothing.
    ///
    /// # Safety
    /// As for `lift`.
    unsafe fn lift_all(raw: &[Self::Raw], from: &Origin<'_>) -> Option<Vec<Self>> {
        // Every element is lifted, so that those with handles drop them.
        let all: Vec<Option<Self>> = raw.iter().map(|item| Self::lift(item, from)).collect();
        all.into_iter().collect()
    }
    //+ both
}

/// A value that can be a result: everything without borrowed handles in it.
pub trait Output: Value {
    /// The value as a result for the host, in its memory; nothing is kept if there isn't enough.
    fn lower(self, record: &Record) -> Option<Self::Raw>;

    /// Gives back what `lower` made.
    ///
    /// # Safety
    /// `raw` is a result of `lower` that nobody has seen.
    unsafe fn release(raw: &Self::Raw, record: &Record);

    //+ std
    /// All of a list into memory for as many; false without a trace if there isn't enough.
    ///
    /// # Safety
    /// `to` has room for the list.
    unsafe fn lower_all(list: Vec<Self>, to: *mut Self::Raw, record: &Record) -> bool {
        for (index, item) in list.into_iter().enumerate() {
            match item.lower(record) {
                Some(raw) => to.add(index).write(raw),
                None => {
                    (0..index).for_each(|done| Self::release(&*to.add(done), record));
                    return false;
                }
            }
        }
        true
    }
    //+ both
}

/// Whose memory a value is lifted from.
pub struct Origin<'a> {
    record: &'a Record,
    /// Whether it is a result: its memory goes back to the host.
    result: bool,
}

impl<'a> Origin<'a> {
    pub fn argument(record: &'a Record) -> Origin<'a> {
        Origin { record, result: false }
    }

    pub fn result(record: &'a Record) -> Origin<'a> {
        Origin { record, result: true }
    }

    /// What has a borrowed handle in it, and so is no result.
    ///
    /// # Safety
    /// As for `View::check` and `View::view`.
    pub unsafe fn lend<T: View>(&self, raw: &T::Raw) -> Option<T> {
        T::check(raw).then(|| T::view(raw, self.record))
    }

    //+ std
    unsafe fn free<T>(&self, ptr: *const T, len: usize) {
        if self.result {
            self.record.free(ptr.cast(), len * size_of::<T>(), align_of::<T>());
        }
    }
    //+ both
}

//+ std
/// Memory that a call's arguments point at.
#[derive(Default)]
pub struct Scratch {
    blocks: Vec<Vec<u64>>,
    texts: Vec<String>,
}

impl Scratch {
    /// Room for `len` values; stays where it is until the scratch is dropped.
    fn room<T>(&mut self, len: usize) -> *mut T {
        let mut block = Vec::<u64>::with_capacity((len * size_of::<T>() + 7) / 8);
        let ptr = block.as_mut_ptr().cast();
        self.blocks.push(block);
        ptr
    }
}
//+ bare
/// Memory that a call's arguments point at: never more than their own.
#[derive(Default)]
pub struct Scratch(());
//+ both

/// A part that is lowered before the whole is: given back unless taken.
pub struct Lowered<'a, T: Output> {
    raw: T::Raw,
    record: &'a Record,
}

impl<'a, T: Output> Lowered<'a, T> {
    pub fn new(value: T, record: &'a Record) -> Option<Self> {
        Some(Lowered { raw: value.lower(record)?, record })
    }

    pub fn take(self) -> T::Raw {
        let raw = self.raw;
        forget(self);
        raw
    }
}

impl<T: Output> Drop for Lowered<'_, T> {
    fn drop(&mut self) {
        // SAFETY: `new` lowered it, and `take` wasn't called.
        unsafe { T::release(&self.raw, self.record) }
    }
}

// ---- Plain values ----

impl<T: Plain> View for T {
    type Raw = T::Raw;
    unsafe fn check(raw: &T::Raw) -> bool {
        T::from_raw(*raw).is_some()
    }
    unsafe fn view(raw: &T::Raw, _: &Record) -> T {
        T::from_raw(*raw).unwrap_or_else(|| changed())
    }
    fn lend(self, _: &mut Scratch) -> T::Raw {
        self.into_raw()
    }
}

impl<T: Plain> Value for T {
    type Raw = T::Raw;
    unsafe fn lift(raw: &T::Raw, _: &Origin<'_>) -> Option<T> {
        T::from_raw(*raw)
    }
    fn give(self, _: &mut Scratch) -> T::Raw {
        self.into_raw()
    }
    //+ std
    unsafe fn lift_all(raw: &[T::Raw], _: &Origin<'_>) -> Option<Vec<T>> {
        if T::BITWISE {
            return Some(core::slice::from_raw_parts(raw.as_ptr().cast::<T>(), raw.len()).to_vec());
        }
        raw.iter().map(|item| T::from_raw(*item)).collect()
    }
    //+ both
}

impl<T: Plain> Output for T {
    fn lower(self, _: &Record) -> Option<T::Raw> {
        Some(self.into_raw())
    }
    unsafe fn release(_: &T::Raw, _: &Record) {}
    //+ std
    unsafe fn lower_all(list: Vec<T>, to: *mut T::Raw, _: &Record) -> bool {
        if T::BITWISE {
            core::ptr::copy_nonoverlapping(list.as_ptr(), to.cast::<T>(), list.len());
        } else {
            list.iter().enumerate().for_each(|(index, item)| to.add(index).write(item.into_raw()));
        }
        true
    }
    //+ both
}

impl<T: Plain> IntoOwned for T {
    type Owned = T;
    fn into_owned(self) -> T {
        self
    }
}

{{numbers}}

impl Plain for bool {
    type Raw = u8;
    fn from_raw(raw: u8) -> Option<bool> {
        Some(raw != 0)
    }
    fn into_raw(self) -> u8 {
        u8::from(self)
    }
}

impl Plain for char {
    type Raw = u32;
    fn from_raw(raw: u32) -> Option<char> {
        char::from_u32(raw)
    }
    fn into_raw(self) -> u32 {
        u32::from(self)
    }
}

/// The payload of a `result` that has none.
impl Plain for () {
    type Raw = ();
    fn from_raw(_: ()) -> Option<()> {
        Some(())
    }
    fn into_raw(self) {}
}

// ---- Strings ----

impl<'a> View for &'a str {
    type Raw = RawString;
    unsafe fn check(raw: &RawString) -> bool {
        slice(raw.ptr, raw.len).map_or(false, |bytes| core::str::from_utf8(bytes).is_ok())
    }
    unsafe fn view(raw: &RawString, _: &Record) -> &'a str {
        core::str::from_utf8_unchecked(slice(raw.ptr, raw.len).unwrap_or(&[]))
    }
    fn lend(self, _: &mut Scratch) -> RawString {
        RawString { ptr: self.as_ptr(), len: self.len() }
    }
}

//+ std
impl Value for String {
    type Raw = RawString;
    unsafe fn lift(raw: &RawString, from: &Origin<'_>) -> Option<String> {
        let text = core::str::from_utf8(slice(raw.ptr, raw.len)?).ok().map(str::to_owned);
        from.free(raw.ptr, raw.len);
        text
    }
    fn give(self, scratch: &mut Scratch) -> RawString {
        let raw = RawString { ptr: self.as_ptr(), len: self.len() };
        scratch.texts.push(self);
        raw
    }
}

impl Output for String {
    fn lower(self, record: &Record) -> Option<RawString> {
        if self.is_empty() {
            return Some(RawString { ptr: null(), len: 0 });
        }
        let to = record.alloc(self.len(), 1)?.cast::<u8>().as_ptr();
        // SAFETY: the block is new and has room for the text.
        unsafe { core::ptr::copy_nonoverlapping(self.as_ptr(), to, self.len()) }
        Some(RawString { ptr: to, len: self.len() })
    }
    unsafe fn release(raw: &RawString, record: &Record) {
        record.free(raw.ptr.cast(), raw.len, 1);
    }
}

impl IntoOwned for &str {
    type Owned = String;
    fn into_owned(self) -> String {
        self.to_owned()
    }
}
//+ both
