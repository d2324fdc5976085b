// SPDX-License-Identifier: MIT
//! Loaded plugins.
use crate::account::Account;
use crate::error::{Error, Refused};
use crate::host::Host;
use crate::record::{not_in_callback, Counted};
use crate::text;
use std::cell::Cell;
use std::ffi::c_void;
use std::fmt;
use std::marker::PhantomData;
use std::ptr::null_mut;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tenon_sys as sys;

/// What a host offers plugins and wants of them: constant data of a generated module.
///
/// ```no_run
/// fn fits(host: &tenon::Host, name: &str, world: &'static tenon::World) -> bool {
///     tenon::Plugin::check(host, name, world).is_ok()
/// }
/// ```
#[repr(transparent)]
pub struct World(sys::tenon_world);

// SAFETY: constant data.
unsafe impl Sync for World {}

impl World {
    /// For generated code.
    ///
    /// # Safety
    /// The world is whole, as `tenon/host/world.h` says, and what it refers to is constant.
    #[doc(hidden)]
    pub const unsafe fn new(world: sys::tenon_world) -> World {
        World(world)
    }

    /// `demo:text/pipe@1.0.0`.
    ///
    /// ```no_run
    /// fn title(world: &'static tenon::World) -> String {
    ///     format!("plugins for {}", world.name())
    /// }
    /// ```
    pub fn name(&self) -> &str {
        // SAFETY: the name is constant.
        unsafe { text::borrowed(self.0.name) }.unwrap_or("")
    }

    pub(crate) fn raw(&self) -> *const sys::tenon_world {
        &self.0
    }

    pub(crate) fn import_count(&self) -> u32 {
        self.0.import_count
    }
}

/// How an unload ended.
///
/// ```no_run
/// use tenon::{Outcome, Unloaded};
///
/// fn tell(unloaded: &Unloaded) -> String {
///     match unloaded.outcome {
///         Outcome::Closed => format!("gone {}", unloaded.reason),
///         Outcome::Shared => "other handles of its library are open".into(),
///         Outcome::StillMapped => format!("its code stays in memory: {}", unloaded.reason),
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unloaded {
    /// What became of its code.
    pub outcome: Outcome,
    /// What keeps it mapped; and, if that is [counted](crate::HostBuilder::count_memory), what memory the plugin
    /// left. Empty if there is nothing to say.
    pub reason: String,
}

/// What became of an [`Unloaded`] plugin's code.
///
/// ```no_run
/// fn may_be_replaced(unloaded: &tenon::Unloaded) -> bool {
///     unloaded.outcome == tenon::Outcome::Closed
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Its code and data are no longer in the process.
    Closed,
    /// This handle is gone; others of its library are still open.
    Shared,
    /// Closed, but something keeps it mapped.
    StillMapped,
}

impl Unloaded {
    pub(crate) fn of(outcome: u32, reason: String) -> Unloaded {
        let outcome = match outcome {
            sys::TENON_UNLOAD_CLOSED => Outcome::Closed,
            sys::TENON_UNLOAD_SHARED => Outcome::Shared,
            _ => Outcome::StillMapped,
        };
        Unloaded { outcome, reason }
    }

    pub(crate) fn shared() -> Unloaded {
        Unloaded { outcome: Outcome::Shared, reason: String::new() }
    }
}


/// Who is inside of a plugin's library, or holds something of it.
///
/// ```no_run
/// fn is_in_the_way(holder: &tenon::Holder) -> bool {
///     holder.waiting > std::time::Duration::from_secs(1)
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// What it is.
    pub kind: HolderKind,
    /// How many of this kind; 1 for calls and pins.
    pub count: u64,
    /// The system's number of the thread, as in `/proc/self/task`.
    pub thread: Option<i64>,
    /// Which instance is called or pinned: the address that [`Instance::as_raw`](crate::Instance::as_raw) gives.
    pub instance: Option<usize>,
    /// The plugin's name; empty for a library that is none.
    pub plugin: String,
    /// Of objects: their resource, `ns:pkg/interface@1#name`.
    pub resource: Option<String>,
    /// Of the library.
    pub generation: u64,
    /// How long a reload, or the end of an old build, has waited for it.
    pub waiting: Duration,
}

