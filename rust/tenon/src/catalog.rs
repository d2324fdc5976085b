// SPDX-License-Identifier: MIT
//! The plugins under a host's search paths, read from their manifests alone.
use crate::error::Error;
use crate::host::Host;
use crate::options::{Language, Origin};
use crate::text;
use std::fmt;
use std::ptr::{null_mut, NonNull};
use tenon_sys as sys;

/// What was found, and what was refused. A snapshot.
///
/// ```
/// use tenon::Entry;
///
/// let host = tenon::Host::new()?;
/// for entry in &host.catalog()? {
///     match entry {
///         Entry::Found(plugin) => println!("{} {}", plugin.name(), plugin.version()),
///         Entry::Shadowed(_, file) | Entry::Broken(file) => println!("{}", file.why()),
///         Entry::Other(_) => {}
///     }
/// }
/// # Ok::<(), tenon::Error>(())
/// ```
pub struct Catalog {
    raw: NonNull<sys::tenon_catalog>,
    /// Static libraries' texts are the host's.
    _host: Host,
}

// SAFETY: a catalog is an immutable snapshot, which may be read from several threads (`tenon/host/catalog.h`).
unsafe impl Send for Catalog {}
// SAFETY: as above.
unsafe impl Sync for Catalog {}

/// One entry of a [`Catalog`].
///
/// ```no_run
/// fn is_usable(entry: &tenon::Entry<'_>) -> bool {
///     matches!(entry, tenon::Entry::Found(_))
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub enum Entry<'a> {
    /// Loading this name takes this plugin.
    Found(Found<'a>),
    /// Another one of this name comes first; the reason names it.
    Shadowed(Found<'a>, RefusedFile<'a>),
    /// Meant as a plugin, but can't be one.
    Broken(RefusedFile<'a>),
    /// A file that is no plugin and doesn't look like a broken one.
    Other(RefusedFile<'a>),
}

/// A plugin of a [`Catalog`].
///
/// ```
/// let host = tenon::Host::new()?;
/// for found in host.catalog()?.found() {
///     println!("{} {} of {}", found.name(), found.version(), found.file());
/// }
/// # Ok::<(), tenon::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Found<'a> {
    catalog: &'a Catalog,
    raw: &'a sys::tenon_catalog_entry,
    index: usize,
}

/// A file of a [`Catalog`] that isn't taken.
///
/// ```
/// let host = tenon::Host::new()?;
/// for refused in host.catalog()?.refused() {
///     println!("{}: {}", refused.file(), refused.message());
/// }
/// # Ok::<(), tenon::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct RefusedFile<'a> {
    raw: &'a sys::tenon_catalog_entry,
}

impl Catalog {
    pub(crate) fn scan(host: &Host) -> Result<Catalog, Error> {
        let mut raw = null_mut();
        // SAFETY: the host is alive; a catalog that was written isn't null.
        unsafe {
            Error::check(sys::tenon_host_scan(host.as_raw(), &mut raw))?;
            Ok(Catalog { raw: NonNull::new_unchecked(raw), _host: host.clone() })
        }
    }

