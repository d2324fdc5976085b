// Made by tenon (contract 0.3) from text.wit. Do not edit: `tenon bind rust --host` writes it anew.
#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unknown_lints, unexpected_cfgs)] // `tenon_...` are Tenon's own, some lints are new
#![allow(dead_code, unused_imports)] // not every library needs every part
#![allow(unsafe_op_in_unsafe_fn)] // edition 2021's habit
#![allow(clippy::too_many_arguments, clippy::type_complexity, clippy::large_enum_variant)] // the WIT's shapes
#![allow(clippy::should_implement_trait, clippy::wrong_self_convention, clippy::new_ret_no_self)] // and its names
#![allow(clippy::enum_variant_names, clippy::len_without_is_empty, clippy::module_inception)] // likewise
#![allow(clippy::doc_lazy_continuation, clippy::doc_overindented_list_items, clippy::tabs_in_doc_comments)] // and docs
#![allow(clippy::let_unit_value, clippy::single_match)] // some results and cases have no payload
#![allow(clippy::manual_c_str_literals, clippy::manual_div_ceil)] // newer than Rust 1.63
#![allow(clippy::manual_is_multiple_of, clippy::unnecessary_map_or)] // likewise

pub use self::runtime::{CallError, Error, IntoOwned};

/// A plugin of the world `demo:text/pipe@1.0.0`, with one instance. It stays on its thread: see `tenon::Concurrent` and
/// `tenon::Worker`.
pub struct Pipe {
    instance: tenon::Instance,
}

impl Pipe {
    /// Finds, checks and loads the plugin, and makes an instance. `plugin` is a name that is looked up below the
    /// folders that the host trusts, or a path to a library in them.
    pub fn load(host: &tenon::Host, plugin: &str) -> Result<Pipe, Error> {
        Pipe::create(&tenon::Plugin::load(host, plugin, Pipe::world())?)
    }

    /// A further instance of a plugin that was loaded for this world.
    pub fn create(plugin: &tenon::Plugin) -> Result<Pipe, Error> {
        let given = runtime::Imports::new(plugin);
        // SAFETY: that is a table for each import of the world.
        let instance = unsafe { tenon::Instance::create(plugin, Pipe::world(), false, given)? };
        Ok(Pipe { instance })
    }

    /// For `tenon::Plugin`.
    pub fn world() -> &'static tenon::World {
        &library::LIBRARY
    }

    /// `demo:text/filter@1.0.0`
    pub fn filter(&self) -> filter::Exported<runtime::Fixed<'_>> {
        filter::Exported(runtime::Fixed::new(&self.instance, 0))
    }

    /// The instance: whether it trapped.
    pub fn instance(&self) -> &tenon::Instance {
        &self.instance
    }

    /// A fresh instance in place of the old one, with the same imports.
    pub fn recreate(&mut self) -> Result<(), Error> {
        self.instance.recreate()
    }

    /// The loaded plugin.
    pub fn plugin(&self) -> &tenon::Plugin {
        self.instance.plugin()
    }

    /// Ends the instance, and then the plugin, which comes back if that is refused.
    pub fn unload(self) -> Result<tenon::Unloaded, tenon::Refused<tenon::Plugin>> {
        self.instance.unload()
    }
}

// SAFETY: the crate looks at what the plugin says.
unsafe impl tenon::bindings::Domain for Pipe {
    fn is_concurrent(&self) -> bool {
        tenon::bindings::is_concurrent(&self.instance)
    }
}

/// A [`PipeReloadable`] in the build that it is in now: calls are as cheap as a [`Pipe`]'s, and a reload
/// that has to move its state is put off.
pub struct PipePinned<'p> {
    pin: runtime::Pin<'p>,
    instance: &'p tenon::Instance,
}

impl PipePinned<'_> {
    /// `demo:text/filter@1.0.0`
    pub fn filter(&self) -> filter::Exported<runtime::Fixed<'_>> {
        // SAFETY: that is its number in this world, and the pin is the instance's.
        filter::Exported(unsafe { runtime::Fixed::pinned(&self.pin, self.instance, 0) })
    }

    /// Of the library: greater than that of every earlier build.
    pub fn generation(&self) -> u64 {
        self.pin.generation()
    }
}

/// The same as [`Pipe`], of a plugin that may be replaced while the program runs: calls follow reloads.
pub struct PipeReloadable {
    instance: tenon::Instance,
}

