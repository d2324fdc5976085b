// SPDX-License-Identifier: MIT
//! Shared libraries that are no plugins: `tenon/host/library.h`.
use crate::error::Error;
use crate::kept::locked;
use crate::library_pin::LibraryPin;
use crate::library_reload::{tell_listener, LibraryEvent, Listener};
use crate::library_symbol::{Followed, Function, FunctionPointer, Symbol, Variable};
use crate::options::Copy;
use crate::plugin::{Holder, Unloaded};
use crate::text;
use crate::unwatched::{self, UnwatchedFolder};
use std::ffi::{c_void, CString};
use std::fmt;
use std::mem::{size_of, ManuallyDrop};
use std::os::raw::{c_char, c_int};
use std::ptr::{null_mut, NonNull};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tenon_sys as sys;

/// How a library is opened.
///
/// ```no_run
/// # fn main() -> Result<(), tenon::Error> {
/// // SAFETY: plugins/libsums.so is ours, and may run in this process.
/// let sums = unsafe { tenon::LibraryOptions::new().folder("plugins").open("sums")? };
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct LibraryOptions {
    folders: Vec<std::path::PathBuf>,
    copy: Copy,
    flags: u32,
}

impl LibraryOptions {
    /// A private copy where the file could be written, no folders.
    ///
    /// ```
    /// let options = tenon::LibraryOptions::new();
    /// ```
    pub fn new() -> LibraryOptions {
        LibraryOptions::default()
    }

    /// A further folder in which a bare name is looked for.
    ///
    /// ```
    /// let options = tenon::LibraryOptions::new().folder("plugins").folder("/usr/lib/editor");
    /// ```
    pub fn folder(mut self, folder: impl Into<std::path::PathBuf>) -> Self {
        self.folders.push(folder.into());
        self
    }

    /// Whether it is loaded from a private copy.
    ///
    /// ```
    /// let options = tenon::LibraryOptions::new().copy(tenon::Copy::Never);
    /// ```
    pub fn copy(mut self, copy: Copy) -> Self {
        self.copy = copy;
        self
    }

    /// A symbol that the library doesn't define may be one of the libraries that it needs.
    ///
    /// ```
    /// let options = tenon::LibraryOptions::new().dependencies();
    /// ```
    pub fn dependencies(mut self) -> Self {
        self.flags |= sys::TENON_LIBRARY_DEPENDENCIES;
        self
    }

    /// A bare name that is in none of the folders is looked for where the dynamic linker would.
    ///
    /// ```
    /// // SAFETY: the C library runs in this process already.
    /// let libc = unsafe { tenon::LibraryOptions::new().system().open("libc.so.6")? };
    /// assert!(libc.symbols().iter().any(|symbol| symbol.name == "abs"));
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn system(mut self) -> Self {
        self.flags |= sys::TENON_LIBRARY_SYSTEM;
        self
    }

    /// Opens a library: `name` is a path (it has a `/`), or a bare name that is looked for in the folders as
    /// `libname.so`, then `name.so`.
    ///
    /// ```
    /// // SAFETY: there is no such library.
    /// let error = unsafe { tenon::LibraryOptions::new().open("nobody") }.unwrap_err();
    /// assert_eq!(error.code(), "E0520");
    /// ```
    ///
    /// # Safety
    /// Its constructors run, and its destructors when it is closed; if you reload it, those of later builds, too: you
    /// say that they may. (Plugins are opened without such a word, below folders that are trusted.)
    pub unsafe fn open(&self, name: &str) -> Result<Library, Error> {
        let name = text::zero_ended(name)?;
        let folders = self.folders.iter().map(|folder| text::path(folder)).collect::<Result<Vec<CString>, _>>()?;
        let folders: Vec<*const c_char> = folders.iter().map(|folder| folder.as_ptr()).collect();
        let options = sys::tenon_library_options {
            size: size_of::<sys::tenon_library_options>() as u32,
            copy: self.copy.raw(),
            flags: self.flags,
            folder_count: folders.len() as u32,
            folders: folders.as_ptr(),
        };
        let mut raw = null_mut();
        // SAFETY: the options are whole; what runs is the caller's word.
        unsafe {
            Error::check(sys::tenon_library_open(name.as_ptr(), &options, &mut raw))?;
            Ok(Library { open: Open::new(raw) })
        }
    }
}

