// SPDX-License-Identifier: MIT
//! What a library defines: listed, called and read.
use crate::library::Open;
use crate::text;
use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use std::mem::transmute_copy;
use std::sync::Arc;
use tenon_sys as sys;

/// A symbol that a library defines.
///
/// ```no_run
/// fn functions(library: &tenon::Library) -> usize {
///     library.symbols().iter().filter(|symbol| symbol.kind == tenon::SymbolKind::Function).count()
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// What it is.
    pub kind: SymbolKind,
    /// As the linker knows it.
    pub name: String,
    /// As in the source, where the compiler changed the name.
    pub readable: String,
    /// The version, or empty.
    pub version: String,
    /// Of the versions of its name.
    pub is_default: bool,
    /// Bytes; 0 if nobody said.
    pub size: u64,
}

/// What a [`Symbol`] is.
///
/// ```no_run
/// fn is_variable(kind: tenon::SymbolKind) -> bool { kind != tenon::SymbolKind::Function }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs)]
pub enum SymbolKind {
    Function,
    Variable,
    /// A variable of which each thread has its own.
    ThreadLocal,
}

impl Symbol {
    /// # Safety
    /// The symbol's texts are alive.
    pub(crate) unsafe fn of(raw: &sys::tenon_symbol) -> Symbol {
        // SAFETY: as the caller says.
        let text = |text| unsafe { text::owned(text) };
        Symbol {
            kind: match raw.kind {
                sys::TENON_SYMBOL_FUNCTION => SymbolKind::Function,
                sys::TENON_SYMBOL_VARIABLE => SymbolKind::Variable,
                _ => SymbolKind::ThreadLocal,
            },
            name: text(raw.name),
            readable: text(raw.readable),
            version: text(raw.version),
            is_default: raw.is_default != 0,
            size: raw.size,
        }
    }
}

/// A symbol by its number.
pub(crate) struct Followed {
    library: Arc<Open>,
    symbol: u32,
}

impl Clone for Followed {
    fn clone(&self) -> Self {
        Followed { library: Arc::clone(&self.library), symbol: self.symbol }
    }
}

/// One use of it: the build that has it stays.
struct Use<'f> {
    call: sys::tenon_library_call,
    _symbol: PhantomData<(&'f Followed, *mut ())>,
}

impl Followed {
    pub(crate) fn new(library: Arc<Open>, symbol: u32) -> Followed {
        Followed { library, symbol }
    }

    fn begin(&self) -> Use<'_> {
        // SAFETY: the number is this handle's.
        let call = unsafe { sys::tenon_library_call_begin(self.library.raw(), self.symbol) };
        Use { call, _symbol: PhantomData }
    }
}

impl Drop for Use<'_> {
    fn drop(&mut self) {
        // SAFETY: the call is ours.
        unsafe { sys::tenon_library_call_end(self.call) }
    }
}

/// A type of functions: `extern "C" fn(A, B) -> R` or `unsafe extern "C" fn(A, B) -> R`, with up to eight arguments.
///
/// ```
/// fn is_one<F: tenon::FunctionPointer>() {}
/// is_one::<extern "C" fn(i32, f64) -> i32>();
/// ```
pub trait FunctionPointer: std::marker::Copy + private::Sealed + 'static {}

mod private {
    pub trait Sealed {}
}

/// A function of a library, called like one of the program's. It keeps its library open.
///
/// ```no_run
/// fn twice(add: &tenon::Function<extern "C" fn(i32, i32) -> i32>) -> i32 { add.call(add.call(1, 2), 3) }
/// ```
pub struct Function<F: FunctionPointer> {
    symbol: Followed,
    _type: PhantomData<F>,
}

impl<F: FunctionPointer> Function<F> {
    pub(crate) fn new(symbol: Followed) -> Function<F> {
        Function { symbol, _type: PhantomData }
    }
}

impl<F: FunctionPointer> Clone for Function<F> {
    fn clone(&self) -> Self {
        Function { symbol: self.symbol.clone(), _type: PhantomData }
    }
}

impl<F: FunctionPointer> fmt::Debug for Function<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Function({})", std::any::type_name::<F>())
    }
}