impl PipeReloadable {
    /// Finds, checks and loads the plugin, and makes an instance. `plugin` is a name that is looked up below the
    /// folders that the host trusts, or a path to a library in them.
    pub fn load(host: &tenon::Host, plugin: &str) -> Result<PipeReloadable, Error> {
        PipeReloadable::create(&tenon::Plugin::load_reloadable(host, plugin, PipeReloadable::world())?)
    }

    /// A further instance of a plugin that was loaded as reloadable for this world.
    pub fn create(plugin: &tenon::Plugin) -> Result<PipeReloadable, Error> {
        let given = runtime::Imports::new(plugin);
        // SAFETY: that is a table for each import of the world.
        let instance = unsafe { tenon::Instance::create(plugin, PipeReloadable::world(), true, given)? };
        Ok(PipeReloadable { instance })
    }

    /// For `tenon::Plugin`.
    pub fn world() -> &'static tenon::World {
        &library::LIBRARY
    }

    /// `demo:text/filter@1.0.0`
    pub fn filter(&self) -> filter::Exported<runtime::Following<'_>> {
        // SAFETY: that is its number in this world, and calls end as they began, the last one first.
        filter::Exported(unsafe { runtime::Following::new(&self.instance, 0) })
    }

    /// The instance: whether it trapped.
    pub fn instance(&self) -> &tenon::Instance {
        &self.instance
    }

    /// A fresh instance in place of the old one, with the same imports.
    pub fn recreate(&mut self) -> Result<(), Error> {
        self.instance.recreate()
    }

    /// The loaded plugin.
    pub fn plugin(&self) -> &tenon::Plugin {
        self.instance.plugin()
    }

    /// Ends the instance, and then the plugin, which comes back if that is refused.
    pub fn unload(self) -> Result<tenon::Unloaded, tenon::Refused<tenon::Plugin>> {
        self.instance.unload()
    }

    /// For many calls in one build.
    pub fn pin(&self) -> PipePinned<'_> {
        PipePinned { pin: runtime::Pin::take(&self.instance), instance: &self.instance }
    }
}

/// `demo:text/filter@1.0.0`
pub mod filter {
    use super::{glue, runtime};

    /// The plugin's functions: `plugin.filter()`.
    #[derive(Clone, Copy)]
    pub struct Exported<E_>(pub(super) E_);

    impl<E_: runtime::Export> Exported<E_> {
        /// The text, changed; or why it could not be.
        pub fn apply(&self, text: &str) -> Result<String, super::CallError<String>> {
            runtime::flatten(glue::filter::apply(&self.0, text))
        }

        /// How many texts there were so far.
        pub fn count(&self) -> Result<u64, super::Error> {
            glue::filter::count(&self.0)
        }
    }
}

/// How types and functions of the interfaces cross the boundary.
mod glue {
    use super::library;
    use super::runtime::{self, *};
    use core::any::TypeId;
    use core::ffi::c_void;
    use core::mem::{size_of, MaybeUninit};
    use core::ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, BitXor, BitXorAssign, Not};
    use core::ptr::addr_of;
    use core::sync::atomic::{AtomicU64, Ordering};

    mod interfaces {
        pub use super::super::filter;
    }

    pub mod filter {
        use super::*;

        #[repr(C)]
        pub struct Table {
            pub head: Head,
            pub apply: unsafe extern "C" fn(*mut c_void, *const u8, usize, *mut RawString, *mut RawString) -> i32,
            pub count: unsafe extern "C" fn(*mut c_void, *mut u64) -> i32,
        }

        pub fn apply(export: &impl Export, text: &str) -> Result<Result<String, String>, Error> {
            let reached = export.begin();
            let (table, this) = runtime::reach::<Table>(&reached, "demo:text/filter@1#apply\x00")?;
            let mut ok = MaybeUninit::zeroed();
            let mut err = MaybeUninit::zeroed();
            // SAFETY: the table has the slot, arguments are lent for the call, the outs are what it writes.
            unsafe {
                let status = ((*table).apply)(this, text.as_ptr(), text.len(), ok.as_mut_ptr(), err.as_mut_ptr());
                runtime::received_result(status, &ok, &err, export.record(), "demo:text/filter@1#apply\x00")
            }
        }

        pub fn count(export: &impl Export) -> Result<u64, Error> {
            let reached = export.begin();
            let (table, this) = runtime::reach::<Table>(&reached, "demo:text/filter@1#count\x00")?;
            let mut out = MaybeUninit::zeroed();
            // SAFETY: the table has the slot, arguments are lent for the call, the outs are what it writes.
            unsafe {
                let status = ((*table).count)(this, out.as_mut_ptr());
                runtime::received(status, &out, export.record(), "demo:text/filter@1#count\x00")
            }
        }
    }
}

