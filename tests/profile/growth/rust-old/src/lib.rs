// SPDX-License-Identifier: MIT
//! Built against 1.0.0.
mod bindings;
use bindings::*;

pub struct Tool {
    host: Host,
}

impl Create for Tool {
    fn create(host: Host) -> Result<Self, String> {
        Ok(Tool { host })
    }
}

struct Count(u32);

impl ItemImpl for Count {
    fn get(&self) -> u32 {
        self.0
    }
}

impl bindings::Tool for Tool {
    fn first(&self, x: u32) -> u32 {
        x + 1
    }
    fn new_item(&self, start: u32) -> Item {
        Item::new(&self.host, Count(start))
    }
}

impl Old for Tool {
    fn report(&self) -> String {
        format!("{} {}", self.host.service().name(), self.host.service().get_token().value())
    }
}
