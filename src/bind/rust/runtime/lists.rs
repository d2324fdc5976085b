// ---- Lists ----

#[repr(C)]
#[derive(Clone, Copy)]
pub struct RawList<T> {
    pub ptr: *const T,
    pub len: usize,
}

//+ std
impl Scratch {
    fn list<I: Iterator, T: Copy>(&mut self, items: I, len: usize, raw: impl Fn(I::Item, &mut Scratch) -> T) -> RawList<T> {
        let to = self.room::<T>(len);
        for (index, item) in items.take(len).enumerate() {
            let value = raw(item, self);
            // SAFETY: there is room for `len`, aligned to 8 as no type of the contract exceeds.
            unsafe { to.add(index).write(value) }
        }
        RawList { ptr: to, len }
    }
}

//+ both

impl<'a, T: Number> View for &'a [T] {
    type Raw = RawList<T>;
    unsafe fn check(raw: &RawList<T>) -> bool {
        slice(raw.ptr, raw.len).is_some()
    }
    unsafe fn view(raw: &RawList<T>, _: &Record) -> &'a [T] {
        slice(raw.ptr, raw.len).unwrap_or(&[])
    }
    fn lend(self, _: &mut Scratch) -> RawList<T> {
        RawList { ptr: self.as_ptr(), len: self.len() }
    }
}

//+ std
impl<T: Number> IntoOwned for &[T] {
    type Owned = Vec<T>;
    fn into_owned(self) -> Vec<T> {
        self.to_vec()
    }
}

//+ both

/// A list that is lent for a call. Its elements are made when they are asked for.
pub struct List<'a, T: View + 'a> {
    items: Items<'a, T>,
}

// A `&[T::Raw]` would say that a list of `T` is no list of a shorter-lived `T`: a nested list could not
// be handed on.
enum Items<'a, T: View + 'a> {
    /// The caller's memory, checked: `T::Raw`s, and how many.
    Lent(NonNull<()>, usize, NonNull<Record>),
    Held(&'a [T]),
}

impl<'a, T: View + 'a> Items<'a, T> {
    fn lent(raw: &'a [T::Raw], record: &Record) -> Self {
        Items::Lent(NonNull::from(raw).cast(), raw.len(), NonNull::from(record))
    }

    /// # Safety
    /// `ptr` and `len` are those of an `Items::Lent`. How long `T` lives changes nothing in `T::Raw`.
    unsafe fn raw(ptr: NonNull<()>, len: usize) -> &'a [T::Raw] {
        core::slice::from_raw_parts(ptr.as_ptr().cast::<T::Raw>(), len)
    }
}

impl<'a, T: View + 'a> List<'a, T> {
    pub fn len(&self) -> usize {
        match self.items {
            Items::Lent(_, len, _) => len,
            Items::Held(items) => items.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn get(&self, index: usize) -> Option<T> {
        match self.items {
            // SAFETY: the list was checked when it arrived, and is lent with its record for `'a`.
            Items::Lent(ptr, len, record) => unsafe {
                Items::<T>::raw(ptr, len).get(index).map(|item| T::view(item, record.as_ref()))
            },
            Items::Held(items) => items.get(index).copied(),
        }
    }

    pub fn iter(&self) -> Iter<'a, T> {
        Iter { list: *self, next: 0 }
    }
}

impl<'a, T: View + 'a> Clone for List<'a, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<'a, T: View + 'a> Copy for List<'a, T> {}

impl<'a, T: View + 'a> Clone for Items<'a, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<'a, T: View + 'a> Copy for Items<'a, T> {}

impl<'a, T: View + 'a> From<&'a [T]> for List<'a, T> {
    fn from(items: &'a [T]) -> Self {
        List { items: Items::Held(items) }
    }
}

impl<'a, T: View + 'a, const N: usize> From<&'a [T; N]> for List<'a, T> {
    fn from(items: &'a [T; N]) -> Self {
        List { items: Items::Held(items) }
    }
}

//+ std
impl<'a, T: View + 'a> From<&'a Vec<T>> for List<'a, T> {
    fn from(items: &'a Vec<T>) -> Self {
        List { items: Items::Held(items) }
    }
}

//+ both

impl<'a, T: View + fmt::Debug + 'a> fmt::Debug for List<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'a, T: View + 'a> IntoIterator for List<'a, T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;
    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

/// The elements of a `List`, one after the other.
pub struct Iter<'a, T: View + 'a> {
    list: List<'a, T>,
    next: usize,
}

impl<'a, T: View + 'a> Iterator for Iter<'a, T> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        let item = self.list.get(self.next)?;
        self.next += 1;
        Some(item)
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        let rest = self.list.len() - self.next;
        (rest, Some(rest))
    }
}

impl<'a, T: View + 'a> ExactSizeIterator for Iter<'a, T> {}

impl<'a, T: View + 'a> View for List<'a, T> {
    type Raw = RawList<T::Raw>;
    unsafe fn check(raw: &Self::Raw) -> bool {
        slice(raw.ptr, raw.len).map_or(false, |items| items.iter().all(|item| T::check(item)))
    }
    unsafe fn view(raw: &Self::Raw, record: &Record) -> Self {
        List { items: Items::lent(slice(raw.ptr, raw.len).unwrap_or(&[]), record) }
    }
    //+ std
    fn lend(self, scratch: &mut Scratch) -> Self::Raw {
        match self.items {
            Items::Lent(ptr, len, _) => RawList { ptr: ptr.as_ptr().cast(), len },
            Items::Held(items) => scratch.list(items.iter(), items.len(), |item, scratch| item.lend(scratch)),
        }
    }
    //+ bare
    fn lend(self, _: &mut Scratch) -> Self::Raw {
        unreachable!() // functions that are called with such a list were refused
    }
    //+ both
}

//+ std
impl<T: Value> Value for Vec<T> {
    type Raw = RawList<T::Raw>;
    unsafe fn lift(raw: &Self::Raw, from: &Origin<'_>) -> Option<Vec<T>> {
        let list = T::lift_all(slice(raw.ptr, raw.len)?, from);
        from.free(raw.ptr, raw.len);
        list
    }
    fn give(self, scratch: &mut Scratch) -> Self::Raw {
        let len = self.len();
        scratch.list(self.into_iter(), len, |item, scratch| item.give(scratch))
    }
}

impl<T: Output> Output for Vec<T> {
    fn lower(self, record: &Record) -> Option<Self::Raw> {
        let len = self.len();
        if len == 0 {
            return Some(RawList { ptr: null(), len });
        }
        let size = len.checked_mul(size_of::<T::Raw>())?;
        let to = record.alloc(size, align_of::<T::Raw>())?.cast::<T::Raw>().as_ptr();
        // SAFETY: the block is new and has room for the list; without a list nobody has seen it.
        unsafe {
            if T::lower_all(self, to, record) {
                return Some(RawList { ptr: to, len });
            }
            record.free(to.cast(), size, align_of::<T::Raw>());
        }
        None
    }
    unsafe fn release(raw: &Self::Raw, record: &Record) {
        for item in slice(raw.ptr, raw.len).unwrap_or(&[]) {
            T::release(item, record);
        }
        record.free(raw.ptr.cast(), raw.len * size_of::<T::Raw>(), align_of::<T::Raw>());
    }
}

impl<'a, T: View + IntoOwned + 'a> IntoOwned for List<'a, T> {
    type Owned = Vec<T::Owned>;
    fn into_owned(self) -> Self::Owned {
        self.iter().map(T::into_owned).collect()
    }
}
//+ both