/// What the runtime checks plugins against, and what they are given.
mod library {
    use super::glue;
    use super::runtime::*;
    use std::mem::size_of;
    use std::os::raw::c_char;
    use tenon::sys;

    /// Plugins call from any thread.
    pub const CONCURRENT: bool = true;
    const CONTRACT: u32 = 3;
    const _: () = assert!(
        sys::TENON_CONTRACT == CONTRACT,
        "the crate `tenon` is of another version than the tool that made this: run `tenon bind rust --host`"
    );

    const WIT: &str = concat!(
        "/// The smallest interface with an error path.\n",
        "package demo:text@1.0.0;\n",
        "\n",
        "interface filter {\n",
        "  /// The text, changed; or why it could not be.\n",
        "  apply: func(text: string) -> result<string, string>;\n",
        "  /// How many texts there were so far.\n",
        "  count: func() -> u64;\n",
        "}\n",
        "\n",
        "world pipe {\n",
        "  export filter;\n",
        "}\n",
        "\0",
    );

    // SAFETY: it is whole and constant.
    pub static LIBRARY: tenon::World = unsafe {
        tenon::World::new(sys::tenon_world {
            size: size_of::<sys::tenon_world>() as u32,
            contract: CONTRACT,
            name: "demo:text/pipe@1.0.0\x00".as_ptr() as *const c_char,
            wit: WIT.as_ptr() as *const c_char,
            wit_len: WIT.len() - 1, // without the zero
            since: "\x00".as_ptr() as *const c_char,
            import_count: IMPORTED.len() as u32,
            export_count: EXPORTED.len() as u32,
            imports: IMPORTED.as_ptr() as *const *const sys::tenon_interface_descriptor,
            exports: EXPORTED.as_ptr() as *const *const sys::tenon_interface_descriptor,
        })
    };
    static IMPORTED: [&InterfaceDescriptor; 0] = [];
    static EXPORT_FILTER: InterfaceDescriptor = InterfaceDescriptor::new(
        2, "demo:text/filter@1\x00",
        [0x74, 0x43, 0xcc, 0xf3, 0x8c, 0xfd, 0x5e, 0x19, 0xfb, 0x09, 0xa6, 0xe6, 0x44, 0x0a, 0xcc, 0xb5],
    );
    static EXPORTED: [&InterfaceDescriptor; 1] = [&EXPORT_FILTER];
}

mod runtime {
    //! What is the same in every host: values in memory, calls in both directions, objects. Layouts and
    //! rules are those of `tenon/abi.h`; what outlives a call is in the crate `tenon`.
    #![allow(clippy::forget_non_drop)] // here a `Host` is a pointer

    use super::library::{self, CONCURRENT};
    use std::any::{Any, TypeId};
    use std::ffi::{c_void, CStr};
    use std::fmt;
    use std::marker::PhantomData;
    use std::mem::{align_of, forget, size_of, MaybeUninit};
    use std::ops::Deref;
    use std::os::raw::c_char;
    use std::panic::{catch_unwind, AssertUnwindSafe};
    use std::ptr::{addr_of, null, NonNull};
    use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
    use tenon::bindings::Reached;
    use tenon::sys;

    pub use tenon::bindings::{Export, Fixed, Following, Imports, Pin, Record};
    pub use tenon::{CallError, Error};

    pub const OK: i32 = sys::TENON_OK;
    pub const ERR: i32 = sys::TENON_ERR;
    pub const MISSING: i32 = sys::TENON_MISSING;
    pub const TRAP: i32 = sys::TENON_TRAP;
    pub const OUT_OF_MEMORY: i32 = sys::TENON_OUT_OF_MEMORY;
    pub const BAD_ARGUMENT: i32 = sys::TENON_BAD_ARGUMENT;
    pub const BAD_RESULT: i32 = sys::TENON_BAD_RESULT;
    pub const GONE: i32 = sys::TENON_GONE;

    // ---- Structs of the contract ----

    #[repr(C)]
    #[derive(Clone, Copy)]
    pub struct RawString {
        pub ptr: *const u8,
        pub len: usize,
    }

