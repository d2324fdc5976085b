// SPDX-License-Identifier: MIT
//! What plugins use; tests/account has it in C, where what is exact is tested.
use crate::leaking::Leaking;
use crate::{host, tests, trusting, LANGUAGES, LEAKED};
use std::sync::atomic::Ordering;
use tenon::{Host, Outcome, Plugin};

fn counting() -> Host {
    trusting(Host::builder().count_memory().count_calls().build().unwrap())
}

tests! {
    fn objects_and_traps_are_always_known() {
        for language in LANGUAGES {
            let plugin = Leaking::load(&host(), &format!("leaky-{language}")).unwrap();
            let thing = plugin.work().new_thing().unwrap();
            assert!(plugin.work().give_up().is_err());
            let account = plugin.plugin().account().unwrap();
            assert_eq!((account.instances, account.objects, account.traps), (1, 1, 1));
            assert_eq!((account.memory, account.calls), (None, None));
            assert_eq!(account.generation, plugin.plugin().generation());
            drop(thing);
            assert_eq!(plugin.plugin().account().unwrap().objects, 0);
        }
    }

    fn memory_and_calls_are_counted() {
        for language in LANGUAGES {
            let plugin = Leaking::load(&counting(), &format!("leaky-{language}")).unwrap();
            let before = plugin.plugin().account().unwrap().memory.unwrap();
            assert_eq!(plugin.work().text(100).unwrap().len(), 100);
            let account = plugin.plugin().account().unwrap();
            let memory = account.memory.unwrap();
            assert_eq!(account.calls, Some(1));
            assert_eq!(memory.allocated_blocks, before.allocated_blocks + 1);
            assert_eq!(memory.freed_bytes, before.freed_bytes + 100);
            assert_eq!((memory.blocks(), memory.bytes()), (before.blocks(), before.bytes()));
        }
    }

    fn all_plugins_are_in_one_table() {
        let host = counting();
        let plugins: Vec<_> =
            LANGUAGES.iter().map(|language| Leaking::load(&host, &format!("leaky-{language}")).unwrap()).collect();
        let table = host.accounts().unwrap();
        for language in LANGUAGES {
            assert!(table.contains(&format!("\nleaky-{language} ")), "{table}");
        }
        drop(plugins);
        assert_eq!(host.accounts().unwrap().lines().count(), 1);
    }

    fn who_leaks_is_named_when_it_goes() {
        for language in ["c", "cpp"] {
            let name = format!("leaky-{language}");
            let host = counting();
            let plugin = Plugin::load(&host, &name, Leaking::world()).unwrap();
            Leaking::create(&plugin).unwrap().work().leak(30).unwrap();
            LEAKED[0].fetch_add(1, Ordering::Relaxed);
            LEAKED[1].fetch_add(30, Ordering::Relaxed);
            let unloaded = plugin.unload().unwrap();
            assert_eq!(unloaded.outcome, Outcome::Closed);
            let wanted = format!("`{name}` leaves 1 block of 30 bytes that nobody gave back");
            assert!(unloaded.reason.starts_with(&wanted), "{}", unloaded.reason);
        }
    }

    fn who_leaks_nothing_is_not_named() {
        for language in LANGUAGES {
            let plugin = Leaking::load(&counting(), &format!("leaky-{language}")).unwrap();
            plugin.work().text(100).unwrap();
            drop(plugin.work().new_thing().unwrap());
            let unloaded = plugin.unload().unwrap();
            assert_eq!((unloaded.outcome, unloaded.reason.as_str()), (Outcome::Closed, ""));
        }
    }
}
