// SPDX-License-Identifier: MIT
mod pipe;
use pipe::{log, Pipe, PipeImports};
use std::sync::Arc;

struct Silent;
impl log::Log for Silent {
    fn debug(&self, _text: &str) {}
    fn info(&self, _text: &str) {}
    fn warn(&self, _text: &str) {}
    fn error(&self, _text: &str) {}
}

fn main() {
    let file = std::env::args().nth(1).expect("which plugin?");
    let host = tenon::Host::builder().build().unwrap();
    // SAFETY: the test built it.
    unsafe { host.trust(&file).unwrap() };
    let plugin = Pipe::load(&host, &file, PipeImports { log: Arc::new(Silent) }).unwrap_or_else(|why| panic!("{why}"));
    println!("{}", plugin.filter().apply("hello").unwrap());
}
