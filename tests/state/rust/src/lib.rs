// SPDX-License-Identifier: MIT
//! A sum that outlives reloads, and refuses where a test wants it to: see state_test.cpp.
mod bindings;
use bindings::*;
use std::cell::Cell;

#[derive(Default)]
pub struct Sum(Cell<u64>);

impl Counter for Sum {
    fn add(&self, number: u64) -> u64 {
        self.0.set(self.0.get() + number);
        self.0.get()
    }
    fn save(&self) -> String {
        "the author's own".into()
    }
}

impl State for Sum {
    fn save(&self) -> Result<Saved, String> {
        match self.0.get() {
            13 => Err("13 can't be saved".into()),
            99 => panic!("thrown in save"),
            sum => Ok(Saved { version: 1, bytes: sum.to_le_bytes().to_vec() }),
        }
    }
    fn restore(&self, from: SavedView<'_>) -> Result<(), String> {
        match (from.version, from.bytes.try_into()) {
            (1, Ok(bytes)) => self.0.set(u64::from_le_bytes(bytes)),
            (99, _) => panic!("thrown in restore"),
            (version, _) => return Err(format!("state of version {version}, this build reads 1")),
        }
        Ok(())
    }
}
