// Made by tenon (contract 0.3) from pairs.wit. Do not edit: `tenon build` writes it anew.
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

pub use self::runtime::{CallError, Error, Host, IntoOwned};
pub use self::work::{Counter, CounterRef, CounterObject, CounterImpl, Work};

/// How an instance is made. A type without it is made by its `Default`.
pub trait Create: Sized {
    /// The error's text is what the host shows.
    fn create(host: Host) -> Result<Self, String>;
}

/// `bench:pairs/work@1.0.0`
pub mod work {
    use super::{glue, runtime};
    use super::runtime::OrTrap as _;

    /// A sum that grows.
    pub type Counter = runtime::Own<CounterObject>;

    /// A [`Counter`] that is lent.
    pub type CounterRef<'a> = runtime::Ref<'a, CounterObject>;

    /// What can be done with a [`Counter`], be it one's own or lent, made here or elsewhere.
    #[repr(transparent)]
    pub struct CounterObject(pub(super) runtime::Handle);

    impl Counter {
        /// Makes one out of an implementation.
        pub fn new<T: CounterImpl>(host: &super::Host, implementation: T) -> Self {
            glue::work::counter_object::make_(host, implementation)
        }
    }

    impl CounterObject {
        /// The implementation, if it is a `T` of this library.
        pub fn downcast_ref<T: CounterImpl>(&self) -> Option<&T> {
            glue::work::counter_object::made_(&self.0)
        }

        pub fn add(&self, by: i32) -> i32 {
            glue::work::counter_object::add(&self.0, by).or_trap()
        }
    }

