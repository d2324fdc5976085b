// SPDX-License-Identifier: MIT
mod bindings;
use bindings::*;

#[derive(Default)]
pub struct Worker;

impl Work for Worker {
    fn add(&self, a: i32, b: i32) -> i32 {
        a.wrapping_add(b)
    }
    fn turn(&self, text: &str) -> String {
        let mut turned = String::with_capacity(text.len());
        let mut letters = text.chars();
        if let Some(first) = letters.next() {
            turned.push(if first.is_ascii() { (first as u8 ^ 0x20) as char } else { first });
            turned.push_str(letters.as_str());
        }
        turned
    }
    fn shift(&self, point: Point, by: f64) -> Point {
        Point { x: point.x + by, y: point.y + by, id: point.id }
    }
}
