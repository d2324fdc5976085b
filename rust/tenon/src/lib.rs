// SPDX-License-Identifier: MIT
//! Hosts of native plugins: plugins in C, C++ and Rust that are checked before any of their code runs, called at
//! the price of a call through a table, and replaced while the program runs.
//!
//! An interface is written in WIT; `tenon bind rust --host` makes a module of it, with a type for each world:
//!
//! ```no_run
//! # mod pipe {
//! #     pub struct Pipe;
//! #     pub struct Filter;
//! #     impl Pipe {
//! #         pub fn load(_: &tenon::Host, _: &str) -> Result<Pipe, tenon::Error> { Ok(Pipe) }
//! #         pub fn filter(&self) -> Filter { Filter }
//! #     }
//! #     impl Filter {
//! #         pub fn apply(&self, text: &str) -> Result<String, tenon::CallError<String>> { Ok(text.into()) }
//! #     }
//! # }
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let host = tenon::Host::new()?;
//!     // SAFETY: what lies there are plugins that we built.
//!     unsafe { host.trust("plugins")? };
//!     let plugin = pipe::Pipe::load(&host, "shout")?;
//!     println!("{}", plugin.filter().apply("hello")?);
//!     Ok(())
//! }
//! ```
//!
//! The one `unsafe` is where a host says that it trusts a folder's code ([`Host::trust`]). Everything else is
//! safe, in this order of things: a [`Host`] lives as long as a [`Plugin`] of it, a plugin as long as an
//! [`Instance`] or an object of it, whatever is dropped first. How each `unsafe` inside is right is said beside it.
//!
//! # Threads
//!
//! | | |
//! |---|---|
//! | [`Host`], [`Catalog`], [`Error`], [`Library`] | `Send` and `Sync` |
//! | [`Plugin`] | `Send` |
//! | [`Instance`], generated types of worlds, handles of objects | neither: they stay on the thread that made them |
//! | [`Concurrent`] around them, if the plugin says `concurrent = true` | `Send` and `Sync` |
//! | [`Home`], which keeps one where several threads come by | `Send` and `Sync` |
//! | [`Worker`], a thread that has them | `Send` and `Sync` |
//! | what a host implements | must be both: plugins call it from any thread |
//!
//! An instance and its objects may not be called from two threads at once unless the plugin allows it, and calls
//! take no lock. Which objects belong together isn't in their types, so none of them leaves its thread.
#![warn(missing_docs)]
#![warn(unsafe_op_in_unsafe_fn)]

#[doc(hidden)]
pub mod bindings;
mod account;
mod address;
mod catalog;
mod concurrent;
mod error;
mod home;
mod host;
mod instance;
mod kept;
mod library;
mod library_pin;
mod library_reload;
mod library_symbol;
mod options;
mod pin;
mod plugin;
mod record;
mod reload;
mod text;
mod trusted;
mod unwatched;
mod worker;

pub use account::{Account, Memory};
pub use catalog::{Catalog, Entries, Entry, Found, RefusedFile};
pub use concurrent::Concurrent;
pub use error::{CallError, Error, Refused, Stage, Status};
pub use home::Home;
pub use host::{Host, HostBuilder};
pub use instance::Instance;
pub use library::{Library, LibraryOptions};
pub use library_pin::LibraryPin;
pub use library_reload::{LibraryEvent, LibraryEventKind};
pub use library_symbol::{Function, FunctionPointer, Symbol, SymbolKind, Variable};
pub use options::{Candidate, Copy, Language, Origin, Reserve, Watch};
pub use address::describe_address;
pub use plugin::{Holder, HolderKind, Outcome, Plugin, Unloaded, World};
pub use reload::{ReloadEvent, ReloadEventKind};
pub use unwatched::UnwatchedFolder;
pub use worker::Worker;

/// The C interface below: for hosts that need what isn't here.
///
/// ```
/// assert_eq!(tenon::sys::TENON_CONTRACT >> 16, 0);
/// ```
pub use tenon_sys as sys;
