#[repr(C)]
pub struct Functions {
    add: unsafe extern "C" fn(*mut Own, u32),
    value: unsafe extern "C" fn(*const Own) -> u32,
    drop: unsafe extern "C" fn(*mut Own),
}

#[repr(C)]
pub struct Own {
    functions: &'static Functions,
    sum: u32,
}

unsafe extern "C" fn add(this: *mut Own, number: u32) {
    (*this).sum += number
}
unsafe extern "C" fn value(this: *const Own) -> u32 {
    (*this).sum
}
unsafe extern "C" fn drop(this: *mut Own) {
    std::mem::drop(Box::from_raw(this))
}

static FUNCTIONS: Functions = Functions { add, value, drop };

#[no_mangle]
pub extern "C" fn make_counter() -> *mut Own {
    Box::into_raw(Box::new(Own { functions: &FUNCTIONS, sum: 0 }))
}
