// SPDX-License-Identifier: MIT
//! Words of `tenon/host/options.h`.
use crate::text;
use tenon_sys as sys;

/// Whether a library is loaded from a private copy.
///
/// ```
/// let host = tenon::Host::builder().copy(tenon::Copy::Always).build()?;
/// # Ok::<(), tenon::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Copy {
    /// A copy where this user could write the library, else the file.
    #[default]
    Auto,
    /// A copy in memory.
    Always,
    /// The file itself. Such a library isn't reloaded.
    Never,
    /// A copy that is a file: for tools that find a library's symbols by a path only, such as valgrind.
    File,
}

impl Copy {
    pub(crate) fn raw(self) -> u32 {
        match self {
            Copy::Auto => sys::TENON_COPY_AUTO,
            Copy::Always => sys::TENON_COPY_ALWAYS,
            Copy::Never => sys::TENON_COPY_NEVER,
            Copy::File => sys::TENON_COPY_FILE,
        }
    }
}

/// Whether the addresses of an unloaded library are kept from others, so that a late call into it faults at a place
/// that can be named.
///
/// ```
/// let host = tenon::Host::builder().reserve(tenon::Reserve::Always).build()?;
/// # Ok::<(), tenon::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reserve {
    /// If libtenon was built for debugging.
    #[default]
    Auto,
    /// Always: costs address space, no memory.
    Always,
    /// Never.
    Never,
}

impl Reserve {
    pub(crate) fn raw(self) -> u32 {
        match self {
            Reserve::Auto => sys::TENON_RESERVE_AUTO,
            Reserve::Always => sys::TENON_RESERVE_ALWAYS,
            Reserve::Never => sys::TENON_RESERVE_NEVER,
        }
    }
}

/// Who notices that a library's file has new content.
///
/// ```
/// let host = tenon::Host::builder().watch(tenon::Watch::Thread).build()?;
/// # Ok::<(), tenon::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Watch {
    /// Nobody: the host calls [`Plugin::reload`](crate::Plugin::reload).
    #[default]
    None,
    /// [`Host::update`](crate::Host::update), which the host calls from its own loop.
    Update,
    /// A thread of the runtime, which also reloads and closes old builds.
    Thread,
}

impl Watch {
    pub(crate) fn raw(self) -> u32 {
        match self {
            Watch::None => sys::TENON_WATCH_NONE,
            Watch::Update => sys::TENON_WATCH_UPDATE,
            Watch::Thread => sys::TENON_WATCH_THREAD,
        }
    }
}

/// What a plugin is written in.
///
/// ```no_run
/// fn is_rust(found: &tenon::Found<'_>) -> bool {
///     found.language() == tenon::Language::Rust
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs)]
pub enum Language {
    C,
    Cpp,
    Rust,
    /// Another one, of a newer Tenon.
    Other,
}

impl Language {
    pub(crate) fn of(raw: u32) -> Language {
        match raw {
            sys::TENON_LANGUAGE_C => Language::C,
            sys::TENON_LANGUAGE_CPP => Language::Cpp,
            sys::TENON_LANGUAGE_RUST => Language::Rust,
            _ => Language::Other,
        }
    }
}

/// Where a plugin comes from.
///
/// ```no_run
/// fn is_built_in(found: &tenon::Found<'_>) -> bool {
///     found.origin() == tenon::Origin::Static
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// A library's file.
    File,
    /// The program ([`Host::trust_static`](crate::Host::trust_static)).
    Static,
}

impl Origin {
    pub(crate) fn of(raw: u32) -> Origin {
        if raw == sys::TENON_ORIGIN_STATIC { Origin::Static } else { Origin::File }
    }
}

/// What is known of a plugin before any of its code runs: what a veto decides on.
///
/// ```
/// let host = tenon::Host::builder()
///     .veto(|candidate| match candidate.name() {
///         "forbidden" => Err("not in this program".into()),
///         _ => Ok(()),
///     })
///     .build()?;
/// # Ok::<(), tenon::Error>(())
/// ```
pub struct Candidate<'a> {
    pub(crate) raw: &'a sys::tenon_candidate,
}

macro_rules! texts {
    ($($(#[$docs:meta])* $name:ident)*) => {
        $($(#[$docs])*
        pub fn $name(&self) -> &str {
            // SAFETY: texts of a candidate live for the call of the veto, as `self` does.
            unsafe { text::borrowed(self.raw.$name) }.unwrap_or("")
        })*
    };
}

impl Candidate<'_> {
    texts! {
        /// The library's file.
        ///
        /// ```no_run
        /// fn veto(candidate: &tenon::Candidate<'_>) -> Result<(), String> {
        ///     if candidate.file().contains("/old/") { Err("an old one".into()) } else { Ok(()) }
        /// }
        /// ```
        file
        /// The library's name.
        ///
        /// ```no_run
        /// fn is_single(candidate: &tenon::Candidate<'_>) -> bool { candidate.library() == candidate.name() }
        /// ```
        library
        /// The plugin's name.
        ///
        /// ```no_run
        /// fn is_shout(candidate: &tenon::Candidate<'_>) -> bool { candidate.name() == "shout" }
        /// ```
        name
        /// The plugin's version.
        ///
        /// ```no_run
        /// fn is_draft(candidate: &tenon::Candidate<'_>) -> bool { candidate.version().starts_with("0.") }
        /// ```
        version
        /// The world that it was built for.
        ///
        /// ```no_run
        /// fn is_ours(candidate: &tenon::Candidate<'_>) -> bool { candidate.world().starts_with("demo:") }
        /// ```
        world
        /// JSON: the plugin's entry of the manifest, with what its author wrote under `[plugin.meta]` as `meta`.
        ///
        /// ```no_run
        /// fn has_menu(candidate: &tenon::Candidate<'_>) -> bool { candidate.metadata().contains("\"menu\"") }
        /// ```
        metadata
        /// Of the whole file, 64 hexadecimal digits: the bytes that will be loaded. Empty if static.
        ///
        /// ```no_run
        /// fn is_known(candidate: &tenon::Candidate<'_>, known: &[&str]) -> bool {
        ///     known.contains(&candidate.sha256())
        /// }
        /// ```
        sha256
    }

    /// What it is written in.
    ///
    /// ```no_run
    /// fn is_rust(candidate: &tenon::Candidate<'_>) -> bool { candidate.language() == tenon::Language::Rust }
    /// ```
    pub fn language(&self) -> Language {
        Language::of(self.raw.language)
    }

    /// Where it comes from.
    ///
    /// ```no_run
    /// fn is_built_in(candidate: &tenon::Candidate<'_>) -> bool { candidate.origin() == tenon::Origin::Static }
    /// ```
    pub fn origin(&self) -> Origin {
        Origin::of(self.raw.origin)
    }
}
