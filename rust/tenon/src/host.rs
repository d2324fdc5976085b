// SPDX-License-Identifier: MIT
//! Where plugins are looked for, and how they are loaded.
use crate::catalog::Catalog;
use crate::error::Error;
use crate::kept::{Kept, Remains};
use crate::options::{Candidate, Copy, Reserve, Watch};
use crate::record::{not_in_callback, within_callback};
use crate::reload::{Queue, ReloadEvent};
use crate::text;
use crate::trusted::{self, Trusted};
use crate::unwatched::{self, UnwatchedFolder};
use std::ffi::{c_void, CStr, CString};
use std::mem::{forget, size_of};
use std::os::raw::c_char;
use std::os::unix::io::RawFd;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::path::Path;
use std::ptr::{null, null_mut};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tenon_sys as sys;

type Veto = dyn Fn(&Candidate<'_>) -> Result<(), String> + Send + Sync;
type Listener = dyn Fn(&ReloadEvent) + Send + Sync;

/// A host of plugins. A further handle to the same one is a `clone()`.
///
/// ```
/// let host = tenon::Host::new()?;
/// // SAFETY: only plugins that we built are put there.
/// unsafe { host.trust("plugins")? };
/// for found in host.catalog()?.found() {
///     println!("{} {}", found.name(), found.version());
/// }
/// # Ok::<(), tenon::Error>(())
/// ```
///
/// It lives until its last handle, plugin, instance and object are gone, in whatever order they go.
#[derive(Clone)]
pub struct Host {
    pub(crate) shared: Arc<Shared>,
}

/// What callbacks of the runtime get as `ctx`.
struct Callbacks {
    veto: Option<Box<Veto>>,
    listener: Option<Box<Listener>>,
    queue: Option<Queue>,
    /// The reason that the veto gave last. The host's lock is held while the runtime reads it.
    reason: Mutex<CString>,
}

pub(crate) struct Shared {
    pub(crate) raw: *mut sys::tenon_host,
    callbacks: Box<Callbacks>,
    trusted: Trusted,
    /// Imports of instances that have ended.
    remains: Remains,
}

// SAFETY: a `tenon_host` may be used from several threads (`tenon/host.h`, 3); so may the rest.
unsafe impl Send for Shared {}
// SAFETY: as above.
unsafe impl Sync for Shared {}

impl Shared {
    /// Imports of an instance that has ended, of the plugin with this file.
    pub(crate) fn put_away(&self, file: &CStr, imports: Vec<Kept>) {
        self.remains.add(file, imports);
    }

    /// Frees those of which nothing is left that may call them.
    pub(crate) fn sweep(&self) {
        // SAFETY: the host is alive. What is left of instances that have ended becomes no more again.
        self.remains.sweep(|file| unsafe { sys::tenon_host_has_remains(self.raw, file.as_ptr()) != 0 });
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        // SAFETY: no handle, plugin or instance of this host is left: all of them keep it.
        let ended = match not_in_callback() {
            Ok(()) => unsafe { Error::check(sys::tenon_host_destroy(self.raw)) },
            Err(error) => Err(error),
        };
        if ended.is_ok() {
            return;
        }
        // Old builds are still in use (by objects that plugins hold): the host goes on, and with it all that it calls.
        let callbacks = Callbacks {
            veto: None,
            listener: None,
            queue: None,
            reason: Mutex::default(),
        };
        forget(std::mem::replace(&mut self.callbacks, Box::new(callbacks)));
        self.remains.leak();
    }
}

/// How a host is made.
///
/// ```
/// use tenon::{Copy, Host, Watch};
///
/// let host = Host::builder().copy(Copy::Always).watch(Watch::Update).build()?;
/// # Ok::<(), tenon::Error>(())
/// ```
#[must_use = "`build` makes the host"]
pub struct HostBuilder {
    copy: Copy,
    reserve: Reserve,
    account: u32,
    reload: sys::tenon_reload_options,
    callbacks: Callbacks,
}

// SAFETY: the raw options in it hold no pointer before `build`.
unsafe impl Send for HostBuilder {}

fn milliseconds(time: Duration) -> u32 {
    // 0 stands for the default.
    time.as_millis().clamp(1, u128::from(u32::MAX)) as u32
}

impl HostBuilder {
    /// Whether libraries are loaded from private copies.
    ///
    /// ```
    /// let host = tenon::Host::builder().copy(tenon::Copy::File).build()?; // for valgrind
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn copy(mut self, copy: Copy) -> Self {
        self.copy = copy;
        self
    }

    /// Whether the addresses of unloaded libraries are kept from others.
    ///
    /// ```
    /// let host = tenon::Host::builder().reserve(tenon::Reserve::Always).build()?;
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn reserve(mut self, reserve: Reserve) -> Self {
        self.reserve = reserve;
        self
    }

    /// Counts blocks and bytes that go through each plugin's table, for [`Plugin::account`](crate::Plugin::account).
    /// What a plugin leaves is then the [`reason`](crate::Unloaded::reason) of its unload, or of its old build's end.
    /// Costs 24 to 39 bytes more a block.
    ///
    /// ```
    /// let host = tenon::Host::builder().count_memory().build()?;
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn count_memory(mut self) -> Self {
        self.account |= sys::TENON_ACCOUNT_MEMORY;
        self
    }

    /// Counts calls of each plugin, for [`Plugin::account`](crate::Plugin::account). An atomic addition each, about
    /// twice what a call costs.
    ///
    /// ```
    /// let host = tenon::Host::builder().count_calls().build()?;
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn count_calls(mut self) -> Self {
        self.account |= sys::TENON_ACCOUNT_CALLS;
        self
    }

    /// The host's own word, after every check and before any code of the plugin runs. The error's text becomes part
    /// of [`Error`]. In it nothing of this crate may be called: that is refused.
    ///
    /// ```
    /// let host = tenon::Host::builder()
    ///     .veto(|plugin| if plugin.name() == "spam" { Err("not here".into()) } else { Ok(()) })
    ///     .build()?;
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn veto(
        mut self, veto: impl Fn(&Candidate<'_>) -> Result<(), String> + Send + Sync + 'static,
    ) -> Self {
        self.callbacks.veto = Some(Box::new(veto));
        self
    }

    /// Who notices that a library's file has new content.
    ///
    /// ```
    /// let host = tenon::Host::builder().watch(tenon::Watch::Update).build()?;
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn watch(mut self, watch: Watch) -> Self {
        self.reload.watch = watch.raw();
        self
    }

    /// A file counts as written when it was left alone for this long (50 ms).
    ///
    /// ```
    /// # use std::time::Duration;
    /// let host = tenon::Host::builder().settle(Duration::from_millis(200)).build()?;
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn settle(mut self, time: Duration) -> Self {
        self.reload.settle_ms = milliseconds(time);
        self
    }

    /// How often files are looked at where the system reports no changes (1 s).
    ///
    /// ```
    /// # use std::time::Duration;
    /// let host = tenon::Host::builder().poll(Duration::from_millis(300)).build()?;
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn poll(mut self, time: Duration) -> Self {
        self.reload.poll_ms = milliseconds(time);
        self
    }

    /// How long a file may stay incomplete before that is reported (10 s).
    ///
    /// ```
    /// # use std::time::Duration;
    /// let host = tenon::Host::builder().patience(Duration::from_secs(60)).build()?;
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn patience(mut self, time: Duration) -> Self {
        self.reload.patience_ms = milliseconds(time);
        self
    }

    /// How long calls may have to wait while state moves, before a reload is put off (1 s).
    ///
    /// ```
    /// # use std::time::Duration;
    /// let host = tenon::Host::builder().quiet(Duration::from_millis(100)).build()?;
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn quiet(mut self, time: Duration) -> Self {
        self.reload.quiet_ms = milliseconds(time);
        self
    }

    /// Doesn't ask the system for changes: for file systems that report none.
    ///
    /// ```
    /// let host = tenon::Host::builder().watch(tenon::Watch::Thread).poll_only().build()?;
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn poll_only(mut self) -> Self {
        self.reload.poll_only = 1;
        self
    }

    /// Is told what becomes of reloads, on the thread that reloads or ends the host. It may call plugins, and nothing that loads,
    /// creates, reloads, destroys or unloads: that is refused, and what it drops stays loaded. A panic in it goes no
    /// further.
    ///
    /// ```
    /// let host = tenon::Host::builder()
    ///     .watch(tenon::Watch::Thread)
    ///     .listener(|event| println!("{}", event))
    ///     .build()?;
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn listener(mut self, listener: impl Fn(&ReloadEvent) + Send + Sync + 'static) -> Self {
        self.callbacks.listener = Some(Box::new(listener));
        self
    }

    /// Keeps what becomes of reloads for [`Host::events`].
    ///
    /// ```
    /// let host = tenon::Host::builder().watch(tenon::Watch::Update).queue_events().build()?;
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn queue_events(mut self) -> Self {
        self.callbacks.queue = Some(Queue::default());
        self
    }

    /// Makes the host.
    ///
    /// ```
    /// let host = tenon::Host::builder().build()?;
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn build(self) -> Result<Host, Error> {
        let callbacks = Box::new(self.callbacks);
        let ctx = &*callbacks as *const Callbacks as *mut c_void;
        let options = sys::tenon_host_options {
            size: size_of::<sys::tenon_host_options>() as u32,
            copy: self.copy.raw(),
            veto: callbacks.veto.is_some().then_some(ask_veto as unsafe extern "C" fn(_, _) -> _),
            veto_ctx: ctx,
            reserve: self.reserve.raw(),
            account: self.account,
        };
        let mut raw = null_mut();
        // SAFETY: the options are whole; `ctx` lives as long as the host.
        unsafe { Error::check(sys::tenon_host_create(&options, &mut raw))? };
        let shared = Shared { raw, callbacks, trusted: Trusted::default(), remains: Remains::default() };
        let mut reload = self.reload;
        if shared.callbacks.listener.is_some() || shared.callbacks.queue.is_some() {
            reload.listener = Some(tell_listener);
            reload.listener_ctx = ctx;
        }
        // SAFETY: as above.
        unsafe { Error::check(sys::tenon_host_set_reload(raw, &reload))? };
        Ok(Host { shared: Arc::new(shared) })
    }
}

unsafe extern "C" fn ask_veto(ctx: *mut c_void, candidate: *const sys::tenon_candidate) -> *const c_char {
    // SAFETY: `ctx` is the host's `Callbacks`, which live as long as it; the candidate is lent for the call.
    let (callbacks, raw) = unsafe { (&*ctx.cast::<Callbacks>(), &*candidate) };
    let ask = || callbacks.veto.as_ref().map_or(Ok(()), |veto| veto(&Candidate { raw }));
    let said = within_callback(|| catch_unwind(AssertUnwindSafe(ask)));
    let reason = match said {
        Ok(Ok(())) => return null(),
        Ok(Err(reason)) if reason.is_empty() => "the host gave no reason".to_string(),
        Ok(Err(reason)) => reason.replace('\0', " "),
        Err(panic) => format!("the veto panicked: {}", crate::bindings::text_of(panic)),
    };
    let mut place = callbacks.reason.lock().unwrap_or_else(|e| e.into_inner());
    *place = CString::new(reason).unwrap_or_default();
    place.as_ptr() // copied at once, under the host's lock
}

unsafe extern "C" fn tell_listener(ctx: *mut c_void, event: *const sys::tenon_reload_event) {
    // SAFETY: `ctx` is the host's `Callbacks`, which live as long as it; the event is lent for the call.
    let (callbacks, raw) = unsafe { (&*ctx.cast::<Callbacks>(), &*event) };
    // SAFETY: the event's texts live for the call.
    let event = unsafe { ReloadEvent::of(raw) };
    if let Some(listener) = &callbacks.listener {
        if let Err(panic) = within_callback(|| catch_unwind(AssertUnwindSafe(|| listener(&event)))) {
            crate::bindings::discard(panic);
        }
    }
    if let Some(queue) = &callbacks.queue {
        queue.push(event);
    }
}

impl Host {
    /// One with the defaults of [`HostBuilder`].
    ///
    /// ```
    /// let host = tenon::Host::new()?;
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn new() -> Result<Host, Error> {
        Host::builder().build()
    }

    /// One that isn't as [`new`](Host::new) makes it.
    ///
    /// ```
    /// let host = tenon::Host::builder().copy(tenon::Copy::Always).build()?;
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn builder() -> HostBuilder {
        HostBuilder {
            copy: Copy::Auto,
            reserve: Reserve::Auto,
            account: 0,
            reload: sys::tenon_reload_options {
                size: size_of::<sys::tenon_reload_options>() as u32,
                watch: sys::TENON_WATCH_NONE,
                settle_ms: 0,
                poll_ms: 0,
                patience_ms: 0,
                quiet_ms: 0,
                poll_only: 0,
                reserved: 0,
                listener: None,
                listener_ctx: null_mut(),
            },
            callbacks: Callbacks {
                veto: None,
                listener: None,
                queue: None,
                reason: Mutex::default(),
            },
        }
    }

    /// Adds a folder, or one library's exact file, to the search paths. It need not exist yet.
    ///
    /// ```
    /// let host = tenon::Host::new()?;
    /// // SAFETY: only our installer writes there.
    /// unsafe { host.trust("/usr/lib/editor/plugins")? };
    /// # Ok::<(), tenon::Error>(())
    /// ```
    ///
    /// # Safety
    /// You say that the libraries which are there, and will be there while this host lives, may run in your
    /// process: that their code keeps to the binary contract as bindings made by `tenon` do, and does nothing
    /// undefined of its own; that threads which an instance starts have ended when it has, and objects of others are
    /// called by one thread at a time. Tenon checks files and interfaces; it can't check what native code does. Nothing
    /// is loaded from elsewhere, also not by an exact path.
    pub unsafe fn trust(&self, path: impl AsRef<Path>) -> Result<&Host, Error> {
        not_in_callback()?;
        let path = trusted::without_steps_up(path.as_ref());
        let raw = text::path(&path)?;
        // SAFETY: the host is alive, the path zero-ended.
        unsafe { Error::check(sys::tenon_host_add_path(self.shared.raw, raw.as_ptr()))? };
        self.shared.trusted.add(&path);
        Ok(self)
    }

    /// Makes the plugins of a library known that is part of the program (`tenon build --static`), behind all paths
    /// and libraries that were added before.
    ///
    /// ```no_run
    /// extern "C" {
    ///     static tenon_plugin_greeter: tenon::sys::tenon_library_descriptor;
    ///     static tenon_manifest_greeter: u8;
    ///     static tenon_manifest_greeter_size: usize;
    /// }
    /// # fn main() -> Result<(), tenon::Error> {
    /// let host = tenon::Host::new()?;
    /// // SAFETY: the three are what `tenon build --static` made.
    /// unsafe { host.trust_static(&tenon_plugin_greeter, &tenon_manifest_greeter, tenon_manifest_greeter_size)? };
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Safety
    /// As for [`trust`](Host::trust); and the three are those of one library: its descriptor, which stays as it is,
    /// and `size` readable bytes of its manifest.
    pub unsafe fn trust_static(
        &self, descriptor: *const sys::tenon_library_descriptor, manifest: *const u8, size: usize,
    ) -> Result<&Host, Error> {
        not_in_callback()?;
        // SAFETY: as the caller says.
        unsafe {
            Error::check(sys::tenon_host_register(self.shared.raw, descriptor, manifest.cast(), size))?;
        }
        Ok(self)
    }

    /// What libtenon is to be asked for instead of `name`. Refused where nobody said that code is trusted.
    pub(crate) fn trusted_name(&self, name: &str) -> Result<CString, Error> {
        not_in_callback()?;
        self.shared.trusted.resolve(name)
    }

    /// What is there, read from manifests alone: nothing of a plugin runs.
    ///
    /// ```
    /// let host = tenon::Host::new()?;
    /// let catalog = host.catalog()?;
    /// assert_eq!(catalog.found().count(), 0);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn catalog(&self) -> Result<Catalog, Error> {
        not_in_callback()?;
        Catalog::scan(self)
    }

    /// What the watching thread does otherwise: looks for changed files (with [`Watch::Update`]), reloads, tries
    /// again what was put off, and closes old builds that are no longer used. Returns when to call again.
    ///
    /// ```
    /// let host = tenon::Host::builder().watch(tenon::Watch::Update).build()?;
    /// let next = host.update()?;
    /// assert!(next > std::time::Duration::ZERO);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn update(&self) -> Result<Duration, Error> {
        not_in_callback()?;
        let mut next = 0;
        // SAFETY: the host is alive.
        unsafe { Error::check(sys::tenon_host_update(self.shared.raw, &mut next))? };
        self.shared.sweep();
        Ok(Duration::from_millis(next.into()))
    }

    /// With [`Watch::Update`]: a file descriptor for `poll` that is readable when [`update`](Host::update) has
    /// something to do before its time is over. It stays the runtime's.
    ///
    /// ```
    /// let host = tenon::Host::new()?;
    /// assert_eq!(host.update_descriptor(), None); // nothing is watched yet
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn update_descriptor(&self) -> Option<RawFd> {
        not_in_callback().ok()?;
        // SAFETY: the host is alive.
        let descriptor = unsafe { sys::tenon_host_update_descriptor(self.shared.raw) };
        (descriptor >= 0).then_some(descriptor)
    }

    /// The folders from which the system doesn't report all changes of reloadable plugins' files, or of symbolic
    /// links on their paths, as it is now: a limit may be reached for a while. They are polled. None with
    /// [`Watch::None`]: nobody watches then.
    ///
    /// ```
    /// let host = tenon::Host::new()?;
    /// assert!(host.unwatched()?.is_empty()); // nothing is watched yet
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn unwatched(&self) -> Result<Vec<UnwatchedFolder>, Error> {
        not_in_callback()?;
        // SAFETY: the host is alive.
        unwatched::folders(|visit, out| unsafe { sys::tenon_host_unwatched(self.shared.raw, visit, out) })
    }

    /// What became of reloads since the last time this was asked: of a host that was built with
    /// [`queue_events`](HostBuilder::queue_events). Never waits.
    ///
    /// ```
    /// let host = tenon::Host::builder().watch(tenon::Watch::Update).queue_events().build()?;
    /// host.update()?;
    /// for event in host.events() {
    ///     println!("{event}");
    /// }
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn events(&self) -> impl Iterator<Item = ReloadEvent> + '_ {
        let queue = self.shared.callbacks.queue.as_ref();
        std::iter::from_fn(move || queue.and_then(Queue::pop))
    }

    /// What all of its plugins use, as a table for people, old builds that aren't closed yet among them. Its form
    /// isn't fixed.
    ///
    /// ```
    /// let host = tenon::Host::builder().count_memory().count_calls().build()?;
    /// print!("{}", host.accounts()?);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn accounts(&self) -> Result<String, Error> {
        not_in_callback()?;
        let mut text = null_mut();
        // SAFETY: the host is alive; the text is ours.
        unsafe {
            Error::check(sys::tenon_host_accounts(self.shared.raw, &mut text))?;
            Ok(text::taken(text).unwrap_or_default())
        }
    }

    /// For functions of [`sys`]. Good as long as the host.
    ///
    /// ```
    /// let host = tenon::Host::new()?;
    /// assert!(!host.as_raw().is_null());
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn as_raw(&self) -> *mut sys::tenon_host {
        self.shared.raw
    }
}

impl std::fmt::Debug for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Host").field("trusted", &self.shared.trusted).finish()
    }
}