/// A handle, shared by a `Library` and what was got from it.
pub(crate) struct Open {
    raw: NonNull<sys::tenon_library>,
    hooks: ManuallyDrop<Arc<Hooks>>,
}

/// What the runtime's callback gets. It stays where it is while the handle is closed, which may call it.
#[derive(Default)]
pub(crate) struct Hooks {
    pub(crate) listener: Mutex<Option<Listener>>,
    /// That the listener gave last.
    pub(crate) reason: Mutex<CString>,
}

// SAFETY: "Threads: any, for everything but the end of a handle" (`tenon/host/library.h`), and that is the last
// owner's.
unsafe impl Send for Open {}
// SAFETY: as above.
unsafe impl Sync for Open {}

impl Open {
    /// # Safety
    /// `raw` is an open library, and nobody else's.
    pub(crate) unsafe fn new(raw: *mut sys::tenon_library) -> Arc<Open> {
        // SAFETY: as the caller says.
        let raw = unsafe { NonNull::new_unchecked(raw) };
        Arc::new(Open { raw, hooks: ManuallyDrop::new(Arc::default()) })
    }

    pub(crate) fn raw(&self) -> *mut sys::tenon_library {
        self.raw.as_ptr()
    }

    pub(crate) fn close(self: Arc<Open>) -> Result<Unloaded, Error> {
        let open = match Arc::try_unwrap(self) {
            Ok(open) => ManuallyDrop::new(open),
            Err(_) => return Ok(Unloaded::shared()),
        };
        open.end()
    }

    /// Once. If somebody is inside, the handle goes on for ever, and may tell its listener.
    fn end(&self) -> Result<Unloaded, Error> {
        let (mut outcome, mut reason) = (0, null_mut());
        // SAFETY: the handle is ours alone, the text is ours.
        unsafe {
            Error::check(sys::tenon_library_close(self.raw.as_ptr(), &mut outcome, &mut reason))?;
            // Nobody tells the listener any more. The count of `hooks` is given up here and not in `drop`.
            Arc::decrement_strong_count(Arc::as_ptr(&self.hooks));
            Ok(Unloaded::of(outcome, text::taken(reason).unwrap_or_default()))
        }
    }

    pub(crate) fn symbols(&self) -> Vec<Symbol> {
        unsafe extern "C" fn visit(out: *mut c_void, symbol: *const sys::tenon_symbol) -> c_int {
            // SAFETY: `out` is the list below; the symbol and its texts live for the call.
            unsafe { (*out.cast::<Vec<Symbol>>()).push(Symbol::of(&*symbol)) }
            0
        }
        let mut out = Vec::<Symbol>::new();
        // SAFETY: the handle is open.
        unsafe {
            sys::tenon_library_symbols(self.raw.as_ptr(), Some(visit), &mut out as *mut Vec<Symbol> as *mut c_void);
        }
        out
    }

    fn pin(&self) -> Result<LibraryPin, Error> {
        // SAFETY: the handle is open.
        unsafe { LibraryPin::of(self.raw.as_ptr()) }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let _ = self.end();
    }
}

/// A shared library that is no plugin, with typed symbols.
///
/// ```no_run
/// # fn main() -> Result<(), tenon::Error> {
/// // SAFETY: plugins/libsums.so is ours, and has these symbols with these types.
/// let (sums, add, count) = unsafe {
///     let sums = tenon::LibraryOptions::new().folder("plugins").open("sums")?;
///     let add = sums.function::<extern "C" fn(i32, i32) -> i32>("add")?;
///     let count = sums.variable::<i32>("count")?;
///     (sums, add, count)
/// };
/// println!("{} {}", add.call(20, 22), count.get());
/// sums.reload()?; // if the file changed: both follow
/// # Ok(())
/// # }
/// ```
///
/// A clone is a further handle to the same library.
#[derive(Clone)]
pub struct Library {
    pub(crate) open: Arc<Open>,
}

impl Library {
    fn raw(&self) -> *mut sys::tenon_library {
        self.open.raw()
    }

    fn follow(&self, name: &str, kind: u32, size: usize) -> Result<Followed, Error> {
        let name = text::zero_ended(name)?;
        let mut symbol = 0;
        // SAFETY: the handle is open.
        unsafe { Error::check(sys::tenon_library_follow(self.raw(), name.as_ptr(), kind, size, &mut symbol))? };
        Ok(Followed::new(Arc::clone(&self.open), symbol))
    }

