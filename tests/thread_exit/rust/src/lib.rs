//! Everything of the standard library that has to do with the ends of threads.
mod bindings;
use bindings::*;
use std::cell::RefCell;
use std::panic::catch_unwind;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

#[derive(Default)]
pub struct Ends;

struct Raises(&'static AtomicU64);

impl Drop for Raises {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
        // Thread-locals may be used here, too.
        TEXT.with(|text| text.borrow_mut().push('.'));
    }
}

thread_local! {
    static TEXT: RefCell<String> = const { RefCell::new(String::new()) };
    static RAISES: RefCell<Option<Raises>> = const { RefCell::new(None) };
}

fn local(counter: &'static AtomicU64) {
    TEXT.with(|text| text.borrow_mut().push_str("a block of its own on the heap"));
    RAISES.with(|raises| {
        raises.borrow_mut().get_or_insert_with(|| Raises(counter));
    });
}

fn current() {
    assert!(thread::current().id() == thread::current().id());
    thread::park_timeout(Duration::from_nanos(1));
}

fn caught() {
    assert!(catch_unwind(|| panic!("caught")).is_err());
}

fn joined(counter: &'static AtomicU64) {
    thread::spawn(move || local(counter)).join().unwrap();
    thread::scope(|scope| {
        scope.spawn(current);
    });
}

fn detached(counter: &'static AtomicU64, state: &'static AtomicU64) {
    thread::spawn(move || {
        local(counter);
        state.store(1, Ordering::Relaxed);
        while state.load(Ordering::Relaxed) != 2 {
            thread::sleep(Duration::from_millis(1));
        }
    });
}

impl Work for Ends {
    fn run(&self, what: Kind, numbers: u64) {
        // SAFETY: the host keeps two numbers there.
        let numbers = unsafe { &*(numbers as *const [AtomicU64; 2]) };
        match what {
            Kind::Local => local(&numbers[0]),
            Kind::Current => current(),
            Kind::Print => println!("."),
            Kind::Caught => caught(),
            Kind::Joined => joined(&numbers[0]),
            Kind::Detached => detached(&numbers[0], &numbers[1]),
            Kind::All => {
                local(&numbers[0]);
                current();
                println!(".");
                caught();
                joined(&numbers[0]);
            }
        }
    }
}
