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