    /// A function, as the current build has it whenever it is called. From now on a reload refuses a build without it.
    /// `name` is what `nm -D` shows, or a C++ declaration: `math::half(int)`.
    ///
    /// ```
    /// // SAFETY: that is abs's type.
    /// let abs = unsafe {
    ///     let libc = tenon::LibraryOptions::new().system().open("libc.so.6")?;
    ///     libc.function::<extern "C" fn(i32) -> i32>("abs")?
    /// };
    /// assert_eq!(abs.call(-3), 3);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    ///
    /// # Safety
    /// `F` is the type of that function in this build and those that take its place; if it isn't an `unsafe fn`, any
    /// arguments are good for it. A file of machine code doesn't say.
    pub unsafe fn function<F: FunctionPointer>(&self, name: &str) -> Result<Function<F>, Error> {
        let symbol = self.follow(name, sys::TENON_SYMBOL_FUNCTION, 0)?;
        Ok(Function::new(symbol))
    }

    /// A variable of as many bytes as a `T`, the current build's whenever it is used; of one that is thread-local the
    /// calling thread's.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), tenon::Error> {
    /// // SAFETY: it is an `int`, and nobody else uses it meanwhile.
    /// let count = unsafe { tenon::LibraryOptions::new().open("./libsums.so")?.variable::<i32>("count")? };
    /// count.set(count.get() + 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Safety
    /// It is a `T` that may be read and written whenever the `Variable` is used: nobody writes it meanwhile.
    pub unsafe fn variable<T: std::marker::Copy>(&self, name: &str) -> Result<Variable<T>, Error> {
        let symbol = self.follow(name, sys::TENON_SYMBOL_VARIABLE, size_of::<T>())?;
        Ok(Variable::new(symbol))
    }

    /// The current build, kept: for bare pointers.
    ///
    /// ```no_run
    /// fn generation(library: &tenon::Library) -> Result<u64, tenon::Error> { Ok(library.pin()?.generation()) }
    /// ```
    pub fn pin(&self) -> Result<LibraryPin, Error> {
        self.open.pin()
    }

    /// What it defines for others, in the order of names.
    ///
    /// ```no_run
    /// fn names(library: &tenon::Library) -> Vec<String> {
    ///     library.symbols().into_iter().map(|symbol| symbol.readable).collect()
    /// }
    /// ```
    pub fn symbols(&self) -> Vec<Symbol> {
        self.open.symbols()
    }

    /// The file that was opened, absolute.
    ///
    /// ```no_run
    /// fn tell(library: &tenon::Library) { println!("{}", library.file()); }
    /// ```
    pub fn file(&self) -> &str {
        // SAFETY: the text lives as long as the handle.
        unsafe { text::borrowed(sys::tenon_library_file(self.raw())) }.unwrap_or("")
    }

    /// The folder that it is in.
    ///
    /// ```no_run
    /// fn data(library: &tenon::Library) -> std::path::PathBuf { std::path::Path::new(library.folder()).join("data") }
    /// ```
    pub fn folder(&self) -> &str {
        // SAFETY: the text lives as long as the handle.
        unsafe { text::borrowed(sys::tenon_library_folder(self.raw())) }.unwrap_or("")
    }

    /// Grows with each library that is loaded in this process; the same for handles that share a build.
    ///
    /// ```no_run
    /// fn is_newer(library: &tenon::Library, seen: u64) -> bool { library.generation() > seen }
    /// ```
    pub fn generation(&self) -> u64 {
        // SAFETY: the handle is open.
        unsafe { sys::tenon_library_generation(self.raw()) }
    }

    /// Replaces what is loaded if the file has other content; whether it had. What fails is told to the listener,
    /// too, and nothing has changed then.
    ///
    /// ```no_run
    /// fn on_key_r(library: &tenon::Library) -> Result<bool, tenon::Error> { library.reload() }
    /// ```
    pub fn reload(&self) -> Result<bool, Error> {
        let mut reloaded = 0;
        // SAFETY: the handle is open; whoever opened it said that later builds may run.
        unsafe { Error::check(sys::tenon_library_reload(self.raw(), &mut reloaded))? };
        Ok(reloaded != 0)
    }