    /// How a [`Counter`] of this library is made.
    pub trait CounterImpl: Send + 'static {
        fn add(&self, by: i32) -> i32;
    }

    pub trait Work: Send + 'static {
        fn add(&self, a: i32, b: i32) -> i32;

        /// The same text.
        fn echo(&self, text: &str) -> String;

        fn new_counter(&self) -> Counter;
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

        /// What the other side calls. Safety: it keeps to the contract (`tenon/abi.h`).
        pub mod slots {
            use super::*;

            pub unsafe extern "C" fn new_counter<T: interfaces::work::Work>(this: *mut c_void, out: *mut *mut Object) -> i32 {
                runtime::call::<T>(this, |plugin, record| {
                    runtime::put(plugin.new_counter(), out, record)
                })
            }

            pub unsafe extern "C" fn add<T: interfaces::work::Work>(this: *mut c_void, a: i32, b: i32, out: *mut i32) -> i32 {
                runtime::call::<T>(this, |plugin, record| {
                    runtime::put(plugin.add(a, b), out, record)
                })
            }

            pub unsafe extern "C" fn echo<T: interfaces::work::Work>(this: *mut c_void, text: *const u8, text_len: usize, out: *mut RawString) -> i32 {
                runtime::call::<T>(this, |plugin, record| {
                    let text = runtime::argument::<&str>(&RawString { ptr: text, len: text_len }, record)?;
                    runtime::put(plugin.echo(text), out, record)
                })
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

            pub fn make_<T: CounterImpl>(host: &Host, implementation: T) -> Own<CounterObject> {
                let value: Box<dyn CounterImpl> = Box::new(implementation);
                // SAFETY: the vtable is the resource's, its slots are for this trait.
                unsafe { runtime::make_object(host, addr_of!(VTABLE).cast(), &LIVE, TypeId::of::<T>(), value) }
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
                    runtime::received(status, &out, handle.record(), "counter.add")
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

// `no_mangle` and its like and blocks of `extern` are unsafe from edition 2024 on, which older
// compilers can't read. Where `_` matches as an expression, it is that edition.
macro_rules! linked {
    ($edition_2024:expr, [$($attribute:tt)*] $($item:tt)*) => { #[unsafe($($attribute)*)] $($item)* };
    (_, [$($attribute:tt)*] $($item:tt)*) => { #[$($attribute)*] $($item)* };
    ($edition_2024:expr, extern $($block:tt)*) => { unsafe extern $($block)* };
    (_, extern $($block:tt)*) => { extern $($block)* };
}

/// What the loader finds: the descriptor, the manifest, the entry.
mod library {
    use super::glue;
    use super::runtime::{self, *};
    use core::ffi::c_void;
    use core::marker::PhantomData;
    use core::mem::size_of;
    use core::ptr::null;

    /// Imports of all plugins together.
    pub const IMPORTS: usize = 0;
    /// Whether an instance may be called from several threads at once.
    pub const CONCURRENT: bool = false;
    const CONTRACT: u32 = 3;
    const UNWIND: u32 = cfg!(panic = "unwind") as u32;

    #[cfg(panic = "abort")]
    compile_error!("with panic = \"abort\" a failed import can't become a trap: take it out of Cargo.toml, or set `unwind = false` in tenon.toml");
    const _: () = assert!(
        fnv1a(include_bytes!("../tenon.toml")) == 0x87f10496c9cce523,
        "tenon.toml changed: run `tenon build` (or `tenon bind rust`)"
    );

    const fn fnv1a(bytes: &[u8]) -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325;
        let mut index = 0;
        while index < bytes.len() {
            hash = (hash ^ bytes[index] as u64).wrapping_mul(0x0100_0000_01b3);
            index += 1;
        }
        hash
    }

    #[cfg(not(tenon_static))]
    linked! {
        _, [no_mangle]
        pub extern "C" fn tenon_entry(contract: u32) -> *const LibraryDescriptor {
            if contract == CONTRACT {
                &LIBRARY
            } else {
                null()
            }
        }
    }

    #[cfg(not(tenon_static))]
    pub static LIBRARY: LibraryDescriptor =
        LibraryDescriptor::new(CONTRACT, &PLUGINS, Some(&ends_of_threads::LINK));
    #[cfg(tenon_static)]
    linked! {
        _, [export_name = "tenon_plugin_pairs_rust"]
        pub static LIBRARY: LibraryDescriptor = LibraryDescriptor::new(CONTRACT, &PLUGINS, None);
    }
    static PLUGINS: [&PluginDescriptor; 1] = [&plugin_pairs_rust::PLUGIN];

    /// The plugin `pairs-rust`.
    mod plugin_pairs_rust {
        use super::*;

        const _: fn() = can_be_a_plugin::<crate::Pair>;

        static TABLE_WORK: glue::work::Table = glue::work::Table {
            head: Head::new(
                3, [0x22, 0x8f, 0x0e, 0x50, 0xee, 0xce, 0x53, 0x5f, 0xc1, 0x2b, 0x18, 0x04, 0x1d, 0x11, 0xa5, 0x23],
                "bench:pairs/work@1\x00", &LIBRARY, None,
            ),
            new_counter: glue::work::slots::new_counter::<crate::Pair>,
            add: glue::work::slots::add::<crate::Pair>,
            echo: glue::work::slots::echo::<crate::Pair>,
        };
        static EXPORT_WORK: InterfaceDescriptor = InterfaceDescriptor::new(
            3, "bench:pairs/work@1\x00",
            [0x22, 0x8f, 0x0e, 0x50, 0xee, 0xce, 0x53, 0x5f, 0xc1, 0x2b, 0x18, 0x04, 0x1d, 0x11, 0xa5, 0x23],
            &TABLE_WORK.head,
        );
        static RESOURCE_0: ResourceDescriptor =
            ResourceDescriptor::new(glue::work::counter_object::TYPE, glue::work::counter_object::live_);
        static IMPORTED: [&InterfaceDescriptor; 0] = [];
        static EXPORTED: [&InterfaceDescriptor; 1] = [&EXPORT_WORK];
        static RESOURCES: [&ResourceDescriptor; 1] = [&RESOURCE_0];
        pub static PLUGIN: PluginDescriptor = PluginDescriptor {
            size: size_of::<PluginDescriptor>() as u32,
            flags: UNWIND,
            name: "pairs-rust\x00".as_ptr(),
            version: "1.0.0\x00".as_ptr(),
            import_count: 0,
            export_count: 1,
            resource_count: 1,
            reserved: 0,
            imports: IMPORTED.as_ptr(),
            exports: EXPORTED.as_ptr(),
            resources: RESOURCES.as_ptr(),
            create,
            destroy: runtime::destroy::<crate::Pair>,
        };

        #[allow(clippy::needless_borrow)] // the references choose between `Create` and `Default`
        unsafe extern "C" fn create(
            host: *const HostTable, _: *const Reference, instance: *mut *mut c_void,
        ) -> i32 {
            let imports = [Reference::ABSENT; IMPORTS];
            runtime::create(host, imports, instance, |host| {
                (&&&Maker::<crate::Pair>(PhantomData)).make(host)
            })
        }
    }

    const MANIFEST: Manifest<572> = Manifest {
        start: [
            0x01, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00,
        ],
        flags: UNWIND,
        rest: [
            0x4c, 0x02, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            0x90, 0x00, 0x00, 0x00, 0x0a, 0x00, 0x00, 0x00, 0xd1, 0x00, 0x00, 0x00, 0x3f, 0x00, 0x00, 0x00,
            0x10, 0x01, 0x00, 0x00, 0x3c, 0x01, 0x00, 0x00, 0x0e, 0x12, 0x40, 0x49, 0x58, 0xa0, 0xd2, 0x45,
            0xbf, 0xa2, 0xb4, 0xf8, 0xba, 0x3c, 0x80, 0x5c, 0x9a, 0x00, 0x00, 0x00, 0x0a, 0x00, 0x00, 0x00,
            0xa4, 0x00, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0xa9, 0x00, 0x00, 0x00, 0x16, 0x00, 0x00, 0x00,
            0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            0xbf, 0x00, 0x00, 0x00, 0x12, 0x00, 0x00, 0x00, 0x22, 0x8f, 0x0e, 0x50, 0xee, 0xce, 0x53, 0x5f,
            0xc1, 0x2b, 0x18, 0x04, 0x1d, 0x11, 0xa5, 0x23, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            0x70, 0x61, 0x69, 0x72, 0x73, 0x2d, 0x72, 0x75, 0x73, 0x74, 0x70, 0x61, 0x69, 0x72, 0x73, 0x2d,
            0x72, 0x75, 0x73, 0x74, 0x31, 0x2e, 0x30, 0x2e, 0x30, 0x62, 0x65, 0x6e, 0x63, 0x68, 0x3a, 0x70,
            0x61, 0x69, 0x72, 0x73, 0x2f, 0x70, 0x61, 0x69, 0x72, 0x40, 0x31, 0x2e, 0x30, 0x2e, 0x30, 0x62,
            0x65, 0x6e, 0x63, 0x68, 0x3a, 0x70, 0x61, 0x69, 0x72, 0x73, 0x2f, 0x77, 0x6f, 0x72, 0x6b, 0x40,
            0x31, 0x7b, 0x22, 0x70, 0x6c, 0x75, 0x67, 0x69, 0x6e, 0x73, 0x22, 0x3a, 0x5b, 0x7b, 0x22, 0x6e,
            0x61, 0x6d, 0x65, 0x22, 0x3a, 0x22, 0x70, 0x61, 0x69, 0x72, 0x73, 0x2d, 0x72, 0x75, 0x73, 0x74,
            0x22, 0x2c, 0x22, 0x76, 0x65, 0x72, 0x73, 0x69, 0x6f, 0x6e, 0x22, 0x3a, 0x22, 0x31, 0x2e, 0x30,
            0x2e, 0x30, 0x22, 0x2c, 0x22, 0x6d, 0x65, 0x74, 0x61, 0x22, 0x3a, 0x7b, 0x7d, 0x7d, 0x5d, 0x7d,
            0x2f, 0x2f, 0x2f, 0x20, 0x57, 0x68, 0x61, 0x74, 0x20, 0x74, 0x68, 0x65, 0x20, 0x62, 0x65, 0x6e,
            0x63, 0x68, 0x6d, 0x61, 0x72, 0x6b, 0x20, 0x6f, 0x66, 0x20, 0x61, 0x6c, 0x6c, 0x20, 0x70, 0x61,
            0x69, 0x72, 0x73, 0x20, 0x63, 0x61, 0x6c, 0x6c, 0x73, 0x2e, 0x0a, 0x70, 0x61, 0x63, 0x6b, 0x61,
            0x67, 0x65, 0x20, 0x62, 0x65, 0x6e, 0x63, 0x68, 0x3a, 0x70, 0x61, 0x69, 0x72, 0x73, 0x40, 0x31,
            0x2e, 0x30, 0x2e, 0x30, 0x3b, 0x0a, 0x0a, 0x69, 0x6e, 0x74, 0x65, 0x72, 0x66, 0x61, 0x63, 0x65,
            0x20, 0x77, 0x6f, 0x72, 0x6b, 0x20, 0x7b, 0x0a, 0x20, 0x20, 0x2f, 0x2f, 0x2f, 0x20, 0x41, 0x20,
            0x73, 0x75, 0x6d, 0x20, 0x74, 0x68, 0x61, 0x74, 0x20, 0x67, 0x72, 0x6f, 0x77, 0x73, 0x2e, 0x0a,
            0x20, 0x20, 0x72, 0x65, 0x73, 0x6f, 0x75, 0x72, 0x63, 0x65, 0x20, 0x63, 0x6f, 0x75, 0x6e, 0x74,
            0x65, 0x72, 0x20, 0x7b, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x63, 0x6f, 0x6e, 0x73, 0x74, 0x72, 0x75,
            0x63, 0x74, 0x6f, 0x72, 0x28, 0x29, 0x3b, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x61, 0x64, 0x64, 0x3a,
            0x20, 0x66, 0x75, 0x6e, 0x63, 0x28, 0x62, 0x79, 0x3a, 0x20, 0x73, 0x33, 0x32, 0x29, 0x20, 0x2d,
            0x3e, 0x20, 0x73, 0x33, 0x32, 0x3b, 0x0a, 0x20, 0x20, 0x7d, 0x0a, 0x0a, 0x20, 0x20, 0x61, 0x64,
            0x64, 0x3a, 0x20, 0x66, 0x75, 0x6e, 0x63, 0x28, 0x61, 0x3a, 0x20, 0x73, 0x33, 0x32, 0x2c, 0x20,
            0x62, 0x3a, 0x20, 0x73, 0x33, 0x32, 0x29, 0x20, 0x2d, 0x3e, 0x20, 0x73, 0x33, 0x32, 0x3b, 0x0a,
            0x20, 0x20, 0x2f, 0x2f, 0x2f, 0x20, 0x54, 0x68, 0x65, 0x20, 0x73, 0x61, 0x6d, 0x65, 0x20, 0x74,
            0x65, 0x78, 0x74, 0x2e, 0x0a, 0x20, 0x20, 0x65, 0x63, 0x68, 0x6f, 0x3a, 0x20, 0x66, 0x75, 0x6e,
            0x63, 0x28, 0x74, 0x65, 0x78, 0x74, 0x3a, 0x20, 0x73, 0x74, 0x72, 0x69, 0x6e, 0x67, 0x29, 0x20,
            0x2d, 0x3e, 0x20, 0x73, 0x74, 0x72, 0x69, 0x6e, 0x67, 0x3b, 0x0a, 0x7d, 0x0a, 0x0a, 0x77, 0x6f,
            0x72, 0x6c, 0x64, 0x20, 0x70, 0x61, 0x69, 0x72, 0x20, 0x7b, 0x0a, 0x20, 0x20, 0x65, 0x78, 0x70,
            0x6f, 0x72, 0x74, 0x20, 0x77, 0x6f, 0x72, 0x6b, 0x3b, 0x0a, 0x7d, 0x0a,
        ],
    };

    // The manifest, readable without running anything. Exactly one in a file.
    #[cfg(not(tenon_static))]
    linked! {
        _, [link_section = ".note.tenon"]
        #[used]
        static NOTE: Note<572> =
            Note { name_size: 6, size: 588, kind: 1, name: *b"tenon\0\0\0", manifest: MANIFEST };
    }

    // The same in a library that is linked into a program.
    #[cfg(tenon_static)]
    linked! {
        _, [export_name = "tenon_manifest_pairs_rust"]
        pub static NOTE: Manifest<572> = MANIFEST;
    }
    #[cfg(tenon_static)]
    linked! {
        _, [export_name = "tenon_manifest_pairs_rust_size"]
        pub static NOTE_SIZE: usize = 588;
    }
}

mod runtime {
    //! What is the same in every library: values in memory, calls in both directions, instances,
    //! objects and traps. Layouts and rules are those of `tenon/abi.h`.

    use super::library::{self, CONCURRENT, IMPORTS};
    use core::any::TypeId;
    use core::ffi::c_void;
    use core::fmt;
    use core::marker::PhantomData;
    use core::mem::{align_of, forget, size_of, MaybeUninit};
    use core::ops::Deref;
    use core::ptr::{addr_of, addr_of_mut, null, NonNull};
    use core::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering};
    use std::any::Any;
    use std::cell::Cell;
    use std::ffi::OsStr;
    use std::os::raw::c_char;
    use std::os::unix::ffi::OsStrExt;
    use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe};
    use std::path::PathBuf;

    pub const OK: i32 = 0;
    pub const ERR: i32 = 1;
    pub const MISSING: i32 = -1;
    pub const TRAP: i32 = -2;
    pub const POISONED: i32 = -3;
    pub const OUT_OF_MEMORY: i32 = -4;
    pub const BAD_ARGUMENT: i32 = -5;
    pub const BAD_RESULT: i32 = -6;
    pub const GONE: i32 = -7;

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
        pub type_name: *const u8,
        pub owner: *const c_void,
        pub drop: Option<unsafe extern "C" fn(*mut c_void)>,
    }

    impl Head {
        /// `type_name` ends with a zero byte.
        pub const fn new(
            slots: u32, hash: [u8; 16], type_name: &'static str, owner: &'static LibraryDescriptor,
            drop: Option<unsafe extern "C" fn(*mut c_void)>,
        ) -> Head {
            let owner = owner as *const LibraryDescriptor as *const c_void;
            Head { slots, flags: 0, hash, type_name: type_name.as_ptr(), owner, drop }
        }

        /// Whether it is the vtable of that resource. `type_name` ends with a zero byte.
        fn is(&self, type_name: &str) -> bool {
            let known = |(index, byte)| {
                // SAFETY: a name that is there ends with a zero byte, and nothing is read behind what differs.
                unsafe { *self.type_name.add(index) == byte }
            };
            !self.type_name.is_null() && type_name.bytes().enumerate().all(known)
        }
    }

    /// Any object, before its resource is known.
    #[repr(C)]
    pub struct Object {
        vtable: *const Head,
    }

    /// An interface that the host implements; null if it is absent.
    #[repr(C)]
    #[derive(Clone, Copy)]
    pub struct Reference {
        table: *const Head,
        this: *mut c_void,
    }

    impl Reference {
        pub const ABSENT: Reference = Reference { table: null(), this: core::ptr::null_mut() };

        /// Whether the table has the `slots` functions that this library calls without asking.
        ///
        /// # Safety
        /// `table` is null or points at a table.
        pub unsafe fn has(&self, slots: u32) -> bool {
            self.table.is_null() || (*self.table).slots >= slots
        }
    }

    #[repr(C)]
    pub struct HostTable {
        size: u32,
        contract: u32,
        ctx: *mut c_void,
        alloc: unsafe extern "C" fn(*mut c_void, usize, usize) -> *mut c_void,
        free: unsafe extern "C" fn(*mut c_void, *mut c_void, usize, usize),
        trap: unsafe extern "C" fn(*mut c_void, i32, *const u8, usize),
        plugin_dir: RawString,
    }

    #[repr(C)]
    pub struct InterfaceDescriptor {
        pub size: u32,
        pub slots: u32,
        pub id: *const u8,
        pub hash: [u8; 16],
        pub table: *const Head,
    }

    impl InterfaceDescriptor {
        /// `id` ends with a zero byte; `table` is that of an export.
        pub const fn new(slots: u32, id: &'static str, hash: [u8; 16], table: *const Head) -> Self {
            InterfaceDescriptor { size: size_of::<Self>() as u32, slots, id: id.as_ptr(), hash, table }
        }
    }

    #[repr(C)]
    pub struct ResourceDescriptor {
        size: u32,
        flags: u32,
        type_name: *const u8,
        live: extern "C" fn() -> u64,
    }

    impl ResourceDescriptor {
        /// `type_name` ends with a zero byte.
        pub const fn new(type_name: &'static str, live: extern "C" fn() -> u64) -> Self {
            ResourceDescriptor { size: size_of::<Self>() as u32, flags: 0, type_name: type_name.as_ptr(), live }
        }
    }

    pub type CreateFunction = unsafe extern "C" fn(*const HostTable, *const Reference, *mut *mut c_void) -> i32;

    #[repr(C)]
    pub struct PluginDescriptor {
        pub size: u32,
        pub flags: u32,
        pub name: *const u8,
        pub version: *const u8,
        pub import_count: u32,
        pub export_count: u32,
        pub resource_count: u32,
        pub reserved: u32,
        pub imports: *const &'static InterfaceDescriptor,
        pub exports: *const &'static InterfaceDescriptor,
        pub resources: *const &'static ResourceDescriptor,
        pub create: CreateFunction,
        pub destroy: unsafe extern "C" fn(*mut c_void),
    }

    #[repr(C)]
    pub struct LibraryDescriptor {
        pub size: u32,
        pub contract: u32,
        pub plugin_count: u32,
        pub reserved: u32,
        pub plugins: *const &'static PluginDescriptor,
        pub thread_exit: Option<&'static ThreadExitLink>,
    }

    impl LibraryDescriptor {
        pub const fn new(
            contract: u32, plugins: &'static [&'static PluginDescriptor], thread_exit: Option<&'static ThreadExitLink>,
        ) -> Self {
            LibraryDescriptor {
                size: size_of::<Self>() as u32,
                contract,
                plugin_count: plugins.len() as u32,
                reserved: 0,
                plugins: plugins.as_ptr(),
                thread_exit,
            }
        }
    }

    /// How the host hears what is to run when a thread ends (`tenon/abi/thread_exit.h`).
    #[repr(C)]
    pub struct ThreadExitLink {
        size: u32,
        reserved: u32,
        early: AtomicU32,
        users: AtomicU32,
        library: AtomicPtr<c_void>,
        table: AtomicPtr<ThreadExit>,
    }

    pub type Run = unsafe extern "C" fn(*mut c_void);
    pub type Start = unsafe extern "C" fn(*mut c_void) -> *mut c_void;

    #[repr(C)]
    pub struct ThreadExit {
        size: u32,
        reserved: u32,
        at_exit: unsafe extern "C" fn(*mut c_void, Run, *mut c_void) -> i32,
        key_create: unsafe extern "C" fn(*mut c_void, *mut u32, Option<Run>) -> i32,
        key_set: unsafe extern "C" fn(*mut c_void, u32, *const c_void) -> i32,
        key_delete: unsafe extern "C" fn(*mut c_void, u32) -> i32,
        thread_create: unsafe extern "C" fn(*mut c_void, *mut c_void, *const c_void, Start, *mut c_void) -> i32,
    }

    /// The manifest as an ELF note.
    #[repr(C, align(4))]
    pub struct Note<const REST: usize> {
        pub name_size: u32,
        pub size: u32,
        pub kind: u32,
        pub name: [u8; 8],
        pub manifest: Manifest<REST>,
    }

    #[repr(C)]
    pub struct Manifest<const REST: usize> {
        pub start: [u8; 12],
        /// What this compiler was told about panics.
        pub flags: u32,
        pub rest: [u8; REST],
    }

    // SAFETY: descriptors are constant.
    unsafe impl Sync for InterfaceDescriptor {}
    // SAFETY: as above.
    unsafe impl Sync for ResourceDescriptor {}
    // SAFETY: as above.
    unsafe impl Sync for PluginDescriptor {}
    // SAFETY: as above.
    unsafe impl Sync for LibraryDescriptor {}
    // SAFETY: as above.
    unsafe impl Sync for Head {}

    /// Whether a type takes the room that the contract gives it.
    pub const fn laid_out<T>(size: usize, align: usize) -> bool {
        size_of::<T>() == size && align_of::<T>() == align
    }

    /// Where a `U` behind a `T` at `place` comes to lie: fields of a `repr(C)` struct follow each other so.
    pub const fn behind<T, U>(place: usize) -> usize {
        (place + size_of::<T>() + align_of::<U>() - 1) / align_of::<U>() * align_of::<U>()
    }

    const _: () = assert!(size_of::<InterfaceDescriptor>() == 40 && size_of::<ResourceDescriptor>() == 24);
    const _: () = assert!(size_of::<PluginDescriptor>() == 80 && size_of::<LibraryDescriptor>() == 32);
    const _: () = assert!(size_of::<ThreadExitLink>() == 32 && size_of::<ThreadExit>() == 48);
    const _: () = assert!(size_of::<Head>() == 48 && size_of::<HostTable>() == 56);

    // ---- Errors of calls ----

    /// Why a call failed for a reason that its interface doesn't name.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Error {
        function: &'static str,
        status: i32,
    }

    impl Error {
        pub(super) fn new(function: &'static str, status: i32) -> Error {
            Error { function, status }
        }

        /// The function that was called: `log.info`.
        pub fn function(&self) -> &'static str {
            self.function
        }

        /// The contract's status (`tenon/abi/status.h`), always negative.
        pub fn status(&self) -> i32 {
            self.status
        }

        fn reason(&self) -> &'static str {
            match self.status {
                MISSING => "the other side hasn't got this function",
                TRAP => "the other side trapped",
                POISONED => "the other side trapped in an earlier call",
                OUT_OF_MEMORY => "out of memory",
                BAD_ARGUMENT => "the other side refused an argument",
                BAD_RESULT => "the result isn't what its type promises",
                GONE => "the other side is gone",
                _ => "unknown status",
            }
        }
    }

    impl fmt::Display for Error {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "call of `{}` failed: {} ({})", self.function, self.reason(), self.status)
        }
    }

    impl std::error::Error for Error {}

    /// Why a call of a function with a `result` failed.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum CallError<E> {
        /// The error that the interface names.
        Interface(E),
        /// Any other reason.
        Framework(Error),
    }

    pub fn flatten<T, E>(result: Result<Result<T, E>, Error>) -> Result<T, CallError<E>> {
        match result {
            Ok(own) => own.map_err(CallError::Interface),
            Err(error) => Err(CallError::Framework(error)),
        }
    }

    /// A failed import ends the plugin's function that called it: it becomes that function's trap.
    pub trait OrTrap<T> {
        fn or_trap(self) -> T;
    }

    impl<T> OrTrap<T> for Result<T, Error> {
        fn or_trap(self) -> T {
            match self {
                Ok(value) => value,
                Err(error) => resume_unwind(Box::new(error)),
            }
        }
    }

    // ---- The record of an instance ----

    /// What an instance and the objects it made have in common. It outlives the instance.
    #[repr(C)]
    pub struct Record {
        /// Handles on this record: the instance, its objects, every `Host`, every own handle.
        references: AtomicUsize,
        /// The instance and its objects. At 0 the host may take back its table and the imports.
        alive: AtomicUsize,
        poisoned: AtomicBool,
        /// Where this record lies, and how its memory goes back.
        place: *mut Record,
        free: unsafe fn(*mut Record),
        table: *const HostTable,
        imports: [Reference; IMPORTS],
    }

    // SAFETY: the host's functions may be called from any thread; the rest is atomic or constant.
    unsafe impl Sync for Record {}

    impl Record {
        pub fn host(&self) -> Host {
            Host { record: self.retained() }
        }

        /// One more reference.
        fn retained(&self) -> NonNull<Record> {
            self.references.fetch_add(1, Ordering::Relaxed);
            NonNull::from(self)
        }

        fn begin_one(&self) {
            self.alive.fetch_add(1, Ordering::Relaxed);
        }

        /// Gives up one reference. By pointer: nothing may refer to the record when its memory goes.
        ///
        /// # Safety
        /// The reference was the caller's.
        unsafe fn release(record: NonNull<Record>) {
            let record = record.as_ptr();
            if (*record).references.fetch_sub(1, Ordering::AcqRel) == 1 {
                let (free, place) = ((*record).free, (*record).place);
                free(place);
            }
        }

        /// Gives up the reference of an instance or object, which is no more.
        ///
        /// # Safety
        /// As for `release`.
        unsafe fn end(record: NonNull<Record>) {
            record.as_ref().alive.fetch_sub(1, Ordering::Release);
            Record::release(record);
        }

        /// Whether functions may run.
        pub fn unpoisoned(&self) -> Result<(), i32> {
            if self.poisoned.load(Ordering::Relaxed) { Err(POISONED) } else { Ok(()) }
        }

        fn table(&self) -> Option<&HostTable> {
            // SAFETY: the host keeps its table as long as the instance or one of its objects is alive.
            (self.alive.load(Ordering::Acquire) > 0).then(|| unsafe { &*self.table })
        }

        /// The table of an import, and what goes with every call of it. A pointer, no reference: the
        /// host's table may be shorter than `T`. It is good for those who are called, and for threads that end
        /// before the instance does, as an author's `drop` sees to: nothing waits for others.
        pub fn import<T>(&self, index: usize, function: &'static str) -> Result<(*const T, *mut c_void), Error> {
            let import = &self.imports[index];
            if import.table.is_null() {
                return Err(Error::new(function, MISSING));
            }
            if self.alive.load(Ordering::Acquire) == 0 {
                return Err(Error::new(function, GONE));
            }
            Ok((import.table.cast::<T>(), import.this))
        }

        /// Whether an import has the function with this index.
        pub fn import_has(&self, index: usize, slot: u32) -> bool {
            let table = self.imports[index].table;
            // SAFETY: a table that isn't null lives as long as the instance or one of its objects.
            !table.is_null() && self.alive.load(Ordering::Acquire) > 0 && unsafe { (*table).slots > slot }
        }

        fn trap(&self, status: i32, text: &str) {
            if let Some(table) = self.table() {
                // SAFETY: the host copies the text before it returns.
                unsafe { (table.trap)(table.ctx, status, text.as_ptr(), text.len()) }
            }
        }

        /// `size` bytes (more than 0) of the host's memory.
        fn alloc(&self, size: usize, align: usize) -> Option<NonNull<c_void>> {
            let table = self.table()?;
            // SAFETY: `align` is that of a type of the contract, 8 at most.
            NonNull::new(unsafe { (table.alloc)(table.ctx, size, align) })
        }

        /// # Safety
        /// `ptr` is a block of the host's heap with that size and alignment, or `size` is 0.
        unsafe fn free(&self, ptr: *const c_void, size: usize, align: usize) {
            if size == 0 {
                return;
            }
            if let Some(table) = self.table() {
                (table.free)(table.ctx, ptr as *mut c_void, size, align);
            }
        }
    }

    /// Through this a plugin reaches its imports. Copies are cheap and may go into objects and threads.
    pub struct Host {
        record: NonNull<Record>,
    }

    // SAFETY: a `Record` is `Sync`, and its reference count is atomic.
    unsafe impl Send for Host {}
    // SAFETY: as above.
    unsafe impl Sync for Host {}

    impl Host {
        /// The folder the library came from, where its data files are.
        pub fn dir(&self) -> PathBuf {
            let dir = self.record().table().map(|table| table.plugin_dir);
            // SAFETY: the host's folder lives as long as its table.
            let bytes = dir.and_then(|dir| unsafe { slice(dir.ptr, dir.len) });
            OsStr::from_bytes(bytes.unwrap_or(&[])).into()
        }

        pub(super) fn record(&self) -> &Record {
            // SAFETY: a `Host` is counted among the record's references.
            unsafe { self.record.as_ref() }
        }
    }

    impl Clone for Host {
        fn clone(&self) -> Host {
            self.record().host()
        }
    }

    impl Drop for Host {
        fn drop(&mut self) {
            // SAFETY: a `Host` is one of the record's references.
            unsafe { Record::release(self.record) }
        }
    }

    impl fmt::Debug for Host {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Host")
        }
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

    // SAFETY: an object may be called from any thread, by one at a time (`docs/abi.md`, "Re-entry and threads"): what
    // implements it is `Send`.
    unsafe impl<R: Resource> Send for Own<R> {}

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

    // ---- Instances ----

    /// An instance: the author's value behind its record. The memory stays until the record goes.
    #[repr(C)]
    pub struct Instance<T> {
        record: Record,
        value: MaybeUninit<T>,
    }

    impl<T> Instance<T> {
        unsafe fn free(record: *mut Record) {
            drop(Box::from_raw(record.cast::<Instance<T>>()));
        }
    }

    /// Makes an instance, as `tenon_plugin_descriptor.create` says.
    ///
    /// # Safety
    /// `table` and `imports` are the host's, and `out` has room for a pointer.
    pub unsafe fn create<T>(
        table: *const HostTable, imports: [Reference; IMPORTS], out: *mut *mut c_void,
        make: impl FnOnce(Host) -> Result<T, Reason>,
    ) -> i32 {
        install_hook();
        let record = Record {
            references: AtomicUsize::new(1),
            alive: AtomicUsize::new(1),
            poisoned: AtomicBool::new(false),
            place: core::ptr::null_mut(),
            free: Instance::<T>::free,
            table,
            imports,
        };
        let instance = Instance::<T> { record, value: MaybeUninit::uninit() };
        let instance = Box::into_raw(Box::new(instance));
        (*instance).record.place = instance.cast();
        let record = &*instance.cast::<Record>();
        let status = match caught(|| make(record.host())) {
            Ok(Ok(value)) => {
                addr_of_mut!((*instance).value).write(MaybeUninit::new(value));
                out.write(instance.cast());
                return OK;
            }
            Ok(Err(reason)) => {
                record.trap(ERR, &reason);
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
            record.unpoisoned()?;
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

    // ---- Traps ----

    /// What `Create` says if it refuses.
    pub type Reason = String;

    type Panic = Box<dyn Any + Send>;

    fn caught<R>(body: impl FnOnce() -> R) -> Result<R, Panic> {
        catch_unwind(AssertUnwindSafe(body))
    }

    /// Tells the host why, and lets nobody in from now on.
    #[cold]
    fn trapped(record: &Record, panic: Panic) -> i32 {
        record.poisoned.store(true, Ordering::Relaxed);
        record.trap(TRAP, &described(&*panic));
        // What was thrown may panic when it is dropped.
        if let Err(second) = caught(move || drop(panic)) {
            forget(second);
        }
        TRAP
    }

    fn described(panic: &(dyn Any + Send)) -> String {
        if let Some(error) = panic.downcast_ref::<Error>() {
            return error.to_string();
        }
        let text = panic.downcast_ref::<&str>().copied();
        let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        PLACE.with(|place| place.replace(Place::UNKNOWN)).beside(text.unwrap_or("panic"))
    }

    /// Where the thread's last panic was. No destructor, so it doesn't keep the library mapped.
    #[derive(Clone, Copy)]
    struct Place {
        line: u32,
        len: usize,
        file: [u8; 256],
    }

    thread_local! {
        static PLACE: Cell<Place> = const { Cell::new(Place::UNKNOWN) };
    }

    impl Place {
        const UNKNOWN: Place = Place { line: 0, len: 0, file: [0; 256] };

        fn new(file: &str, line: u32) -> Place {
            let mut place = Place { line, len: file.len().min(256), file: [0; 256] };
            place.file[..place.len].copy_from_slice(&file.as_bytes()[..place.len]);
            place
        }

        fn beside(&self, text: &str) -> String {
            match self.line {
                0 => text.to_owned(),
                line => format!("{text} ({}:{line})", String::from_utf8_lossy(&self.file[..self.len])),
            }
        }
    }

    /// A panic's place goes into the trap's text, nothing to the host's standard error. The standard
    /// library is this library's own, so no other panic of the process comes here.
    #[cfg(any(not(tenon_static), tenon_sealed))]
    fn install_hook() {
        static ONCE: std::sync::Once = std::sync::Once::new();
        ONCE.call_once(|| {
            std::panic::set_hook(Box::new(|panic| {
                if let Some(at) = panic.location() {
                    PLACE.with(|place| place.set(Place::new(at.file(), at.line())));
                }
            }));
        });
    }

    /// Linked into a program in Rust: the standard library and the hook are the program's.
    #[cfg(all(tenon_static, not(tenon_sealed)))]
    fn install_hook() {}

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
}
