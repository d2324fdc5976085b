// Made by tenon (contract 0.3) from text.wit. Do not edit: `tenon build` writes it anew.
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

pub use self::runtime::{CallError, Error, Host, IntoOwned, List};
pub use self::types::{Severity, Finding, FindingView, Report, ReportRef, ReportObject, ReportImpl};
pub use self::state::{Saved, SavedView, State};
pub use self::filter::{Heading, HeadingView, Outline, OutlineRef, OutlineObject, OutlineImpl, Filter};

/// How an instance is made. A type without it is made by its `Default`.
pub trait Create: Sized {
    /// The error's text is what the host shows.
    fn create(host: Host) -> Result<Self, String>;
}

impl Host {
    /// `tenon:plugin/log@0.1.0`, as the host implements it.
    pub fn log(&self) -> log::Imported<'_> {
        log::Imported(self)
    }

    /// `tenon:plugin/settings@0.1.0`, as the host implements it.
    pub fn settings(&self) -> settings::Imported<'_> {
        settings::Imported(self)
    }
}

/// `tenon:plugin/log@0.1.0`: Lines for the host's log.
pub mod log {
    use super::glue;
    use super::runtime::OrTrap as _;

    /// The host's functions: `host.log()`.
    #[derive(Clone, Copy)]
    pub struct Imported<'h>(pub(super) &'h super::Host);

    impl Imported<'_> {
        /// For those who look for a mistake.
        pub fn debug(&self, text: &str) {
            glue::log::debug(self.0, text).or_trap()
        }

        /// For those who want to know what goes on.
        pub fn info(&self, text: &str) {
            glue::log::info(self.0, text).or_trap()
        }

        /// Something is not as it should be, and the plugin goes on.
        pub fn warn(&self, text: &str) {
            glue::log::warn(self.0, text).or_trap()
        }

        /// Something failed.
        pub fn error(&self, text: &str) {
            glue::log::error(self.0, text).or_trap()
        }
    }
}

/// `tenon:plugin/settings@0.1.0`: What the user has set for this plugin.
pub mod settings {
    use super::glue;
    use super::runtime::OrTrap as _;

    /// The host's functions: `host.settings()`.
    #[derive(Clone, Copy)]
    pub struct Imported<'h>(pub(super) &'h super::Host);

    impl Imported<'_> {
        /// The value under a key, if there is one.
        pub fn get(&self, key: &str) -> Option<String> {
            glue::settings::get(self.0, key).or_trap()
        }
    }
}

/// `textpipe:api/types@1.0.0`: What the host and its filters tell each other.
pub mod types {
    use super::{glue, runtime};
    use super::IntoOwned as _;
    use super::runtime::OrTrap as _;

    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[repr(u8)]
    pub enum Severity {
        Note,
        Warning,
        Error,
    }

    /// Something that a filter found in a text.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Finding {
        /// From 1; 0 if it concerns the whole text.
        pub line: u32,
        pub severity: Severity,
        pub message: String,
        /// What to do about it.
        pub hint: Option<String>,
    }

    /// A `Finding` that is lent for a call.
    #[derive(Clone, Copy, Debug)]
    pub struct FindingView<'a> {
        /// From 1; 0 if it concerns the whole text.
        pub line: u32,
        pub severity: Severity,
        pub message: &'a str,
        /// What to do about it.
        pub hint: Option<&'a str>,
    }

    impl From<FindingView<'_>> for Finding {
        fn from(view: FindingView<'_>) -> Self {
            Self {
                line: view.line,
                severity: view.severity,
                message: view.message.into_owned(),
                hint: view.hint.into_owned(),
            }
        }
    }

    impl super::IntoOwned for FindingView<'_> {
        type Owned = Finding;
        fn into_owned(self) -> Finding {
            self.into()
        }
    }

    /// Where findings about one text go. Made by the host; the filter calls it back.
    pub type Report = runtime::Own<ReportObject>;

    /// A [`Report`] that is lent.
    pub type ReportRef<'a> = runtime::Ref<'a, ReportObject>;

    /// What can be done with a [`Report`], be it one's own or lent, made here or elsewhere.
    #[repr(transparent)]
    pub struct ReportObject(pub(super) runtime::Handle);

    impl Report {
        /// Makes one out of an implementation.
        pub fn new<T: ReportImpl>(host: &super::Host, implementation: T) -> Self {
            glue::types::report_object::make_(host, implementation)
        }
    }

    impl ReportObject {
        /// The implementation, if it is a `T` of this library.
        pub fn downcast_ref<T: ReportImpl>(&self) -> Option<&T> {
            glue::types::report_object::made_(&self.0)
        }

        /// The name of the text, as the user gave it.
        pub fn name(&self) -> String {
            glue::types::report_object::name(&self.0).or_trap()
        }

        pub fn add(&self, finding: FindingView<'_>) {
            glue::types::report_object::add(&self.0, finding).or_trap()
        }

        /// How many were added so far, by all filters of the chain.
        pub fn count(&self) -> u32 {
            glue::types::report_object::count(&self.0).or_trap()
        }
    }

    /// How a [`Report`] of this library is made.
    pub trait ReportImpl: Send + 'static {
        /// The name of the text, as the user gave it.
        fn name(&self) -> String;

        fn add(&self, finding: FindingView<'_>);

        /// How many were added so far, by all filters of the chain.
        fn count(&self) -> u32;
    }
}

/// `tenon:plugin/state@0.1.0`: How a plugin's state outlives a reload.
pub mod state {
    use super::IntoOwned as _;

    /// A state, and the version of its own format.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Saved {
        pub version: u32,
        pub bytes: Vec<u8>,
    }

    /// A `Saved` that is lent for a call.
    #[derive(Clone, Copy, Debug)]
    pub struct SavedView<'a> {
        pub version: u32,
        pub bytes: &'a [u8],
    }

    impl From<SavedView<'_>> for Saved {
        fn from(view: SavedView<'_>) -> Self {
            Self {
                version: view.version,
                bytes: view.bytes.into_owned(),
            }
        }
    }

    impl super::IntoOwned for SavedView<'_> {
        type Owned = Saved;
        fn into_owned(self) -> Saved {
            self.into()
        }
    }

    /// How a plugin's state outlives a reload.
    pub trait State: Send + 'static {
        fn save(&self) -> Result<Saved, String>;

        fn restore(&self, from: SavedView<'_>) -> Result<(), String>;
    }
}

/// `textpipe:api/filter@1.0.0`
pub mod filter {
    use super::{glue, runtime, types};
    use super::IntoOwned as _;
    use super::runtime::OrTrap as _;

    #[derive(Clone, Debug, PartialEq)]
    pub struct Heading {
        /// 1 is a title.
        pub level: u8,
        pub title: String,
        pub line: u32,
    }

