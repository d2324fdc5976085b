// SPDX-License-Identifier: MIT
//! What a plugin uses: `tenon/host/account.h`.
use std::mem::{size_of, zeroed};
use tenon_sys as sys;

/// What a plugin uses, over all handles and instances of it. Of one build: a reload begins anew.
///
/// ```no_run
/// fn tell(plugin: &tenon::Plugin) -> Result<(), tenon::Error> {
///     let account = plugin.account()?;
///     println!("{} objects, {} traps", account.objects, account.traps);
///     Ok(())
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Account {
    /// Of the library.
    pub generation: u64,
    /// Alive.
    pub instances: u64,
    /// Alive, of all types; [`Plugin::holders`](crate::Plugin::holders) has them by type.
    pub objects: u64,
    /// Panics and exceptions, and what a plugin in C said was one.
    pub traps: u64,
    /// If the host [asked](crate::HostBuilder::count_memory) for it.
    pub memory: Option<Memory>,
    /// Of exported functions, constructors and statics, by the host; not of objects' methods, and not of interfaces
    /// with more than 256 functions. If the host [asked](crate::HostBuilder::count_calls) for it.
    pub calls: Option<u64>,
}

/// What went through a plugin's table: its results, and what it keeps there.
///
/// ```no_run
/// fn holds_much(memory: &tenon::Memory) -> bool {
///     memory.bytes() > 1 << 20 && memory.blocks() * 2 > memory.allocated_blocks
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Memory {
    /// What the plugin got.
    pub allocated_blocks: u64,
    /// What the plugin got.
    pub allocated_bytes: u64,
    /// What of it was given back, by whomever: the plugin, the host, another plugin.
    pub freed_blocks: u64,
    /// What of it was given back.
    pub freed_bytes: u64,
}

impl Memory {
    /// What wasn't given back yet.
    ///
    /// ```no_run
    /// fn is_empty(memory: &tenon::Memory) -> bool { memory.blocks() == 0 }
    /// ```
    pub fn blocks(&self) -> u64 {
        self.allocated_blocks - self.freed_blocks
    }

    /// What wasn't given back yet.
    ///
    /// ```no_run
    /// fn kilobytes(memory: &tenon::Memory) -> u64 { memory.bytes() / 1000 }
    /// ```
    pub fn bytes(&self) -> u64 {
        self.allocated_bytes - self.freed_bytes
    }
}

impl Account {
    pub(crate) fn empty() -> sys::tenon_account {
        // SAFETY: numbers only.
        let mut out: sys::tenon_account = unsafe { zeroed() };
        out.size = size_of::<sys::tenon_account>() as u32;
        out
    }

    pub(crate) fn of(raw: &sys::tenon_account) -> Account {
        let memory = Memory {
            allocated_blocks: raw.allocated_blocks,
            allocated_bytes: raw.allocated_bytes,
            freed_blocks: raw.freed_blocks,
            freed_bytes: raw.freed_bytes,
        };
        let counted = |what| raw.counted & what != 0;
        Account {
            generation: raw.generation,
            instances: raw.instances,
            objects: raw.objects,
            traps: raw.traps,
            memory: counted(sys::TENON_ACCOUNT_MEMORY).then_some(memory),
            calls: counted(sys::TENON_ACCOUNT_CALLS).then_some(raw.calls),
        }
    }
}
