// SPDX-License-Identifier: MIT
//! Worlds that are called as what each generated file has at its top: it is there if this compiles.
use crate::{call_error, error, into_owned, list, recreate, tests};

tests! {
    fn worlds_give_way_to_the_files_own_names() {
        let worlds = [error::Error_::world(), call_error::CallError_::world(), into_owned::IntoOwned_::world(),
            list::List_::world(), recreate::Recreate::world()];
        assert_eq!(worlds.map(|world| world.name()), [
            "test:names/error@1.0.0", "test:names/call-error@1.0.0", "test:names/into-owned@1.0.0",
            "test:names/list@1.0.0", "test:names/recreate@1.0.0",
        ]);
        let _ = error::Error_::load as fn(&tenon::Host, &str, error::ErrorImports) -> Result<error::Error_, error::Error>;
        let _ = recreate::Recreate::recreate as fn(&mut recreate::Recreate) -> Result<(), tenon::Error>;
        let _ = recreate::Recreate::recreate_;
    }
}
