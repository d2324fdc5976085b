// ---- Handles ----

/// A resource: its handles, methods included, are `Own<Self>` and `Ref<'_, Self>`.
///
/// # Safety
/// The type is a `Handle` and nothing else (`repr(transparent)`).
pub unsafe trait Resource: 'static {
    /// How many methods are called without asking.
    const SLOTS: u32;
    /// Its name, which ends with a zero byte, and the hash of its methods.
    const TYPE: &'static str;
    const HASH: [u8; 16];
}

/// An object, whoever made it, and the record through which its results are freed.
#[derive(Clone, Copy)]
pub struct Handle {
    object: NonNull<Object>,
    record: NonNull<Record>,
}

impl Handle {
    pub fn object(&self) -> *mut c_void {
        self.object.as_ptr().cast()
    }

    pub fn record(&self) -> &Record {
        // SAFETY: own handles are counted among the record's references; borrowed ones are lent
        // by such a handle or for a call.
        unsafe { self.record.as_ref() }
    }

    /// A pointer, no reference: an older object's vtable is shorter than `T`.
    pub fn vtable<T>(&self) -> *const T {
        // SAFETY: every object's first word points at its vtable.
        unsafe { (*self.object.as_ptr()).vtable.cast() }
    }

    fn head(&self) -> &Head {
        // SAFETY: every vtable has a head, and lives as long as the object.
        unsafe { &*self.vtable::<Head>() }
    }

    pub fn has(&self, slot: u32) -> bool {
        self.head().slots > slot
    }

    /// The head of an object of this resource: the methods of another one aren't called as its.
    unsafe fn known<'a, R: Resource>(object: *mut Object) -> Option<&'a Head> {
        let head = pointee(pointee(object)?.vtable)?;
        (head.hash == R::HASH || head.is(R::TYPE)).then_some(head)
    }

    /// What the object is made of, if this library made it of a `D`.
    ///
    /// # Safety
    /// Objects of this library with that type name are made of `D`s.
    pub unsafe fn made<D: ?Sized + 'static>(&self, type_name: &str, id: TypeId) -> Option<&D> {
        let vtable = self.head();
        if vtable.owner != addr_of!(library::LIBRARY).cast() || !vtable.is(type_name) {
            return None;
        }
        let made = &*self.object.as_ptr().cast::<Made<D>>();
        (made.id == id).then_some(&*made.value)
    }
}

/// An object that this handle's owner drops.
#[repr(transparent)]
pub struct Own<R: Resource> {
    handle: Handle,
    resource: PhantomData<R>,
}

/// An object that is lent.
#[repr(transparent)]
pub struct Ref<'a, R: Resource> {
    handle: Handle,
    lender: PhantomData<&'a Own<R>>,
}

{{threads}}
impl<R: Resource> Own<R> {
    /// The object, lent.
    pub fn borrow(&self) -> Ref<'_, R> {
        Ref { handle: self.handle, lender: PhantomData }
    }

    fn into_raw(self) -> *mut Object {
        let handle = self.handle;
        forget(self);
        // SAFETY: the reference was the handle's.
        unsafe { Record::release(handle.record) }
        handle.object.as_ptr()
    }
}

impl<R: Resource> Drop for Own<R> {
    fn drop(&mut self) {
        let handle = self.handle;
        // SAFETY: the handle owns the object and one of the record's references.
        unsafe {
            if let Some(drop) = handle.head().drop {
                drop(handle.object());
            }
            Record::release(handle.record);
        }
    }
}

impl<R: Resource> Deref for Own<R> {
    type Target = R;
    fn deref(&self) -> &R {
        // SAFETY: a `Resource` is a `Handle`.
        unsafe { &*addr_of!(self.handle).cast() }
    }
}

impl<R: Resource> Deref for Ref<'_, R> {
    type Target = R;
    fn deref(&self) -> &R {
        // SAFETY: as above.
        unsafe { &*addr_of!(self.handle).cast() }
    }
}

impl<'a, R: Resource> From<&'a Own<R>> for Ref<'a, R> {
    fn from(own: &'a Own<R>) -> Self {
        own.borrow()
    }
}

impl<R: Resource> Clone for Ref<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Resource> Copy for Ref<'_, R> {}

impl<R: Resource> fmt::Debug for Own<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Pointer::fmt(&self.handle.object, f)
    }
}

impl<R: Resource> fmt::Debug for Ref<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Pointer::fmt(&self.handle.object, f)
    }
}

impl<R: Resource> View for Ref<'_, R> {
    type Raw = *mut Object;
    unsafe fn check(raw: &*mut Object) -> bool {
        Handle::known::<R>(*raw).map_or(false, |head| head.slots >= R::SLOTS)
    }
    unsafe fn view(raw: &*mut Object, record: &Record) -> Self {
        let handle = Handle { object: NonNull::new_unchecked(*raw), record: NonNull::from(record) };
        Ref { handle, lender: PhantomData }
    }
    fn lend(self, _: &mut Scratch) -> *mut Object {
        self.handle.object.as_ptr()
    }
}

/// Beside own handles in one parameter.
impl<R: Resource> Value for Ref<'_, R> {
    type Raw = *mut Object;
    unsafe fn lift(raw: &*mut Object, from: &Origin<'_>) -> Option<Self> {
        from.lend(raw)
    }
    fn give(self, scratch: &mut Scratch) -> *mut Object {
        self.lend(scratch)
    }
}

impl<R: Resource> Value for Own<R> {
    type Raw = *mut Object;
    unsafe fn lift(raw: &*mut Object, from: &Origin<'_>) -> Option<Self> {
        let slots = Handle::known::<R>(*raw)?.slots;
        let record = from.record.retained(); // the handle's reference
        let own = Own { handle: Handle { object: NonNull::new(*raw)?, record }, resource: PhantomData };
        (slots >= R::SLOTS).then_some(own) // one that is too old is dropped
    }
    fn give(self, _: &mut Scratch) -> *mut Object {
        self.into_raw()
    }
}

impl<R: Resource> Output for Own<R> {
    fn lower(self, _: &Record) -> Option<*mut Object> {
        Some(self.into_raw())
    }
    unsafe fn release(raw: &*mut Object, _: &Record) {
        if let Some(drop) = (*(**raw).vtable).drop {
            drop(raw.cast());
        }
    }
}
