// SPDX-License-Identifier: MIT
//! Live plugins with their own state.
use crate::bindings::Imports;
use crate::error::{Error, Refused};
use crate::pin::Pin;
use crate::plugin::{Plugin, Unloaded, World};
use crate::kept::Kept;
use crate::record::{not_in_callback, Record};
use crate::text;
use std::fmt;
use std::marker::PhantomData;
use std::mem::{take, ManuallyDrop};
use std::ptr::{null, null_mut};
use tenon_sys as sys;

/// A live plugin with its own state, as generated types have one inside. Dropping it ends the plugin's state; objects
/// that it made live on.
///
/// ```no_run
/// fn look_after(instance: &mut tenon::Instance) -> Result<(), tenon::Error> {
///     if instance.is_poisoned() {
///         eprintln!("it trapped: {}", instance.trap().unwrap_or_default());
///         instance.recreate()?;
///     }
///     Ok(())
/// }
/// ```
///
/// It is neither `Send` nor `Sync`: an instance and the objects that it made may not be called at once, and nothing
/// but the thread that they stay on tells them apart. See [`Concurrent`](crate::Concurrent) and
/// [`Worker`](crate::Worker).
pub struct Instance {
    raw: *mut sys::tenon_instance,
    plugin: Plugin,
    /// By their numbers in the world; none if a reload may replace them.
    exports: Vec<sys::tenon_reference>,
    /// What the plugin calls, put away when that is over.
    imports: ManuallyDrop<Vec<Kept>>,
    _stays_on_its_thread: PhantomData<*mut ()>,
}

impl Instance {
    /// For generated code. `follows`: its calls follow reloads.
    ///
    /// # Safety
    /// `imports` has, for each import of `world`, a table of that interface.
    #[doc(hidden)]
    pub unsafe fn create(
        plugin: &Plugin, world: &'static World, follows: bool, imports: Imports,
    ) -> Result<Instance, Error> {
        not_in_callback()?;
        if plugin.world != world.raw() {
            let message = format!("`{}` was loaded for another world than `{}`", plugin.name(), world.name());
            return Err(Error::usage(message, Some("load it with the world of the same generated module")));
        }
        if plugin.is_reloadable() != follows {
            let (was, type_) = if follows { ("not ", "without") } else { ("", "with") };
            let message = format!("`{}` was {}loaded as reloadable", plugin.name(), was);
            return Err(Error::usage(message, Some(&format!("use the type {} `Reloadable` in its name", type_))));
        }
        if !imports.are_for(plugin, world.import_count()) {
            return Err(Error::usage("the imports are another plugin's, or not all that its world has", None));
        }
        let (references, kept) = imports.into_parts();
        let mut raw = null_mut();
        // SAFETY: there is a reference for each import of the world; what they refer to is kept until the instance
        // and all that is left of it are gone.
        let made = unsafe { Error::check(sys::tenon_instance_create(plugin.as_raw(), references.as_ptr(), &mut raw)) };
        let (plugin, exports, imports) = (plugin.again(), Vec::new(), ManuallyDrop::new(kept));
        let mut instance = Instance { raw, plugin, exports, imports, _stays_on_its_thread: PhantomData };
        if let Err(error) = made {
            // An object that it made before it failed may still call its imports.
            instance.put_imports_away();
            instance.plugin.host().shared.sweep();
            return Err(error);
        }
        instance.find_exports();
        Ok(instance)
    }

    /// The export with this number in the world, unless a reload may replace it.
    #[inline]
    pub(crate) fn export(&self, index: u32) -> sys::tenon_reference {
        let absent = sys::tenon_reference { table: null(), self_: null_mut() };
        self.exports.get(index as usize).copied().unwrap_or(absent)
    }

    fn find_exports(&mut self) {
        if self.plugin.is_reloadable() {
            return;
        }
        // SAFETY: the world is constant, the instance is ours.
        unsafe {
            let count = (*self.plugin.world).export_count;
            self.exports = (0..count).map(|index| sys::tenon_instance_export(self.raw, index)).collect();
        }
    }

