// SPDX-License-Identifier: MIT
//! Plugins that are replaced while the program runs.
use crate::counting::{Counting, CountingReloadable};
use crate::files::{file_of, host_of, Folder};
use crate::{tests, LANGUAGES};
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tenon::{ReloadEventKind, Stage, Watch};

struct Live {
    folder: Folder,
    file: PathBuf,
}

impl Live {
    fn new(language: &str) -> Live {
        let folder = Folder::new(&format!("live-{}", language));
        let file = folder.0.join("libstate.so");
        std::fs::copy(file_of(&format!("keeps-{}", language)), &file).unwrap();
        Live { folder, file }
    }
    /// Another build, as far as the runtime is concerned.
    fn change(&self) {
        std::fs::OpenOptions::new().append(true).open(&self.file).unwrap().write_all(b"another build").unwrap();
    }
}

#[allow(unsafe_code)]
fn watching(builder: tenon::HostBuilder, live: &Live) -> tenon::Host {
    let host = builder.build().unwrap();
    // SAFETY: the test's own plugins.
    unsafe { host.trust(&live.folder.0) }.unwrap();
    host
}

tests! {
    fn state_moves_and_calls_follow() {
        for language in LANGUAGES {
            let live = Live::new(language);
            let plugin = CountingReloadable::load(&host_of(&live.folder.0), &format!("keeps-{}", language)).unwrap();
            let counter = plugin.counter();
            assert_eq!(counter.add(40).unwrap(), 40);
            let before = plugin.plugin().generation();
            assert!(!plugin.plugin().reload().unwrap()); // the same content
            live.change();
            assert!(plugin.plugin().reload().unwrap());
            assert!(plugin.plugin().generation() > before);
            assert_eq!(counter.add(2).unwrap(), 42);
        }
    }

    fn a_pin_keeps_its_build() {
        for language in LANGUAGES {
            let live = Live::new(language);
            let plugin = CountingReloadable::load(&host_of(&live.folder.0), &format!("fresh-{}", language)).unwrap();
            assert_eq!(plugin.counter().add(1).unwrap(), 1);
            let pin = plugin.pin();
            live.change();
            assert!(plugin.plugin().reload().unwrap());
            assert!(pin.generation() < plugin.plugin().generation());
            assert_eq!(pin.counter().add(1).unwrap(), 2); // the old one
            assert_eq!(plugin.counter().add(1).unwrap(), 1); // the new one, which begins anew
            let pins = plugin.plugin().holders().unwrap();
            assert!(pins.iter().any(|holder| holder.kind == tenon::HolderKind::Pin));
        }
    }

    fn what_fails_leaves_the_old_build() {
        for language in LANGUAGES {
            let live = Live::new(language);
            let host = watching(tenon::Host::builder().queue_events(), &live);
            let plugin = CountingReloadable::load(&host, &format!("keeps-{}", language)).unwrap();
            assert_eq!(plugin.counter().add(13).unwrap(), 13); // which can't be saved
            live.change();
            let error = plugin.plugin().reload().unwrap_err();
            assert_eq!(error.stage(), Stage::Reload);
            assert_eq!(plugin.counter().add(1).unwrap(), 14);
            let kinds: Vec<_> = host.events().map(|event| event.kind).collect();
            assert!(matches!(kinds[0], ReloadEventKind::Before), "{:?}", kinds);
            assert!(matches!(&kinds[1], ReloadEventKind::Failed { code, why } if code == error.code() && why.contains("13")));
            assert!(plugin.plugin().reload().unwrap());
            assert_eq!(plugin.counter().add(1).unwrap(), 15);
            assert!(host.events().any(|event| matches!(event.kind, ReloadEventKind::After { restored: 1, .. })));
            std::fs::write(&live.file, "no library").unwrap();
            assert!(plugin.plugin().reload().is_err());
            assert_eq!(plugin.counter().add(1).unwrap(), 16);
        }
    }

    fn changes_are_noticed_by_update_and_by_a_thread() {
        for watch in [Watch::Update, Watch::Thread] {
            let live = Live::new("c");
            let heard = Arc::new(Mutex::new(Vec::new()));
            let hear = heard.clone();
            let builder = tenon::Host::builder().watch(watch).settle(Duration::from_millis(10));
            let host = watching(builder.listener(move |event| hear.lock().unwrap().push(event.to_string())), &live);
            let plugin = CountingReloadable::load(&host, "keeps-c").unwrap();
            assert_eq!(plugin.counter().add(5).unwrap(), 5);
            let before = plugin.plugin().generation();
            live.change();
            let begin = Instant::now();
            while plugin.plugin().generation() == before || !heard.lock().unwrap().iter().any(|text| text.contains("closed")) {
                assert!(begin.elapsed() < Duration::from_secs(60), "{:?}", heard.lock().unwrap());
                if watch == Watch::Update {
                    host.update().unwrap();
                    assert!(host.update_descriptor().is_some());
                }
                std::thread::sleep(Duration::from_millis(5));
            }
            assert_eq!(plugin.counter().add(1).unwrap(), 6);
            assert!(heard.lock().unwrap().iter().any(|text| text == "state-c was replaced: 1 kept their state, 0 began anew"), "{:?}", heard.lock().unwrap());
        }
    }

    fn a_listener_may_call_and_not_load() {
        let live = Live::new("rust");
        let place = Arc::new(Mutex::new(None::<tenon::Host>));
        let (inside, said) = (place.clone(), Arc::new(Mutex::new(String::new())));
        let words = said.clone();
        let host = watching(tenon::Host::builder().listener(move |event| {
            if let ReloadEventKind::After { .. } = event.kind {
                let host = inside.lock().unwrap().clone().unwrap();
                *words.lock().unwrap() = Counting::load(&host, "keeps-rust").err().unwrap().message().to_string();
                panic!("and this goes no further");
            }
        }), &live);
        *place.lock().unwrap() = Some(host.clone());
        let plugin = CountingReloadable::load(&host, "keeps-rust").unwrap();
        live.change();
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        assert!(plugin.plugin().reload().unwrap());
        std::panic::set_hook(hook);
        assert!(said.lock().unwrap().contains("from inside of a veto or a listener"), "{}", said.lock().unwrap());
        place.lock().unwrap().take();
    }

    fn reloadable_and_fixed_are_kept_apart() {
        let live = Live::new("c");
        let host = host_of(&live.folder.0);
        let plugin = tenon::Plugin::load_reloadable(&host, "keeps-c", Counting::world()).unwrap();
        let error = Counting::create(&plugin).err().unwrap();
        assert!(error.message().contains("was loaded as reloadable"), "{}", error);
        assert!(CountingReloadable::create(&plugin).is_ok());
    }
}