/// What a [`Holder`] is.
///
/// ```no_run
/// fn objects(plugin: &tenon::Plugin) -> Result<u64, tenon::Error> {
///     let objects = |h: &&tenon::Holder| h.kind == tenon::HolderKind::Object;
///     Ok(plugin.holders()?.iter().filter(objects).map(|h| h.count).sum())
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HolderKind {
    /// A thread is inside of a call of an instance.
    Call,
    /// A pin held over many calls.
    Pin,
    /// Objects of one resource that are alive.
    Object,
    /// Handles that don't follow reloads.
    Handle,
    /// Calls nested deeper than a thread has slots, or pins beyond them.
    Counted,
}

/// One plugin of a loaded library. A library with several is loaded once.
///
/// Generated types load it themselves; by itself it is for several instances:
///
/// ```no_run
/// use tenon::{Error, Host, Plugin, World};
///
/// fn describe(host: &Host, world: &'static World) -> Result<String, Error> {
///     let plugin = Plugin::load(host, "shout", world)?;
///     Ok(format!("{} {} of {}", plugin.name(), plugin.version(), plugin.file()))
/// }
/// ```
///
/// It keeps its host. When it is dropped the plugin stays loaded as long as instances and objects of it are alive.
pub struct Plugin {
    pub(crate) record: Counted,
    pub(crate) world: *const sys::tenon_world,
    /// Whether it is one of the record's `handles`, and not an instance's.
    is_handle: bool,
    /// "One thread at a time each" (`tenon/host.h`, 3): may move, isn't shared.
    _one_thread_at_a_time: PhantomData<Cell<()>>,
}

// SAFETY: a plugin may be used by one thread after the other, and the world is constant.
unsafe impl Send for Plugin {}

type Load = unsafe extern "C" fn(
    *mut sys::tenon_host, *const std::os::raw::c_char, *const sys::tenon_world, *mut *mut sys::tenon_plugin,
) -> *mut sys::tenon_error;

impl Plugin {
    /// Finds, checks and loads a plugin. `name` is looked up as in the catalog; or it is a path (it has a `/`) to a
    /// library with one plugin that is trusted, or `path#name`. Loading it again gives a further handle to the same
    /// code.
    ///
    /// ```no_run
    /// fn load(host: &tenon::Host, world: &'static tenon::World) -> Result<tenon::Plugin, tenon::Error> {
    ///     tenon::Plugin::load(host, "./plugins/libshout.so", world)
    /// }
    /// ```
    pub fn load(host: &Host, name: &str, world: &'static World) -> Result<Plugin, Error> {
        Plugin::load_by(sys::tenon_plugin_load, host, name, world, false)
    }

    /// The same for a plugin that may be replaced while the program runs.
    ///
    /// ```no_run
    /// fn load(host: &tenon::Host, world: &'static tenon::World) -> Result<tenon::Plugin, tenon::Error> {
    ///     tenon::Plugin::load_reloadable(host, "shout", world)
    /// }
    /// ```
    pub fn load_reloadable(host: &Host, name: &str, world: &'static World) -> Result<Plugin, Error> {
        Plugin::load_by(sys::tenon_plugin_load_reloadable, host, name, world, true)
    }

    fn load_by(load: Load, host: &Host, name: &str, world: &'static World, follows: bool) -> Result<Plugin, Error> {
        let name = host.trusted_name(name)?;
        let mut raw = null_mut();
        // SAFETY: the host is alive, the world constant; what is loaded is trusted.
        unsafe { Error::check(load(host.as_raw(), name.as_ptr(), world.raw(), &mut raw))? };
        let record = Counted::new(host, raw, follows);
        Ok(Plugin { record, world: world.raw(), is_handle: true, _one_thread_at_a_time: PhantomData })
    }

    /// Whether [`load`](Plugin::load) would take it, but for the veto; nothing of the plugin runs.
    ///
    /// ```no_run
    /// fn fits(host: &tenon::Host, name: &str, world: &'static tenon::World) -> bool {
    ///     tenon::Plugin::check(host, name, world).is_ok()
    /// }
    /// ```
    pub fn check(host: &Host, name: &str, world: &'static World) -> Result<(), Error> {
        not_in_callback()?;
        let name = text::zero_ended(name)?;
        // SAFETY: the host is alive, the world constant.
        unsafe { Error::check(sys::tenon_plugin_check(host.as_raw(), name.as_ptr(), world.raw())) }
    }

