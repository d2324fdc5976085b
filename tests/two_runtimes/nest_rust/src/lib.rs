// SPDX-License-Identifier: MIT
//! A plugin in Rust that is a host, with the program's own libtenon: `apply` of "LIBRARY FOLDER" works there.
mod bindings;
#[allow(dead_code)]
mod pipe;

use bindings::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tenon::{Outcome, Unloaded, Watch};

#[derive(Default)]
pub struct NestRust;

/// Written beside, then put in place.
fn build(library: &str, file: &Path, number: usize) -> Result<(), String> {
    let mut bytes = fs::read(library).map_err(|e| e.to_string())?;
    bytes.resize(bytes.len() + number, b'x');
    let beside = file.with_extension("new");
    fs::write(&beside, bytes).and_then(|_| fs::rename(&beside, file)).map_err(|e| e.to_string())
}

fn call(plugin: &pipe::PipeReloadable) -> Result<(), String> {
    let said = plugin.filter().apply("hello").map_err(|e| e.to_string())?;
    if said == "HELLO" { Ok(()) } else { Err(format!("it says {said}")) }
}

fn call_until_replaced(plugin: &pipe::PipeReloadable, old: u64) -> Result<(), String> {
    let end = Instant::now() + Duration::from_secs(30);
    while plugin.plugin().generation() == old {
        if Instant::now() > end {
            return Err("it wasn't replaced".into());
        }
        call(plugin)?;
        std::thread::sleep(Duration::from_millis(1));
    }
    call(plugin)
}

fn work(host: &tenon::Host, library: &str, file: &Path) -> Result<Unloaded, String> {
    build(library, file, 0)?;
    let plugin = pipe::PipeReloadable::load(host, &file.to_string_lossy()).map_err(|e| e.to_string())?;
    for number in 1..=3 {
        let old = plugin.plugin().generation();
        build(library, file, number)?;
        call_until_replaced(&plugin, old)?;
    }
    plugin.unload().map_err(|refused| refused.error.to_string())
}

impl Filter for NestRust {
    fn apply(&self, text: &str) -> Result<String, String> {
        let (library, folder) = text.split_once(' ').ok_or("which library, and where?")?;
        let file = PathBuf::from(folder).join("nested-rust.so");
        let host = tenon::Host::builder().watch(Watch::Thread).settle(Duration::from_millis(5)).build();
        let host = host.map_err(|e| e.to_string())?;
        // SAFETY: the test's own plugin.
        unsafe { host.trust(folder) }.map_err(|e| e.to_string())?;
        for _ in 0..3 {
            let end = work(&host, library, &file)?;
            if end.outcome != Outcome::Closed && !end.reason.contains("may be inside of it") {
                return Err(format!("{end:?}"));
            }
        }
        fs::remove_file(&file).map_err(|e| e.to_string())?;
        Ok("done".into())
    }
    fn count(&self) -> u64 {
        0
    }
}
