// SPDX-License-Identifier: MIT
//! A Rust host with plugins of each language: `host_rust_test FOLDER...` has the tests' plugins below the folders.
//! Each test is a function that panics; the program says which did, and that the heap is as it was.
#![deny(unsafe_code)] // but for the one word, and generated code

#[allow(unsafe_code)]
mod call_error;
#[allow(unsafe_code)]
mod counting;
#[allow(unsafe_code)]
mod error;
#[allow(unsafe_code)]
mod everything;
#[allow(unsafe_code)]
mod growth_new;
#[allow(unsafe_code)]
mod growth_old;
#[allow(unsafe_code)]
mod into_owned;
#[allow(unsafe_code)]
mod lasting;
#[allow(unsafe_code)]
mod leaking;
#[allow(unsafe_code)]
mod list;
#[allow(unsafe_code)]
mod pipe;
#[allow(unsafe_code)]
mod recreate;
#[allow(unsafe_code)]
mod stateful;

mod accounts;
mod ends;
mod files;
mod growth;
mod libraries;
mod names;
mod profile;
mod reloads;
mod remains;
mod threads;

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};

pub struct Test {
    pub name: &'static str,
    pub run: fn(),
}

/// `tests! { fn it_does() { ... } }` is a list of them.
macro_rules! tests {
    ($(fn $name:ident() $body:block)*) => {
        pub const TESTS: &[crate::Test] = &[$(crate::Test { name: stringify!($name), run: $name }),*];
        $(fn $name() $body)*
    };
}
pub(crate) use tests;

/// A host that trusts the tests' plugins.
#[allow(unsafe_code)]
fn trusting(host: tenon::Host) -> tenon::Host {
    for folder in std::env::args().skip(1) {
        // SAFETY: the tests' plugins are made by tests.
        unsafe { host.trust(folder) }.unwrap();
    }
    host
}

pub fn host() -> tenon::Host {
    trusting(tenon::Host::new().unwrap())
}

/// Blocks and bytes that plugins have been made to leak.
pub static LEAKED: [AtomicUsize; 2] = [AtomicUsize::new(0), AtomicUsize::new(0)];

pub const LANGUAGES: [&str; 3] = ["c", "cpp", "rust"];

#[allow(unsafe_code)]
fn heap() -> (usize, usize) {
    let (mut blocks, mut bytes) = (0, 0);
    // SAFETY: both are places for a number.
    unsafe { tenon::sys::tenon_heap_use(&mut blocks, &mut bytes) };
    (blocks - LEAKED[0].load(Ordering::Relaxed), bytes - LEAKED[1].load(Ordering::Relaxed))
}

fn main() {
    let mut failed = 0;
    let all = [
        profile::TESTS, ends::TESTS, files::TESTS, growth::TESTS, reloads::TESTS, threads::TESTS, libraries::TESTS,
        accounts::TESTS, names::TESTS, remains::TESTS,
    ];
    let all: Vec<&Test> = all.iter().flat_map(|tests| tests.iter()).collect();
    for test in &all {
        let before = heap();
        let mut bad = catch_unwind(AssertUnwindSafe(test.run)).is_err();
        if !bad && heap() != before {
            eprintln!("the heap had {:?} blocks and bytes, and has {:?}", before, heap());
            bad = true;
        }
        println!("{}: {}", if bad { "FAILED" } else { "ok" }, test.name);
        failed += u32::from(bad);
    }
    println!("{} tests, {} failed", all.len(), failed);
    std::process::exit(i32::from(failed != 0));
}
