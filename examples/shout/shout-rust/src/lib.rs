mod bindings;
use bindings::*;
use std::cell::Cell;

#[derive(Default)]
pub struct ShoutRust {
    seen: Cell<u64>,
}

impl Filter for ShoutRust {
    fn apply(&self, text: &str) -> Result<String, String> {
        self.seen.set(self.seen.get() + 1);
        if text.is_empty() {
            return Err("nothing to shout".into());
        }
        Ok(text.to_uppercase())
    }
    fn count(&self) -> u64 {
        self.seen.get()
    }
}