    /// Its name.
    ///
    /// ```no_run
    /// fn is_shout(plugin: &tenon::Plugin) -> bool { plugin.name() == "shout" }
    /// ```
    pub fn name(&self) -> &str {
        // SAFETY: a text that was returned lives as long as the handle (`tenon/host/plugin.h`).
        unsafe { text::borrowed(sys::tenon_plugin_name(self.as_raw())) }.unwrap_or("")
    }

    /// Its version. Follows reloads.
    ///
    /// ```no_run
    /// fn is_draft(plugin: &tenon::Plugin) -> bool { plugin.version().starts_with("0.") }
    /// ```
    pub fn version(&self) -> &str {
        // SAFETY: as for `name`.
        unsafe { text::borrowed(sys::tenon_plugin_version(self.as_raw())) }.unwrap_or("")
    }

    /// Its library's file.
    ///
    /// ```no_run
    /// fn folder(plugin: &tenon::Plugin) -> Option<&std::path::Path> { std::path::Path::new(plugin.file()).parent() }
    /// ```
    pub fn file(&self) -> &str {
        // SAFETY: as for `name`.
        unsafe { text::borrowed(sys::tenon_plugin_file(self.as_raw())) }.unwrap_or("")
    }

    /// JSON: its entry of the manifest, with what its author wrote under `[plugin.meta]` as `meta`; empty if there is no memory
    /// for it.
    ///
    /// ```no_run
    /// fn has_menu(plugin: &tenon::Plugin) -> bool { plugin.metadata().contains("\"menu\"") }
    /// ```
    pub fn metadata(&self) -> &str {
        // SAFETY: as for `name`.
        unsafe { text::borrowed(sys::tenon_plugin_metadata(self.as_raw())) }.unwrap_or("")
    }

    /// Of the library that new calls reach: greater than that of every earlier load in this process.
    ///
    /// ```no_run
    /// fn is_newer(plugin: &tenon::Plugin, seen: u64) -> bool { plugin.generation() > seen }
    /// ```
    pub fn generation(&self) -> u64 {
        // SAFETY: the handle is ours.
        unsafe { sys::tenon_plugin_generation(self.as_raw()) }
    }

    /// Replaces the library if its file has other content than what is loaded; whether it had. On an error nothing
    /// has changed. Of a plugin that was loaded as reloadable.
    ///
    /// ```no_run
    /// fn on_key_r(plugin: &tenon::Plugin) -> Result<(), tenon::Error> {
    ///     if plugin.reload()? { println!("now {}", plugin.version()); }
    ///     Ok(())
    /// }
    /// ```
    pub fn reload(&self) -> Result<bool, Error> {
        not_in_callback()?;
        let mut outcome = sys::TENON_UNCHANGED;
        // SAFETY: the handle is ours.
        unsafe { Error::check(sys::tenon_plugin_reload(self.as_raw(), &mut outcome))? };
        Ok(outcome == sys::TENON_RELOADED)
    }

    /// Who is inside of its library or holds something of it, in its current and its old builds.
    ///
    /// ```no_run
    /// fn tell(plugin: &tenon::Plugin) -> Result<(), tenon::Error> {
    ///     plugin.holders()?.iter().for_each(|holder| println!("{holder:?}"));
    ///     Ok(())
    /// }
    /// ```
    pub fn holders(&self) -> Result<Vec<Holder>, Error> {
        not_in_callback()?;
        // SAFETY: the handle is ours.
        Holder::all(|visit, out| unsafe { sys::tenon_plugin_holders(self.as_raw(), visit, out) })
    }

    /// What it uses: memory and calls where the host counts them, objects, traps.
    ///
    /// ```no_run
    /// fn tell(plugin: &tenon::Plugin) -> Result<(), tenon::Error> {
    ///     println!("{} trapped {} times", plugin.name(), plugin.account()?.traps);
    ///     Ok(())
    /// }
    /// ```
    pub fn account(&self) -> Result<Account, Error> {
        not_in_callback()?;
        let mut out = Account::empty();
        // SAFETY: the handle is ours.
        unsafe { Error::check(sys::tenon_plugin_account(self.as_raw(), &mut out))? };
        Ok(Account::of(&out))
    }

