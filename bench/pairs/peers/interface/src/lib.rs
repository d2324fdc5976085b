// SPDX-License-Identifier: MIT
//! What `pairs.wit` says, as each crate wants it said.
#![allow(non_camel_case_types, non_local_definitions)] // abi_stable's names and macros

/// A root module of functions, and a trait object of `sabi_trait`, as in abi_stable's README.
pub mod by_abi_stable {
    use abi_stable::library::RootModule;
    use abi_stable::sabi_types::VersionStrings;
    use abi_stable::std_types::{RBox, RStr, RString};
    use abi_stable::{package_version_strings, sabi_trait, StableAbi};

    #[repr(C)]
    #[derive(StableAbi)]
    #[sabi(kind(Prefix(prefix_ref = Work_Ref)))]
    #[sabi(missing_field(panic))]
    pub struct Work {
        pub add: extern "C" fn(i32, i32) -> i32,
        pub echo: extern "C" fn(RStr<'_>) -> RString,
        #[sabi(last_prefix_field)]
        pub new_counter: extern "C" fn() -> CounterBox,
    }

    impl RootModule for Work_Ref {
        abi_stable::declare_root_module_statics! {Work_Ref}
        const BASE_NAME: &'static str = "pairs_peers_plugin";
        const NAME: &'static str = "pairs_peers_plugin";
        const VERSION_STRINGS: VersionStrings = package_version_strings!();
    }

    #[sabi_trait]
    pub trait Counter {
        #[sabi(last_prefix_field)]
        fn add(&mut self, by: i32) -> i32;
    }

    pub type CounterBox = Counter_TO<'static, RBox<()>>;
}

/// Exported functions, and traits for `dynptr`. In 72.1.16 a function that is lent something can't be exported, a method
/// can be lent it.
pub mod by_stabby {
    use stabby::str::Str;
    use stabby::string::String;

    #[stabby::stabby(checked)]
    pub trait Echo {
        extern "C" fn echo<'a>(&'a self, text: Str<'a>) -> String;
    }

    #[stabby::stabby(checked)]
    pub trait Counter {
        extern "C" fn add(&mut self, by: i32) -> i32;
    }

    pub type EchoBox = stabby::dynptr!(stabby::boxed::Box<dyn Echo>);
    pub type CounterBox = stabby::dynptr!(stabby::boxed::Box<dyn Counter>);
}

/// What two libraries of one compiler may share.
pub mod by_libloading {
    pub trait Counter {
        fn add(&mut self, by: i32) -> i32;
    }
}
