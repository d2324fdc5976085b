// SPDX-License-Identifier: MIT
mod bindings;
use bindings::*;
use std::cell::Cell;

pub struct Pair(Host);

struct Sum(Cell<i32>);

impl Create for Pair {
    fn create(host: Host) -> Result<Self, String> {
        Ok(Pair(host))
    }
}

impl Work for Pair {
    fn add(&self, a: i32, b: i32) -> i32 {
        a.wrapping_add(b)
    }
    fn echo(&self, text: &str) -> String {
        text.to_owned()
    }
    fn new_counter(&self) -> Counter {
        Counter::new(&self.0, Sum(Cell::new(0)))
    }
}

impl CounterImpl for Sum {
    fn add(&self, by: i32) -> i32 {
        self.0.set(self.0.get().wrapping_add(by));
        self.0.get()
    }
}
