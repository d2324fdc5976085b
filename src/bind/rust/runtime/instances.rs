// ---- Instances ----

/// An instance: the author's value behind its record. The memory stays until the record goes.
#[repr(C)]
pub struct Instance<T> {
    record: Record,
    value: MaybeUninit<T>,
}

impl<T> Instance<T> {
    //+ std
    unsafe fn free(record: *mut Record) {
        drop(Box::from_raw(record.cast::<Instance<T>>()));
    }
    //+ bare
    unsafe fn free(record: *mut Record) {
        let table = &*(*record).table;
        (table.free)(table.ctx, record.cast(), size_of::<Self>(), align_of::<Self>());
    }
    //+ both
}

/// Makes an instance, as `tenon_plugin_descriptor.create` says.
///
/// # Safety
/// `table` and `imports` are the host's, and `out` has room for a pointer.
pub unsafe fn create<T>(
    table: *const HostTable, imports: [Reference; IMPORTS], out: *mut *mut c_void,
    make: impl FnOnce(Host) -> Result<T, Reason>,
) -> i32 {
    //+ std
    install_hook();
    //+ both
    let record = Record {
        references: AtomicUsize::new(1),
        alive: AtomicUsize::new(1),
        //+ std
        poisoned: AtomicBool::new(false),
        //+ both
        place: core::ptr::null_mut(),
        free: Instance::<T>::free,
        table,
        imports,
    };
    let instance = Instance::<T> { record, value: MaybeUninit::uninit() };
    //+ std
    let instance = Box::into_raw(Box::new(instance));
    //+ bare
    let instance = match placed(&*table, instance) {
        Some(instance) => instance.as_ptr(),
        None => return OUT_OF_MEMORY,
    };
    //+ both
    (*instance).record.place = instance.cast();
    let record = &*instance.cast::<Record>();
    let status = match caught(|| make(record.host())) {
        Ok(Ok(value)) => {
            addr_of_mut!((*instance).value).write(MaybeUninit::new(value));
            out.write(instance.cast());
            return OK;
        }
        Ok(Err(reason)) => {
            //+ std
            record.trap(ERR, &reason);
            //+ bare
            record.trap(ERR, reason);
            //+ both
            ERR
        }
        Err(panic) => trapped(record, panic),
    };
    Record::end(NonNull::from(record));
    status
}

/// Ends the author's state. The record stays until the last object is gone.
///
/// # Safety
/// `this` was made by `create::<T>`, and none of its calls runs.
pub unsafe extern "C" fn destroy<T>(this: *mut c_void) {
    let record = &*this.cast::<Record>();
    let value = addr_of_mut!((*this.cast::<Instance<T>>()).value).cast::<T>();
    if let Err(panic) = caught(|| value.drop_in_place()) {
        trapped(record, panic);
    }
    Record::end(NonNull::from(record));
}

/// Runs one function of an instance.
///
/// # Safety
/// `this` was made by `create::<T>` and isn't destroyed.
pub unsafe fn call<T>(this: *mut c_void, body: impl FnOnce(&T, &Record) -> Result<i32, i32>) -> i32 {
    call_anyway::<T>(this, |value, record| {
        //+ std
        record.unpoisoned()?;
        //+ both
        body(value, record)
    })
}

/// Runs one function that takes own handles: they have to be lifted before poison is looked at, so
/// that they are dropped on every path.
///
/// # Safety
/// As for `call`.
pub unsafe fn call_anyway<T>(this: *mut c_void, body: impl FnOnce(&T, &Record) -> Result<i32, i32>) -> i32 {
    let instance = this.cast::<Instance<T>>();
    let value = &*addr_of!((*instance).value).cast::<T>();
    guarded(&*this.cast::<Record>(), |record| body(value, record))
}

fn guarded(record: &Record, body: impl FnOnce(&Record) -> Result<i32, i32>) -> i32 {
    match caught(|| body(record)) {
        Ok(Ok(status) | Err(status)) => status,
        Err(panic) => trapped(record, panic),
    }
}

// ---- How an instance is made ----

/// The bounds of a plugin's type, for an error that names them.
pub fn can_be_a_plugin<T: Send + 'static>() {}
pub fn can_be_concurrent<T: Send + Sync + 'static>() {}

/// Chooses between `Create` and `Default`: method lookup tries the more referenced receiver first.
pub struct Maker<T>(pub PhantomData<T>);

pub trait MakeByCreate<T> {
    fn make(&self, host: Host) -> Result<T, Reason>;
}

impl<T: super::Create> MakeByCreate<T> for &&Maker<T> {
    fn make(&self, host: Host) -> Result<T, Reason> {
        T::create(host)
    }
}

pub trait MakeByDefault<T> {
    fn make(&self, host: Host) -> Result<T, Reason>;
}

impl<T: Default> MakeByDefault<T> for &Maker<T> {
    fn make(&self, _: Host) -> Result<T, Reason> {
        Ok(T::default())
    }
}

/// Neither is implemented: the compiler says that one of them is wanted.
pub trait ImplementCreateOrDefault<T> {
    fn make(&self, host: Host) -> Result<T, Reason>
    where
        T: super::Create;
}

impl<T> ImplementCreateOrDefault<T> for Maker<T> {
    fn make(&self, host: Host) -> Result<T, Reason>
    where
        T: super::Create,
    {
        T::create(host)
    }
}