    /// The head of tables and vtables; the slots follow it.
    #[repr(C)]
    pub struct Head {
        pub slots: u32,
        pub flags: u32,
        pub hash: [u8; 16],
        pub type_name: *const c_char,
        pub owner: *const c_void,
        pub drop: Option<unsafe extern "C" fn(*mut c_void)>,
    }

    const _: () = assert!(laid_out::<Head>(size_of::<sys::tenon_table>(), align_of::<sys::tenon_table>()));

    // SAFETY: tables are constant.
    unsafe impl Sync for Head {}

    impl Head {
        /// `type_name` ends with a zero byte.
        pub const fn new(
            slots: u32, hash: [u8; 16], type_name: &'static str, owner: &'static tenon::World,
            drop: Option<unsafe extern "C" fn(*mut c_void)>,
        ) -> Head {
            let owner = owner as *const tenon::World as *const c_void;
            Head { slots, flags: 0, hash, type_name: type_name.as_ptr() as *const c_char, owner, drop }
        }

        /// Whether it is the vtable of that resource. `type_name` ends with a zero byte.
        fn is(&self, type_name: &str) -> bool {
            // SAFETY: a name that is there ends with a zero byte.
            !self.type_name.is_null() && unsafe { CStr::from_ptr(self.type_name) }.to_bytes_with_nul() == type_name.as_bytes()
        }
    }

    /// Any object, before its resource is known.
    #[repr(C)]
    pub struct Object {
        vtable: *const Head,
    }

    #[repr(transparent)]
    pub struct InterfaceDescriptor(sys::tenon_interface_descriptor);

    // SAFETY: descriptors are constant.
    unsafe impl Sync for InterfaceDescriptor {}

    impl InterfaceDescriptor {
        /// `id` ends with a zero byte.
        pub const fn new(slots: u32, id: &'static str, hash: [u8; 16]) -> Self {
            InterfaceDescriptor(sys::tenon_interface_descriptor {
                size: size_of::<Self>() as u32,
                slots,
                id: id.as_ptr() as *const c_char,
                hash,
                table: null(),
            })
        }
    }

    /// Whether a type takes the room that the contract gives it.
    pub const fn laid_out<T>(size: usize, align: usize) -> bool {
        size_of::<T>() == size && align_of::<T>() == align
    }

    /// Where a `U` behind a `T` at `place` comes to lie: fields of a `repr(C)` struct follow each other so.
    pub const fn behind<T, U>(place: usize) -> usize {
        (place + size_of::<T>() + align_of::<U>() - 1) / align_of::<U>() * align_of::<U>()
    }

    pub fn flatten<T, E>(result: Result<Result<T, E>, Error>) -> Result<T, CallError<E>> {
        match result {
            Ok(own) => own.map_err(CallError::Interface),
            Err(error) => Err(CallError::Framework(error)),
        }
    }

    // ---- The plugin's functions ----

    /// The table of an export, and what goes with every call of it. A pointer, no reference: the plugin's
    /// table may be shorter than `T`.
    pub fn reach<T>(to: &impl Reached, function: &'static str) -> Result<(*const T, *mut c_void), Error> {
        let to = to.reference();
        if to.table.is_null() {
            return Err(Error::new(function, MISSING));
        }
        Ok((to.table.cast(), to.self_))
    }

    /// Whether an export has the function with this index.
    pub fn has(to: &impl Reached, slot: u32) -> bool {
        let table = to.reference().table;
        // SAFETY: a table that isn't null is the plugin's, which stays as long as `to`.
        !table.is_null() && unsafe { (*table).slots > slot }
    }

    // ---- The host's functions ----

    /// Runs one function of an import.
    ///
    /// # Safety
    /// `this` is an `Import<D>` of `tenon::bindings::Imports`, and the plugin that was given it calls.
    pub unsafe fn call<D: ?Sized>(this: *mut c_void, body: impl FnOnce(&D, &Record) -> Result<i32, i32>) -> i32 {
        let import = &*this.cast::<tenon::bindings::Import<D>>();
        guarded(import.record(), |record| body(&import.value, record))
    }

    /// The same for one that takes own handles.
    ///
    /// # Safety
    /// As for `call`.
    pub unsafe fn call_anyway<D: ?Sized>(
        this: *mut c_void, body: impl FnOnce(&D, &Record) -> Result<i32, i32>,
    ) -> i32 {
        call(this, body)
    }

    /// The host's own side of objects that it makes.
    #[derive(Clone)]
    pub struct Host {
        record: NonNull<Record>,
    }

