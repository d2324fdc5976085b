// Made by tenon (contract 0.3) from call.wit. Do not edit: `tenon build` writes it anew.
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
pub use self::work::{Point, Work};

/// How an instance is made. A type without it is made by its `Default`.
pub trait Create: Sized {
    /// The error's text is what the host shows.
    fn create(host: Host) -> Result<Self, String>;
}

/// `bench:call/work@1.0.0`
pub mod work {
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Point {
        pub x: f64,
        pub y: f64,
        pub id: u32,
    }

    pub trait Work: Send + 'static {
        fn add(&self, a: i32, b: i32) -> i32;

        /// The text with its first letter changed.
        fn turn(&self, text: &str) -> String;

        fn shift(&self, point: Point, by: f64) -> Point;
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
        #[derive(Clone, Copy)]
        pub struct PointRaw {
            x: f64,
            y: f64,
            id: u32,
        }

        const _: () = assert!(runtime::laid_out::<PointRaw>(24, 8));
        const _: () = assert!(runtime::behind::<f64, f64>(0) == 8);
        const _: () = assert!(runtime::behind::<f64, u32>(8) == 16);

        impl View for interfaces::work::Point {
            type Raw = PointRaw;
            unsafe fn check(raw: &PointRaw) -> bool {
                <f64>::check(&raw.x)
                    && <f64>::check(&raw.y)
                    && <u32>::check(&raw.id)
            }
            unsafe fn view(raw: &PointRaw, record: &Record) -> Self {
                Self {
                    x: View::view(&raw.x, record),
                    y: View::view(&raw.y, record),
                    id: View::view(&raw.id, record),
                }
            }
            fn lend(self, scratch: &mut Scratch) -> PointRaw {
                PointRaw {
                    x: self.x.lend(scratch),
                    y: self.y.lend(scratch),
                    id: self.id.lend(scratch),
                }
            }
        }

        impl Value for interfaces::work::Point {
            type Raw = PointRaw;
            unsafe fn lift(raw: &PointRaw, from: &Origin<'_>) -> Option<Self> {
                let x = Value::lift(&raw.x, from);
                let y = Value::lift(&raw.y, from);
                let id = Value::lift(&raw.id, from);
                Some(Self {
                    x: x?,
                    y: y?,
                    id: id?,
                })
            }
            fn give(self, scratch: &mut Scratch) -> PointRaw {
                PointRaw {
                    x: self.x.give(scratch),
                    y: self.y.give(scratch),
                    id: self.id.give(scratch),
                }
            }
        }

        impl Output for interfaces::work::Point {
            fn lower(self, record: &Record) -> Option<PointRaw> {
                let x = Lowered::new(self.x, record)?;
                let y = Lowered::new(self.y, record)?;
                let id = Lowered::new(self.id, record)?;
                Some(PointRaw {
                    x: x.take(),
                    y: y.take(),
                    id: id.take(),
                })
            }
            unsafe fn release(raw: &PointRaw, record: &Record) {
                <f64 as Output>::release(&raw.x, record);
                <f64 as Output>::release(&raw.y, record);
                <u32 as Output>::release(&raw.id, record);
            }
        }

        impl IntoOwned for interfaces::work::Point {
            type Owned = Self;
            fn into_owned(self) -> Self {
                self
            }
        }

        #[repr(C)]
        pub struct Table {
            pub head: Head,
            pub add: unsafe extern "C" fn(*mut c_void, i32, i32, *mut i32) -> i32,
            pub shift: unsafe extern "C" fn(*mut c_void, *const PointRaw, f64, *mut PointRaw) -> i32,
            pub turn: unsafe extern "C" fn(*mut c_void, *const u8, usize, *mut RawString) -> i32,
        }

        /// What the other side calls. Safety: it keeps to the contract (`tenon/abi.h`).
        pub mod slots {
            use super::*;

            pub unsafe extern "C" fn add<T: interfaces::work::Work>(this: *mut c_void, a: i32, b: i32, out: *mut i32) -> i32 {
                runtime::call::<T>(this, |plugin, record| {
                    runtime::put(plugin.add(a, b), out, record)
                })
            }

