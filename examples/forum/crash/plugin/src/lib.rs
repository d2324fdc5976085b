mod bindings;
use bindings::*;

#[derive(Default)]
pub struct Plugin;

impl Engine for Plugin {
    fn run(&self, data: &str) -> u64 {
        data.len() as u64
    }
}