    /// A `Heading` that is lent for a call.
    #[derive(Clone, Copy, Debug)]
    pub struct HeadingView<'a> {
        /// 1 is a title.
        pub level: u8,
        pub title: &'a str,
        pub line: u32,
    }

    impl From<HeadingView<'_>> for Heading {
        fn from(view: HeadingView<'_>) -> Self {
            Self {
                level: view.level,
                title: view.title.into_owned(),
                line: view.line,
            }
        }
    }

    impl super::IntoOwned for HeadingView<'_> {
        type Owned = Heading;
        fn into_owned(self) -> Heading {
            self.into()
        }
    }

    /// The structure of one text. Made by a filter, kept by the host for as long as it likes.
    pub type Outline = runtime::Own<OutlineObject>;

    /// A [`Outline`] that is lent.
    pub type OutlineRef<'a> = runtime::Ref<'a, OutlineObject>;

    /// What can be done with a [`Outline`], be it one's own or lent, made here or elsewhere.
    #[repr(transparent)]
    pub struct OutlineObject(pub(super) runtime::Handle);

    impl Outline {
        /// Makes one out of an implementation.
        pub fn new<T: OutlineImpl>(host: &super::Host, implementation: T) -> Self {
            glue::filter::outline_object::make_(host, implementation)
        }
    }

    impl OutlineObject {
        /// The implementation, if it is a `T` of this library.
        pub fn downcast_ref<T: OutlineImpl>(&self) -> Option<&T> {
            glue::filter::outline_object::made_(&self.0)
        }

        pub fn headings(&self) -> Vec<Heading> {
            glue::filter::outline_object::headings(&self.0).or_trap()
        }

        /// The first heading whose title contains the word.
        pub fn find(&self, word: &str) -> Option<Heading> {
            glue::filter::outline_object::find(&self.0, word).or_trap()
        }
    }

    /// How a [`Outline`] of this library is made.
    pub trait OutlineImpl: Send + 'static {
        fn headings(&self) -> Vec<Heading>;

        /// The first heading whose title contains the word.
        fn find(&self, word: &str) -> Option<Heading>;
    }

    pub trait Filter: Send + 'static {
        /// The text, changed or not; or why this filter can't work on it.
        fn apply(&self, text: &str, report: types::ReportRef<'_>) -> Result<String, String>;

        /// The structure of the text, if this filter knows about structure.
        fn structure(&self, text: &str) -> Option<Outline>;

        /// How many texts this instance has seen.
        fn seen(&self) -> u64;
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
        pub use super::super::{log, settings, types, state, filter};
    }

    pub mod log {
        use super::*;

        #[repr(C)]
        pub struct Table {
            pub head: Head,
            pub debug: unsafe extern "C" fn(*mut c_void, *const u8, usize) -> i32,
            pub error: unsafe extern "C" fn(*mut c_void, *const u8, usize) -> i32,
            pub info: unsafe extern "C" fn(*mut c_void, *const u8, usize) -> i32,
            pub warn: unsafe extern "C" fn(*mut c_void, *const u8, usize) -> i32,
        }

        const IMPORT: usize = 0;

        pub fn debug(host: &Host, text: &str) -> Result<(), Error> {
            let (table, this) = host.record().import::<Table>(IMPORT, "log.debug")?;
            // SAFETY: the table has the slot, arguments are lent for the call, the outs are what it writes.
            unsafe {
                let status = ((*table).debug)(this, text.as_ptr(), text.len());
                runtime::done(status, "log.debug")
            }
        }

        pub fn error(host: &Host, text: &str) -> Result<(), Error> {
            let (table, this) = host.record().import::<Table>(IMPORT, "log.error")?;
            // SAFETY: the table has the slot, arguments are lent for the call, the outs are what it writes.
            unsafe {
                let status = ((*table).error)(this, text.as_ptr(), text.len());
                runtime::done(status, "log.error")
            }
        }

        pub fn info(host: &Host, text: &str) -> Result<(), Error> {
            let (table, this) = host.record().import::<Table>(IMPORT, "log.info")?;
            // SAFETY: the table has the slot, arguments are lent for the call, the outs are what it writes.
            unsafe {
                let status = ((*table).info)(this, text.as_ptr(), text.len());
                runtime::done(status, "log.info")
            }
        }

        pub fn warn(host: &Host, text: &str) -> Result<(), Error> {
            let (table, this) = host.record().import::<Table>(IMPORT, "log.warn")?;
            // SAFETY: the table has the slot, arguments are lent for the call, the outs are what it writes.
            unsafe {
                let status = ((*table).warn)(this, text.as_ptr(), text.len());
                runtime::done(status, "log.warn")
            }
        }
    }

    pub mod settings {
        use super::*;

        const _: () = assert!(runtime::laid_out::<RawOption<RawString>>(24, 8));

        #[repr(C)]
        pub struct Table {
            pub head: Head,
            pub get: unsafe extern "C" fn(*mut c_void, *const u8, usize, *mut RawOption<RawString>) -> i32,
        }

        const IMPORT: usize = 1;

        pub fn get(host: &Host, key: &str) -> Result<Option<String>, Error> {
            let (table, this) = host.record().import::<Table>(IMPORT, "settings.get")?;
            let mut out = MaybeUninit::zeroed();
            // SAFETY: the table has the slot, arguments are lent for the call, the outs are what it writes.
            unsafe {
                let status = ((*table).get)(this, key.as_ptr(), key.len(), out.as_mut_ptr());
                runtime::received(status, &out, host.record(), "settings.get")
            }
        }
    }

    pub mod types {
        use super::*;

        impl Plain for interfaces::types::Severity {
            type Raw = u8;
            fn from_raw(raw: u8) -> Option<Self> {
                Some(match raw {
                    0 => interfaces::types::Severity::Note,
                    1 => interfaces::types::Severity::Warning,
                    2 => interfaces::types::Severity::Error,
                    _ => return None,
                })
            }
            fn into_raw(self) -> u8 {
                self as u8
            }
        }

        #[repr(C)]
        #[derive(Clone, Copy)]
        pub struct FindingRaw {
            line: u32,
            severity: u8,
            message: RawString,
            hint: RawOption<RawString>,
        }

        const _: () = assert!(runtime::laid_out::<FindingRaw>(48, 8));
        const _: () = assert!(runtime::behind::<u32, u8>(0) == 4);
        const _: () = assert!(runtime::behind::<u8, RawString>(4) == 8);
        const _: () = assert!(runtime::behind::<RawString, RawOption<RawString>>(8) == 24);

        impl<'a> View for interfaces::types::FindingView<'a> {
            type Raw = FindingRaw;
            unsafe fn check(raw: &FindingRaw) -> bool {
                <u32>::check(&raw.line)
                    && <interfaces::types::Severity>::check(&raw.severity)
                    && <&str>::check(&raw.message)
                    && <Option<&str>>::check(&raw.hint)
            }
            unsafe fn view(raw: &FindingRaw, record: &Record) -> Self {
                Self {
                    line: View::view(&raw.line, record),
                    severity: View::view(&raw.severity, record),
                    message: View::view(&raw.message, record),
                    hint: View::view(&raw.hint, record),
                }
            }
            fn lend(self, scratch: &mut Scratch) -> FindingRaw {
                FindingRaw {
                    line: self.line.lend(scratch),
                    severity: self.severity.lend(scratch),
                    message: self.message.lend(scratch),
                    hint: self.hint.lend(scratch),
                }
            }
        }

        impl Value for interfaces::types::Finding {
            type Raw = FindingRaw;
            unsafe fn lift(raw: &FindingRaw, from: &Origin<'_>) -> Option<Self> {
                let line = Value::lift(&raw.line, from);
                let severity = Value::lift(&raw.severity, from);
                let message = Value::lift(&raw.message, from);
                let hint = Value::lift(&raw.hint, from);
                Some(Self {
                    line: line?,
                    severity: severity?,
                    message: message?,
                    hint: hint?,
                })
            }
            fn give(self, scratch: &mut Scratch) -> FindingRaw {
                FindingRaw {
                    line: self.line.give(scratch),
                    severity: self.severity.give(scratch),
                    message: self.message.give(scratch),
                    hint: self.hint.give(scratch),
                }
            }
        }

        impl Output for interfaces::types::Finding {
            fn lower(self, record: &Record) -> Option<FindingRaw> {
                let line = Lowered::new(self.line, record)?;
                let severity = Lowered::new(self.severity, record)?;
                let message = Lowered::new(self.message, record)?;
                let hint = Lowered::new(self.hint, record)?;
                Some(FindingRaw {
                    line: line.take(),
                    severity: severity.take(),
                    message: message.take(),
                    hint: hint.take(),
                })
            }
            unsafe fn release(raw: &FindingRaw, record: &Record) {
                <u32 as Output>::release(&raw.line, record);
                <interfaces::types::Severity as Output>::release(&raw.severity, record);
                <String as Output>::release(&raw.message, record);
                <Option<String> as Output>::release(&raw.hint, record);
            }
        }

        const _: () = assert!(runtime::laid_out::<RawOption<RawString>>(24, 8));

        pub mod report_object {
            use super::*;
            use interfaces::types::{ReportImpl, ReportObject};

            /// How many of this library's are alive.
            static LIVE: AtomicU64 = AtomicU64::new(0);
            pub const TYPE: &str = "textpipe:api/types@1#report\x00";
            const HASH: [u8; 16] = [0xf1, 0x18, 0x54, 0x92, 0xb0, 0x8d, 0x70, 0xd1, 0x3d, 0xde, 0x0a, 0x78, 0x70, 0xda, 0x0a, 0xaf];
            pub static VTABLE: Vtable = Vtable {
                head: Head::new(
                    3, HASH,
                    TYPE, &library::LIBRARY, Some(runtime::drop_object::<dyn ReportImpl>),
                ),
                add: slots::add,
                count: slots::count,
                name: slots::name,
            };

            pub extern "C" fn live_() -> u64 {
                LIVE.load(Ordering::Acquire)
            }

            // SAFETY: it is a transparent `Handle`.
            unsafe impl Resource for ReportObject {
                const SLOTS: u32 = 3;
                const TYPE: &'static str = TYPE;
                const HASH: [u8; 16] = HASH;
            }

            pub fn make_<T: ReportImpl>(host: &Host, implementation: T) -> Own<ReportObject> {
                let value: Box<dyn ReportImpl> = Box::new(implementation);
                // SAFETY: the vtable is the resource's, its slots are for this trait.
                unsafe { runtime::make_object(host, addr_of!(VTABLE).cast(), &LIVE, TypeId::of::<T>(), value) }
            }

            pub fn made_<T: ReportImpl>(handle: &Handle) -> Option<&T> {
                // SAFETY: objects with this vtable are made by `make_`, and the type was compared.
                unsafe {
                    let value = handle.made::<dyn ReportImpl>(TYPE, TypeId::of::<T>())?;
                    Some(&*(value as *const dyn ReportImpl).cast::<T>())
                }
            }

            #[repr(C)]
            pub struct Vtable {
                pub head: Head,
                pub add: unsafe extern "C" fn(*mut c_void, *const FindingRaw) -> i32,
                pub count: unsafe extern "C" fn(*mut c_void, *mut u32) -> i32,
                pub name: unsafe extern "C" fn(*mut c_void, *mut RawString) -> i32,
            }

            pub fn add(handle: &Handle, finding: interfaces::types::FindingView<'_>) -> Result<(), Error> {
                let (table, this) = (handle.vtable::<Vtable>(), handle.object());
                let mut scratch = Scratch::default();
                let finding = finding.lend(&mut scratch);
                // SAFETY: the table has the slot, arguments are lent for the call, the outs are what it writes.
                unsafe {
                    let status = ((*table).add)(this, &finding);
                    runtime::done(status, "report.add")
                }
            }

            pub fn count(handle: &Handle) -> Result<u32, Error> {
                let (table, this) = (handle.vtable::<Vtable>(), handle.object());
                let mut out = MaybeUninit::zeroed();
                // SAFETY: the table has the slot, arguments are lent for the call, the outs are what it writes.
                unsafe {
                    let status = ((*table).count)(this, out.as_mut_ptr());
                    runtime::received(status, &out, handle.record(), "report.count")
                }
            }

            pub fn name(handle: &Handle) -> Result<String, Error> {
                let (table, this) = (handle.vtable::<Vtable>(), handle.object());
                let mut out = MaybeUninit::zeroed();
                // SAFETY: the table has the slot, arguments are lent for the call, the outs are what it writes.
                unsafe {
                    let status = ((*table).name)(this, out.as_mut_ptr());
                    runtime::received(status, &out, handle.record(), "report.name")
                }
            }

            /// What the other side calls. Safety: it keeps to the contract (`tenon/abi.h`).
            pub mod slots {
                use super::*;

                pub unsafe extern "C" fn add(this: *mut c_void, finding: *const FindingRaw) -> i32 {
                    runtime::call_object::<dyn interfaces::types::ReportImpl>(this, |object, record| {
                        let finding = runtime::argument::<interfaces::types::FindingView<'_>>(runtime::pointee(finding).ok_or(BAD_ARGUMENT)?, record)?;
                        object.add(finding);
                        Ok(OK)
                    })
                }

                pub unsafe extern "C" fn count(this: *mut c_void, out: *mut u32) -> i32 {
                    runtime::call_object::<dyn interfaces::types::ReportImpl>(this, |object, record| {
                        runtime::put(object.count(), out, record)
                    })
                }

                pub unsafe extern "C" fn name(this: *mut c_void, out: *mut RawString) -> i32 {
                    runtime::call_object::<dyn interfaces::types::ReportImpl>(this, |object, record| {
                        runtime::put(object.name(), out, record)
                    })
                }
            }
        }
    }

    pub mod state {
        use super::*;

        #[repr(C)]
        #[derive(Clone, Copy)]
        pub struct SavedRaw {
            version: u32,
            bytes: RawList<u8>,
        }

        const _: () = assert!(runtime::laid_out::<SavedRaw>(24, 8));
        const _: () = assert!(runtime::behind::<u32, RawList<u8>>(0) == 8);

        impl<'a> View for interfaces::state::SavedView<'a> {
            type Raw = SavedRaw;
            unsafe fn check(raw: &SavedRaw) -> bool {
                <u32>::check(&raw.version)
                    && <&[u8]>::check(&raw.bytes)
            }
            unsafe fn view(raw: &SavedRaw, record: &Record) -> Self {
                Self {
                    version: View::view(&raw.version, record),
                    bytes: View::view(&raw.bytes, record),
                }
            }
            fn lend(self, scratch: &mut Scratch) -> SavedRaw {
                SavedRaw {
                    version: self.version.lend(scratch),
                    bytes: self.bytes.lend(scratch),
                }
            }
        }

        impl Value for interfaces::state::Saved {
            type Raw = SavedRaw;
            unsafe fn lift(raw: &SavedRaw, from: &Origin<'_>) -> Option<Self> {
                let version = Value::lift(&raw.version, from);
                let bytes = Value::lift(&raw.bytes, from);
                Some(Self {
                    version: version?,
                    bytes: bytes?,
                })
            }
            fn give(self, scratch: &mut Scratch) -> SavedRaw {
                SavedRaw {
                    version: self.version.give(scratch),
                    bytes: self.bytes.give(scratch),
                }
            }
        }

        impl Output for interfaces::state::Saved {
            fn lower(self, record: &Record) -> Option<SavedRaw> {
                let version = Lowered::new(self.version, record)?;
                let bytes = Lowered::new(self.bytes, record)?;
                Some(SavedRaw {
                    version: version.take(),
                    bytes: bytes.take(),
                })
            }
            unsafe fn release(raw: &SavedRaw, record: &Record) {
                <u32 as Output>::release(&raw.version, record);
                <Vec<u8> as Output>::release(&raw.bytes, record);
            }
        }

        #[repr(C)]
        pub struct Table {
            pub head: Head,
            pub restore: unsafe extern "C" fn(*mut c_void, *const SavedRaw, *mut RawString) -> i32,
            pub save: unsafe extern "C" fn(*mut c_void, *mut SavedRaw, *mut RawString) -> i32,
        }

        /// What the other side calls. Safety: it keeps to the contract (`tenon/abi.h`).
        pub mod slots {
            use super::*;

            pub unsafe extern "C" fn restore<T: interfaces::state::State>(this: *mut c_void, from: *const SavedRaw, err: *mut RawString) -> i32 {
                runtime::call::<T>(this, |plugin, record| {
                    let from = runtime::argument::<interfaces::state::SavedView<'_>>(runtime::pointee(from).ok_or(BAD_ARGUMENT)?, record)?;
                    runtime::put_result(plugin.restore(from), runtime::nowhere(), err, record)
                })
            }

            pub unsafe extern "C" fn save<T: interfaces::state::State>(this: *mut c_void, ok: *mut SavedRaw, err: *mut RawString) -> i32 {
                runtime::call::<T>(this, |plugin, record| {
                    runtime::put_result(plugin.save(), ok, err, record)
                })
            }
        }
    }

    pub mod filter {
        use super::*;

        #[repr(C)]
        #[derive(Clone, Copy)]
        pub struct HeadingRaw {
            level: u8,
            title: RawString,
            line: u32,
        }

        const _: () = assert!(runtime::laid_out::<HeadingRaw>(32, 8));
        const _: () = assert!(runtime::behind::<u8, RawString>(0) == 8);
        const _: () = assert!(runtime::behind::<RawString, u32>(8) == 24);

        impl<'a> View for interfaces::filter::HeadingView<'a> {
            type Raw = HeadingRaw;
            unsafe fn check(raw: &HeadingRaw) -> bool {
                <u8>::check(&raw.level)
                    && <&str>::check(&raw.title)
                    && <u32>::check(&raw.line)
            }
            unsafe fn view(raw: &HeadingRaw, record: &Record) -> Self {
                Self {
                    level: View::view(&raw.level, record),
                    title: View::view(&raw.title, record),
                    line: View::view(&raw.line, record),
                }
            }
            fn lend(self, scratch: &mut Scratch) -> HeadingRaw {
                HeadingRaw {
                    level: self.level.lend(scratch),
                    title: self.title.lend(scratch),
                    line: self.line.lend(scratch),
                }
            }
        }

        impl Value for interfaces::filter::Heading {
            type Raw = HeadingRaw;
            unsafe fn lift(raw: &HeadingRaw, from: &Origin<'_>) -> Option<Self> {
                let level = Value::lift(&raw.level, from);
                let title = Value::lift(&raw.title, from);
                let line = Value::lift(&raw.line, from);
                Some(Self {
                    level: level?,
                    title: title?,
                    line: line?,
                })
            }
            fn give(self, scratch: &mut Scratch) -> HeadingRaw {
                HeadingRaw {
                    level: self.level.give(scratch),
                    title: self.title.give(scratch),
                    line: self.line.give(scratch),
                }
            }
        }

        impl Output for interfaces::filter::Heading {
            fn lower(self, record: &Record) -> Option<HeadingRaw> {
                let level = Lowered::new(self.level, record)?;
                let title = Lowered::new(self.title, record)?;
                let line = Lowered::new(self.line, record)?;
                Some(HeadingRaw {
                    level: level.take(),
                    title: title.take(),
                    line: line.take(),
                })
            }
            unsafe fn release(raw: &HeadingRaw, record: &Record) {
                <u8 as Output>::release(&raw.level, record);
                <String as Output>::release(&raw.title, record);
                <u32 as Output>::release(&raw.line, record);
            }
        }

        const _: () = assert!(runtime::laid_out::<RawOption<HeadingRaw>>(40, 8));
        const _: () = assert!(runtime::laid_out::<RawOption<*mut Object>>(16, 8));

        #[repr(C)]
        pub struct Table {
            pub head: Head,
            pub apply: unsafe extern "C" fn(*mut c_void, *const u8, usize, *mut Object, *mut RawString, *mut RawString) -> i32,
            pub seen: unsafe extern "C" fn(*mut c_void, *mut u64) -> i32,
            pub structure: unsafe extern "C" fn(*mut c_void, *const u8, usize, *mut RawOption<*mut Object>) -> i32,
        }

        /// What the other side calls. Safety: it keeps to the contract (`tenon/abi.h`).
        pub mod slots {
            use super::*;

            pub unsafe extern "C" fn apply<T: interfaces::filter::Filter>(this: *mut c_void, text: *const u8, text_len: usize, report: *mut Object, ok: *mut RawString, err: *mut RawString) -> i32 {
                runtime::call::<T>(this, |plugin, record| {
                    let text = runtime::argument::<&str>(&RawString { ptr: text, len: text_len }, record)?;
                    let report = runtime::argument::<interfaces::types::ReportRef<'_>>(&report, record)?;
                    runtime::put_result(plugin.apply(text, report), ok, err, record)
                })
            }

            pub unsafe extern "C" fn seen<T: interfaces::filter::Filter>(this: *mut c_void, out: *mut u64) -> i32 {
                runtime::call::<T>(this, |plugin, record| {
                    runtime::put(plugin.seen(), out, record)
                })
            }

            pub unsafe extern "C" fn structure<T: interfaces::filter::Filter>(this: *mut c_void, text: *const u8, text_len: usize, out: *mut RawOption<*mut Object>) -> i32 {
                runtime::call::<T>(this, |plugin, record| {
                    let text = runtime::argument::<&str>(&RawString { ptr: text, len: text_len }, record)?;
                    runtime::put(plugin.structure(text), out, record)
                })
            }
        }

        pub mod outline_object {
            use super::*;
            use interfaces::filter::{OutlineImpl, OutlineObject};

            /// How many of this library's are alive.
            static LIVE: AtomicU64 = AtomicU64::new(0);
            pub const TYPE: &str = "textpipe:api/filter@1#outline\x00";
            const HASH: [u8; 16] = [0x3c, 0x82, 0x8d, 0xe6, 0xa0, 0x6c, 0x54, 0xe5, 0xfe, 0xfe, 0xbf, 0xd9, 0x5b, 0x44, 0x91, 0xf7];
            pub static VTABLE: Vtable = Vtable {
                head: Head::new(
                    2, HASH,
                    TYPE, &library::LIBRARY, Some(runtime::drop_object::<dyn OutlineImpl>),
                ),
                find: slots::find,
                headings: slots::headings,
            };

            pub extern "C" fn live_() -> u64 {
                LIVE.load(Ordering::Acquire)
            }

            // SAFETY: it is a transparent `Handle`.
            unsafe impl Resource for OutlineObject {
                const SLOTS: u32 = 2;
                const TYPE: &'static str = TYPE;
                const HASH: [u8; 16] = HASH;
            }

            pub fn make_<T: OutlineImpl>(host: &Host, implementation: T) -> Own<OutlineObject> {
                let value: Box<dyn OutlineImpl> = Box::new(implementation);
                // SAFETY: the vtable is the resource's, its slots are for this trait.
                unsafe { runtime::make_object(host, addr_of!(VTABLE).cast(), &LIVE, TypeId::of::<T>(), value) }
            }

            pub fn made_<T: OutlineImpl>(handle: &Handle) -> Option<&T> {
                // SAFETY: objects with this vtable are made by `make_`, and the type was compared.
                unsafe {
                    let value = handle.made::<dyn OutlineImpl>(TYPE, TypeId::of::<T>())?;
                    Some(&*(value as *const dyn OutlineImpl).cast::<T>())
                }
            }

            #[repr(C)]
            pub struct Vtable {
                pub head: Head,
                pub find: unsafe extern "C" fn(*mut c_void, *const u8, usize, *mut RawOption<HeadingRaw>) -> i32,
                pub headings: unsafe extern "C" fn(*mut c_void, *mut RawList<HeadingRaw>) -> i32,
            }

            pub fn find(handle: &Handle, word: &str) -> Result<Option<interfaces::filter::Heading>, Error> {
                let (table, this) = (handle.vtable::<Vtable>(), handle.object());
                let mut out = MaybeUninit::zeroed();
                // SAFETY: the table has the slot, arguments are lent for the call, the outs are what it writes.
                unsafe {
                    let status = ((*table).find)(this, word.as_ptr(), word.len(), out.as_mut_ptr());
                    runtime::received(status, &out, handle.record(), "outline.find")
                }
            }

            pub fn headings(handle: &Handle) -> Result<Vec<interfaces::filter::Heading>, Error> {
                let (table, this) = (handle.vtable::<Vtable>(), handle.object());
                let mut out = MaybeUninit::zeroed();
                // SAFETY: the table has the slot, arguments are lent for the call, the outs are what it writes.
                unsafe {
                    let status = ((*table).headings)(this, out.as_mut_ptr());
                    runtime::received(status, &out, handle.record(), "outline.headings")
                }
            }

            /// What the other side calls. Safety: it keeps to the contract (`tenon/abi.h`).
            pub mod slots {
                use super::*;

                pub unsafe extern "C" fn find(this: *mut c_void, word: *const u8, word_len: usize, out: *mut RawOption<HeadingRaw>) -> i32 {
                    runtime::call_object::<dyn interfaces::filter::OutlineImpl>(this, |object, record| {
                        let word = runtime::argument::<&str>(&RawString { ptr: word, len: word_len }, record)?;
                        runtime::put(object.find(word), out, record)
                    })
                }

                pub unsafe extern "C" fn headings(this: *mut c_void, out: *mut RawList<HeadingRaw>) -> i32 {
                    runtime::call_object::<dyn interfaces::filter::OutlineImpl>(this, |object, record| {
                        runtime::put(object.headings(), out, record)
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
    pub const IMPORTS: usize = 3;
    /// Whether an instance may be called from several threads at once.
    pub const CONCURRENT: bool = false;
    const CONTRACT: u32 = 3;
    const UNWIND: u32 = cfg!(panic = "unwind") as u32;

    #[cfg(panic = "abort")]
    compile_error!("with panic = \"abort\" a failed import can't become a trap: take it out of Cargo.toml, or set `unwind = false` in tenon.toml");
    const _: () = assert!(
        fnv1a(include_bytes!("../tenon.toml")) == 0x056d72cadede2930,
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
        _, [export_name = "tenon_plugin_repeats"]
        pub static LIBRARY: LibraryDescriptor = LibraryDescriptor::new(CONTRACT, &PLUGINS, None);
    }
    static PLUGINS: [&PluginDescriptor; 1] = [&plugin_repeats::PLUGIN];

    /// The plugin `repeats`.
    mod plugin_repeats {
        use super::*;

        const _: fn() = can_be_a_plugin::<crate::Repeats>;

        static IMPORT_LOG: InterfaceDescriptor = InterfaceDescriptor::new(
            4, "tenon:plugin/log@0.1\x00",
            [0xc2, 0xb3, 0x02, 0xe2, 0xc5, 0x60, 0xfb, 0x3c, 0xf1, 0x4d, 0x1b, 0x3d, 0x05, 0x35, 0x5a, 0x11],
            null(),
        );
        static IMPORT_SETTINGS: InterfaceDescriptor = InterfaceDescriptor::new(
            1, "tenon:plugin/settings@0.1\x00",
            [0x0c, 0x25, 0xa4, 0xae, 0x70, 0x3e, 0x27, 0xed, 0xf4, 0x3c, 0x11, 0xc6, 0x37, 0x31, 0x7d, 0x6c],
            null(),
        );
        static IMPORT_TYPES: InterfaceDescriptor = InterfaceDescriptor::new(
            0, "textpipe:api/types@1\x00",
            [0x1a, 0xca, 0x84, 0xc2, 0xe7, 0xd1, 0xb2, 0x88, 0x2f, 0xe4, 0x3a, 0x3a, 0x8e, 0x9d, 0x1d, 0x30],
            null(),
        );
        static TABLE_STATE: glue::state::Table = glue::state::Table {
            head: Head::new(
                2, [0xea, 0x80, 0xc7, 0x94, 0x71, 0xd2, 0xc9, 0x8d, 0x86, 0xb5, 0x09, 0xd8, 0x5c, 0x35, 0x0f, 0xf2],
                "tenon:plugin/state@0.1\x00", &LIBRARY, None,
            ),
            restore: glue::state::slots::restore::<crate::Repeats>,
            save: glue::state::slots::save::<crate::Repeats>,
        };
        static EXPORT_STATE: InterfaceDescriptor = InterfaceDescriptor::new(
            2, "tenon:plugin/state@0.1\x00",
            [0xea, 0x80, 0xc7, 0x94, 0x71, 0xd2, 0xc9, 0x8d, 0x86, 0xb5, 0x09, 0xd8, 0x5c, 0x35, 0x0f, 0xf2],
            &TABLE_STATE.head,
        );
        static TABLE_FILTER: glue::filter::Table = glue::filter::Table {
            head: Head::new(
                3, [0x32, 0x61, 0x03, 0x1e, 0x87, 0x1e, 0xca, 0xa4, 0x22, 0xdf, 0x5e, 0x7b, 0xfa, 0x12, 0xae, 0xd5],
                "textpipe:api/filter@1\x00", &LIBRARY, None,
            ),
            apply: glue::filter::slots::apply::<crate::Repeats>,
            seen: glue::filter::slots::seen::<crate::Repeats>,
            structure: glue::filter::slots::structure::<crate::Repeats>,
        };
        static EXPORT_FILTER: InterfaceDescriptor = InterfaceDescriptor::new(
            3, "textpipe:api/filter@1\x00",
            [0x32, 0x61, 0x03, 0x1e, 0x87, 0x1e, 0xca, 0xa4, 0x22, 0xdf, 0x5e, 0x7b, 0xfa, 0x12, 0xae, 0xd5],
            &TABLE_FILTER.head,
        );
        static RESOURCE_0: ResourceDescriptor =
            ResourceDescriptor::new(glue::types::report_object::TYPE, glue::types::report_object::live_);
        static RESOURCE_1: ResourceDescriptor =
            ResourceDescriptor::new(glue::filter::outline_object::TYPE, glue::filter::outline_object::live_);
        static IMPORTED: [&InterfaceDescriptor; 3] = [&IMPORT_LOG, &IMPORT_SETTINGS, &IMPORT_TYPES];
        static EXPORTED: [&InterfaceDescriptor; 2] = [&EXPORT_STATE, &EXPORT_FILTER];
        static RESOURCES: [&ResourceDescriptor; 2] = [&RESOURCE_0, &RESOURCE_1];
        pub static PLUGIN: PluginDescriptor = PluginDescriptor {
            size: size_of::<PluginDescriptor>() as u32,
            flags: UNWIND,
            name: "repeats\x00".as_ptr(),
            version: "1.0.0\x00".as_ptr(),
            import_count: 3,
            export_count: 2,
            resource_count: 2,
            reserved: 0,
            imports: IMPORTED.as_ptr(),
            exports: EXPORTED.as_ptr(),
            resources: RESOURCES.as_ptr(),
            create,
            destroy: runtime::destroy::<crate::Repeats>,
        };

        #[allow(clippy::needless_borrow)] // the references choose between `Create` and `Default`
        unsafe extern "C" fn create(
            host: *const HostTable, given: *const Reference, instance: *mut *mut c_void,
        ) -> i32 {
            let mut imports = [Reference::ABSENT; IMPORTS];
            imports[0] = *given.add(0);
            imports[1] = *given.add(1);
            imports[2] = *given.add(2);
            if !imports[0].has(4) || !imports[1].has(1) {
                return BAD_ARGUMENT;
            }
            runtime::create(host, imports, instance, |host| {
                (&&&Maker::<crate::Repeats>(PhantomData)).make(host)
            })
        }
    }

    const MANIFEST: Manifest<3180> = Manifest {
        start: [
            0x01, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00,
        ],
        flags: UNWIND,
        rest: [
            0x7c, 0x0c, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            0x10, 0x01, 0x00, 0x00, 0x07, 0x00, 0x00, 0x00, 0xad, 0x01, 0x00, 0x00, 0xab, 0x00, 0x00, 0x00,
            0x58, 0x02, 0x00, 0x00, 0x24, 0x0a, 0x00, 0x00, 0x8b, 0x08, 0x42, 0x8e, 0x6c, 0x09, 0x34, 0x82,
            0xb3, 0xa5, 0xc5, 0x75, 0x52, 0x1c, 0x14, 0x20, 0x17, 0x01, 0x00, 0x00, 0x07, 0x00, 0x00, 0x00,
            0x1e, 0x01, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0x23, 0x01, 0x00, 0x00, 0x1e, 0x00, 0x00, 0x00,
            0x00, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            0x41, 0x01, 0x00, 0x00, 0x14, 0x00, 0x00, 0x00, 0xc2, 0xb3, 0x02, 0xe2, 0xc5, 0x60, 0xfb, 0x3c,
            0xf1, 0x4d, 0x1b, 0x3d, 0x05, 0x35, 0x5a, 0x11, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            0x55, 0x01, 0x00, 0x00, 0x19, 0x00, 0x00, 0x00, 0x0c, 0x25, 0xa4, 0xae, 0x70, 0x3e, 0x27, 0xed,
            0xf4, 0x3c, 0x11, 0xc6, 0x37, 0x31, 0x7d, 0x6c, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            0x6e, 0x01, 0x00, 0x00, 0x14, 0x00, 0x00, 0x00, 0x1a, 0xca, 0x84, 0xc2, 0xe7, 0xd1, 0xb2, 0x88,
            0x2f, 0xe4, 0x3a, 0x3a, 0x8e, 0x9d, 0x1d, 0x30, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            0x82, 0x01, 0x00, 0x00, 0x16, 0x00, 0x00, 0x00, 0xea, 0x80, 0xc7, 0x94, 0x71, 0xd2, 0xc9, 0x8d,
            0x86, 0xb5, 0x09, 0xd8, 0x5c, 0x35, 0x0f, 0xf2, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            0x98, 0x01, 0x00, 0x00, 0x15, 0x00, 0x00, 0x00, 0x32, 0x61, 0x03, 0x1e, 0x87, 0x1e, 0xca, 0xa4,
            0x22, 0xdf, 0x5e, 0x7b, 0xfa, 0x12, 0xae, 0xd5, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            0x72, 0x65, 0x70, 0x65, 0x61, 0x74, 0x73, 0x72, 0x65, 0x70, 0x65, 0x61, 0x74, 0x73, 0x31, 0x2e,
            0x30, 0x2e, 0x30, 0x74, 0x65, 0x78, 0x74, 0x70, 0x69, 0x70, 0x65, 0x3a, 0x61, 0x70, 0x69, 0x2f,
            0x74, 0x65, 0x78, 0x74, 0x2d, 0x66, 0x69, 0x6c, 0x74, 0x65, 0x72, 0x40, 0x31, 0x2e, 0x30, 0x2e,
            0x30, 0x74, 0x65, 0x6e, 0x6f, 0x6e, 0x3a, 0x70, 0x6c, 0x75, 0x67, 0x69, 0x6e, 0x2f, 0x6c, 0x6f,
            0x67, 0x40, 0x30, 0x2e, 0x31, 0x74, 0x65, 0x6e, 0x6f, 0x6e, 0x3a, 0x70, 0x6c, 0x75, 0x67, 0x69,
            0x6e, 0x2f, 0x73, 0x65, 0x74, 0x74, 0x69, 0x6e, 0x67, 0x73, 0x40, 0x30, 0x2e, 0x31, 0x74, 0x65,
            0x78, 0x74, 0x70, 0x69, 0x70, 0x65, 0x3a, 0x61, 0x70, 0x69, 0x2f, 0x74, 0x79, 0x70, 0x65, 0x73,
            0x40, 0x31, 0x74, 0x65, 0x6e, 0x6f, 0x6e, 0x3a, 0x70, 0x6c, 0x75, 0x67, 0x69, 0x6e, 0x2f, 0x73,
            0x74, 0x61, 0x74, 0x65, 0x40, 0x30, 0x2e, 0x31, 0x74, 0x65, 0x78, 0x74, 0x70, 0x69, 0x70, 0x65,
            0x3a, 0x61, 0x70, 0x69, 0x2f, 0x66, 0x69, 0x6c, 0x74, 0x65, 0x72, 0x40, 0x31, 0x7b, 0x22, 0x70,
            0x6c, 0x75, 0x67, 0x69, 0x6e, 0x73, 0x22, 0x3a, 0x5b, 0x7b, 0x22, 0x6e, 0x61, 0x6d, 0x65, 0x22,
            0x3a, 0x22, 0x72, 0x65, 0x70, 0x65, 0x61, 0x74, 0x73, 0x22, 0x2c, 0x22, 0x76, 0x65, 0x72, 0x73,
            0x69, 0x6f, 0x6e, 0x22, 0x3a, 0x22, 0x31, 0x2e, 0x30, 0x2e, 0x30, 0x22, 0x2c, 0x22, 0x64, 0x65,
            0x73, 0x63, 0x72, 0x69, 0x70, 0x74, 0x69, 0x6f, 0x6e, 0x22, 0x3a, 0x22, 0x46, 0x69, 0x6e, 0x64,
            0x73, 0x20, 0x77, 0x6f, 0x72, 0x64, 0x73, 0x20, 0x74, 0x68, 0x61, 0x74, 0x20, 0x73, 0x74, 0x61,
            0x6e, 0x64, 0x20, 0x74, 0x77, 0x69, 0x63, 0x65, 0x20, 0x69, 0x6e, 0x20, 0x61, 0x20, 0x72, 0x6f,
            0x77, 0x22, 0x2c, 0x22, 0x6d, 0x65, 0x74, 0x61, 0x22, 0x3a, 0x7b, 0x22, 0x73, 0x65, 0x74, 0x74,
            0x69, 0x6e, 0x67, 0x73, 0x22, 0x3a, 0x7b, 0x22, 0x69, 0x67, 0x6e, 0x6f, 0x72, 0x65, 0x22, 0x3a,
            0x22, 0x74, 0x68, 0x61, 0x74, 0x20, 0x68, 0x61, 0x64, 0x22, 0x7d, 0x2c, 0x22, 0x74, 0x69, 0x74,
            0x6c, 0x65, 0x22, 0x3a, 0x22, 0x52, 0x65, 0x70, 0x65, 0x61, 0x74, 0x65, 0x64, 0x20, 0x77, 0x6f,
            0x72, 0x64, 0x73, 0x22, 0x7d, 0x7d, 0x5d, 0x7d, 0x2f, 0x2f, 0x2f, 0x20, 0x46, 0x69, 0x6c, 0x74,
            0x65, 0x72, 0x73, 0x20, 0x66, 0x6f, 0x72, 0x20, 0x74, 0x65, 0x78, 0x74, 0x70, 0x69, 0x70, 0x65,
            0x2c, 0x20, 0x61, 0x20, 0x68, 0x6f, 0x73, 0x74, 0x20, 0x74, 0x68, 0x61, 0x74, 0x20, 0x72, 0x75,
            0x6e, 0x73, 0x20, 0x74, 0x65, 0x78, 0x74, 0x73, 0x20, 0x74, 0x68, 0x72, 0x6f, 0x75, 0x67, 0x68,
            0x20, 0x61, 0x20, 0x63, 0x68, 0x61, 0x69, 0x6e, 0x20, 0x6f, 0x66, 0x20, 0x74, 0x68, 0x65, 0x6d,
            0x2e, 0x0a, 0x70, 0x61, 0x63, 0x6b, 0x61, 0x67, 0x65, 0x20, 0x74, 0x65, 0x78, 0x74, 0x70, 0x69,
            0x70, 0x65, 0x3a, 0x61, 0x70, 0x69, 0x40, 0x31, 0x2e, 0x30, 0x2e, 0x30, 0x3b, 0x0a, 0x0a, 0x69,
            0x6e, 0x74, 0x65, 0x72, 0x66, 0x61, 0x63, 0x65, 0x20, 0x66, 0x69, 0x6c, 0x74, 0x65, 0x72, 0x20,
            0x7b, 0x0a, 0x20, 0x20, 0x75, 0x73, 0x65, 0x20, 0x74, 0x79, 0x70, 0x65, 0x73, 0x2e, 0x7b, 0x72,
            0x65, 0x70, 0x6f, 0x72, 0x74, 0x7d, 0x3b, 0x0a, 0x0a, 0x20, 0x20, 0x72, 0x65, 0x63, 0x6f, 0x72,
            0x64, 0x20, 0x68, 0x65, 0x61, 0x64, 0x69, 0x6e, 0x67, 0x20, 0x7b, 0x0a, 0x20, 0x20, 0x20, 0x20,
            0x2f, 0x2f, 0x2f, 0x20, 0x31, 0x20, 0x69, 0x73, 0x20, 0x61, 0x20, 0x74, 0x69, 0x74, 0x6c, 0x65,
            0x2e, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x6c, 0x65, 0x76, 0x65, 0x6c, 0x3a, 0x20, 0x75, 0x38, 0x2c,
            0x0a, 0x20, 0x20, 0x20, 0x20, 0x74, 0x69, 0x74, 0x6c, 0x65, 0x3a, 0x20, 0x73, 0x74, 0x72, 0x69,
            0x6e, 0x67, 0x2c, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x6c, 0x69, 0x6e, 0x65, 0x3a, 0x20, 0x75, 0x33,
            0x32, 0x2c, 0x0a, 0x20, 0x20, 0x7d, 0x0a, 0x0a, 0x20, 0x20, 0x2f, 0x2f, 0x2f, 0x20, 0x54, 0x68,
            0x65, 0x20, 0x73, 0x74, 0x72, 0x75, 0x63, 0x74, 0x75, 0x72, 0x65, 0x20, 0x6f, 0x66, 0x20, 0x6f,
            0x6e, 0x65, 0x20, 0x74, 0x65, 0x78, 0x74, 0x2e, 0x20, 0x4d, 0x61, 0x64, 0x65, 0x20, 0x62, 0x79,
            0x20, 0x61, 0x20, 0x66, 0x69, 0x6c, 0x74, 0x65, 0x72, 0x2c, 0x20, 0x6b, 0x65, 0x70, 0x74, 0x20,
            0x62, 0x79, 0x20, 0x74, 0x68, 0x65, 0x20, 0x68, 0x6f, 0x73, 0x74, 0x20, 0x66, 0x6f, 0x72, 0x20,
            0x61, 0x73, 0x20, 0x6c, 0x6f, 0x6e, 0x67, 0x20, 0x61, 0x73, 0x20, 0x69, 0x74, 0x20, 0x6c, 0x69,
            0x6b, 0x65, 0x73, 0x2e, 0x0a, 0x20, 0x20, 0x72, 0x65, 0x73, 0x6f, 0x75, 0x72, 0x63, 0x65, 0x20,
            0x6f, 0x75, 0x74, 0x6c, 0x69, 0x6e, 0x65, 0x20, 0x7b, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x2f, 0x2f,
            0x2f, 0x20, 0x54, 0x68, 0x65, 0x20, 0x66, 0x69, 0x72, 0x73, 0x74, 0x20, 0x68, 0x65, 0x61, 0x64,
            0x69, 0x6e, 0x67, 0x20, 0x77, 0x68, 0x6f, 0x73, 0x65, 0x20, 0x74, 0x69, 0x74, 0x6c, 0x65, 0x20,
            0x63, 0x6f, 0x6e, 0x74, 0x61, 0x69, 0x6e, 0x73, 0x20, 0x74, 0x68, 0x65, 0x20, 0x77, 0x6f, 0x72,
            0x64, 0x2e, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x66, 0x69, 0x6e, 0x64, 0x3a, 0x20, 0x66, 0x75, 0x6e,
            0x63, 0x28, 0x77, 0x6f, 0x72, 0x64, 0x3a, 0x20, 0x73, 0x74, 0x72, 0x69, 0x6e, 0x67, 0x29, 0x20,
            0x2d, 0x3e, 0x20, 0x6f, 0x70, 0x74, 0x69, 0x6f, 0x6e, 0x3c, 0x68, 0x65, 0x61, 0x64, 0x69, 0x6e,
            0x67, 0x3e, 0x3b, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x68, 0x65, 0x61, 0x64, 0x69, 0x6e, 0x67, 0x73,
            0x3a, 0x20, 0x66, 0x75, 0x6e, 0x63, 0x28, 0x29, 0x20, 0x2d, 0x3e, 0x20, 0x6c, 0x69, 0x73, 0x74,
            0x3c, 0x68, 0x65, 0x61, 0x64, 0x69, 0x6e, 0x67, 0x3e, 0x3b, 0x0a, 0x20, 0x20, 0x7d, 0x0a, 0x0a,
            0x20, 0x20, 0x2f, 0x2f, 0x2f, 0x20, 0x54, 0x68, 0x65, 0x20, 0x74, 0x65, 0x78, 0x74, 0x2c, 0x20,
            0x63, 0x68, 0x61, 0x6e, 0x67, 0x65, 0x64, 0x20, 0x6f, 0x72, 0x20, 0x6e, 0x6f, 0x74, 0x3b, 0x20,
            0x6f, 0x72, 0x20, 0x77, 0x68, 0x79, 0x20, 0x74, 0x68, 0x69, 0x73, 0x20, 0x66, 0x69, 0x6c, 0x74,
            0x65, 0x72, 0x20, 0x63, 0x61, 0x6e, 0x27, 0x74, 0x20, 0x77, 0x6f, 0x72, 0x6b, 0x20, 0x6f, 0x6e,
            0x20, 0x69, 0x74, 0x2e, 0x0a, 0x20, 0x20, 0x61, 0x70, 0x70, 0x6c, 0x79, 0x3a, 0x20, 0x66, 0x75,
            0x6e, 0x63, 0x28, 0x74, 0x65, 0x78, 0x74, 0x3a, 0x20, 0x73, 0x74, 0x72, 0x69, 0x6e, 0x67, 0x2c,
            0x20, 0x72, 0x65, 0x70, 0x6f, 0x72, 0x74, 0x3a, 0x20, 0x62, 0x6f, 0x72, 0x72, 0x6f, 0x77, 0x3c,
            0x72, 0x65, 0x70, 0x6f, 0x72, 0x74, 0x3e, 0x29, 0x20, 0x2d, 0x3e, 0x20, 0x72, 0x65, 0x73, 0x75,
            0x6c, 0x74, 0x3c, 0x73, 0x74, 0x72, 0x69, 0x6e, 0x67, 0x2c, 0x20, 0x73, 0x74, 0x72, 0x69, 0x6e,
            0x67, 0x3e, 0x3b, 0x0a, 0x20, 0x20, 0x2f, 0x2f, 0x2f, 0x20, 0x48, 0x6f, 0x77, 0x20, 0x6d, 0x61,
            0x6e, 0x79, 0x20, 0x74, 0x65, 0x78, 0x74, 0x73, 0x20, 0x74, 0x68, 0x69, 0x73, 0x20, 0x69, 0x6e,
            0x73, 0x74, 0x61, 0x6e, 0x63, 0x65, 0x20, 0x68, 0x61, 0x73, 0x20, 0x73, 0x65, 0x65, 0x6e, 0x2e,
            0x0a, 0x20, 0x20, 0x73, 0x65, 0x65, 0x6e, 0x3a, 0x20, 0x66, 0x75, 0x6e, 0x63, 0x28, 0x29, 0x20,
            0x2d, 0x3e, 0x20, 0x75, 0x36, 0x34, 0x3b, 0x0a, 0x20, 0x20, 0x2f, 0x2f, 0x2f, 0x20, 0x54, 0x68,
            0x65, 0x20, 0x73, 0x74, 0x72, 0x75, 0x63, 0x74, 0x75, 0x72, 0x65, 0x20, 0x6f, 0x66, 0x20, 0x74,
            0x68, 0x65, 0x20, 0x74, 0x65, 0x78, 0x74, 0x2c, 0x20, 0x69, 0x66, 0x20, 0x74, 0x68, 0x69, 0x73,
            0x20, 0x66, 0x69, 0x6c, 0x74, 0x65, 0x72, 0x20, 0x6b, 0x6e, 0x6f, 0x77, 0x73, 0x20, 0x61, 0x62,
            0x6f, 0x75, 0x74, 0x20, 0x73, 0x74, 0x72, 0x75, 0x63, 0x74, 0x75, 0x72, 0x65, 0x2e, 0x0a, 0x20,
            0x20, 0x73, 0x74, 0x72, 0x75, 0x63, 0x74, 0x75, 0x72, 0x65, 0x3a, 0x20, 0x66, 0x75, 0x6e, 0x63,
            0x28, 0x74, 0x65, 0x78, 0x74, 0x3a, 0x20, 0x73, 0x74, 0x72, 0x69, 0x6e, 0x67, 0x29, 0x20, 0x2d,
            0x3e, 0x20, 0x6f, 0x70, 0x74, 0x69, 0x6f, 0x6e, 0x3c, 0x6f, 0x75, 0x74, 0x6c, 0x69, 0x6e, 0x65,
            0x3e, 0x3b, 0x0a, 0x7d, 0x0a, 0x0a, 0x2f, 0x2f, 0x2f, 0x20, 0x57, 0x68, 0x61, 0x74, 0x20, 0x74,
            0x68, 0x65, 0x20, 0x68, 0x6f, 0x73, 0x74, 0x20, 0x61, 0x6e, 0x64, 0x20, 0x69, 0x74, 0x73, 0x20,
            0x66, 0x69, 0x6c, 0x74, 0x65, 0x72, 0x73, 0x20, 0x74, 0x65, 0x6c, 0x6c, 0x20, 0x65, 0x61, 0x63,
            0x68, 0x20, 0x6f, 0x74, 0x68, 0x65, 0x72, 0x2e, 0x0a, 0x69, 0x6e, 0x74, 0x65, 0x72, 0x66, 0x61,
            0x63, 0x65, 0x20, 0x74, 0x79, 0x70, 0x65, 0x73, 0x20, 0x7b, 0x0a, 0x20, 0x20, 0x2f, 0x2f, 0x2f,
            0x20, 0x53, 0x6f, 0x6d, 0x65, 0x74, 0x68, 0x69, 0x6e, 0x67, 0x20, 0x74, 0x68, 0x61, 0x74, 0x20,
            0x61, 0x20, 0x66, 0x69, 0x6c, 0x74, 0x65, 0x72, 0x20, 0x66, 0x6f, 0x75, 0x6e, 0x64, 0x20, 0x69,
            0x6e, 0x20, 0x61, 0x20, 0x74, 0x65, 0x78, 0x74, 0x2e, 0x0a, 0x20, 0x20, 0x72, 0x65, 0x63, 0x6f,
            0x72, 0x64, 0x20, 0x66, 0x69, 0x6e, 0x64, 0x69, 0x6e, 0x67, 0x20, 0x7b, 0x0a, 0x20, 0x20, 0x20,
            0x20, 0x2f, 0x2f, 0x2f, 0x20, 0x46, 0x72, 0x6f, 0x6d, 0x20, 0x31, 0x3b, 0x20, 0x30, 0x20, 0x69,
            0x66, 0x20, 0x69, 0x74, 0x20, 0x63, 0x6f, 0x6e, 0x63, 0x65, 0x72, 0x6e, 0x73, 0x20, 0x74, 0x68,
            0x65, 0x20, 0x77, 0x68, 0x6f, 0x6c, 0x65, 0x20, 0x74, 0x65, 0x78, 0x74, 0x2e, 0x0a, 0x20, 0x20,
            0x20, 0x20, 0x6c, 0x69, 0x6e, 0x65, 0x3a, 0x20, 0x75, 0x33, 0x32, 0x2c, 0x0a, 0x20, 0x20, 0x20,
            0x20, 0x73, 0x65, 0x76, 0x65, 0x72, 0x69, 0x74, 0x79, 0x3a, 0x20, 0x73, 0x65, 0x76, 0x65, 0x72,
            0x69, 0x74, 0x79, 0x2c, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x6d, 0x65, 0x73, 0x73, 0x61, 0x67, 0x65,
            0x3a, 0x20, 0x73, 0x74, 0x72, 0x69, 0x6e, 0x67, 0x2c, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x2f, 0x2f,
            0x2f, 0x20, 0x57, 0x68, 0x61, 0x74, 0x20, 0x74, 0x6f, 0x20, 0x64, 0x6f, 0x20, 0x61, 0x62, 0x6f,
            0x75, 0x74, 0x20, 0x69, 0x74, 0x2e, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x68, 0x69, 0x6e, 0x74, 0x3a,
            0x20, 0x6f, 0x70, 0x74, 0x69, 0x6f, 0x6e, 0x3c, 0x73, 0x74, 0x72, 0x69, 0x6e, 0x67, 0x3e, 0x2c,
            0x0a, 0x20, 0x20, 0x7d, 0x0a, 0x0a, 0x20, 0x20, 0x2f, 0x2f, 0x2f, 0x20, 0x57, 0x68, 0x65, 0x72,
            0x65, 0x20, 0x66, 0x69, 0x6e, 0x64, 0x69, 0x6e, 0x67, 0x73, 0x20, 0x61, 0x62, 0x6f, 0x75, 0x74,
            0x20, 0x6f, 0x6e, 0x65, 0x20, 0x74, 0x65, 0x78, 0x74, 0x20, 0x67, 0x6f, 0x2e, 0x20, 0x4d, 0x61,
            0x64, 0x65, 0x20, 0x62, 0x79, 0x20, 0x74, 0x68, 0x65, 0x20, 0x68, 0x6f, 0x73, 0x74, 0x3b, 0x20,
            0x74, 0x68, 0x65, 0x20, 0x66, 0x69, 0x6c, 0x74, 0x65, 0x72, 0x20, 0x63, 0x61, 0x6c, 0x6c, 0x73,
            0x20, 0x69, 0x74, 0x20, 0x62, 0x61, 0x63, 0x6b, 0x2e, 0x0a, 0x20, 0x20, 0x72, 0x65, 0x73, 0x6f,
            0x75, 0x72, 0x63, 0x65, 0x20, 0x72, 0x65, 0x70, 0x6f, 0x72, 0x74, 0x20, 0x7b, 0x0a, 0x20, 0x20,
            0x20, 0x20, 0x61, 0x64, 0x64, 0x3a, 0x20, 0x66, 0x75, 0x6e, 0x63, 0x28, 0x66, 0x69, 0x6e, 0x64,
            0x69, 0x6e, 0x67, 0x3a, 0x20, 0x66, 0x69, 0x6e, 0x64, 0x69, 0x6e, 0x67, 0x29, 0x3b, 0x0a, 0x20,
            0x20, 0x20, 0x20, 0x2f, 0x2f, 0x2f, 0x20, 0x48, 0x6f, 0x77, 0x20, 0x6d, 0x61, 0x6e, 0x79, 0x20,
            0x77, 0x65, 0x72, 0x65, 0x20, 0x61, 0x64, 0x64, 0x65, 0x64, 0x20, 0x73, 0x6f, 0x20, 0x66, 0x61,
            0x72, 0x2c, 0x20, 0x62, 0x79, 0x20, 0x61, 0x6c, 0x6c, 0x20, 0x66, 0x69, 0x6c, 0x74, 0x65, 0x72,
            0x73, 0x20, 0x6f, 0x66, 0x20, 0x74, 0x68, 0x65, 0x20, 0x63, 0x68, 0x61, 0x69, 0x6e, 0x2e, 0x0a,
            0x20, 0x20, 0x20, 0x20, 0x63, 0x6f, 0x75, 0x6e, 0x74, 0x3a, 0x20, 0x66, 0x75, 0x6e, 0x63, 0x28,
            0x29, 0x20, 0x2d, 0x3e, 0x20, 0x75, 0x33, 0x32, 0x3b, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x2f, 0x2f,
            0x2f, 0x20, 0x54, 0x68, 0x65, 0x20, 0x6e, 0x61, 0x6d, 0x65, 0x20, 0x6f, 0x66, 0x20, 0x74, 0x68,
            0x65, 0x20, 0x74, 0x65, 0x78, 0x74, 0x2c, 0x20, 0x61, 0x73, 0x20, 0x74, 0x68, 0x65, 0x20, 0x75,
            0x73, 0x65, 0x72, 0x20, 0x67, 0x61, 0x76, 0x65, 0x20, 0x69, 0x74, 0x2e, 0x0a, 0x20, 0x20, 0x20,
            0x20, 0x6e, 0x61, 0x6d, 0x65, 0x3a, 0x20, 0x66, 0x75, 0x6e, 0x63, 0x28, 0x29, 0x20, 0x2d, 0x3e,
            0x20, 0x73, 0x74, 0x72, 0x69, 0x6e, 0x67, 0x3b, 0x0a, 0x20, 0x20, 0x7d, 0x0a, 0x0a, 0x20, 0x20,
            0x65, 0x6e, 0x75, 0x6d, 0x20, 0x73, 0x65, 0x76, 0x65, 0x72, 0x69, 0x74, 0x79, 0x20, 0x7b, 0x0a,
            0x20, 0x20, 0x20, 0x20, 0x6e, 0x6f, 0x74, 0x65, 0x2c, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x77, 0x61,
            0x72, 0x6e, 0x69, 0x6e, 0x67, 0x2c, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x65, 0x72, 0x72, 0x6f, 0x72,
            0x2c, 0x0a, 0x20, 0x20, 0x7d, 0x0a, 0x7d, 0x0a, 0x0a, 0x77, 0x6f, 0x72, 0x6c, 0x64, 0x20, 0x74,
            0x65, 0x78, 0x74, 0x2d, 0x66, 0x69, 0x6c, 0x74, 0x65, 0x72, 0x20, 0x7b, 0x0a, 0x20, 0x20, 0x69,
            0x6d, 0x70, 0x6f, 0x72, 0x74, 0x20, 0x74, 0x65, 0x6e, 0x6f, 0x6e, 0x3a, 0x70, 0x6c, 0x75, 0x67,
            0x69, 0x6e, 0x2f, 0x6c, 0x6f, 0x67, 0x40, 0x30, 0x2e, 0x31, 0x2e, 0x30, 0x3b, 0x0a, 0x20, 0x20,
            0x69, 0x6d, 0x70, 0x6f, 0x72, 0x74, 0x20, 0x74, 0x65, 0x6e, 0x6f, 0x6e, 0x3a, 0x70, 0x6c, 0x75,
            0x67, 0x69, 0x6e, 0x2f, 0x73, 0x65, 0x74, 0x74, 0x69, 0x6e, 0x67, 0x73, 0x40, 0x30, 0x2e, 0x31,
            0x2e, 0x30, 0x3b, 0x0a, 0x20, 0x20, 0x69, 0x6d, 0x70, 0x6f, 0x72, 0x74, 0x20, 0x74, 0x79, 0x70,
            0x65, 0x73, 0x3b, 0x0a, 0x20, 0x20, 0x65, 0x78, 0x70, 0x6f, 0x72, 0x74, 0x20, 0x74, 0x65, 0x6e,
            0x6f, 0x6e, 0x3a, 0x70, 0x6c, 0x75, 0x67, 0x69, 0x6e, 0x2f, 0x73, 0x74, 0x61, 0x74, 0x65, 0x40,
            0x30, 0x2e, 0x31, 0x2e, 0x30, 0x3b, 0x0a, 0x20, 0x20, 0x65, 0x78, 0x70, 0x6f, 0x72, 0x74, 0x20,
            0x66, 0x69, 0x6c, 0x74, 0x65, 0x72, 0x3b, 0x0a, 0x7d, 0x0a, 0x0a, 0x2f, 0x2f, 0x2f, 0x20, 0x49,
            0x6e, 0x74, 0x65, 0x72, 0x66, 0x61, 0x63, 0x65, 0x73, 0x20, 0x74, 0x68, 0x61, 0x74, 0x20, 0x65,
            0x76, 0x65, 0x72, 0x79, 0x20, 0x68, 0x6f, 0x73, 0x74, 0x20, 0x63, 0x61, 0x6e, 0x20, 0x6f, 0x66,
            0x66, 0x65, 0x72, 0x20, 0x61, 0x6e, 0x64, 0x20, 0x65, 0x76, 0x65, 0x72, 0x79, 0x20, 0x70, 0x6c,
            0x75, 0x67, 0x69, 0x6e, 0x20, 0x63, 0x61, 0x6e, 0x20, 0x75, 0x73, 0x65, 0x2e, 0x0a, 0x70, 0x61,
            0x63, 0x6b, 0x61, 0x67, 0x65, 0x20, 0x74, 0x65, 0x6e, 0x6f, 0x6e, 0x3a, 0x70, 0x6c, 0x75, 0x67,
            0x69, 0x6e, 0x40, 0x30, 0x2e, 0x31, 0x2e, 0x30, 0x20, 0x7b, 0x0a, 0x20, 0x20, 0x2f, 0x2f, 0x2f,
            0x20, 0x4c, 0x69, 0x6e, 0x65, 0x73, 0x20, 0x66, 0x6f, 0x72, 0x20, 0x74, 0x68, 0x65, 0x20, 0x68,
            0x6f, 0x73, 0x74, 0x27, 0x73, 0x20, 0x6c, 0x6f, 0x67, 0x2e, 0x0a, 0x20, 0x20, 0x69, 0x6e, 0x74,
            0x65, 0x72, 0x66, 0x61, 0x63, 0x65, 0x20, 0x6c, 0x6f, 0x67, 0x20, 0x7b, 0x0a, 0x20, 0x20, 0x20,
            0x20, 0x2f, 0x2f, 0x2f, 0x20, 0x46, 0x6f, 0x72, 0x20, 0x74, 0x68, 0x6f, 0x73, 0x65, 0x20, 0x77,
            0x68, 0x6f, 0x20, 0x6c, 0x6f, 0x6f, 0x6b, 0x20, 0x66, 0x6f, 0x72, 0x20, 0x61, 0x20, 0x6d, 0x69,
            0x73, 0x74, 0x61, 0x6b, 0x65, 0x2e, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x64, 0x65, 0x62, 0x75, 0x67,
            0x3a, 0x20, 0x66, 0x75, 0x6e, 0x63, 0x28, 0x74, 0x65, 0x78, 0x74, 0x3a, 0x20, 0x73, 0x74, 0x72,
            0x69, 0x6e, 0x67, 0x29, 0x3b, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x2f, 0x2f, 0x2f, 0x20, 0x53, 0x6f,
            0x6d, 0x65, 0x74, 0x68, 0x69, 0x6e, 0x67, 0x20, 0x66, 0x61, 0x69, 0x6c, 0x65, 0x64, 0x2e, 0x0a,
            0x20, 0x20, 0x20, 0x20, 0x65, 0x72, 0x72, 0x6f, 0x72, 0x3a, 0x20, 0x66, 0x75, 0x6e, 0x63, 0x28,
            0x74, 0x65, 0x78, 0x74, 0x3a, 0x20, 0x73, 0x74, 0x72, 0x69, 0x6e, 0x67, 0x29, 0x3b, 0x0a, 0x20,
            0x20, 0x20, 0x20, 0x2f, 0x2f, 0x2f, 0x20, 0x46, 0x6f, 0x72, 0x20, 0x74, 0x68, 0x6f, 0x73, 0x65,
            0x20, 0x77, 0x68, 0x6f, 0x20, 0x77, 0x61, 0x6e, 0x74, 0x20, 0x74, 0x6f, 0x20, 0x6b, 0x6e, 0x6f,
            0x77, 0x20, 0x77, 0x68, 0x61, 0x74, 0x20, 0x67, 0x6f, 0x65, 0x73, 0x20, 0x6f, 0x6e, 0x2e, 0x0a,
            0x20, 0x20, 0x20, 0x20, 0x69, 0x6e, 0x66, 0x6f, 0x3a, 0x20, 0x66, 0x75, 0x6e, 0x63, 0x28, 0x74,
            0x65, 0x78, 0x74, 0x3a, 0x20, 0x73, 0x74, 0x72, 0x69, 0x6e, 0x67, 0x29, 0x3b, 0x0a, 0x20, 0x20,
            0x20, 0x20, 0x2f, 0x2f, 0x2f, 0x20, 0x53, 0x6f, 0x6d, 0x65, 0x74, 0x68, 0x69, 0x6e, 0x67, 0x20,
            0x69, 0x73, 0x20, 0x6e, 0x6f, 0x74, 0x20, 0x61, 0x73, 0x20, 0x69, 0x74, 0x20, 0x73, 0x68, 0x6f,
            0x75, 0x6c, 0x64, 0x20, 0x62, 0x65, 0x2c, 0x20, 0x61, 0x6e, 0x64, 0x20, 0x74, 0x68, 0x65, 0x20,
            0x70, 0x6c, 0x75, 0x67, 0x69, 0x6e, 0x20, 0x67, 0x6f, 0x65, 0x73, 0x20, 0x6f, 0x6e, 0x2e, 0x0a,
            0x20, 0x20, 0x20, 0x20, 0x77, 0x61, 0x72, 0x6e, 0x3a, 0x20, 0x66, 0x75, 0x6e, 0x63, 0x28, 0x74,
            0x65, 0x78, 0x74, 0x3a, 0x20, 0x73, 0x74, 0x72, 0x69, 0x6e, 0x67, 0x29, 0x3b, 0x0a, 0x20, 0x20,
            0x7d, 0x0a, 0x0a, 0x20, 0x20, 0x2f, 0x2f, 0x2f, 0x20, 0x57, 0x68, 0x61, 0x74, 0x20, 0x74, 0x68,
            0x65, 0x20, 0x75, 0x73, 0x65, 0x72, 0x20, 0x68, 0x61, 0x73, 0x20, 0x73, 0x65, 0x74, 0x20, 0x66,
            0x6f, 0x72, 0x20, 0x74, 0x68, 0x69, 0x73, 0x20, 0x70, 0x6c, 0x75, 0x67, 0x69, 0x6e, 0x2e, 0x0a,
            0x20, 0x20, 0x69, 0x6e, 0x74, 0x65, 0x72, 0x66, 0x61, 0x63, 0x65, 0x20, 0x73, 0x65, 0x74, 0x74,
            0x69, 0x6e, 0x67, 0x73, 0x20, 0x7b, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x2f, 0x2f, 0x2f, 0x20, 0x54,
            0x68, 0x65, 0x20, 0x76, 0x61, 0x6c, 0x75, 0x65, 0x20, 0x75, 0x6e, 0x64, 0x65, 0x72, 0x20, 0x61,
            0x20, 0x6b, 0x65, 0x79, 0x2c, 0x20, 0x69, 0x66, 0x20, 0x74, 0x68, 0x65, 0x72, 0x65, 0x20, 0x69,
            0x73, 0x20, 0x6f, 0x6e, 0x65, 0x2e, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x67, 0x65, 0x74, 0x3a, 0x20,
            0x66, 0x75, 0x6e, 0x63, 0x28, 0x6b, 0x65, 0x79, 0x3a, 0x20, 0x73, 0x74, 0x72, 0x69, 0x6e, 0x67,
            0x29, 0x20, 0x2d, 0x3e, 0x20, 0x6f, 0x70, 0x74, 0x69, 0x6f, 0x6e, 0x3c, 0x73, 0x74, 0x72, 0x69,
            0x6e, 0x67, 0x3e, 0x3b, 0x0a, 0x20, 0x20, 0x7d, 0x0a, 0x0a, 0x20, 0x20, 0x2f, 0x2f, 0x2f, 0x20,
            0x48, 0x6f, 0x77, 0x20, 0x61, 0x20, 0x70, 0x6c, 0x75, 0x67, 0x69, 0x6e, 0x27, 0x73, 0x20, 0x73,
            0x74, 0x61, 0x74, 0x65, 0x20, 0x6f, 0x75, 0x74, 0x6c, 0x69, 0x76, 0x65, 0x73, 0x20, 0x61, 0x20,
            0x72, 0x65, 0x6c, 0x6f, 0x61, 0x64, 0x2e, 0x0a, 0x20, 0x20, 0x69, 0x6e, 0x74, 0x65, 0x72, 0x66,
            0x61, 0x63, 0x65, 0x20, 0x73, 0x74, 0x61, 0x74, 0x65, 0x20, 0x7b, 0x0a, 0x20, 0x20, 0x20, 0x20,
            0x2f, 0x2f, 0x2f, 0x20, 0x41, 0x20, 0x73, 0x74, 0x61, 0x74, 0x65, 0x2c, 0x20, 0x61, 0x6e, 0x64,
            0x20, 0x74, 0x68, 0x65, 0x20, 0x76, 0x65, 0x72, 0x73, 0x69, 0x6f, 0x6e, 0x20, 0x6f, 0x66, 0x20,
            0x69, 0x74, 0x73, 0x20, 0x6f, 0x77, 0x6e, 0x20, 0x66, 0x6f, 0x72, 0x6d, 0x61, 0x74, 0x2e, 0x0a,
            0x20, 0x20, 0x20, 0x20, 0x72, 0x65, 0x63, 0x6f, 0x72, 0x64, 0x20, 0x73, 0x61, 0x76, 0x65, 0x64,
            0x20, 0x7b, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x76, 0x65, 0x72, 0x73, 0x69, 0x6f, 0x6e,
            0x3a, 0x20, 0x75, 0x33, 0x32, 0x2c, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x62, 0x79, 0x74,
            0x65, 0x73, 0x3a, 0x20, 0x6c, 0x69, 0x73, 0x74, 0x3c, 0x75, 0x38, 0x3e, 0x2c, 0x0a, 0x20, 0x20,
            0x20, 0x20, 0x7d, 0x0a, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x72, 0x65, 0x73, 0x74, 0x6f, 0x72, 0x65,
            0x3a, 0x20, 0x66, 0x75, 0x6e, 0x63, 0x28, 0x25, 0x66, 0x72, 0x6f, 0x6d, 0x3a, 0x20, 0x73, 0x61,
            0x76, 0x65, 0x64, 0x29, 0x20, 0x2d, 0x3e, 0x20, 0x72, 0x65, 0x73, 0x75, 0x6c, 0x74, 0x3c, 0x5f,
            0x2c, 0x20, 0x73, 0x74, 0x72, 0x69, 0x6e, 0x67, 0x3e, 0x3b, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x73,
            0x61, 0x76, 0x65, 0x3a, 0x20, 0x66, 0x75, 0x6e, 0x63, 0x28, 0x29, 0x20, 0x2d, 0x3e, 0x20, 0x72,
            0x65, 0x73, 0x75, 0x6c, 0x74, 0x3c, 0x73, 0x61, 0x76, 0x65, 0x64, 0x2c, 0x20, 0x73, 0x74, 0x72,
            0x69, 0x6e, 0x67, 0x3e, 0x3b, 0x0a, 0x20, 0x20, 0x7d, 0x0a, 0x7d, 0x0a,
        ],
    };

    // The manifest, readable without running anything. Exactly one in a file.
    #[cfg(not(tenon_static))]
    linked! {
        _, [link_section = ".note.tenon"]
        #[used]
        static NOTE: Note<3180> =
            Note { name_size: 6, size: 3196, kind: 1, name: *b"tenon\0\0\0", manifest: MANIFEST };
    }

    // The same in a library that is linked into a program.
    #[cfg(tenon_static)]
    linked! {
        _, [export_name = "tenon_manifest_repeats"]
        pub static NOTE: Manifest<3180> = MANIFEST;
    }
    #[cfg(tenon_static)]
    linked! {
        _, [export_name = "tenon_manifest_repeats_size"]
        pub static NOTE_SIZE: usize = 3196;
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

    // ---- Lists ----

    #[repr(C)]
    #[derive(Clone, Copy)]
    pub struct RawList<T> {
        pub ptr: *const T,
        pub len: usize,
    }

    impl Scratch {
        fn list<I: Iterator, T: Copy>(&mut self, items: I, len: usize, raw: impl Fn(I::Item, &mut Scratch) -> T) -> RawList<T> {
            let to = self.room::<T>(len);
            for (index, item) in items.take(len).enumerate() {
                let value = raw(item, self);
                // SAFETY: there is room for `len`, aligned to 8 as no type of the contract exceeds.
                unsafe { to.add(index).write(value) }
            }
            RawList { ptr: to, len }
        }
    }

    impl<'a, T: Number> View for &'a [T] {
        type Raw = RawList<T>;
        unsafe fn check(raw: &RawList<T>) -> bool {
            slice(raw.ptr, raw.len).is_some()
        }
        unsafe fn view(raw: &RawList<T>, _: &Record) -> &'a [T] {
            slice(raw.ptr, raw.len).unwrap_or(&[])
        }
        fn lend(self, _: &mut Scratch) -> RawList<T> {
            RawList { ptr: self.as_ptr(), len: self.len() }
        }
    }

    impl<T: Number> IntoOwned for &[T] {
        type Owned = Vec<T>;
        fn into_owned(self) -> Vec<T> {
            self.to_vec()
        }
    }

    /// A list that is lent for a call. Its elements are made when they are asked for.
    pub struct List<'a, T: View + 'a> {
        items: Items<'a, T>,
    }

    // A `&[T::Raw]` would say that a list of `T` is no list of a shorter-lived `T`: a nested list could not
    // be handed on.
    enum Items<'a, T: View + 'a> {
        /// The caller's memory, checked: `T::Raw`s, and how many.
        Lent(NonNull<()>, usize, NonNull<Record>),
        Held(&'a [T]),
    }

    impl<'a, T: View + 'a> Items<'a, T> {
        fn lent(raw: &'a [T::Raw], record: &Record) -> Self {
            Items::Lent(NonNull::from(raw).cast(), raw.len(), NonNull::from(record))
        }

        /// # Safety
        /// `ptr` and `len` are those of an `Items::Lent`. How long `T` lives changes nothing in `T::Raw`.
        unsafe fn raw(ptr: NonNull<()>, len: usize) -> &'a [T::Raw] {
            core::slice::from_raw_parts(ptr.as_ptr().cast::<T::Raw>(), len)
        }
    }

    impl<'a, T: View + 'a> List<'a, T> {
        pub fn len(&self) -> usize {
            match self.items {
                Items::Lent(_, len, _) => len,
                Items::Held(items) => items.len(),
            }
        }

        pub fn is_empty(&self) -> bool {
            self.len() == 0
        }

        pub fn get(&self, index: usize) -> Option<T> {
            match self.items {
                // SAFETY: the list was checked when it arrived, and is lent with its record for `'a`.
                Items::Lent(ptr, len, record) => unsafe {
                    Items::<T>::raw(ptr, len).get(index).map(|item| T::view(item, record.as_ref()))
                },
                Items::Held(items) => items.get(index).copied(),
            }
        }

        pub fn iter(&self) -> Iter<'a, T> {
            Iter { list: *self, next: 0 }
        }
    }

    impl<'a, T: View + 'a> Clone for List<'a, T> {
        fn clone(&self) -> Self {
            *self
        }
    }

    impl<'a, T: View + 'a> Copy for List<'a, T> {}

    impl<'a, T: View + 'a> Clone for Items<'a, T> {
        fn clone(&self) -> Self {
            *self
        }
    }

    impl<'a, T: View + 'a> Copy for Items<'a, T> {}

    impl<'a, T: View + 'a> From<&'a [T]> for List<'a, T> {
        fn from(items: &'a [T]) -> Self {
            List { items: Items::Held(items) }
        }
    }

    impl<'a, T: View + 'a, const N: usize> From<&'a [T; N]> for List<'a, T> {
        fn from(items: &'a [T; N]) -> Self {
            List { items: Items::Held(items) }
        }
    }

    impl<'a, T: View + 'a> From<&'a Vec<T>> for List<'a, T> {
        fn from(items: &'a Vec<T>) -> Self {
            List { items: Items::Held(items) }
        }
    }

    impl<'a, T: View + fmt::Debug + 'a> fmt::Debug for List<'a, T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.debug_list().entries(self.iter()).finish()
        }
    }

    impl<'a, T: View + 'a> IntoIterator for List<'a, T> {
        type Item = T;
        type IntoIter = Iter<'a, T>;
        fn into_iter(self) -> Iter<'a, T> {
            self.iter()
        }
    }

    /// The elements of a `List`, one after the other.
    pub struct Iter<'a, T: View + 'a> {
        list: List<'a, T>,
        next: usize,
    }

    impl<'a, T: View + 'a> Iterator for Iter<'a, T> {
        type Item = T;
        fn next(&mut self) -> Option<T> {
            let item = self.list.get(self.next)?;
            self.next += 1;
            Some(item)
        }
        fn size_hint(&self) -> (usize, Option<usize>) {
            let rest = self.list.len() - self.next;
            (rest, Some(rest))
        }
    }

    impl<'a, T: View + 'a> ExactSizeIterator for Iter<'a, T> {}

    impl<'a, T: View + 'a> View for List<'a, T> {
        type Raw = RawList<T::Raw>;
        unsafe fn check(raw: &Self::Raw) -> bool {
            slice(raw.ptr, raw.len).map_or(false, |items| items.iter().all(|item| T::check(item)))
        }
        unsafe fn view(raw: &Self::Raw, record: &Record) -> Self {
            List { items: Items::lent(slice(raw.ptr, raw.len).unwrap_or(&[]), record) }
        }
        fn lend(self, scratch: &mut Scratch) -> Self::Raw {
            match self.items {
                Items::Lent(ptr, len, _) => RawList { ptr: ptr.as_ptr().cast(), len },
                Items::Held(items) => scratch.list(items.iter(), items.len(), |item, scratch| item.lend(scratch)),
            }
        }
    }

    impl<T: Value> Value for Vec<T> {
        type Raw = RawList<T::Raw>;
        unsafe fn lift(raw: &Self::Raw, from: &Origin<'_>) -> Option<Vec<T>> {
            let list = T::lift_all(slice(raw.ptr, raw.len)?, from);
            from.free(raw.ptr, raw.len);
            list
        }
        fn give(self, scratch: &mut Scratch) -> Self::Raw {
            let len = self.len();
            scratch.list(self.into_iter(), len, |item, scratch| item.give(scratch))
        }
    }

    impl<T: Output> Output for Vec<T> {
        fn lower(self, record: &Record) -> Option<Self::Raw> {
            let len = self.len();
            if len == 0 {
                return Some(RawList { ptr: null(), len });
            }
            let size = len.checked_mul(size_of::<T::Raw>())?;
            let to = record.alloc(size, align_of::<T::Raw>())?.cast::<T::Raw>().as_ptr();
            // SAFETY: the block is new and has room for the list; without a list nobody has seen it.
            unsafe {
                if T::lower_all(self, to, record) {
                    return Some(RawList { ptr: to, len });
                }
                record.free(to.cast(), size, align_of::<T::Raw>());
            }
            None
        }
        unsafe fn release(raw: &Self::Raw, record: &Record) {
            for item in slice(raw.ptr, raw.len).unwrap_or(&[]) {
                T::release(item, record);
            }
            record.free(raw.ptr.cast(), raw.len * size_of::<T::Raw>(), align_of::<T::Raw>());
        }
    }

    impl<'a, T: View + IntoOwned + 'a> IntoOwned for List<'a, T> {
        type Owned = Vec<T::Owned>;
        fn into_owned(self) -> Self::Owned {
            self.iter().map(T::into_owned).collect()
        }
    }

    // ---- Options and results inside of other values ----

    #[repr(C)]
    #[derive(Clone, Copy)]
    pub struct RawOption<T: Copy> {
        is_some: u8,
        value: RawPayload<T, ()>,
    }

    #[repr(C)]
    #[derive(Clone, Copy)]
    pub struct RawResult<T: Copy, E: Copy> {
        is_err: u8,
        value: RawPayload<T, E>,
    }

    #[repr(C)]
    #[derive(Clone, Copy)]
    pub union RawPayload<T: Copy, E: Copy> {
        ok: T,
        err: E,
    }

    const _: () = assert!(size_of::<RawOption<RawString>>() == 24 && size_of::<RawResult<u8, u32>>() == 8);

    impl<T: Copy> RawOption<T> {
        pub fn new(value: Option<T>) -> Self {
            match value {
                Some(ok) => RawOption { is_some: 1, value: RawPayload { ok } },
                None => RawOption { is_some: 0, value: RawPayload { err: () } },
            }
        }

        unsafe fn get(&self) -> Option<&T> {
            match self.is_some {
                1 => Some(&self.value.ok),
                _ => None,
            }
        }
    }

    impl<T: View> View for Option<T> {
        type Raw = RawOption<T::Raw>;
        unsafe fn check(raw: &Self::Raw) -> bool {
            raw.is_some == 0 || raw.get().map_or(false, |value| T::check(value))
        }
        unsafe fn view(raw: &Self::Raw, record: &Record) -> Self {
            raw.get().map(|value| T::view(value, record))
        }
        fn lend(self, scratch: &mut Scratch) -> Self::Raw {
            RawOption::new(self.map(|value| value.lend(scratch)))
        }
    }

    impl<T: Value> Value for Option<T> {
        type Raw = RawOption<T::Raw>;
        unsafe fn lift(raw: &Self::Raw, from: &Origin<'_>) -> Option<Self> {
            match raw.is_some {
                0 => Some(None),
                _ => T::lift(raw.get()?, from).map(Some),
            }
        }
        fn give(self, scratch: &mut Scratch) -> Self::Raw {
            RawOption::new(self.map(|value| value.give(scratch)))
        }
    }

    impl<T: Output> Output for Option<T> {
        fn lower(self, record: &Record) -> Option<Self::Raw> {
            Some(RawOption::new(match self {
                Some(value) => Some(value.lower(record)?),
                None => None,
            }))
        }
        unsafe fn release(raw: &Self::Raw, record: &Record) {
            if let Some(value) = raw.get() {
                T::release(value, record);
            }
        }
    }

    impl<T: IntoOwned> IntoOwned for Option<T> {
        type Owned = Option<T::Owned>;
        fn into_owned(self) -> Self::Owned {
            self.map(T::into_owned)
        }
    }

    impl<T: Copy, E: Copy> RawResult<T, E> {
        fn new(value: Result<T, E>) -> Self {
            match value {
                Ok(ok) => RawResult { is_err: 0, value: RawPayload { ok } },
                Err(err) => RawResult { is_err: 1, value: RawPayload { err } },
            }
        }

        unsafe fn get(&self) -> Option<Result<&T, &E>> {
            match self.is_err {
                0 => Some(Ok(&self.value.ok)),
                1 => Some(Err(&self.value.err)),
                _ => None,
            }
        }
    }

    impl<T: View, E: View> View for Result<T, E> {
        type Raw = RawResult<T::Raw, E::Raw>;
        unsafe fn check(raw: &Self::Raw) -> bool {
            match raw.get() {
                Some(Ok(ok)) => T::check(ok),
                Some(Err(err)) => E::check(err),
                None => false,
            }
        }
        unsafe fn view(raw: &Self::Raw, record: &Record) -> Self {
            match raw.get() {
                Some(Ok(ok)) => Ok(T::view(ok, record)),
                Some(Err(err)) => Err(E::view(err, record)),
                None => changed(),
            }
        }
        fn lend(self, scratch: &mut Scratch) -> Self::Raw {
            RawResult::new(match self {
                Ok(ok) => Ok(ok.lend(scratch)),
                Err(err) => Err(err.lend(scratch)),
            })
        }
    }

    impl<T: Value, E: Value> Value for Result<T, E> {
        type Raw = RawResult<T::Raw, E::Raw>;
        unsafe fn lift(raw: &Self::Raw, from: &Origin<'_>) -> Option<Self> {
            match raw.get()? {
                Ok(ok) => T::lift(ok, from).map(Ok),
                Err(err) => E::lift(err, from).map(Err),
            }
        }
        fn give(self, scratch: &mut Scratch) -> Self::Raw {
            RawResult::new(match self {
                Ok(ok) => Ok(ok.give(scratch)),
                Err(err) => Err(err.give(scratch)),
            })
        }
    }

    impl<T: Output, E: Output> Output for Result<T, E> {
        fn lower(self, record: &Record) -> Option<Self::Raw> {
            Some(RawResult::new(match self {
                Ok(ok) => Ok(ok.lower(record)?),
                Err(err) => Err(err.lower(record)?),
            }))
        }
        unsafe fn release(raw: &Self::Raw, record: &Record) {
            match raw.get() {
                Some(Ok(ok)) => T::release(ok, record),
                Some(Err(err)) => E::release(err, record),
                None => {}
            }
        }
    }

    impl<T: IntoOwned, E: IntoOwned> IntoOwned for Result<T, E> {
        type Owned = Result<T::Owned, E::Owned>;
        fn into_owned(self) -> Self::Owned {
            self.map(T::into_owned).map_err(E::into_owned)
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
