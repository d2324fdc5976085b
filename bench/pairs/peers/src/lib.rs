// SPDX-License-Identifier: MIT
//! Callers of a Rust library, by three crates, as a library of the benchmark (`pairs.h`). What a user would look up once
//! is looked up before the loop.
use std::arch::asm;
use std::ffi::CStr;
use std::os::raw::{c_char, c_int, c_long, c_void};
use std::path::Path;

trait Caller {
    fn call(&mut self, kind: c_int, count: c_long);
}

/// The compiler has to have made the value.
#[inline(always)]
fn keep(value: usize) {
    // SAFETY: there is no instruction.
    unsafe { asm!("/* {0} */", in(reg) value, options(nostack, preserves_flags)) }
}

#[inline(always)]
fn repeat(count: c_long, mut call: impl FnMut()) {
    for _ in 0..count {
        call();
    }
}

fn library(folder: &Path) -> &'static libloading::Library {
    let file = folder.join(libloading::library_filename("pairs_peers_plugin"));
    // SAFETY: it is built beside this one.
    Box::leak(Box::new(unsafe { libloading::Library::new(file) }.unwrap()))
}

mod by_abi_stable {
    use super::*;
    use abi_stable::library::RootModule;
    use pairs_peers_interface::by_abi_stable::{CounterBox, Work_Ref};

    pub struct Opened(Work_Ref, CounterBox);

    pub fn open(folder: &Path) -> Opened {
        let work = Work_Ref::load_from_directory(folder).unwrap_or_else(|why| panic!("{why}"));
        Opened(work, work.new_counter()())
    }

    impl Caller for Opened {
        fn call(&mut self, kind: c_int, count: c_long) {
            let Opened(work, counter) = self;
            let text = "a".repeat(100);
            match kind {
                0 => repeat(count, || keep(work.add()(40, 2) as usize)),
                1 => repeat(count, || keep(work.echo()(text.as_str().into()).as_ptr() as usize)),
                _ => repeat(count, || keep(counter.add(2) as usize)),
            }
        }
    }
}

mod by_stabby {
    use super::*;
    use pairs_peers_interface::by_stabby::{CounterBox, CounterDynMut, EchoBox, EchoDyn};
    use stabby::libloading::{StabbyLibrary, Symbol};

    pub struct Opened {
        add: Symbol<'static, extern "C" fn(i32, i32) -> i32>,
        echo: EchoBox,
        counter: CounterBox,
    }

    pub fn open(folder: &Path) -> Opened {
        let library = library(folder);
        // SAFETY: stabby compares their types.
        unsafe {
            let echo = library.get_stabbied::<extern "C" fn() -> EchoBox>(b"stabby_new_echo").unwrap();
            let counter = library.get_stabbied::<extern "C" fn() -> CounterBox>(b"stabby_new_counter").unwrap();
            Opened { add: library.get_stabbied(b"stabby_add").unwrap(), echo: echo(), counter: counter() }
        }
    }

    impl Caller for Opened {
        fn call(&mut self, kind: c_int, count: c_long) {
            let Opened { add, echo, counter } = self;
            let text = "a".repeat(100);
            match kind {
                0 => repeat(count, || keep(add(40, 2) as usize)),
                1 => repeat(count, || keep(echo.echo(text.as_str().into()).as_ptr() as usize)),
                _ => repeat(count, || keep(counter.add(2) as usize)),
            }
        }
    }
}

mod by_libloading {
    use super::*;
    use libloading::Symbol;
    use pairs_peers_interface::by_libloading::Counter;

    pub struct Opened {
        add: Symbol<'static, fn(i32, i32) -> i32>,
        echo: Symbol<'static, fn(&str) -> String>,
        counter: Box<dyn Counter>,
    }

    pub fn open(folder: &Path) -> Opened {
        let library = library(folder);
        // SAFETY: these are their types.
        unsafe {
            let new: Symbol<fn() -> Box<dyn Counter>> = library.get(b"loaded_new_counter").unwrap();
            Opened {
                add: library.get(b"loaded_add").unwrap(),
                echo: library.get(b"loaded_echo").unwrap(),
                counter: new(),
            }
        }
    }

    impl Caller for Opened {
        fn call(&mut self, kind: c_int, count: c_long) {
            let Opened { add, echo, counter } = self;
            let text = "a".repeat(100);
            match kind {
                0 => repeat(count, || keep(add(40, 2) as usize)),
                1 => repeat(count, || keep(echo(&text).as_ptr() as usize)),
                _ => repeat(count, || keep(counter.add(2) as usize)),
            }
        }
    }
}

/// # Safety
/// As `pairs.h` says.
#[no_mangle]
pub unsafe extern "C" fn pairs_open(folder: *const c_char, name: *const c_char) -> *mut c_void {
    let folder = Path::new(CStr::from_ptr(folder).to_str().unwrap());
    let caller: Box<dyn Caller> = match CStr::from_ptr(name).to_bytes() {
        b"abi_stable" => Box::new(by_abi_stable::open(folder)),
        b"stabby" => Box::new(by_stabby::open(folder)),
        _ => Box::new(by_libloading::open(folder)),
    };
    Box::into_raw(Box::new(caller)).cast()
}

/// # Safety
/// As `pairs.h` says.
#[no_mangle]
pub unsafe extern "C" fn pairs_call(opened: *mut c_void, kind: c_int, count: c_long) {
    (*opened.cast::<Box<dyn Caller>>()).call(kind, count)
}