    impl Host {
        pub fn own() -> Host {
            Host { record: NonNull::from(&tenon::bindings::NOBODY) }
        }

        fn record(&self) -> &'static Record {
            &tenon::bindings::NOBODY
        }
    }

    fn guarded(record: &Record, body: impl FnOnce(&Record) -> Result<i32, i32>) -> i32 {
        tenon::bindings::guarded(|| body(record))
    }

    /// A panic in the end of one of the host's objects goes no further.
    #[cold]
    fn trapped(_: &Record, panic: Box<dyn Any + Send>) -> i32 {
        tenon::bindings::guarded(move || {
            drop(panic);
            Ok(TRAP)
        })
    }

    // ---- Values that arrive and leave ----

    /// `len` values at `ptr`, unless they can't be there.
    ///
    /// # Safety
    /// If `ptr` isn't null, and is aligned, `len` values are there for as long as `'a`.
    pub unsafe fn slice<'a, T>(ptr: *const T, len: usize) -> Option<&'a [T]> {
        if len == 0 {
            return Some(&[]);
        }
        let fits = len.checked_mul(size_of::<T>()).map_or(false, |size| size <= isize::MAX as usize);
        let good = fits && !ptr.is_null() && ptr as usize % align_of::<T>() == 0;
        good.then(|| core::slice::from_raw_parts(ptr, len))
    }

    /// A value behind a pointer.
    ///
    /// # Safety
    /// If `ptr` isn't null, and is aligned, a `T` is there for as long as `'a`.
    pub unsafe fn pointee<'a, T>(ptr: *const T) -> Option<&'a T> {
        slice(ptr, 1).map(|one| &one[0])
    }

    /// A type without memory of its own.
    pub trait Plain: Copy + 'static {
        type Raw: Copy + 'static;
        /// Whether `Raw` is the type itself, any bits being a value of it.
        const BITWISE: bool = false;
        fn from_raw(raw: Self::Raw) -> Option<Self>;
        fn into_raw(self) -> Self::Raw;
    }

    /// A number: lists of it are slices of the caller's memory.
    pub trait Number: Plain<Raw = Self> {}

    /// A parameter as its receiver sees it. Nothing is copied but what fits into registers and fields.
    pub trait View: Copy {
        type Raw: Copy + 'static;

        /// Whether `raw` is what the type promises.
        ///
        /// # Safety
        /// Pointers in `raw` that aren't null point at as much as is said beside them.
        unsafe fn check(raw: &Self::Raw) -> bool;

        /// # Safety
        /// `check` said yes, and what `raw` points at stays as it is while `Self` is in use.
        unsafe fn view(raw: &Self::Raw, record: &Record) -> Self;

        /// The value as it goes into a call; `scratch` keeps what it points at.
        fn lend(self, scratch: &mut Scratch) -> Self::Raw;
    }

    /// What `check` saw isn't there any more: the caller changed what it lent. A trap.
    #[cold]
    pub fn changed() -> ! {
        panic!("the caller changed a parameter during the call")
    }

    /// From what is lent for a call to what can be kept: `&str` becomes `String`, `List` and slices
    /// become `Vec`, a `FindingView` becomes a `Finding`.
    pub trait IntoOwned {
        type Owned;
        fn into_owned(self) -> Self::Owned;
    }

    /// A value with its own memory: results, and parameters with own handles in them.
    pub trait Value: Sized {
        type Raw: Copy + 'static;

        /// Takes over what `raw` owns, also where it isn't what the type promises.
        ///
        /// # Safety
        /// As for `View::check`, and nobody else takes over `raw`.
        unsafe fn lift(raw: &Self::Raw, from: &Origin<'_>) -> Option<Self>;

        /// The value as it goes into a call that takes its handles; `scratch` keeps the rest.
        fn give(self, scratch: &mut Scratch) -> Self::Raw;

        /// All of a list, or nothing.
        ///
        /// # Safety
        /// As for `lift`.
        unsafe fn lift_all(raw: &[Self::Raw], from: &Origin<'_>) -> Option<Vec<Self>> {
            // Every element is lifted, so that those with handles drop them.
            let all: Vec<Option<Self>> = raw.iter().map(|item| Self::lift(item, from)).collect();
            all.into_iter().collect()
        }
    }

    /// A value that can be a result: everything without borrowed handles in it.
    pub trait Output: Value {
        /// The value as a result for the host, in its memory; nothing is kept if there isn't enough.
        fn lower(self, record: &Record) -> Option<Self::Raw>;

        /// Gives back what `lower` made.
        ///
        /// # Safety
        /// `raw` is a result of `lower` that nobody has seen.
        unsafe fn release(raw: &Self::Raw, record: &Record);

        /// All of a list into memory for as many; false without a trace if there isn't enough.
        ///
        /// # Safety
        /// `to` has room for the list.
        unsafe fn lower_all(list: Vec<Self>, to: *mut Self::Raw, record: &Record) -> bool {
            for (index, item) in list.into_iter().enumerate() {
                match item.lower(record) {
                    Some(raw) => to.add(index).write(raw),
                    None => {
                        (0..index).for_each(|done| Self::release(&*to.add(done), record));
                        return false;
                    }
                }
            }
            true
        }
    }

    /// Whose memory a value is lifted from.
    pub struct Origin<'a> {
        record: &'a Record,
        /// Whether it is a result: its memory goes back to the host.
        result: bool,
    }

    impl<'a> Origin<'a> {
        pub fn argument(record: &'a Record) -> Origin<'a> {
            Origin { record, result: false }
        }

        pub fn result(record: &'a Record) -> Origin<'a> {
            Origin { record, result: true }
        }

        /// What has a borrowed handle in it, and so is no result.
        ///
        /// # Safety
        /// As for `View::check` and `View::view`.
        pub unsafe fn lend<T: View>(&self, raw: &T::Raw) -> Option<T> {
            T::check(raw).then(|| T::view(raw, self.record))
        }

        unsafe fn free<T>(&self, ptr: *const T, len: usize) {
            if self.result {
                self.record.free(ptr.cast(), len * size_of::<T>(), align_of::<T>());
            }
        }
    }

    /// Memory that a call's arguments point at.
    #[derive(Default)]
    pub struct Scratch {
        blocks: Vec<Vec<u64>>,
        texts: Vec<String>,
    }

    impl Scratch {
        /// Room for `len` values; stays where it is until the scratch is dropped.
        fn room<T>(&mut self, len: usize) -> *mut T {
            let mut block = Vec::<u64>::with_capacity((len * size_of::<T>() + 7) / 8);
            let ptr = block.as_mut_ptr().cast();
            self.blocks.push(block);
            ptr
        }
    }

    /// A part that is lowered before the whole is: given back unless taken.
    pub struct Lowered<'a, T: Output> {
        raw: T::Raw,
        record: &'a Record,
    }

    impl<'a, T: Output> Lowered<'a, T> {
        pub fn new(value: T, record: &'a Record) -> Option<Self> {
            Some(Lowered { raw: value.lower(record)?, record })
        }

        pub fn take(self) -> T::Raw {
            let raw = self.raw;
            forget(self);
            raw
        }
    }

    impl<T: Output> Drop for Lowered<'_, T> {
        fn drop(&mut self) {
            // SAFETY: `new` lowered it, and `take` wasn't called.
            unsafe { T::release(&self.raw, self.record) }
        }
    }

    // ---- Plain values ----

    impl<T: Plain> View for T {
        type Raw = T::Raw;
        unsafe fn check(raw: &T::Raw) -> bool {
            T::from_raw(*raw).is_some()
        }
        unsafe fn view(raw: &T::Raw, _: &Record) -> T {
            T::from_raw(*raw).unwrap_or_else(|| changed())
        }
        fn lend(self, _: &mut Scratch) -> T::Raw {
            self.into_raw()
        }
    }

    impl<T: Plain> Value for T {
        type Raw = T::Raw;
        unsafe fn lift(raw: &T::Raw, _: &Origin<'_>) -> Option<T> {
            T::from_raw(*raw)
        }
        fn give(self, _: &mut Scratch) -> T::Raw {
            self.into_raw()
        }
        unsafe fn lift_all(raw: &[T::Raw], _: &Origin<'_>) -> Option<Vec<T>> {
            if T::BITWISE {
                return Some(core::slice::from_raw_parts(raw.as_ptr().cast::<T>(), raw.len()).to_vec());
            }
            raw.iter().map(|item| T::from_raw(*item)).collect()
        }
    }

    impl<T: Plain> Output for T {
        fn lower(self, _: &Record) -> Option<T::Raw> {
            Some(self.into_raw())
        }
        unsafe fn release(_: &T::Raw, _: &Record) {}
        unsafe fn lower_all(list: Vec<T>, to: *mut T::Raw, _: &Record) -> bool {
            if T::BITWISE {
                core::ptr::copy_nonoverlapping(list.as_ptr(), to.cast::<T>(), list.len());
            } else {
                list.iter().enumerate().for_each(|(index, item)| to.add(index).write(item.into_raw()));
            }
            true
        }
    }

    impl<T: Plain> IntoOwned for T {
        type Owned = T;
        fn into_owned(self) -> T {
            self
        }
    }

    impl Plain for u8 {
        type Raw = u8;
        const BITWISE: bool = true;
        fn from_raw(raw: u8) -> Option<u8> {
            Some(raw)
        }
        fn into_raw(self) -> u8 {
            self
        }
    }
    impl Number for u8 {}

    impl Plain for u16 {
        type Raw = u16;
        const BITWISE: bool = true;
        fn from_raw(raw: u16) -> Option<u16> {
            Some(raw)
        }
        fn into_raw(self) -> u16 {
            self
        }
    }
    impl Number for u16 {}

    impl Plain for u32 {
        type Raw = u32;
        const BITWISE: bool = true;
        fn from_raw(raw: u32) -> Option<u32> {
            Some(raw)
        }
        fn into_raw(self) -> u32 {
            self
        }
    }
    impl Number for u32 {}

    impl Plain for u64 {
        type Raw = u64;
        const BITWISE: bool = true;
        fn from_raw(raw: u64) -> Option<u64> {
            Some(raw)
        }
        fn into_raw(self) -> u64 {
            self
        }
    }
    impl Number for u64 {}

    impl Plain for i8 {
        type Raw = i8;
        const BITWISE: bool = true;
        fn from_raw(raw: i8) -> Option<i8> {
            Some(raw)
        }
        fn into_raw(self) -> i8 {
            self
        }
    }
    impl Number for i8 {}

    impl Plain for i16 {
        type Raw = i16;
        const BITWISE: bool = true;
        fn from_raw(raw: i16) -> Option<i16> {
            Some(raw)
        }
        fn into_raw(self) -> i16 {
            self
        }
    }
    impl Number for i16 {}

    impl Plain for i32 {
        type Raw = i32;
        const BITWISE: bool = true;
        fn from_raw(raw: i32) -> Option<i32> {
            Some(raw)
        }
        fn into_raw(self) -> i32 {
            self
        }
    }
    impl Number for i32 {}

    impl Plain for i64 {
        type Raw = i64;
        const BITWISE: bool = true;
        fn from_raw(raw: i64) -> Option<i64> {
            Some(raw)
        }
        fn into_raw(self) -> i64 {
            self
        }
    }
    impl Number for i64 {}

    impl Plain for f32 {
        type Raw = f32;
        const BITWISE: bool = true;
        fn from_raw(raw: f32) -> Option<f32> {
            Some(raw)
        }
        fn into_raw(self) -> f32 {
            self
        }
    }
    impl Number for f32 {}

    impl Plain for f64 {
        type Raw = f64;
        const BITWISE: bool = true;
        fn from_raw(raw: f64) -> Option<f64> {
            Some(raw)
        }
        fn into_raw(self) -> f64 {
            self
        }
    }
    impl Number for f64 {}

    impl Plain for bool {
        type Raw = u8;
        fn from_raw(raw: u8) -> Option<bool> {
            Some(raw != 0)
        }
        fn into_raw(self) -> u8 {
            u8::from(self)
        }
    }

    impl Plain for char {
        type Raw = u32;
        fn from_raw(raw: u32) -> Option<char> {
            char::from_u32(raw)
        }
        fn into_raw(self) -> u32 {
            u32::from(self)
        }
    }

    /// The payload of a `result` that has none.
    impl Plain for () {
        type Raw = ();
        fn from_raw(_: ()) -> Option<()> {
            Some(())
        }
        fn into_raw(self) {}
    }

    // ---- Strings ----

    impl<'a> View for &'a str {
        type Raw = RawString;
        unsafe fn check(raw: &RawString) -> bool {
            slice(raw.ptr, raw.len).map_or(false, |bytes| core::str::from_utf8(bytes).is_ok())
        }
        unsafe fn view(raw: &RawString, _: &Record) -> &'a str {
            core::str::from_utf8_unchecked(slice(raw.ptr, raw.len).unwrap_or(&[]))
        }
        fn lend(self, _: &mut Scratch) -> RawString {
            RawString { ptr: self.as_ptr(), len: self.len() }
        }
    }

    impl Value for String {
        type Raw = RawString;
        unsafe fn lift(raw: &RawString, from: &Origin<'_>) -> Option<String> {
            let text = core::str::from_utf8(slice(raw.ptr, raw.len)?).ok().map(str::to_owned);
            from.free(raw.ptr, raw.len);
            text
        }
        fn give(self, scratch: &mut Scratch) -> RawString {
            let raw = RawString { ptr: self.as_ptr(), len: self.len() };
            scratch.texts.push(self);
            raw
        }
    }

    impl Output for String {
        fn lower(self, record: &Record) -> Option<RawString> {
            if self.is_empty() {
                return Some(RawString { ptr: null(), len: 0 });
            }
            let to = record.alloc(self.len(), 1)?.cast::<u8>().as_ptr();
            // SAFETY: the block is new and has room for the text.
            unsafe { core::ptr::copy_nonoverlapping(self.as_ptr(), to, self.len()) }
            Some(RawString { ptr: to, len: self.len() })
        }
        unsafe fn release(raw: &RawString, record: &Record) {
            record.free(raw.ptr.cast(), raw.len, 1);
        }
    }

    impl IntoOwned for &str {
        type Owned = String;
        fn into_owned(self) -> String {
            self.to_owned()
        }
    }

    // ---- Calls of the other side ----

    /// What came back from a function without a result.
    pub fn done(status: i32, function: &'static str) -> Result<(), Error> {
        match status {
            OK => Ok(()),
            _ => Err(failed(status, function)),
        }
    }

    /// What came back from a function whose result is no `result`.
    ///
    /// # Safety
    /// `out` was handed to the call that returned `status`.
    pub unsafe fn received<T: Value>(
        status: i32, out: &MaybeUninit<T::Raw>, record: &Record, function: &'static str,
    ) -> Result<T, Error> {
        match status {
            OK => T::lift(&*out.as_ptr(), &Origin::result(record)).ok_or_else(|| Error::new(function, BAD_RESULT)),
            _ => Err(failed(status, function)),
        }
    }

    /// What came back from a function with a `result`.
    ///
    /// # Safety
    /// As for `received`.
    pub unsafe fn received_result<T: Value, E: Value>(
        status: i32, ok: &MaybeUninit<T::Raw>, err: &MaybeUninit<E::Raw>, record: &Record, function: &'static str,
    ) -> Result<Result<T, E>, Error> {
        match status {
            ERR => received(OK, err, record, function).map(Err),
            _ => received(status, ok, record, function).map(Ok),
        }
    }

    /// A status that isn't listed is a trap of the callee.
    #[cold]
    fn failed(status: i32, function: &'static str) -> Error {
        Error::new(function, if (GONE..=MISSING).contains(&status) { status } else { TRAP })
    }

    // ---- Calls from the other side ----

    /// An argument with own handles in it. To be lifted before anything else, so that they are dropped
    /// on every path.
    ///
    /// # Safety
    /// As for `Value::lift`.
    pub unsafe fn own_argument<T: Value>(raw: &T::Raw, record: &Record) -> Option<T> {
        T::lift(raw, &Origin::argument(record))
    }

    /// # Safety
    /// As for `View::check`, and `raw` stays as it is for the call.
    pub unsafe fn argument<T: View>(raw: &T::Raw, record: &Record) -> Result<T, i32> {
        if T::check(raw) {
            Ok(T::view(raw, record))
        } else {
            Err(BAD_ARGUMENT)
        }
    }

    /// Writes a result and says so.
    ///
    /// # Safety
    /// `out` has room for it.
    pub unsafe fn put<T: Output>(value: T, out: *mut T::Raw, record: &Record) -> Result<i32, i32> {
        out.write(value.lower(record).ok_or(OUT_OF_MEMORY)?);
        Ok(OK)
    }

    /// # Safety
    /// `ok` and `err` have room for what they are named after.
    pub unsafe fn put_result<T: Output, E: Output>(
        value: Result<T, E>, ok: *mut T::Raw, err: *mut E::Raw, record: &Record,
    ) -> Result<i32, i32> {
        match value {
            Ok(value) => put(value, ok, record),
            Err(error) => put(error, err, record).map(|_| ERR),
        }
    }

    /// Where a payload goes that has no bytes.
    pub fn nowhere() -> *mut () {
        NonNull::dangling().as_ptr()
    }
}
