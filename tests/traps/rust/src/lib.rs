//! Plugins that panic where they shouldn't.
mod bindings;
use bindings::*;

pub struct InCreate;
#[derive(Default)]
pub struct InCall;
#[derive(Default)]
pub struct InDestroy;

impl Create for InCreate {
    fn create(_host: Host) -> Result<Self, String> {
        panic!("panicked in create")
    }
}

impl Drop for InDestroy {
    fn drop(&mut self) {
        panic!("panicked in destroy")
    }
}

fn same(text: &str) -> Result<String, String> {
    Ok(text.to_string())
}

impl Filter for InCreate {
    fn apply(&self, text: &str) -> Result<String, String> {
        same(text)
    }
    fn count(&self) -> u64 {
        0
    }
}

impl Filter for InCall {
    fn apply(&self, _text: &str) -> Result<String, String> {
        panic!("panicked in a call")
    }
    fn count(&self) -> u64 {
        0
    }
}

impl Filter for InDestroy {
    fn apply(&self, text: &str) -> Result<String, String> {
        same(text)
    }
    fn count(&self) -> u64 {
        0
    }
}
