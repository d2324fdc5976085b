// SPDX-License-Identifier: MIT
//! Crates that reload Rust libraries, each as its own sample uses it: the same settings, the same loop, and in the place of the
//! sample's work a call that says which build it reached.
//!
//!     peers dynamic_reload|hot-lib-reloader FOLDER      FOLDER/libnumbered.so is what they watch
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// Prints the number of a build once.
fn say(number: u64) {
    static LAST: std::sync::Mutex<u64> = std::sync::Mutex::new(u64::MAX);
    let mut last = LAST.lock().unwrap();
    if *last != number {
        println!("{number}");
    }
    *last = number;
}

/// examples/example.rs of dynamic_reload 0.10.0.
mod by_dynamic_reload {
    use super::*;
    use dynamic_reload::{DynamicReload, Lib, PlatformName, Search, Symbol, UpdateState};

    fn changed(libs: &mut Vec<Arc<Lib>>, state: UpdateState, lib: Option<&Arc<Lib>>) {
        match (state, lib) {
            (UpdateState::Before, Some(lib)) => libs.retain(|l| !Arc::ptr_eq(l, lib)),
            (UpdateState::After, Some(lib)) => libs.push(lib.clone()),
            _ => eprintln!("dynamic_reload: failed to reload"),
        }
    }

    pub fn run(folder: &str) {
        let mut reloads =
            DynamicReload::new(Some(vec![folder]), Some(folder), Search::Default, Duration::from_secs(2));
        let mut libs = vec![unsafe { reloads.add_library("numbered", PlatformName::Yes) }.unwrap()];
        loop {
            unsafe { reloads.update(&changed, &mut libs) };
            if let Some(lib) = libs.first() {
                let build: Symbol<fn() -> u64> = unsafe { lib.lib.get(b"build\0") }.unwrap();
                say(build());
            }
            thread::sleep(Duration::from_millis(500));
        }
    }
}

/// The README of hot-lib-reloader 0.8.2.
mod by_hot_lib_reloader {
    use super::*;

    #[hot_lib_reloader::hot_module(dylib = "numbered", lib_dir = std::env::args().nth(2).unwrap())]
    mod numbered {
        #[hot_functions]
        extern "Rust" {
            pub fn build() -> u64;
        }
    }

    pub fn run() {
        loop {
            say(numbered::build());
            thread::sleep(Duration::from_secs(1));
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match (arguments.get(1).map(String::as_str), arguments.get(2)) {
        (Some("dynamic_reload"), Some(folder)) => by_dynamic_reload::run(folder),
        (Some("hot-lib-reloader"), Some(_)) => by_hot_lib_reloader::run(),
        _ => std::process::exit(2),
    }
}