    /// Whether a call trapped, so that all further ones are refused until [`recreate`](Instance::recreate).
    ///
    /// ```no_run
    /// fn is_well(instance: &tenon::Instance) -> bool { !instance.is_poisoned() }
    /// ```
    pub fn is_poisoned(&self) -> bool {
        // SAFETY: the instance is ours.
        unsafe { sys::tenon_instance_poisoned(self.raw) != 0 }
    }

    /// What the plugin said when it trapped last.
    ///
    /// ```no_run
    /// fn tell(instance: &tenon::Instance) {
    ///     if let Some(text) = instance.trap() { eprintln!("{text}"); }
    /// }
    /// ```
    pub fn trap(&self) -> Option<String> {
        loop {
            let before = Pin::take(self);
            // SAFETY: the instance is ours. The text is that of the build which is current, and stays with it: if
            // the pin before and the pin behind are of one build, so is what was between them.
            let text = unsafe { sys::tenon_instance_trap(self.raw) };
            if Pin::take(self).generation() == before.generation() {
                // SAFETY: as above, and `recreate` would need `&mut self`.
                return unsafe { text::borrowed(text) }.map(str::to_string);
            }
        }
    }

    /// A fresh state in place of the old one, with the same imports. Objects that the old one made stay poisoned. On
    /// failure the old one stays.
    ///
    /// ```no_run
    /// fn restart(instance: &mut tenon::Instance) -> Result<(), tenon::Error> { instance.recreate() }
    /// ```
    pub fn recreate(&mut self) -> Result<(), Error> {
        not_in_callback()?;
        // SAFETY: the instance is ours, and nobody is inside of it: `&mut`.
        unsafe { Error::check(sys::tenon_instance_recreate(self.raw))? };
        self.find_exports();
        Ok(())
    }

    /// Its plugin.
    ///
    /// ```no_run
    /// fn version(instance: &tenon::Instance) -> &str { instance.plugin().version() }
    /// ```
    pub fn plugin(&self) -> &Plugin {
        &self.plugin
    }

    /// Ends it and says whether that was possible; dropping it doesn't say. Refused in a listener, or if the plugin
    /// is in the middle of a reload that calls the host.
    ///
    /// ```no_run
    /// fn end(instance: tenon::Instance) -> Result<(), tenon::Error> { Ok(instance.destroy()?) }
    /// ```
    #[allow(clippy::result_large_err)] // rare, and the handle comes back in it
    pub fn destroy(mut self) -> Result<(), Refused<Instance>> {
        match self.end() {
            Ok(()) => Ok(()),
            Err(error) => Err(Refused { error, handle: self }),
        }
    }

    /// Ends it, and then its plugin, unless there are other handles, instances or objects of that. The plugin comes
    /// back if it was refused.
    ///
    /// ```no_run
    /// fn end(instance: tenon::Instance) -> Result<tenon::Unloaded, tenon::Error> { Ok(instance.unload()?) }
    /// ```
    pub fn unload(self) -> Result<Unloaded, Refused<Plugin>> {
        let plugin = self.plugin.again();
        drop(self);
        plugin.unload()
    }

    /// For functions of [`sys`]. Good as long as the instance.
    ///
    /// ```no_run
    /// fn raw(instance: &tenon::Instance) -> *mut tenon::sys::tenon_instance { instance.as_raw() }
    /// ```
    pub fn as_raw(&self) -> *mut sys::tenon_instance {
        self.raw
    }

    fn end(&mut self) -> Result<(), Error> {
        not_in_callback()?;
        if self.raw.is_null() {
            return Ok(());
        }
        // SAFETY: the instance is ours, and no call is inside of it: they borrow it.
        unsafe { Error::check(sys::tenon_instance_destroy(self.raw))? };
        self.raw = null_mut();
        // From here on it is ended: what is dropped may panic.
        self.put_imports_away();
        crate::home::take_in();
        Record::end_those_that_stayed();
        self.plugin.host().shared.sweep();
        Ok(())
    }

    fn put_imports_away(&mut self) {
        let imports = take(&mut *self.imports);
        self.plugin.record.put_away(imports);
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        if self.end().is_err() {
            // It goes on, and so does what it calls: `imports` are not dropped.
            self.plugin.record.clone().leak();
        }
    }
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Instance of {:?}", self.plugin)
    }
}
