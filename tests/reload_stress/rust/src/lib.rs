// SPDX-License-Identifier: MIT
//! What plugin.c does, as an author writes it in Rust. Each thread that nests leaves a value behind that has a
//! destructor, and asks for its own handle, which leaves another one.
mod bindings;
use bindings::*;
use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// "STRESS-BUILD:" number in 8 hex digits ":" o (fine), c (`create` refuses) or r (`restore` refuses)
#[used]
static MARKER: [u8; 23] = *b"STRESS-BUILD:00000000:o";

fn marker(at: usize) -> u8 {
    // The compiler must not know what is there: the test writes other bytes into the file.
    unsafe { std::ptr::read_volatile(&MARKER[at]) }
}
fn number_of_build() -> u64 {
    (13..21).fold(0, |out, at| {
        let digit = marker(at);
        out * 16 + u64::from(if digit <= b'9' { digit - b'0' } else { digit - b'a' + 10 })
    })
}

thread_local!(static LAST: RefCell<String> = const { RefCell::new(String::new()) });

struct Seat(u64);
impl TicketImpl for Seat {
    fn build(&self) -> u64 {
        if self.0 == number_of_build() { self.0 } else { 0 }
    }
}

/// Without state an instance says at its end how many calls it counted.
pub struct Counting<const STATE: bool> {
    host: Host,
    sum: AtomicU64,
}
pub type Plain = Counting<false>;
pub type Stateful = Counting<true>;

impl<const STATE: bool> Create for Counting<STATE> {
    fn create(host: Host) -> Result<Self, String> {
        match marker(22) {
            b'c' => Err("not this build".into()),
            _ => Ok(Counting { host, sum: AtomicU64::new(0) }),
        }
    }
}

impl<const STATE: bool> Drop for Counting<STATE> {
    fn drop(&mut self) {
        if !STATE {
            self.host.notes().ended(*self.sum.get_mut());
        }
    }
}

impl<const STATE: bool> Counter for Counting<STATE> {
    fn add(&self, by: u64) -> u64 {
        self.sum.fetch_add(by, Relaxed);
        number_of_build()
    }
    fn build(&self) -> u64 {
        number_of_build()
    }
    fn nest(&self, depth: u32) -> u64 {
        let thread = std::thread::current().id();
        LAST.with(|last| *last.borrow_mut() = format!("{thread:?} in build {}", number_of_build()));
        self.sum.fetch_add(1, Relaxed);
        self.host.notes().middle(depth, number_of_build());
        number_of_build()
    }
    fn sum(&self) -> u64 {
        self.sum.load(Relaxed)
    }
    fn take(&self) -> Ticket {
        Ticket::new(&self.host, Seat(number_of_build()))
    }
}

impl<const STATE: bool> State for Counting<STATE> {
    fn save(&self) -> Result<Saved, String> {
        Ok(Saved { version: 1, bytes: self.sum.load(Relaxed).to_le_bytes().to_vec() })
    }
    fn restore(&self, from: SavedView<'_>) -> Result<(), String> {
        match from.bytes.try_into() {
            Ok(bytes) if marker(22) != b'r' => self.sum.store(u64::from_le_bytes(bytes), Relaxed),
            _ => return Err("not this build".into()),
        }
        Ok(())
    }
}
