//+ std
// ---- Ends of threads ----

/// What this library, the standard library included, leaves to be run when a thread ends goes to the host,
/// which lets the library go in time. Defined here, these functions come before the system's; nobody else
/// sees them. In a program they are the program's.
#[cfg(not(tenon_static))]
pub mod ends_of_threads {
    use super::*;
    use std::mem::transmute_copy;

    std::arch::global_asm!(
        ".hidden __cxa_thread_atexit_impl",
        ".hidden pthread_key_create",
        ".hidden pthread_setspecific",
        ".hidden pthread_key_delete",
        ".hidden pthread_create",
    );

    pub static LINK: ThreadExitLink = ThreadExitLink {
        size: size_of::<ThreadExitLink>() as u32,
        reserved: 0,
        early: AtomicU32::new(0),
        users: AtomicU32::new(0),
        library: AtomicPtr::new(std::ptr::null_mut()),
        table: AtomicPtr::new(std::ptr::null_mut()),
    };

    /// The host's table and what goes with every call of it.
    fn host() -> Option<(&'static ThreadExit, *mut c_void)> {
        // SAFETY: the host's table, once it is there, lives as long as this library.
        let table = unsafe { LINK.table.load(Ordering::Acquire).as_ref() }?;
        Some((table, LINK.library.load(Ordering::Acquire)))
    }

    linked! {
        _, extern "C" {
            fn dlsym(library: *mut c_void, name: *const c_char) -> *mut c_void;
        }
    }

    /// The system's function of that name, which ends with a zero byte: no host has given its table.
    ///
    /// # Safety
    /// `F` is the type of that function.
    unsafe fn system<F>(name: &'static str) -> F {
        const NEXT: *mut c_void = !0usize as *mut c_void;
        LINK.early.fetch_add(1, Ordering::AcqRel);
        let function = dlsym(NEXT, name.as_ptr().cast());
        if function.is_null() {
            std::process::abort();
        }
        transmute_copy(&function)
    }

    linked! {
        _, [no_mangle]
        unsafe extern "C" fn __cxa_thread_atexit_impl(run: Run, object: *mut c_void, dso: *mut c_void) -> i32 {
            match host() {
                Some((table, library)) => (table.at_exit)(library, run, object),
                None => system::<unsafe extern "C" fn(Run, *mut c_void, *mut c_void) -> i32>(
                    "__cxa_thread_atexit_impl\0",
                )(run, object, dso),
            }
        }
    }

    linked! {
        _, [no_mangle]
        unsafe extern "C" fn pthread_key_create(key: *mut u32, run: Option<Run>) -> i32 {
            match host() {
                Some((table, library)) => (table.key_create)(library, key, run),
                None => system::<unsafe extern "C" fn(*mut u32, Option<Run>) -> i32>("pthread_key_create\0")(key, run),
            }
        }
    }

    linked! {
        _, [no_mangle]
        unsafe extern "C" fn pthread_setspecific(key: u32, value: *const c_void) -> i32 {
            match host() {
                Some((table, library)) => (table.key_set)(library, key, value),
                None => system::<unsafe extern "C" fn(u32, *const c_void) -> i32>("pthread_setspecific\0")(key, value),
            }
        }
    }

    linked! {
        _, [no_mangle]
        unsafe extern "C" fn pthread_key_delete(key: u32) -> i32 {
            match host() {
                Some((table, library)) => (table.key_delete)(library, key),
                None => system::<unsafe extern "C" fn(u32) -> i32>("pthread_key_delete\0")(key),
            }
        }
    }

    linked! {
        _, [no_mangle]
        unsafe extern "C" fn pthread_create(
            thread: *mut c_void, attributes: *const c_void, start: Start, argument: *mut c_void,
        ) -> i32 {
            match host() {
                Some((table, library)) => (table.thread_create)(library, thread, attributes, start, argument),
                None => system::<unsafe extern "C" fn(*mut c_void, *const c_void, Start, *mut c_void) -> i32>(
                    "pthread_create\0",
                )(thread, attributes, start, argument),
            }
        }
    }
}
//+ both