macro_rules! functions {
    ($($arg:ident: $type:ident)*) => {
        impl<R: 'static, $($type: 'static),*> private::Sealed for extern "C" fn($($type),*) -> R {}
        impl<R: 'static, $($type: 'static),*> FunctionPointer for extern "C" fn($($type),*) -> R {}
        impl<R: 'static, $($type: 'static),*> Function<extern "C" fn($($type),*) -> R> {
            /// Calls it in the build that is current now.
            ///
            /// ```no_run
            /// fn add(add: &tenon::Function<extern "C" fn(i32, i32) -> i32>) -> i32 { add.call(1, 2) }
            /// ```
            #[allow(clippy::too_many_arguments)]
            pub fn call(&self, $($arg: $type),*) -> R {
                let using = self.symbol.begin();
                // SAFETY: whoever asked for the symbol said that this is its type.
                let function: extern "C" fn($($type),*) -> R = unsafe { transmute_copy(&using.call.address) };
                function($($arg),*)
            }
        }
        impl<R: 'static, $($type: 'static),*> private::Sealed for unsafe extern "C" fn($($type),*) -> R {}
        impl<R: 'static, $($type: 'static),*> FunctionPointer for unsafe extern "C" fn($($type),*) -> R {}
        impl<R: 'static, $($type: 'static),*> Function<unsafe extern "C" fn($($type),*) -> R> {
            /// Calls it in the build that is current now.
            ///
            /// # Safety
            /// That of the function.
            ///
            /// ```no_run
            /// type Length = unsafe extern "C" fn(*const i8) -> usize;
            /// fn length(strlen: &tenon::Function<Length>, text: &std::ffi::CStr) -> usize {
            ///     // SAFETY: the text ends with a zero.
            ///     unsafe { strlen.call(text.as_ptr().cast()) }
            /// }
            /// ```
            #[allow(clippy::too_many_arguments)]
            pub unsafe fn call(&self, $($arg: $type),*) -> R {
                let using = self.symbol.begin();
                // SAFETY: whoever asked for the symbol said that this is its type; the rest is the caller's word.
                unsafe {
                    let function: unsafe extern "C" fn($($type),*) -> R = transmute_copy(&using.call.address);
                    function($($arg),*)
                }
            }
        }
    };
}
functions!();
functions!(a: A);
functions!(a: A b: B);
functions!(a: A b: B c: C);
functions!(a: A b: B c: C d: D);
functions!(a: A b: B c: C d: D e: E);
functions!(a: A b: B c: C d: D e: E f: F);
functions!(a: A b: B c: C d: D e: E f: F g: G);
functions!(a: A b: B c: C d: D e: E f: F g: G h: H);

/// A variable of a library. It keeps its library open, and stays on its thread.
///
/// ```no_run
/// fn count(counter: &tenon::Variable<i32>) { counter.set(counter.get() + 1); }
/// ```
pub struct Variable<T: std::marker::Copy> {
    symbol: Followed,
    _type: PhantomData<(Cell<T>, *mut ())>,
}

impl<T: std::marker::Copy> Variable<T> {
    pub(crate) fn new(symbol: Followed) -> Variable<T> {
        Variable { symbol, _type: PhantomData }
    }

    /// What it is now.
    ///
    /// ```no_run
    /// fn is_on(flag: &tenon::Variable<u8>) -> bool { flag.get() != 0 }
    /// ```
    pub fn get(&self) -> T {
        let using = self.symbol.begin();
        // SAFETY: whoever asked for the symbol said that it is a `T`, and that nobody writes it meanwhile.
        unsafe { using.call.address.cast::<T>().read() }
    }

    /// Makes it something else.
    ///
    /// ```no_run
    /// fn reset(counter: &tenon::Variable<i32>) { counter.set(0); }
    /// ```
    pub fn set(&self, value: T) {
        let using = self.symbol.begin();
        // SAFETY: as for `get`.
        unsafe { using.call.address.cast::<T>().write(value) }
    }
}

impl<T: std::marker::Copy> fmt::Debug for Variable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Variable({})", std::any::type_name::<T>())
    }
}
