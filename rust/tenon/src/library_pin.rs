// SPDX-License-Identifier: MIT
//! One build of a library, held.
use crate::error::Error;
use crate::library::Open;
use crate::library_symbol::{FunctionPointer, Symbol};
use crate::plugin::Unloaded;
use crate::text;
use std::fmt;
use std::mem::{size_of, transmute_copy};
use std::ptr::null_mut;
use std::sync::Arc;
use tenon_sys as sys;


/// One build of a library: what is got from it stays good until the pin ends.
///
/// ```no_run
/// # fn f(library: &tenon::Library) -> Result<(), tenon::Error> {
/// let pin = library.pin()?;
/// // SAFETY: that is its type, and it isn't called after the pin has ended.
/// let add = unsafe { pin.function::<extern "C" fn(i32, i32) -> i32>("add")? };
/// println!("{}", add(1, 2));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct LibraryPin {
    open: Arc<Open>,
}

impl LibraryPin {
    /// # Safety
    /// `library` is open.
    pub(crate) unsafe fn of(library: *const sys::tenon_library) -> Result<LibraryPin, Error> {
        let mut raw = null_mut();
        // SAFETY: as the caller says.
        unsafe {
            Error::check(sys::tenon_library_pin(library, &mut raw))?;
            Ok(LibraryPin { open: Open::new(raw) })
        }
    }

    /// A function.
    ///
    /// ```no_run
    /// # fn f(pin: &tenon::LibraryPin) -> Result<(), tenon::Error> {
    /// // SAFETY: that is its type.
    /// let add = unsafe { pin.function::<extern "C" fn(i32, i32) -> i32>("add")? };
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Safety
    /// `F` is its type. It isn't called when the pin has ended.
    pub unsafe fn function<F: FunctionPointer>(&self, name: &str) -> Result<F, Error> {
        let name = text::zero_ended(name)?;
        let mut code = None;
        // SAFETY: the handle is open; a `FunctionPointer` is one.
        unsafe {
            Error::check(sys::tenon_library_function(self.open.raw(), name.as_ptr(), &mut code))?;
            Ok(transmute_copy(&code))
        }
    }

    /// A variable of as many bytes as a `T`: a pointer that is good until the pin ends.
    ///
    /// ```no_run
    /// # fn f(pin: &tenon::LibraryPin) -> Result<(), tenon::Error> {
    /// let count = pin.variable::<i32>("count")?;
    /// // SAFETY: it is an `int`, and nobody writes it meanwhile.
    /// println!("{}", unsafe { *count });
    /// # Ok(())
    /// # }
    /// ```
    pub fn variable<T>(&self, name: &str) -> Result<*mut T, Error> {
        let name = text::zero_ended(name)?;
        let mut place = null_mut();
        // SAFETY: the handle is open.
        unsafe {
            let raw = self.open.raw();
            Error::check(sys::tenon_library_variable(raw, name.as_ptr(), size_of::<T>(), &mut place))?;
        }
        Ok(place.cast())
    }

    /// What it defines for others, in the order of names.
    ///
    /// ```no_run
    /// fn has(pin: &tenon::LibraryPin, name: &str) -> bool { pin.symbols().iter().any(|symbol| symbol.name == name) }
    /// ```
    pub fn symbols(&self) -> Vec<Symbol> {
        self.open.symbols()
    }

    /// As of [`Library::generation`].
    ///
    /// ```no_run
    /// fn same(a: &tenon::LibraryPin, b: &tenon::LibraryPin) -> bool { a.generation() == b.generation() }
    /// ```
    pub fn generation(&self) -> u64 {
        // SAFETY: the handle is open.
        unsafe { sys::tenon_library_generation(self.open.raw()) }
    }

    /// As [`Library::close`].
    ///
    /// ```no_run
    /// fn close(pin: tenon::LibraryPin) -> Result<tenon::Unloaded, tenon::Error> { pin.close() }
    /// ```
    pub fn close(self) -> Result<Unloaded, Error> {
        self.open.close()
    }
}

impl fmt::Debug for LibraryPin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LibraryPin(generation {})", self.generation())
    }
}
