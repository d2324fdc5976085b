// SPDX-License-Identifier: MIT
//! `matrix_host FOLDER`: the checks of tests/host_rust/src/profile.rs, with the plugins of one folder.
#[allow(unsafe_code)]
mod everything;
mod profile;

pub struct Test {
    pub name: &'static str,
    pub run: fn(),
}

macro_rules! tests {
    ($(fn $name:ident() $body:block)*) => {
        pub const TESTS: &[crate::Test] = &[$(crate::Test { name: stringify!($name), run: $name }),*];
        $(fn $name() $body)*
    };
}
pub(crate) use tests;

pub fn host() -> tenon::Host {
    let host = tenon::Host::new().unwrap();
    // SAFETY: the matrix has built what lies there.
    unsafe { host.trust(std::env::args().nth(1).unwrap()) }.unwrap();
    host
}

pub const LANGUAGES: [&str; 3] = ["c", "cpp", "rust"];

fn main() {
    for test in profile::TESTS {
        (test.run)();
        println!("ok: {}", test.name);
    }
}
