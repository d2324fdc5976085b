// SPDX-License-Identifier: MIT
//! What plugins use; tests/account has it in C, where what is exact is tested.
use crate::files::{file_of, host_with, Folder};
use crate::leaking::{Leaking, LeakingReloadable};
use crate::{host, tests, trusting, LANGUAGES, LEAKED};
use std::io::Write;
use std::sync::atomic::Ordering;
use tenon::{Host, Outcome, Plugin, Watch};

fn counting() -> Host {
    trusting(Host::builder().count_memory().count_calls().build().unwrap())
}

fn note_leak(bytes: usize) {
    LEAKED[0].fetch_add(1, Ordering::Relaxed);
    LEAKED[1].fetch_add(bytes, Ordering::Relaxed);
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
            note_leak(30);
            let unloaded = plugin.unload().unwrap();
            assert_eq!(unloaded.outcome, Outcome::Closed);
            let wanted = format!("`{name}` leaves 1 block of 30 bytes that nobody gave back");
            assert!(unloaded.reason.starts_with(&wanted), "{}", unloaded.reason);
        }
    }

    fn an_old_build_that_leaks_is_named_when_it_ends() {
        for language in ["c", "cpp"] {
            let name = format!("leaky-{language}");
            let folder = Folder::new(&name);
            let file = folder.0.join("live.so");
            std::fs::copy(file_of(&name), &file).unwrap();
            let builder = Host::builder().count_memory().queue_events().watch(Watch::Update);
            let host = host_with(builder, &folder.0);
            let plugin = LeakingReloadable::load(&host, &file.to_string_lossy()).unwrap();
            plugin.work().leak(7).unwrap();
            note_leak(7);
            std::fs::OpenOptions::new().append(true).open(&file).unwrap().write_all(b"another build").unwrap();
            assert!(plugin.plugin().reload().unwrap());
            host.update().unwrap();
            let told: Vec<String> = host.events().map(|event| event.to_string()).collect();
            let wanted = format!("the old {name} is closed: `{name}` leaves 1 block of 7 bytes");
            assert!(told.iter().any(|text| text.starts_with(&wanted)), "{told:?}");
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