    /// How many entries there are.
    ///
    /// ```
    /// assert_eq!(tenon::Host::new()?.catalog()?.len(), 0);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn len(&self) -> usize {
        // SAFETY: the catalog is ours.
        unsafe { sys::tenon_catalog_size(self.raw.as_ptr()) }
    }

    /// Whether there are none.
    ///
    /// ```
    /// assert!(tenon::Host::new()?.catalog()?.is_empty());
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All entries, in the order of paths, then by file and place in the library.
    ///
    /// ```
    /// assert!(tenon::Host::new()?.catalog()?.iter().next().is_none());
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn iter(&self) -> Entries<'_> {
        Entries { catalog: self, next: 0 }
    }

    /// The plugins that can be loaded by their names.
    ///
    /// ```no_run
    /// fn names(catalog: &tenon::Catalog) -> Vec<&str> {
    ///     catalog.found().map(|plugin| plugin.name()).collect()
    /// }
    /// ```
    pub fn found(&self) -> impl Iterator<Item = Found<'_>> + '_ {
        self.iter().filter_map(|entry| match entry {
            Entry::Found(found) => Some(found),
            _ => None,
        })
    }

    /// The files that are meant as plugins and can't be loaded, with the reason: broken ones, and those that another
    /// of their name shadows.
    ///
    /// ```no_run
    /// fn complain(catalog: &tenon::Catalog) {
    ///     catalog.refused().for_each(|file| eprintln!("{}", file.why()));
    /// }
    /// ```
    pub fn refused(&self) -> impl Iterator<Item = RefusedFile<'_>> + '_ {
        self.iter().filter_map(|entry| match entry {
            Entry::Shadowed(_, refused) | Entry::Broken(refused) => Some(refused),
            _ => None,
        })
    }
}

impl Drop for Catalog {
    fn drop(&mut self) {
        // SAFETY: the catalog is ours.
        unsafe { sys::tenon_catalog_delete(self.raw.as_ptr()) }
    }
}

impl<'a> IntoIterator for &'a Catalog {
    type Item = Entry<'a>;
    type IntoIter = Entries<'a>;
    fn into_iter(self) -> Entries<'a> {
        self.iter()
    }
}

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

/// The entries of a [`Catalog`], one after the other.
///
/// ```no_run
/// fn first(mut entries: tenon::Entries<'_>) -> Option<tenon::Entry<'_>> {
///     entries.next()
/// }
/// ```
#[derive(Clone)]
pub struct Entries<'a> {
    catalog: &'a Catalog,
    next: usize,
}

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;
    fn next(&mut self) -> Option<Entry<'a>> {
        let (catalog, index) = (self.catalog, self.next);
        if index >= catalog.len() {
            return None;
        }
        self.next += 1;
        // SAFETY: entries belong to the catalog.
        let raw = unsafe { &*sys::tenon_catalog_entry_at(catalog.raw.as_ptr(), index) };
        let (found, refused) = (Found { catalog, raw, index }, RefusedFile { raw });
        Some(match raw.state {
            sys::TENON_ENTRY_FOUND => Entry::Found(found),
            sys::TENON_ENTRY_SHADOWED => Entry::Shadowed(found, refused),
            sys::TENON_ENTRY_BROKEN => Entry::Broken(refused),
            _ => Entry::Other(refused),
        })
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        let rest = self.catalog.len() - self.next;
        (rest, Some(rest))
    }
}

impl ExactSizeIterator for Entries<'_> {}

