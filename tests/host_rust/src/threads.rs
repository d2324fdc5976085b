// SPDX-License-Identifier: MIT
//! What may be used from which thread.
use crate::counting::CountingReloadable;
use crate::everything::*;
use crate::files::{file_of, host_of, Folder};
use crate::profile::imports;
use crate::stateful::{self, Stateful, StatefulImports};
use crate::{host, pipe, tests, LANGUAGES};
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::Arc;
use tenon::{Concurrent, Worker};

/// Hears plugins on all their threads.
#[derive(Default)]
struct Notes {
    middles: AtomicU64,
}

impl stateful::notes::Notes for Notes {
    fn ended(&self, _: u64) {}
    fn middle(&self, _: u32, _: u64) {
        self.middles.fetch_add(1, Ordering::Relaxed);
    }
}

fn send<T: Send>() {}
fn sync<T: Sync>() {}

tests! {
    fn types_are_what_the_docs_say() {
        send::<tenon::Host>();
        sync::<tenon::Host>();
        send::<tenon::Catalog>();
        sync::<tenon::Catalog>();
        send::<tenon::Error>();
        sync::<tenon::Error>();
        send::<tenon::Library>();
        sync::<tenon::Library>();
        send::<tenon::Plugin>();
        send::<Worker<Everything>>();
        sync::<Worker<Everything>>();
        send::<tenon::Home<Node>>();
        sync::<tenon::Home<Node>>();
        send::<Concurrent<Everything>>();
        sync::<Concurrent<Everything>>();
        send::<EverythingImports>();
        sync::<EverythingImports>();
    }

    fn a_worker_has_a_plugin_with_its_objects() {
        for language in LANGUAGES {
            let host = host();
            let name = format!("profile-{}", language);
            let worker = Worker::start(move || -> Result<_, tenon::Error> {
                Ok((Everything::load(&host, &name, imports())?, Vec::<Node>::new()))
            }).unwrap();
            std::thread::scope(|scope| {
                for number in 0..4 {
                    let worker = &worker;
                    scope.spawn(move || worker.run(move |(plugin, nodes)| {
                        nodes.push(plugin.things().new_node(&format!("n{}", number)).unwrap());
                    }));
                }
            });
            let mut names = worker.run(|(_, nodes)| nodes.iter().map(|node| node.name().unwrap()).collect::<Vec<_>>());
            names.sort();
            assert_eq!(names, ["n0", "n1", "n2", "n3"]);
        }
    }

    fn instances_of_one_plugin_are_independent() {
        let host = host();
        std::thread::scope(|scope| {
            for language in LANGUAGES {
                for _ in 0..2 {
                    let host = host.clone();
                    scope.spawn(move || {
                        let plugin = Everything::load(&host, &format!("profile-{}", language), imports()).unwrap();
                        for number in 0..200 {
                            let node = plugin.things().new_node(&number.to_string()).unwrap();
                            assert_eq!(node.name().unwrap(), number.to_string());
                        }
                    });
                }
            }
        });
    }

    fn only_concurrent_plugins_are_shared() {
        for language in LANGUAGES {
            let plugin = pipe::Pipe::load(&host(), &format!("shout-{}", language)).unwrap();
            assert!(Concurrent::new(plugin).is_err());
        }
    }

    fn concurrent_plugins_take_calls_from_all_threads_at_once() {
        for file in ["libstress-cpp.so", "libstress-rust.so"] {
            let folder = Folder::new(file);
            let stress = std::env::args().skip(1).map(PathBuf::from).find(|folder| folder.ends_with("reload_stress/plugins"));
            std::fs::copy(stress.unwrap().join(file), folder.0.join("libstress.so")).unwrap();
            let notes = Arc::new(Notes::default());
            let imports = StatefulImports { notes: notes.clone() };
            let plugin = Concurrent::new(Stateful::load(&host_of(&folder.0), "stateful", imports).unwrap()).ok().unwrap();
            let tickets = std::thread::scope(|scope| {
                let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| {
                    for _ in 0..10_000 {
                        plugin.counter().add(1).unwrap();
                    }
                    plugin.counter().nest(2).unwrap();
                    let ticket = plugin.counter().take().unwrap();
                    ticket.build().unwrap()
                })).collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
            });
            assert_eq!(tickets, [plugin.counter().build().unwrap(); 4]);
            assert_eq!((plugin.counter().sum().unwrap(), notes.middles.load(Ordering::Relaxed)), (40_004, 4));
        }
    }

    fn calls_on_several_threads_follow_reloads() {
        let folder = Folder::new("threads");
        let file = folder.0.join("libstate.so");
        std::fs::copy(file_of("keeps-rust"), &file).unwrap();
        let host = host_of(&folder.0);
        let plugin = tenon::Plugin::load_reloadable(&host, "keeps-rust", CountingReloadable::world()).unwrap();
        let ended = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                let (host, ended) = (host.clone(), &ended);
                scope.spawn(move || {
                    let mine = CountingReloadable::load(&host, "keeps-rust").unwrap();
                    let mut sum = 0;
                    while !ended.load(Ordering::Relaxed) {
                        sum += 100;
                        assert_eq!(mine.counter().add(100).unwrap(), sum); // none lost
                    }
                });
            }
            for _ in 0..10 {
                std::fs::OpenOptions::new().append(true).open(&file).unwrap().write_all(b"x").unwrap();
                while !plugin.reload().unwrap_or(false) {
                    std::thread::yield_now();
                }
            }
            ended.store(true, Ordering::Relaxed);
        });
    }
}