    /// From now on [`update`](Library::update) sees changes of the file. It counts as written when it was left alone
    /// for `settle`.
    ///
    /// ```no_run
    /// fn watch(library: &tenon::Library) -> Result<(), tenon::Error> {
    ///     library.watch(std::time::Duration::from_millis(50))
    /// }
    /// ```
    pub fn watch(&self, settle: Duration) -> Result<(), Error> {
        let options = sys::tenon_library_watch_options {
            size: size_of::<sys::tenon_library_watch_options>() as u32,
            settle_ms: settle.as_millis().clamp(1, u128::from(u32::MAX)) as u32,
            poll_ms: 0,
            patience_ms: 0,
        };
        // SAFETY: the handle is open, the options are whole.
        unsafe { Error::check(sys::tenon_library_watch(self.raw(), &options)) }
    }

    /// Reloads if the watched file changed and has settled, and closes old builds that nobody uses any more, where
    /// it may wait as [`close`](Library::close) does. Returns when to call again; what fails is told to the listener alone.
    ///
    /// ```no_run
    /// fn step(library: &tenon::Library) -> Result<(), tenon::Error> {
    ///     std::thread::sleep(library.update()?);
    ///     Ok(())
    /// }
    /// ```
    pub fn update(&self) -> Result<Duration, Error> {
        let mut next = 0;
        // SAFETY: the handle is open.
        unsafe { Error::check(sys::tenon_library_update(self.raw(), &mut next))? };
        Ok(Duration::from_millis(next.into()))
    }

    /// Who keeps builds of the file in the process: threads inside of this handle's calls, and how many other
    /// handles and [pins](LibraryPin) have one.
    ///
    /// ```no_run
    /// fn tell(library: &tenon::Library) -> Result<(), tenon::Error> {
    ///     library.holders()?.iter().for_each(|holder| println!("{holder:?}"));
    ///     Ok(())
    /// }
    /// ```
    pub fn holders(&self) -> Result<Vec<Holder>, Error> {
        // SAFETY: the handle is open.
        Holder::all(|visit, out| unsafe { sys::tenon_library_holders(self.raw(), visit, out) })
    }

    /// As [`Host::unwatched`](crate::Host::unwatched), for the folders that [`watch`](Library::watch) has to look at;
    /// none before it.
    ///
    /// ```no_run
    /// fn tell(library: &tenon::Library) -> Result<(), tenon::Error> {
    ///     library.unwatched()?.iter().for_each(|folder| println!("{folder:?}"));
    ///     Ok(())
    /// }
    /// ```
    pub fn unwatched(&self) -> Result<Vec<UnwatchedFolder>, Error> {
        // SAFETY: the handle is open.
        unwatched::folders(|visit, out| unsafe { sys::tenon_library_unwatched(self.raw(), visit, out) })
    }

    /// Who is told what becomes of reloads, on the thread that reloads. From `Before` and `Move` an error refuses the
    /// new build. One for a library; what listened before no longer does.
    ///
    /// ```no_run
    /// fn listen(library: &tenon::Library) -> Result<(), tenon::Error> {
    ///     library.listen(|event| {
    ///         if let tenon::LibraryEventKind::Failed { why } = &event.kind { eprintln!("{why}"); }
    ///         Ok(())
    ///     })
    /// }
    /// ```
    pub fn listen(
        &self, listener: impl Fn(&LibraryEvent) -> Result<(), String> + Send + Sync + 'static,
    ) -> Result<(), Error> {
        let before = locked(&self.open.hooks.listener).replace(Arc::new(listener));
        drop(before); // it may listen again, or panic
        // SAFETY: the hooks live as long as the handle does.
        unsafe {
            let ctx = Arc::as_ptr(&self.open.hooks) as *mut c_void;
            Error::check(sys::tenon_library_listen(self.raw(), Some(tell_listener), ctx))
        }
    }

    /// Ends this handle. The library is closed with the last thing that was got from it: until then
    /// [`Outcome::Shared`](crate::Outcome::Shared).
    ///
    /// ```no_run
    /// fn close(library: tenon::Library) -> Result<(), tenon::Error> {
    ///     println!("{:?}", library.close()?);
    ///     Ok(())
    /// }
    /// ```
    pub fn close(self) -> Result<Unloaded, Error> {
        self.open.close()
    }

    /// For functions of [`sys`]. Good as long as the library.
    ///
    /// ```no_run
    /// fn raw(library: &tenon::Library) -> *mut tenon::sys::tenon_library { library.as_raw() }
    /// ```
    pub fn as_raw(&self) -> *mut sys::tenon_library {
        self.raw()
    }
}

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Library({})", self.file())
    }
}
