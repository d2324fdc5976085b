// SPDX-License-Identifier: MIT
//! Built against 1.1.0: its host may be of 1.0.0.
mod bindings;
use bindings::*;
use std::sync::atomic::{AtomicU32, Ordering};

pub struct Tool {
    host: Host,
}

impl Create for Tool {
    fn create(host: Host) -> Result<Self, String> {
        Ok(Tool { host })
    }
}

struct Count(AtomicU32);

impl ItemImpl for Count {
    fn get(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
    fn add(&self, x: u32) -> u32 {
        self.0.fetch_add(x, Ordering::Relaxed) + x
    }
}

impl bindings::Tool for Tool {
    fn first(&self, x: u32) -> u32 {
        x + 1
    }
    fn second(&self, text: &str) -> Result<String, u32> {
        if text.is_empty() {
            return Err(7);
        }
        Ok(format!("{}!", text))
    }
    fn new_item(&self, start: u32) -> Item {
        Item::new(&self.host, Count(AtomicU32::new(start)))
    }
}

impl New for Tool {
    fn report(&self) -> String {
        let service = self.host.service();
        let token = service.get_token();
        let mut said = format!("{} {}", service.name(), token.value());
        said += &if service.has_rank() { format!(" rank {}", service.rank().unwrap()) } else { " no rank".to_owned() };
        said += &if token.has_twice() { format!(" twice {}", token.twice().unwrap()) } else { " no twice".to_owned() };
        // A call all the same returns an error, which is no trap.
        if !service.has_rank() {
            said += &format!(" {}", service.rank().unwrap_err().status());
        }
        if !token.has_twice() {
            said += &format!(" {}", token.twice().unwrap_err().status());
        }
        said
    }
}