    /// Ends the plugin, and with the last one of its library the library. Refused, with the plugin given back, while
    /// instances or objects of it are alive. Of several handles of one plugin the last one ends it.
    ///
    /// ```no_run
    /// fn unload(plugin: tenon::Plugin) -> Result<(), tenon::Error> {
    ///     println!("{:?}", plugin.unload()?);
    ///     Ok(())
    /// }
    /// ```
    pub fn unload(mut self) -> Result<Unloaded, Refused<Plugin>> {
        if !std::mem::replace(&mut self.is_handle, true) {
            self.record.handles.fetch_add(1, Ordering::AcqRel); // it was an instance's
        }
        match self.record.end_handle() {
            Ok(unloaded) => {
                self.is_handle = false;
                Ok(unloaded)
            }
            Err(error) => Err(Refused { error, handle: self }),
        }
    }

    /// Whether it may be replaced while the program runs.
    ///
    /// ```no_run
    /// fn watched(plugins: &[tenon::Plugin]) -> usize { plugins.iter().filter(|p| p.is_reloadable()).count() }
    /// ```
    pub fn is_reloadable(&self) -> bool {
        self.record.reloadable
    }

    /// Its host.
    ///
    /// ```no_run
    /// fn neighbours(plugin: &tenon::Plugin) -> Result<usize, tenon::Error> {
    ///     Ok(plugin.host().catalog()?.found().count())
    /// }
    /// ```
    pub fn host(&self) -> &Host {
        &self.record.host
    }

    /// For functions of [`sys`]. Good as long as the plugin.
    ///
    /// ```no_run
    /// fn raw(plugin: &tenon::Plugin) -> *mut tenon::sys::tenon_plugin { plugin.as_raw() }
    /// ```
    pub fn as_raw(&self) -> *mut sys::tenon_plugin {
        self.record.plugin()
    }

    /// A handle for an instance.
    pub(crate) fn again(&self) -> Plugin {
        let record = self.record.clone();
        Plugin { record, world: self.world, is_handle: false, _one_thread_at_a_time: PhantomData }
    }
}

impl Drop for Plugin {
    fn drop(&mut self) {
        if self.is_handle {
            self.record.handles.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

impl fmt::Debug for Plugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plugin({} {})", self.name(), self.version())
    }
}

type Visit = Option<unsafe extern "C" fn(*mut c_void, *const sys::tenon_holder)>;

impl Holder {
    /// What `ask` tells its visitor.
    pub(crate) fn all(ask: impl FnOnce(Visit, *mut c_void) -> *mut sys::tenon_error) -> Result<Vec<Holder>, Error> {
        unsafe extern "C" fn visit(out: *mut c_void, holder: *const sys::tenon_holder) {
            // SAFETY: `out` is the list below; the holder and its texts live for the call.
            unsafe { (*out.cast::<Vec<Holder>>()).push(Holder::of(&*holder)) }
        }
        let mut out = Vec::<Holder>::new();
        let error = ask(Some(visit), (&mut out as *mut Vec<Holder>).cast());
        // SAFETY: the runtime made it.
        unsafe { Error::check(error)? };
        Ok(out)
    }

    /// # Safety
    /// The holder's texts are alive.
    unsafe fn of(raw: &sys::tenon_holder) -> Holder {
        // SAFETY: as the caller says.
        let (plugin, resource) = unsafe { (text::owned(raw.plugin), text::borrowed(raw.type_)) };
        Holder {
            kind: match raw.kind {
                sys::TENON_HOLDER_CALL => HolderKind::Call,
                sys::TENON_HOLDER_PIN => HolderKind::Pin,
                sys::TENON_HOLDER_OBJECT => HolderKind::Object,
                sys::TENON_HOLDER_HANDLE => HolderKind::Handle,
                _ => HolderKind::Counted,
            },
            count: raw.count,
            thread: (raw.thread != 0).then_some(raw.thread),
            instance: (!raw.instance.is_null()).then_some(raw.instance as usize),
            plugin,
            resource: resource.map(str::to_string),
            generation: raw.generation,
            waiting: Duration::from_nanos(raw.waiting_ns),
        }
    }
}
