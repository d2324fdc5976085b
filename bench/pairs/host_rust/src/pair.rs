// Made by tenon (contract 0.3) from pairs.wit. Do not edit: `tenon bind rust --host` writes it anew.
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
pub use self::work::{Counter, CounterRef, CounterObject, CounterImpl};

/// A plugin of the world `bench:pairs/pair@1.0.0`, with one instance. It stays on its thread: see `tenon::Concurrent` and
/// `tenon::Worker`.
pub struct Pair {
    instance: tenon::Instance,
}

impl Pair {
    /// Finds, checks and loads the plugin, and makes an instance. `plugin` is a name that is looked up below the
    /// folders that the host trusts, or a path to a library in them.
    pub fn load(host: &tenon::Host, plugin: &str) -> Result<Pair, Error> {
        Pair::create(&tenon::Plugin::load(host, plugin, Pair::world())?)
    }

    /// A further instance of a plugin that was loaded for this world.
    pub fn create(plugin: &tenon::Plugin) -> Result<Pair, Error> {
        let given = runtime::Imports::new(plugin);
        // SAFETY: that is a table for each import of the world.
        let instance = unsafe { tenon::Instance::create(plugin, Pair::world(), false, given)? };
        Ok(Pair { instance })
    }

    /// For `tenon::Plugin`.
    pub fn world() -> &'static tenon::World {
        &library::LIBRARY
    }

    /// `bench:pairs/work@1.0.0`
    pub fn work(&self) -> work::Exported<runtime::Fixed<'_>> {
        work::Exported(runtime::Fixed::new(&self.instance, 0))
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
unsafe impl tenon::bindings::Domain for Pair {
    fn is_concurrent(&self) -> bool {
        tenon::bindings::is_concurrent(&self.instance)
    }
}

/// A [`PairReloadable`] in the build that it is in now: calls are as cheap as a [`Pair`]'s, and a reload
/// that has to move its state is put off.
pub struct PairPinned<'p> {
    pin: runtime::Pin<'p>,
    instance: &'p tenon::Instance,
}

impl PairPinned<'_> {
    /// `bench:pairs/work@1.0.0`
    pub fn work(&self) -> work::Exported<runtime::Fixed<'_>> {
        // SAFETY: that is its number in this world, and the pin is the instance's.
        work::Exported(unsafe { runtime::Fixed::pinned(&self.pin, self.instance, 0) })
    }

    /// Of the library: greater than that of every earlier build.
    pub fn generation(&self) -> u64 {
        self.pin.generation()
    }
}

/// The same as [`Pair`], of a plugin that may be replaced while the program runs: calls follow reloads.
pub struct PairReloadable {
    instance: tenon::Instance,
}

impl PairReloadable {
    /// Finds, checks and loads the plugin, and makes an instance. `plugin` is a name that is looked up below the
    /// folders that the host trusts, or a path to a library in them.
    pub fn load(host: &tenon::Host, plugin: &str) -> Result<PairReloadable, Error> {
        PairReloadable::create(&tenon::Plugin::load_reloadable(host, plugin, PairReloadable::world())?)
    }

    /// A further instance of a plugin that was loaded as reloadable for this world.
    pub fn create(plugin: &tenon::Plugin) -> Result<PairReloadable, Error> {
        let given = runtime::Imports::new(plugin);
        // SAFETY: that is a table for each import of the world.
        let instance = unsafe { tenon::Instance::create(plugin, PairReloadable::world(), true, given)? };
        Ok(PairReloadable { instance })
    }

    /// For `tenon::Plugin`.
    pub fn world() -> &'static tenon::World {
        &library::LIBRARY
    }

    /// `bench:pairs/work@1.0.0`
    pub fn work(&self) -> work::Exported<runtime::Following<'_>> {
        // SAFETY: that is its number in this world, and calls end as they began, the last one first.
        work::Exported(unsafe { runtime::Following::new(&self.instance, 0) })
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
    pub fn pin(&self) -> PairPinned<'_> {
        PairPinned { pin: runtime::Pin::take(&self.instance), instance: &self.instance }
    }
}

/// `bench:pairs/work@1.0.0`
pub mod work {
    use super::{glue, runtime};

    /// A sum that grows.
    pub type Counter = runtime::Own<CounterObject>;

    /// A [`Counter`] that is lent.
    pub type CounterRef<'a> = runtime::Ref<'a, CounterObject>;

    /// What can be done with a [`Counter`], be it one's own or lent, made here or elsewhere.
    #[repr(transparent)]
    pub struct CounterObject(pub(super) runtime::Handle);

