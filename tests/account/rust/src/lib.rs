// SPDX-License-Identifier: MIT
mod bindings;

use bindings::*;

pub struct LeakyRust {
    host: Host,
}

struct Made;
impl ThingImpl for Made {}

impl Create for LeakyRust {
    fn create(host: Host) -> Result<Self, String> {
        Ok(LeakyRust { host })
    }
}

impl Work for LeakyRust {
    fn new_thing(&self) -> Thing {
        Thing::new(&self.host, Made)
    }
    fn leak(&self, bytes: u32) {
        std::mem::forget(vec![0u8; bytes as usize]);
    }
    fn keep(&self) {
        std::mem::forget(self.new_thing());
    }
    fn text(&self, len: u32) -> String {
        "x".repeat(len as usize)
    }
    fn give_up(&self) {
        panic!("failed");
    }
}