macro_rules! texts {
    ($($(#[$docs:meta])* $name:ident)*) => {
        $($(#[$docs])*
        pub fn $name(&self) -> &'a str {
            // SAFETY: an entry's texts live as long as the catalog.
            unsafe { text::borrowed(self.raw.$name) }.unwrap_or("")
        })*
    };
}

impl<'a> Found<'a> {
    texts! {
        /// The library's file; of a static one "static library `name`".
        ///
        /// ```no_run
        /// fn files(catalog: &tenon::Catalog) -> Vec<&str> { catalog.found().map(|found| found.file()).collect() }
        /// ```
        file
        /// The library's name.
        ///
        /// ```no_run
        /// fn of<'a>(catalog: &'a tenon::Catalog, library: &str) -> Vec<tenon::Found<'a>> {
        ///     catalog.found().filter(|found| found.library() == library).collect()
        /// }
        /// ```
        library
        /// The plugin's name, by which it is loaded.
        ///
        /// ```no_run
        /// fn has(catalog: &tenon::Catalog, name: &str) -> bool { catalog.found().any(|found| found.name() == name) }
        /// ```
        name
        /// The plugin's version.
        ///
        /// ```no_run
        /// fn title(found: &tenon::Found<'_>) -> String { format!("{} {}", found.name(), found.version()) }
        /// ```
        version
        /// The world that it was built for: `demo:text/pipe@1.0.0`.
        ///
        /// ```no_run
        /// fn is_filter(found: &tenon::Found<'_>) -> bool { found.world().starts_with("demo:text/pipe@") }
        /// ```
        world
    }

    /// What it is written in.
    ///
    /// ```no_run
    /// fn in_rust(catalog: &tenon::Catalog) -> usize {
    ///     catalog.found().filter(|found| found.language() == tenon::Language::Rust).count()
    /// }
    /// ```
    pub fn language(&self) -> Language {
        Language::of(self.raw.language)
    }

    /// Where it comes from.
    ///
    /// ```no_run
    /// fn built_in(catalog: &tenon::Catalog) -> usize {
    ///     catalog.found().filter(|found| found.origin() == tenon::Origin::Static).count()
    /// }
    /// ```
    pub fn origin(&self) -> Origin {
        Origin::of(self.raw.origin)
    }

    /// Whether its instances may be called from several threads at once.
    ///
    /// ```no_run
    /// fn can_be_shared(found: &tenon::Found<'_>) -> bool { found.is_concurrent() }
    /// ```
    pub fn is_concurrent(&self) -> bool {
        self.raw.flags & sys::TENON_PLUGIN_CONCURRENT != 0
    }

    /// JSON: the plugin's entry of the manifest, with what its author wrote under `[plugin.meta]` as `meta`. Reads
    /// the file again.
    ///
    /// ```no_run
    /// fn has_menu(found: &tenon::Found<'_>) -> Result<bool, tenon::Error> {
    ///     Ok(found.metadata()?.contains("\"menu\""))
    /// }
    /// ```
    pub fn metadata(&self) -> Result<String, Error> {
        let mut json = null_mut();
        // SAFETY: the index is the catalog's; the text is ours.
        unsafe {
            Error::check(sys::tenon_catalog_metadata(self.catalog.raw.as_ptr(), self.index, &mut json))?;
            Ok(text::taken(json).unwrap_or_default())
        }
    }
}

impl<'a> RefusedFile<'a> {
    texts! {
        /// The file.
        ///
        /// ```no_run
        /// fn files(catalog: &tenon::Catalog) -> Vec<&str> { catalog.refused().map(|file| file.file()).collect() }
        /// ```
        file
    }

    /// The reason, all of it, as people read it.
    ///
    /// ```no_run
    /// fn complain(file: tenon::RefusedFile<'_>) { eprintln!("{}", file.why()); }
    /// ```
    pub fn why(&self) -> &'a str {
        // SAFETY: the reason belongs to the catalog.
        let text = unsafe { if self.raw.why.is_null() { None } else { text::borrowed(sys::tenon_error_text(self.raw.why)) } };
        text.unwrap_or("").trim_end_matches('\n')
    }

    /// The reason's code: `E0202`.
    ///
    /// ```no_run
    /// fn is_truncated(file: &tenon::RefusedFile<'_>) -> bool { file.code() == "E0214" }
    /// ```
    pub fn code(&self) -> &'a str {
        // SAFETY: as above.
        let text = unsafe { if self.raw.why.is_null() { None } else { text::borrowed(sys::tenon_error_code(self.raw.why)) } };
        text.unwrap_or("")
    }

    /// The reason in one line.
    ///
    /// ```no_run
    /// fn line(file: &tenon::RefusedFile<'_>) -> String { format!("{}: {}", file.file(), file.message()) }
    /// ```
    pub fn message(&self) -> &'a str {
        // SAFETY: as above.
        let text = unsafe { if self.raw.why.is_null() { None } else { text::borrowed(sys::tenon_error_message(self.raw.why)) } };
        text.unwrap_or("")
    }
}

impl fmt::Debug for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", self.name(), self.version(), self.file())
    }
}

impl fmt::Debug for RefusedFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file(), self.message())
    }
}