    impl Counter {
        /// Makes one out of an implementation.
        pub fn new<T: CounterImpl>(implementation: T) -> Self {
            glue::work::counter_object::make_(implementation)
        }
    }

    impl CounterObject {
        /// The implementation, if it is a `T` of this host.
        pub fn downcast_ref<T: CounterImpl>(&self) -> Option<&T> {
            glue::work::counter_object::made_(&self.0)
        }

        pub fn add(&self, by: i32) -> Result<i32, super::Error> {
            glue::work::counter_object::add(&self.0, by)
        }
    }

    /// How a [`Counter`] of this host is made.
    pub trait CounterImpl: Send + Sync + 'static {
        fn add(&self, by: i32) -> i32;
    }

    /// The plugin's functions: `plugin.work()`.
    #[derive(Clone, Copy)]
    pub struct Exported<E_>(pub(super) E_);

    impl<E_: runtime::Export> Exported<E_> {
        pub fn add(&self, a: i32, b: i32) -> Result<i32, super::Error> {
            glue::work::add(&self.0, a, b)
        }

        /// The same text.
        pub fn echo(&self, text: &str) -> Result<String, super::Error> {
            glue::work::echo(&self.0, text)
        }

        pub fn new_counter(&self) -> Result<Counter, super::Error> {
            glue::work::new_counter(&self.0)
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
        pub use super::super::work;
    }

    pub mod work {
        use super::*;

        #[repr(C)]
        pub struct Table {
            pub head: Head,
            pub new_counter: unsafe extern "C" fn(*mut c_void, *mut *mut Object) -> i32,
            pub add: unsafe extern "C" fn(*mut c_void, i32, i32, *mut i32) -> i32,
            pub echo: unsafe extern "C" fn(*mut c_void, *const u8, usize, *mut RawString) -> i32,
        }

        pub fn new_counter(export: &impl Export) -> Result<interfaces::work::Counter, Error> {
            let reached = export.begin();
            let (table, this) = runtime::reach::<Table>(&reached, "bench:pairs/work@1#counter.constructor\x00")?;
            let mut out = MaybeUninit::zeroed();
            // SAFETY: the table has the slot, arguments are lent for the call, the outs are what it writes.
            unsafe {
                let status = ((*table).new_counter)(this, out.as_mut_ptr());
                runtime::received(status, &out, export.record(), "bench:pairs/work@1#counter.constructor\x00")
            }
        }

        pub fn add(export: &impl Export, a: i32, b: i32) -> Result<i32, Error> {
            let reached = export.begin();
            let (table, this) = runtime::reach::<Table>(&reached, "bench:pairs/work@1#add\x00")?;
            let mut out = MaybeUninit::zeroed();
            // SAFETY: the table has the slot, arguments are lent for the call, the outs are what it writes.
            unsafe {
                let status = ((*table).add)(this, a, b, out.as_mut_ptr());
                runtime::received(status, &out, export.record(), "bench:pairs/work@1#add\x00")
            }
        }

        pub fn echo(export: &impl Export, text: &str) -> Result<String, Error> {
            let reached = export.begin();
            let (table, this) = runtime::reach::<Table>(&reached, "bench:pairs/work@1#echo\x00")?;
            let mut out = MaybeUninit::zeroed();
            // SAFETY: the table has the slot, arguments are lent for the call, the outs are what it writes.
            unsafe {
                let status = ((*table).echo)(this, text.as_ptr(), text.len(), out.as_mut_ptr());
                runtime::received(status, &out, export.record(), "bench:pairs/work@1#echo\x00")
            }
        }

        pub mod counter_object {
            use super::*;
            use interfaces::work::{CounterImpl, CounterObject};

            /// How many of this library's are alive.
            static LIVE: AtomicU64 = AtomicU64::new(0);
            pub const TYPE: &str = "bench:pairs/work@1#counter\x00";
            const HASH: [u8; 16] = [0x67, 0xa5, 0xab, 0xc6, 0x5c, 0x71, 0xd7, 0xc9, 0xc4, 0xc3, 0x8e, 0xdc, 0xe7, 0xdb, 0xf3, 0x04];
            pub static VTABLE: Vtable = Vtable {
                head: Head::new(
                    1, HASH,
                    TYPE, &library::LIBRARY, Some(runtime::drop_object::<dyn CounterImpl>),
                ),
                add: slots::add,
            };

            pub extern "C" fn live_() -> u64 {
                LIVE.load(Ordering::Acquire)
            }

            // SAFETY: it is a transparent `Handle`.
            unsafe impl Resource for CounterObject {
                const SLOTS: u32 = 1;
                const TYPE: &'static str = TYPE;
                const HASH: [u8; 16] = HASH;
            }

            pub fn make_<T: CounterImpl>(implementation: T) -> Own<CounterObject> {
                let value: Box<dyn CounterImpl> = Box::new(implementation);
                // SAFETY: the vtable is the resource's, its slots are for this trait.
                unsafe { runtime::make_object(&Host::own(), addr_of!(VTABLE).cast(), &LIVE, TypeId::of::<T>(), value) }
            }

            pub fn made_<T: CounterImpl>(handle: &Handle) -> Option<&T> {
                // SAFETY: objects with this vtable are made by `make_`, and the type was compared.
                unsafe {
                    let value = handle.made::<dyn CounterImpl>(TYPE, TypeId::of::<T>())?;
                    Some(&*(value as *const dyn CounterImpl).cast::<T>())
                }
            }

            #[repr(C)]
            pub struct Vtable {
                pub head: Head,
                pub add: unsafe extern "C" fn(*mut c_void, i32, *mut i32) -> i32,
            }

            pub fn add(handle: &Handle, by: i32) -> Result<i32, Error> {
                let (table, this) = (handle.vtable::<Vtable>(), handle.object());
                let mut out = MaybeUninit::zeroed();
                // SAFETY: the table has the slot, arguments are lent for the call, the outs are what it writes.
                unsafe {
                    let status = ((*table).add)(this, by, out.as_mut_ptr());
                    runtime::received(status, &out, handle.record(), "bench:pairs/work@1#counter.add\x00")
                }
            }

            /// What the other side calls. Safety: it keeps to the contract (`tenon/abi.h`).
            pub mod slots {
                use super::*;

                pub unsafe extern "C" fn add(this: *mut c_void, by: i32, out: *mut i32) -> i32 {
                    runtime::call_object::<dyn interfaces::work::CounterImpl>(this, |object, record| {
                        runtime::put(object.add(by), out, record)
                    })
                }
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
        "/// What the benchmark of all pairs calls.\n",
        "package bench:pairs@1.0.0;\n",
        "\n",
        "interface work {\n",
        "  /// A sum that grows.\n",
        "  resource counter {\n",
        "    constructor();\n",
        "    add: func(by: s32) -> s32;\n",
        "  }\n",
        "\n",
        "  add: func(a: s32, b: s32) -> s32;\n",
        "  /// The same text.\n",
        "  echo: func(text: string) -> string;\n",
        "}\n",
        "\n",
        "world pair {\n",
        "  export work;\n",
        "}\n",
        "\0",
    );

    // SAFETY: it is whole and constant.
    pub static LIBRARY: tenon::World = unsafe {
        tenon::World::new(sys::tenon_world {
            size: size_of::<sys::tenon_world>() as u32,
            contract: CONTRACT,
            name: "bench:pairs/pair@1.0.0\x00".as_ptr() as *const c_char,
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
    static EXPORT_WORK: InterfaceDescriptor = InterfaceDescriptor::new(
        3, "bench:pairs/work@1\x00",
        [0x22, 0x8f, 0x0e, 0x50, 0xee, 0xce, 0x53, 0x5f, 0xc1, 0x2b, 0x18, 0x04, 0x1d, 0x11, 0xa5, 0x23],
    );
    static EXPORTED: [&InterfaceDescriptor; 1] = [&EXPORT_WORK];
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
        value: Box<D>,
    }

    const DROPPED: u32 = 1 << 31;

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

    /// Runs one method. An object that is dropped meanwhile ends with its outermost call.
    ///
    /// # Safety
    /// `this` was made by `make_object` of a `D` and isn't dropped.
    pub unsafe fn call_object<D: ?Sized>(
        this: *mut c_void, body: impl FnOnce(&D, &Record) -> Result<i32, i32>,
    ) -> i32 {
        call_object_anyway::<D>(this, |value, record| {
            record.unpoisoned()?;
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

    unsafe fn end<D: ?Sized>(made: *mut Made<D>) {
        let Made { value, host, live, .. } = *Box::from_raw(made);
        if let Err(panic) = catch_unwind(AssertUnwindSafe(move || drop(value))) {
            trapped(host.record(), panic);
        }
        Record::end(host.record);
        forget(host);
        live.fetch_sub(1, Ordering::Release);
    }
}