            pub unsafe extern "C" fn shift<T: interfaces::work::Work>(this: *mut c_void, point: *const PointRaw, by: f64, out: *mut PointRaw) -> i32 {
                runtime::call::<T>(this, |plugin, record| {
                    let point = runtime::argument::<interfaces::work::Point>(runtime::pointee(point).ok_or(BAD_ARGUMENT)?, record)?;
                    runtime::put(plugin.shift(point, by), out, record)
                })
            }

            pub unsafe extern "C" fn turn<T: interfaces::work::Work>(this: *mut c_void, text: *const u8, text_len: usize, out: *mut RawString) -> i32 {
                runtime::call::<T>(this, |plugin, record| {
                    let text = runtime::argument::<&str>(&RawString { ptr: text, len: text_len }, record)?;
                    runtime::put(plugin.turn(text), out, record)
                })
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
        fnv1a(include_bytes!("../tenon.toml")) == 0xd677daf03522189c,
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
        _, [export_name = "tenon_plugin_calls_rust"]
        pub static LIBRARY: LibraryDescriptor = LibraryDescriptor::new(CONTRACT, &PLUGINS, None);
    }
    static PLUGINS: [&PluginDescriptor; 1] = [&plugin_calls_rust::PLUGIN];

    /// The plugin `calls-rust`.
    mod plugin_calls_rust {
        use super::*;

        const _: fn() = can_be_a_plugin::<crate::Worker>;

        static TABLE_WORK: glue::work::Table = glue::work::Table {
            head: Head::new(
                3, [0xd2, 0x19, 0x57, 0x44, 0xf9, 0x07, 0x20, 0xc9, 0x7a, 0xbe, 0xfa, 0x5c, 0xbf, 0xe4, 0xb4, 0x49],
                "bench:call/work@1\x00", &LIBRARY, None,
            ),
            add: glue::work::slots::add::<crate::Worker>,
            shift: glue::work::slots::shift::<crate::Worker>,
            turn: glue::work::slots::turn::<crate::Worker>,
        };
        static EXPORT_WORK: InterfaceDescriptor = InterfaceDescriptor::new(
            3, "bench:call/work@1\x00",
            [0xd2, 0x19, 0x57, 0x44, 0xf9, 0x07, 0x20, 0xc9, 0x7a, 0xbe, 0xfa, 0x5c, 0xbf, 0xe4, 0xb4, 0x49],
            &TABLE_WORK.head,
        );
        static IMPORTED: [&InterfaceDescriptor; 0] = [];
        static EXPORTED: [&InterfaceDescriptor; 1] = [&EXPORT_WORK];
        static RESOURCES: [&ResourceDescriptor; 0] = [];
        pub static PLUGIN: PluginDescriptor = PluginDescriptor {
            size: size_of::<PluginDescriptor>() as u32,
            flags: UNWIND,
            name: "calls-rust\x00".as_ptr(),
            version: "1.0.0\x00".as_ptr(),
            import_count: 0,
            export_count: 1,
            resource_count: 0,
            reserved: 0,
            imports: IMPORTED.as_ptr(),
            exports: EXPORTED.as_ptr(),
            resources: RESOURCES.as_ptr(),
            create,
            destroy: runtime::destroy::<crate::Worker>,
        };

        #[allow(clippy::needless_borrow)] // the references choose between `Create` and `Default`
        unsafe extern "C" fn create(
            host: *const HostTable, _: *const Reference, instance: *mut *mut c_void,
        ) -> i32 {
            let imports = [Reference::ABSENT; IMPORTS];
            runtime::create(host, imports, instance, |host| {
                (&&&Maker::<crate::Worker>(PhantomData)).make(host)
            })
        }
    }

