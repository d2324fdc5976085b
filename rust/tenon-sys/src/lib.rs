// SPDX-License-Identifier: MIT
//! libtenon's C interface, `tenon/host.h`, and what of `tenon/abi.h` a host needs. The headers have the contracts
//! of each function and field; the crate `tenon` is what programs use.
//!
//! ```
//! let mut host = std::ptr::null_mut();
//! // SAFETY: no options, and room for a pointer.
//! let error = unsafe { tenon_sys::tenon_host_create(std::ptr::null(), &mut host) };
//! assert!(error.is_null());
//! // SAFETY: the host was just made.
//! assert!(unsafe { tenon_sys::tenon_host_destroy(host) }.is_null());
//! ```
#![allow(non_camel_case_types)] // the names are C's, with a `_` behind keywords

use std::ffi::c_void;
use std::os::raw::{c_char, c_int};

/// Version and revision of the binary contract.
pub const TENON_CONTRACT: u32 = 0x0000_0003;

// A macro, so that the tests compare the same constants that are declared.
macro_rules! constants {
    ($($(#[$docs:meta])* $name:ident: $type:ty = $value:expr;)*) => {
        $($(#[$docs])* pub const $name: $type = $value;)*
        /// All of them, as numbers, for the comparison with the headers.
        #[doc(hidden)]
        pub const CONSTANTS: &[(&str, i64)] = &[$((stringify!($name), $value as i64)),*];
    };
}

constants! {
    // ---- abi/status.h
    TENON_OK: i32 = 0;
    TENON_ERR: i32 = 1;
    TENON_MISSING: i32 = -1;
    TENON_TRAP: i32 = -2;
    TENON_POISONED: i32 = -3;
    TENON_OUT_OF_MEMORY: i32 = -4;
    TENON_BAD_ARGUMENT: i32 = -5;
    TENON_BAD_RESULT: i32 = -6;
    TENON_GONE: i32 = -7;
    // ---- abi/note.h, abi/library.h
    TENON_LANGUAGE_C: u32 = 1;
    TENON_LANGUAGE_CPP: u32 = 2;
    TENON_LANGUAGE_RUST: u32 = 3;
    TENON_PLUGIN_UNWIND: u32 = 1;
    TENON_PLUGIN_CONCURRENT: u32 = 2;
    // ---- host/error.h
    TENON_STAGE_USAGE: u32 = 0;
    TENON_STAGE_SCAN: u32 = 1;
    TENON_STAGE_IMAGE: u32 = 2;
    TENON_STAGE_MANIFEST: u32 = 3;
    TENON_STAGE_CHECK: u32 = 4;
    TENON_STAGE_VETO: u32 = 5;
    TENON_STAGE_LOAD: u32 = 6;
    TENON_STAGE_CREATE: u32 = 7;
    TENON_STAGE_CALL: u32 = 8;
    TENON_STAGE_UNLOAD: u32 = 9;
    TENON_STAGE_RELOAD: u32 = 10;
    // ---- host/options.h
    TENON_ORIGIN_FILE: u32 = 0;
    TENON_ORIGIN_STATIC: u32 = 1;
    TENON_COPY_AUTO: u32 = 0;
    TENON_COPY_ALWAYS: u32 = 1;
    TENON_COPY_NEVER: u32 = 2;
    TENON_COPY_FILE: u32 = 3;
    TENON_RESERVE_AUTO: u32 = 0;
    TENON_RESERVE_ALWAYS: u32 = 1;
    TENON_RESERVE_NEVER: u32 = 2;
    TENON_ACCOUNT_MEMORY: u32 = 1;
    TENON_ACCOUNT_CALLS: u32 = 2;
    // ---- host/catalog.h
    TENON_ENTRY_FOUND: u32 = 0;
    TENON_ENTRY_SHADOWED: u32 = 1;
    TENON_ENTRY_BROKEN: u32 = 2;
    TENON_ENTRY_OTHER: u32 = 3;
    // ---- host/plugin.h
    TENON_UNLOAD_CLOSED: u32 = 0;
    TENON_UNLOAD_SHARED: u32 = 1;
    TENON_UNLOAD_STILL_MAPPED: u32 = 2;
    // ---- host/pin.h
    TENON_THREAD_CALLS: usize = 7;
    // ---- host/reload.h
    TENON_WATCH_NONE: u32 = 0;
    TENON_WATCH_UPDATE: u32 = 1;
    TENON_WATCH_THREAD: u32 = 2;
    TENON_RELOAD_BEFORE: u32 = 0;
    TENON_RELOAD_AFTER: u32 = 1;
    TENON_RELOAD_FAILED: u32 = 2;
    TENON_RELOAD_PUT_OFF: u32 = 3;
    TENON_RELOAD_RETIRED: u32 = 4;
    TENON_RELOADED: u32 = 0;
    TENON_UNCHANGED: u32 = 1;
    TENON_HOLDER_CALL: u32 = 0;
    TENON_HOLDER_PIN: u32 = 1;
    TENON_HOLDER_OBJECT: u32 = 2;
    TENON_HOLDER_HANDLE: u32 = 3;
    TENON_HOLDER_COUNTED: u32 = 4;
    // ---- host/library.h, host/library_reload.h
    TENON_LIBRARY_DEPENDENCIES: u32 = 1;
    TENON_LIBRARY_SYSTEM: u32 = 2;
    TENON_SYMBOL_FUNCTION: u32 = 0;
    TENON_SYMBOL_VARIABLE: u32 = 1;
    TENON_SYMBOL_THREAD_LOCAL: u32 = 2;
    TENON_LIBRARY_BEFORE: u32 = 0;
    TENON_LIBRARY_MOVE: u32 = 1;
    TENON_LIBRARY_AFTER: u32 = 2;
    TENON_LIBRARY_FAILED: u32 = 3;
    TENON_LIBRARY_RETIRED: u32 = 4;
}

macro_rules! opaque {
    ($($name:ident)*) => {
        $(#[repr(C)]
        pub struct $name {
            _private: [u8; 0],
            _neither_send_nor_sync: std::marker::PhantomData<(*mut u8, std::marker::PhantomPinned)>,
        })*
    };
}
opaque!(tenon_error tenon_host tenon_catalog tenon_plugin tenon_library);

// `names` has each struct's name and its fields, for the comparison with the headers.
macro_rules! structs {
    ($($(#[$docs:meta])* pub struct $name:ident { $(pub $field:ident: $type:ty,)* })*) => {
        $(
            $(#[$docs])*
            #[repr(C)]
            #[derive(Clone, Copy)]
            pub struct $name { $(pub $field: $type,)* }
        )*
        /// Size of each struct, and the place of each field, for the comparison with the headers.
        #[doc(hidden)]
        pub fn layouts(tell: &mut dyn FnMut(&str, &str, usize)) {
            $({
                let room = std::mem::MaybeUninit::<$name>::uninit();
                let start = room.as_ptr();
                tell(stringify!($name), "", std::mem::size_of::<$name>());
                // SAFETY: places are taken, nothing is read.
                $(tell(stringify!($name), stringify!($field),
                       unsafe { std::ptr::addr_of!((*start).$field) } as usize - start as usize);)*
            })*
        }
    };
}

structs! {
    pub struct tenon_string {
        pub ptr: *const c_char,
        pub len: usize,
    }
    /// The head of interface tables and of vtables; the slots follow it.
    pub struct tenon_table {
        pub slots: u32,
        pub flags: u32,
        pub hash: [u8; 16],
        pub type_: *const c_char,
        pub owner: *const c_void,
        pub drop: Option<unsafe extern "C" fn(*mut c_void)>,
    }
    pub struct tenon_object {
        pub vtable: *const tenon_table,
    }
    pub struct tenon_reference {
        pub table: *const tenon_table,
        pub self_: *mut c_void,
    }
    pub struct tenon_host_table {
        pub size: u32,
        pub contract: u32,
        pub ctx: *mut c_void,
        pub alloc: unsafe extern "C" fn(*mut c_void, usize, usize) -> *mut c_void,
        pub free: unsafe extern "C" fn(*mut c_void, *mut c_void, usize, usize),
        pub trap: unsafe extern "C" fn(*mut c_void, i32, *const c_char, usize),
        pub plugin_dir: tenon_string,
    }
    pub struct tenon_interface_descriptor {
        pub size: u32,
        pub slots: u32,
        pub id: *const c_char,
        pub hash: [u8; 16],
        pub table: *const tenon_table,
    }
    pub struct tenon_resource_descriptor {
        pub size: u32,
        pub flags: u32,
        pub type_: *const c_char,
        pub live: unsafe extern "C" fn() -> u64,
    }
    pub struct tenon_plugin_descriptor {
        pub size: u32,
        pub flags: u32,
        pub name: *const c_char,
        pub version: *const c_char,
        pub import_count: u32,
        pub export_count: u32,
        pub resource_count: u32,
        pub reserved: u32,
        pub imports: *const *const tenon_interface_descriptor,
        pub exports: *const *const tenon_interface_descriptor,
        pub resources: *const *const tenon_resource_descriptor,
        pub create: unsafe extern "C" fn(*const tenon_host_table, *const tenon_reference, *mut *mut c_void) -> i32,
        pub destroy: unsafe extern "C" fn(*mut c_void),
    }
    pub struct tenon_library_descriptor {
        pub size: u32,
        pub contract: u32,
        pub plugin_count: u32,
        pub reserved: u32,
        pub plugins: *const *const tenon_plugin_descriptor,
        pub thread_exit: *mut c_void,
    }
    pub struct tenon_world {
        pub size: u32,
        pub contract: u32,
        pub name: *const c_char,
        pub wit: *const c_char,
        pub wit_len: usize,
        pub since: *const c_char,
        pub import_count: u32,
        pub export_count: u32,
        pub imports: *const *const tenon_interface_descriptor,
        pub exports: *const *const tenon_interface_descriptor,
    }
    pub struct tenon_candidate {
        pub size: u32,
        pub language: u32,
        pub file: *const c_char,
        pub library: *const c_char,
        pub name: *const c_char,
        pub version: *const c_char,
        pub world: *const c_char,
        pub metadata: *const c_char,
        pub sha256: *const c_char,
        pub origin: u32,
    }
    pub struct tenon_host_options {
        pub size: u32,
        pub copy: u32,
        pub veto: tenon_veto,
        pub veto_ctx: *mut c_void,
        pub reserve: u32,
        pub account: u32,
    }
    pub struct tenon_account {
        pub size: u32,
        pub counted: u32,
        pub generation: u64,
        pub allocated_blocks: u64,
        pub allocated_bytes: u64,
        pub freed_blocks: u64,
        pub freed_bytes: u64,
        pub instances: u64,
        pub objects: u64,
        pub traps: u64,
        pub calls: u64,
    }
    pub struct tenon_catalog_entry {
        pub size: u32,
        pub state: u32,
        pub file: *const c_char,
        pub why: *const tenon_error,
        pub library: *const c_char,
        pub name: *const c_char,
        pub version: *const c_char,
        pub world: *const c_char,
        pub language: u32,
        pub flags: u32,
        pub origin: u32,
    }
    pub struct tenon_target {
        pub exports: *const tenon_reference,
        pub generation: u64,
    }
    /// `current` is atomic.
    pub struct tenon_instance {
        pub current: *const tenon_target,
    }
    /// `calls` are atomic.
    pub struct tenon_thread {
        pub fenced: u64,
        pub calls: [*const tenon_target; TENON_THREAD_CALLS],
    }
    pub struct tenon_call {
        pub target: *const tenon_target,
        pub slot: *mut *const tenon_target,
    }
    pub struct tenon_pin {
        pub target: *const tenon_target,
        pub slot: *mut *const tenon_target,
    }
    pub struct tenon_reload_event {
        pub size: u32,
        pub kind: u32,
        pub file: *const c_char,
        pub library: *const c_char,
        pub old_generation: u64,
        pub new_generation: u64,
        pub error: *const tenon_error,
        pub outcome: u32,
        pub restored: u32,
        pub fresh: u32,
        pub lost: u32,
        pub reason: *const c_char,
        pub took_ns: u64,
        pub quiet_ns: u64,
        pub longest_wait_ns: u64,
    }
    pub struct tenon_reload_options {
        pub size: u32,
        pub watch: u32,
        pub settle_ms: u32,
        pub poll_ms: u32,
        pub patience_ms: u32,
        pub quiet_ms: u32,
        pub poll_only: u32,
        pub reserved: u32,
        pub listener: tenon_reload_listener,
        pub listener_ctx: *mut c_void,
    }
    pub struct tenon_holder {
        pub size: u32,
        pub kind: u32,
        pub count: u64,
        pub thread: i64,
        pub instance: *const tenon_instance,
        pub plugin: *const c_char,
        pub type_: *const c_char,
        pub generation: u64,
        pub waiting_ns: u64,
    }
    pub struct tenon_library_options {
        pub size: u32,
        pub copy: u32,
        pub flags: u32,
        pub folder_count: u32,
        pub folders: *const *const c_char,
    }
    pub struct tenon_symbol {
        pub struct_size: u32,
        pub kind: u32,
        pub name: *const c_char,
        pub readable: *const c_char,
        pub version: *const c_char,
        pub is_default: u32,
        pub reserved: u32,
        pub size: u64,
    }
    pub struct tenon_library_call {
        pub address: *mut c_void,
        pub pin: tenon_call,
    }
    pub struct tenon_library_event {
        pub size: u32,
        pub kind: u32,
        pub library: *mut tenon_library,
        pub old_build: *const tenon_library,
        pub new_build: *const tenon_library,
        pub old_generation: u64,
        pub new_generation: u64,
        pub error: *const tenon_error,
        pub outcome: u32,
        pub reserved: u32,
        pub reason: *const c_char,
    }
    pub struct tenon_library_watch_options {
        pub size: u32,
        pub settle_ms: u32,
        pub poll_ms: u32,
        pub patience_ms: u32,
    }
}

pub type tenon_veto = Option<unsafe extern "C" fn(*mut c_void, *const tenon_candidate) -> *const c_char>;
pub type tenon_reload_listener = Option<unsafe extern "C" fn(*mut c_void, *const tenon_reload_event)>;
pub type tenon_library_listener =
    Option<unsafe extern "C" fn(*mut c_void, *const tenon_library_event) -> *const c_char>;
pub type tenon_unwatched_visitor = Option<unsafe extern "C" fn(*mut c_void, *const c_char, *const c_char)>;
pub type tenon_code = Option<unsafe extern "C" fn()>;

macro_rules! functions {
    ($(fn $name:ident($($arg:ident: $type:ty),* $(,)?) $(-> $result:ty)?;)*) => {
        extern "C" {
            $(pub fn $name($($arg: $type),*) $(-> $result)?;)*
        }
        /// Their names, for the comparison with the headers.
        #[doc(hidden)]
        pub const FUNCTIONS: &[&str] = &[$(stringify!($name)),*];
    };
}

functions! {
    // ---- host/error.h
    fn tenon_error_code(error: *const tenon_error) -> *const c_char;
    fn tenon_error_stage(error: *const tenon_error) -> u32;
    fn tenon_error_message(error: *const tenon_error) -> *const c_char;
    fn tenon_error_file(error: *const tenon_error) -> *const c_char;
    fn tenon_error_help(error: *const tenon_error) -> *const c_char;
    fn tenon_error_note(error: *const tenon_error, index: usize) -> *const c_char;
    fn tenon_error_cause(error: *const tenon_error) -> *const tenon_error;
    fn tenon_error_status(error: *const tenon_error) -> i32;
    fn tenon_error_text(error: *const tenon_error) -> *const c_char;
    fn tenon_error_delete(error: *mut tenon_error);
    fn tenon_call_error(status: i32, function: *const c_char) -> *mut tenon_error;
    // ---- host/account.h
    fn tenon_plugin_account(plugin: *const tenon_plugin, out: *mut tenon_account) -> *mut tenon_error;
    fn tenon_host_accounts(host: *mut tenon_host, text: *mut *mut c_char) -> *mut tenon_error;
    // ---- host/address.h
    fn tenon_describe_address(address: *const c_void) -> *const c_char;
    // ---- host/options.h
    fn tenon_host_create(options: *const tenon_host_options, out: *mut *mut tenon_host) -> *mut tenon_error;
    fn tenon_host_add_path(host: *mut tenon_host, path: *const c_char) -> *mut tenon_error;
    fn tenon_host_destroy(host: *mut tenon_host) -> *mut tenon_error;
    fn tenon_alloc(size: usize, align: usize) -> *mut c_void;
    fn tenon_free(ptr: *mut c_void, size: usize, align: usize);
    fn tenon_heap() -> *const tenon_host_table;
    fn tenon_heap_use(blocks: *mut usize, bytes: *mut usize);
    // ---- host/static.h
    fn tenon_host_register(
        host: *mut tenon_host, descriptor: *const tenon_library_descriptor, manifest: *const c_void, size: usize,
    ) -> *mut tenon_error;
    // ---- host/catalog.h
    fn tenon_host_scan(host: *mut tenon_host, out: *mut *mut tenon_catalog) -> *mut tenon_error;
    fn tenon_catalog_size(catalog: *const tenon_catalog) -> usize;
    fn tenon_catalog_entry_at(catalog: *const tenon_catalog, index: usize) -> *const tenon_catalog_entry;
    fn tenon_catalog_metadata(
        catalog: *const tenon_catalog, index: usize, json: *mut *mut c_char,
    ) -> *mut tenon_error;
    fn tenon_text_delete(text: *mut c_char);
    fn tenon_catalog_delete(catalog: *mut tenon_catalog);
    // ---- host/plugin.h
    fn tenon_plugin_check(
        host: *mut tenon_host, name: *const c_char, world: *const tenon_world,
    ) -> *mut tenon_error;
    fn tenon_plugin_load(
        host: *mut tenon_host, name: *const c_char, world: *const tenon_world, out: *mut *mut tenon_plugin,
    ) -> *mut tenon_error;
    fn tenon_plugin_name(plugin: *const tenon_plugin) -> *const c_char;
    fn tenon_plugin_version(plugin: *const tenon_plugin) -> *const c_char;
    fn tenon_plugin_file(plugin: *const tenon_plugin) -> *const c_char;
    fn tenon_plugin_metadata(plugin: *const tenon_plugin) -> *const c_char;
    fn tenon_plugin_descriptor_of(plugin: *const tenon_plugin) -> *const tenon_plugin_descriptor;
    fn tenon_plugin_unload(
        plugin: *mut tenon_plugin, outcome: *mut u32, reason: *mut *mut c_char,
    ) -> *mut tenon_error;
    // ---- host/instance.h
    fn tenon_instance_create(
        plugin: *mut tenon_plugin, imports: *const tenon_reference, out: *mut *mut tenon_instance,
    ) -> *mut tenon_error;
    fn tenon_instance_export(instance: *const tenon_instance, index: u32) -> tenon_reference;
    fn tenon_instance_poisoned(instance: *const tenon_instance) -> c_int;
    fn tenon_instance_trap(instance: *const tenon_instance) -> *const c_char;
    fn tenon_instance_recreate(instance: *mut tenon_instance) -> *mut tenon_error;
    fn tenon_instance_destroy(instance: *mut tenon_instance) -> *mut tenon_error;
    // ---- host/pin.h
    fn tenon_thread_register() -> *mut tenon_thread;
    fn tenon_call_begin_slowly(instance: *mut tenon_instance) -> tenon_call;
    fn tenon_call_end_counted(target: *const tenon_target);
    fn tenon_pin_take(instance: *mut tenon_instance) -> tenon_pin;
    fn tenon_pin_release(pin: tenon_pin);
    // ---- host/reload.h
    fn tenon_host_set_reload(host: *mut tenon_host, options: *const tenon_reload_options) -> *mut tenon_error;
    fn tenon_plugin_load_reloadable(
        host: *mut tenon_host, name: *const c_char, world: *const tenon_world, out: *mut *mut tenon_plugin,
    ) -> *mut tenon_error;
    fn tenon_plugin_reload(plugin: *mut tenon_plugin, outcome: *mut u32) -> *mut tenon_error;
    fn tenon_host_update(host: *mut tenon_host, next_ms: *mut u32) -> *mut tenon_error;
    fn tenon_host_update_descriptor(host: *mut tenon_host) -> c_int;
    fn tenon_host_unwatched(
        host: *mut tenon_host, visit: tenon_unwatched_visitor, ctx: *mut c_void,
    ) -> *mut tenon_error;
    fn tenon_plugin_holders(
        plugin: *mut tenon_plugin, visit: Option<unsafe extern "C" fn(*mut c_void, *const tenon_holder)>,
        ctx: *mut c_void,
    ) -> *mut tenon_error;
    fn tenon_host_has_remains(host: *mut tenon_host, file: *const c_char) -> c_int;
    fn tenon_plugin_generation(plugin: *const tenon_plugin) -> u64;
    // ---- host/library.h
    fn tenon_library_open(
        name: *const c_char, options: *const tenon_library_options, out: *mut *mut tenon_library,
    ) -> *mut tenon_error;
    fn tenon_library_function(
        library: *const tenon_library, name: *const c_char, out: *mut tenon_code,
    ) -> *mut tenon_error;
    fn tenon_library_variable(
        library: *const tenon_library, name: *const c_char, size: usize, out: *mut *mut c_void,
    ) -> *mut tenon_error;
    fn tenon_library_symbols(
        library: *const tenon_library,
        visit: Option<unsafe extern "C" fn(*mut c_void, *const tenon_symbol) -> c_int>, ctx: *mut c_void,
    );
    fn tenon_library_file(library: *const tenon_library) -> *const c_char;
    fn tenon_library_folder(library: *const tenon_library) -> *const c_char;
    fn tenon_library_generation(library: *const tenon_library) -> u64;
    fn tenon_library_pin(library: *const tenon_library, out: *mut *mut tenon_library) -> *mut tenon_error;
    fn tenon_library_close(
        library: *mut tenon_library, outcome: *mut u32, reason: *mut *mut c_char,
    ) -> *mut tenon_error;
    // ---- host/library_reload.h
    fn tenon_library_follow(
        library: *mut tenon_library, name: *const c_char, kind: u32, size: usize, symbol: *mut u32,
    ) -> *mut tenon_error;
    fn tenon_library_call_begin(library: *mut tenon_library, symbol: u32) -> tenon_library_call;
    fn tenon_library_call_end(call: tenon_library_call);
    fn tenon_library_calls(library: *mut tenon_library) -> *mut tenon_instance;
    fn tenon_library_listen(
        library: *mut tenon_library, listener: tenon_library_listener, ctx: *mut c_void,
    ) -> *mut tenon_error;
    fn tenon_library_reload(library: *mut tenon_library, reloaded: *mut u32) -> *mut tenon_error;
    fn tenon_library_watch(
        library: *mut tenon_library, options: *const tenon_library_watch_options,
    ) -> *mut tenon_error;
    fn tenon_library_holders(
        library: *mut tenon_library, visit: Option<unsafe extern "C" fn(*mut c_void, *const tenon_holder)>,
        ctx: *mut c_void,
    ) -> *mut tenon_error;
    fn tenon_library_unwatched(
        library: *mut tenon_library, visit: tenon_unwatched_visitor, ctx: *mut c_void,
    ) -> *mut tenon_error;
    fn tenon_library_update(library: *mut tenon_library, next_ms: *mut u32) -> *mut tenon_error;
}
