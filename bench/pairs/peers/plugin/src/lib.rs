// SPDX-License-Identifier: MIT
//! What the callers by all three crates load.

struct Sum(i32);

impl Sum {
    fn increased(&mut self, by: i32) -> i32 {
        self.0 = self.0.wrapping_add(by);
        self.0
    }
}

mod by_abi_stable {
    use super::Sum;
    use abi_stable::prefix_type::PrefixTypeTrait;
    use abi_stable::sabi_trait::prelude::TD_Opaque;
    use abi_stable::std_types::{RStr, RString};
    use abi_stable::{export_root_module, sabi_extern_fn};
    use pairs_peers_interface::by_abi_stable::{Counter, CounterBox, Counter_TO, Work, Work_Ref};

    #[export_root_module]
    pub fn get_library() -> Work_Ref {
        Work { add, echo, new_counter }.leak_into_prefix()
    }

    #[sabi_extern_fn]
    fn add(a: i32, b: i32) -> i32 {
        a.wrapping_add(b)
    }

    #[sabi_extern_fn]
    fn echo(text: RStr<'_>) -> RString {
        RString::from(text)
    }

    #[sabi_extern_fn]
    fn new_counter() -> CounterBox {
        Counter_TO::from_value(Sum(0), TD_Opaque)
    }

    impl Counter for Sum {
        fn add(&mut self, by: i32) -> i32 {
            self.increased(by)
        }
    }
}

mod by_stabby {
    use super::Sum;
    use pairs_peers_interface::by_stabby::{Counter, CounterBox, Echo, EchoBox};
    use stabby::str::Str;
    use stabby::string::String;

    struct Plain;

    #[stabby::export]
    pub extern "C" fn stabby_add(a: i32, b: i32) -> i32 {
        a.wrapping_add(b)
    }

    #[stabby::export]
    pub extern "C" fn stabby_new_echo() -> EchoBox {
        stabby::boxed::Box::new(Plain).into()
    }

    #[stabby::export]
    pub extern "C" fn stabby_new_counter() -> CounterBox {
        stabby::boxed::Box::new(Sum(0)).into()
    }

    impl Echo for Plain {
        extern "C" fn echo<'a>(&'a self, text: Str<'a>) -> String {
            text.into()
        }
    }

    impl Counter for Sum {
        extern "C" fn add(&mut self, by: i32) -> i32 {
            self.increased(by)
        }
    }
}

mod by_libloading {
    use super::Sum;
    use pairs_peers_interface::by_libloading::Counter;

    #[no_mangle]
    pub fn loaded_add(a: i32, b: i32) -> i32 {
        a.wrapping_add(b)
    }

    #[no_mangle]
    pub fn loaded_echo(text: &str) -> String {
        text.to_owned()
    }

    #[no_mangle]
    pub fn loaded_new_counter() -> Box<dyn Counter> {
        Box::new(Sum(0))
    }

    impl Counter for Sum {
        fn add(&mut self, by: i32) -> i32 {
            self.increased(by)
        }
    }
}