    const MANIFEST: Manifest<596> = Manifest {
        start: [
            0x01, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00,
        ],
        flags: UNWIND,
        rest: [
            0x64, 0x02, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            0x90, 0x00, 0x00, 0x00, 0x0a, 0x00, 0x00, 0x00, 0xd1, 0x00, 0x00, 0x00, 0x3f, 0x00, 0x00, 0x00,
            0x10, 0x01, 0x00, 0x00, 0x54, 0x01, 0x00, 0x00, 0x7a, 0xe6, 0x0e, 0x44, 0xaf, 0x6e, 0x17, 0xa8,
            0x3c, 0xe1, 0xbd, 0xc9, 0x67, 0xe5, 0x8f, 0x47, 0x9a, 0x00, 0x00, 0x00, 0x0a, 0x00, 0x00, 0x00,
            0xa4, 0x00, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0xa9, 0x00, 0x00, 0x00, 0x17, 0x00, 0x00, 0x00,
            0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            0xc0, 0x00, 0x00, 0x00, 0x11, 0x00, 0x00, 0x00, 0xd2, 0x19, 0x57, 0x44, 0xf9, 0x07, 0x20, 0xc9,
            0x7a, 0xbe, 0xfa, 0x5c, 0xbf, 0xe4, 0xb4, 0x49, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            0x63, 0x61, 0x6c, 0x6c, 0x73, 0x2d, 0x72, 0x75, 0x73, 0x74, 0x63, 0x61, 0x6c, 0x6c, 0x73, 0x2d,
            0x72, 0x75, 0x73, 0x74, 0x31, 0x2e, 0x30, 0x2e, 0x30, 0x62, 0x65, 0x6e, 0x63, 0x68, 0x3a, 0x63,
            0x61, 0x6c, 0x6c, 0x2f, 0x77, 0x6f, 0x72, 0x6b, 0x65, 0x72, 0x40, 0x31, 0x2e, 0x30, 0x2e, 0x30,
            0x62, 0x65, 0x6e, 0x63, 0x68, 0x3a, 0x63, 0x61, 0x6c, 0x6c, 0x2f, 0x77, 0x6f, 0x72, 0x6b, 0x40,
            0x31, 0x7b, 0x22, 0x70, 0x6c, 0x75, 0x67, 0x69, 0x6e, 0x73, 0x22, 0x3a, 0x5b, 0x7b, 0x22, 0x6e,
            0x61, 0x6d, 0x65, 0x22, 0x3a, 0x22, 0x63, 0x61, 0x6c, 0x6c, 0x73, 0x2d, 0x72, 0x75, 0x73, 0x74,
            0x22, 0x2c, 0x22, 0x76, 0x65, 0x72, 0x73, 0x69, 0x6f, 0x6e, 0x22, 0x3a, 0x22, 0x31, 0x2e, 0x30,
            0x2e, 0x30, 0x22, 0x2c, 0x22, 0x6d, 0x65, 0x74, 0x61, 0x22, 0x3a, 0x7b, 0x7d, 0x7d, 0x5d, 0x7d,
            0x2f, 0x2f, 0x2f, 0x20, 0x57, 0x68, 0x61, 0x74, 0x20, 0x74, 0x68, 0x65, 0x20, 0x63, 0x61, 0x6c,
            0x6c, 0x20, 0x62, 0x65, 0x6e, 0x63, 0x68, 0x6d, 0x61, 0x72, 0x6b, 0x73, 0x20, 0x63, 0x61, 0x6c,
            0x6c, 0x2e, 0x0a, 0x70, 0x61, 0x63, 0x6b, 0x61, 0x67, 0x65, 0x20, 0x62, 0x65, 0x6e, 0x63, 0x68,
            0x3a, 0x63, 0x61, 0x6c, 0x6c, 0x40, 0x31, 0x2e, 0x30, 0x2e, 0x30, 0x3b, 0x0a, 0x0a, 0x69, 0x6e,
            0x74, 0x65, 0x72, 0x66, 0x61, 0x63, 0x65, 0x20, 0x77, 0x6f, 0x72, 0x6b, 0x20, 0x7b, 0x0a, 0x20,
            0x20, 0x72, 0x65, 0x63, 0x6f, 0x72, 0x64, 0x20, 0x70, 0x6f, 0x69, 0x6e, 0x74, 0x20, 0x7b, 0x0a,
            0x20, 0x20, 0x20, 0x20, 0x78, 0x3a, 0x20, 0x66, 0x36, 0x34, 0x2c, 0x0a, 0x20, 0x20, 0x20, 0x20,
            0x79, 0x3a, 0x20, 0x66, 0x36, 0x34, 0x2c, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x69, 0x64, 0x3a, 0x20,
            0x75, 0x33, 0x32, 0x2c, 0x0a, 0x20, 0x20, 0x7d, 0x0a, 0x0a, 0x20, 0x20, 0x61, 0x64, 0x64, 0x3a,
            0x20, 0x66, 0x75, 0x6e, 0x63, 0x28, 0x61, 0x3a, 0x20, 0x73, 0x33, 0x32, 0x2c, 0x20, 0x62, 0x3a,
            0x20, 0x73, 0x33, 0x32, 0x29, 0x20, 0x2d, 0x3e, 0x20, 0x73, 0x33, 0x32, 0x3b, 0x0a, 0x20, 0x20,
            0x73, 0x68, 0x69, 0x66, 0x74, 0x3a, 0x20, 0x66, 0x75, 0x6e, 0x63, 0x28, 0x70, 0x6f, 0x69, 0x6e,
            0x74, 0x3a, 0x20, 0x70, 0x6f, 0x69, 0x6e, 0x74, 0x2c, 0x20, 0x62, 0x79, 0x3a, 0x20, 0x66, 0x36,
            0x34, 0x29, 0x20, 0x2d, 0x3e, 0x20, 0x70, 0x6f, 0x69, 0x6e, 0x74, 0x3b, 0x0a, 0x20, 0x20, 0x2f,
            0x2f, 0x2f, 0x20, 0x54, 0x68, 0x65, 0x20, 0x74, 0x65, 0x78, 0x74, 0x20, 0x77, 0x69, 0x74, 0x68,
            0x20, 0x69, 0x74, 0x73, 0x20, 0x66, 0x69, 0x72, 0x73, 0x74, 0x20, 0x6c, 0x65, 0x74, 0x74, 0x65,
            0x72, 0x20, 0x63, 0x68, 0x61, 0x6e, 0x67, 0x65, 0x64, 0x2e, 0x0a, 0x20, 0x20, 0x74, 0x75, 0x72,
            0x6e, 0x3a, 0x20, 0x66, 0x75, 0x6e, 0x63, 0x28, 0x74, 0x65, 0x78, 0x74, 0x3a, 0x20, 0x73, 0x74,
            0x72, 0x69, 0x6e, 0x67, 0x29, 0x20, 0x2d, 0x3e, 0x20, 0x73, 0x74, 0x72, 0x69, 0x6e, 0x67, 0x3b,
            0x0a, 0x7d, 0x0a, 0x0a, 0x77, 0x6f, 0x72, 0x6c, 0x64, 0x20, 0x77, 0x6f, 0x72, 0x6b, 0x65, 0x72,
            0x20, 0x7b, 0x0a, 0x20, 0x20, 0x65, 0x78, 0x70, 0x6f, 0x72, 0x74, 0x20, 0x77, 0x6f, 0x72, 0x6b,
            0x3b, 0x0a, 0x7d, 0x0a,
        ],
    };

    // The manifest, readable without running anything. Exactly one in a file.
    #[cfg(not(tenon_static))]
    linked! {
        _, [link_section = ".note.tenon"]
        #[used]
        static NOTE: Note<596> =
            Note { name_size: 6, size: 612, kind: 1, name: *b"tenon\0\0\0", manifest: MANIFEST };
    }

    // The same in a library that is linked into a program.
    #[cfg(tenon_static)]
    linked! {
        _, [export_name = "tenon_manifest_calls_rust"]
        pub static NOTE: Manifest<596> = MANIFEST;
    }
    #[cfg(tenon_static)]
    linked! {
        _, [export_name = "tenon_manifest_calls_rust_size"]
        pub static NOTE_SIZE: usize = 612;
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
