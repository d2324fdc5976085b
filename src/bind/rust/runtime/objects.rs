// ---- Objects that this library makes ----

/// An object: its vtable, as the contract wants it, and the author's value. `D` is the resource's
/// trait as an object, so that one vtable serves every implementation.
#[repr(C)]
struct Made<D: ?Sized> {
    vtable: *const Head,
    /// Calls that run, and `DROPPED`.
    depth: AtomicU32,
    id: TypeId,
    live: &'static AtomicU64,
    host: Host,
    //+ std
    value: Box<D>,
    //+ bare
    /// In the host's memory.
    value: *mut D,
    //+ both
}

const DROPPED: u32 = 1 << 31;

//+ std
/// # Safety
/// `vtable` is that of the resource `R`, its slots are for `D`s.
pub unsafe fn make_object<R: Resource, D: ?Sized>(
    host: &Host, vtable: *const Head, live: &'static AtomicU64, id: TypeId, value: Box<D>,
) -> Own<R> {
    live.fetch_add(1, Ordering::Relaxed);
    host.record().begin_one();
    let made = Made { vtable, depth: AtomicU32::new(0), id, live, host: host.clone(), value };
    let object = NonNull::new_unchecked(Box::into_raw(Box::new(made))).cast::<Object>();
    let handle = Handle { object, record: host.record().retained() };
    Own { handle, resource: PhantomData }
}
//+ bare
/// Without enough of the host's memory there is no object, and `value` is dropped.
///
/// # Safety
/// `vtable` is that of the resource `R`, its slots are for `D`s; `as_trait` only changes the type.
pub unsafe fn make_object<R: Resource, D: ?Sized, T: 'static>(
    host: &Host, vtable: *const Head, live: &'static AtomicU64, value: T, as_trait: fn(*mut T) -> *mut D,
) -> Option<Own<R>> {
    let record = host.record();
    let value = as_trait(record.place(value)?.as_ptr());
    let made = Made { vtable, depth: AtomicU32::new(0), id: TypeId::of::<T>(), live, host: host.clone(), value };
    let object = match record.place(made) {
        Some(made) => made.cast::<Object>(),
        None => {
            take_away(record, value);
            return None;
        }
    };
    live.fetch_add(1, Ordering::Relaxed);
    record.alive.fetch_add(1, Ordering::Relaxed);
    let handle = Handle { object, record: host.record };
    forget(host.clone()); // the handle's reference
    Some(Own { handle, resource: PhantomData })
}

/// Ends a value in the host's memory.
///
/// # Safety
/// `Record::place` made it, and nobody uses it any more.
unsafe fn take_away<D: ?Sized>(record: &Record, value: *mut D) {
    let (size, align) = (size_of_val(&*value), align_of_val(&*value));
    value.drop_in_place();
    record.free(value.cast(), size, align);
}
//+ both

/// Runs one method. An object that is dropped meanwhile ends with its outermost call.
///
/// # Safety
/// `this` was made by `make_object` of a `D` and isn't dropped.
pub unsafe fn call_object<D: ?Sized>(
    this: *mut c_void, body: impl FnOnce(&D, &Record) -> Result<i32, i32>,
) -> i32 {
    call_object_anyway::<D>(this, |value, record| {
        //+ std
        record.unpoisoned()?;
        //+ both
        body(value, record)
    })
}

/// As `call_anyway` is to `call`.
///
/// # Safety
/// As for `call_object`.
#[inline(always)]
pub unsafe fn call_object_anyway<D: ?Sized>(
    this: *mut c_void, body: impl FnOnce(&D, &Record) -> Result<i32, i32>,
) -> i32 {
    let made = this.cast::<Made<D>>();
    enter(&(*made).depth);
    let value = &*(*made).value;
    let status = guarded((*made).host.record(), |record| body(value, record));
    if leave(&(*made).depth) {
        end(made);
    }
    status
}

/// The first call and its end store constants: what a processor has just stored it reads again five cycles
/// later, so that counting would cost more than the rest of a call, while a branch that goes as always costs nothing.
#[inline]
fn enter(depth: &AtomicU32) {
    if CONCURRENT {
        change(depth, |calls| calls + 1);
    } else if depth.load(Ordering::Relaxed) == 0 {
        depth.store(1, Ordering::Relaxed);
    } else {
        enter_again(depth);
    }
}

/// Whether the object ends now.
#[inline]
fn leave(depth: &AtomicU32) -> bool {
    if CONCURRENT {
        return change(depth, |calls| calls - 1) == (DROPPED | 1);
    }
    if depth.load(Ordering::Relaxed) != 1 {
        return leave_again(depth);
    }
    depth.store(0, Ordering::Relaxed);
    false
}

#[cold]
#[inline(never)]
fn enter_again(depth: &AtomicU32) {
    change(depth, |calls| calls + 1);
}

#[cold]
#[inline(never)]
fn leave_again(depth: &AtomicU32) -> bool {
    change(depth, |calls| calls - 1) == (DROPPED | 1)
}

/// # Safety
/// As for `call_object`; the caller owns the object.
pub unsafe extern "C" fn drop_object<D: ?Sized>(this: *mut c_void) {
    let made = this.cast::<Made<D>>();
    if change(&(*made).depth, |calls| calls | DROPPED) == 0 {
        end(made);
    }
}

/// Changes the depth and returns what it was; an atomic step only where calls may be concurrent.
fn change(depth: &AtomicU32, to: impl Fn(u32) -> u32) -> u32 {
    if CONCURRENT {
        let step = depth.fetch_update(Ordering::AcqRel, Ordering::Acquire, |calls| Some(to(calls)));
        return step.unwrap_or_else(|calls| calls);
    }
    let calls = depth.load(Ordering::Relaxed);
    depth.store(to(calls), Ordering::Relaxed);
    calls
}

//+ std
unsafe fn end<D: ?Sized>(made: *mut Made<D>) {
    let Made { value, host, live, .. } = *Box::from_raw(made);
    if let Err(panic) = catch_unwind(AssertUnwindSafe(move || drop(value))) {
        trapped(host.record(), panic);
    }
    Record::end(host.record);
    forget(host);
    live.fetch_sub(1, Ordering::Release);
}
//+ bare
unsafe fn end<D: ?Sized>(made: *mut Made<D>) {
    let Made { value, host, live, .. } = made.read();
    take_away(host.record(), value);
    host.record().free(made.cast(), size_of::<Made<D>>(), align_of::<Made<D>>());
    Record::end(host.record);
    forget(host);
    live.fetch_sub(1, Ordering::Release);
}
//+ both
