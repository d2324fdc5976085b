// SPDX-License-Identifier: MIT
//! Traps, and ends in every order.
use crate::everything::{self, *};
use crate::profile::{imports, load, node, HostThings, BRANCHES};
use crate::{host, pipe, tests, LANGUAGES};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use tenon::{HolderKind, Home, Outcome, Stage, Status};

static LIVE: AtomicUsize = AtomicUsize::new(0);

/// World functions that count themselves, and do what they are told.
struct Watched<F>(F);

impl<F> Watched<F> {
    fn new(clock: F) -> Self {
        LIVE.fetch_add(1, Ordering::Relaxed);
        Watched(clock)
    }
}

impl<F> Drop for Watched<F> {
    fn drop(&mut self) {
        LIVE.fetch_sub(1, Ordering::Relaxed);
    }
}

impl<F: Fn() -> u64 + Send + Sync + 'static> everything::everything::Everything for Watched<F> {
    fn remark(&self, _text: &str) {}
    fn clock(&self) -> u64 {
        (self.0)()
    }
}

fn with_clock(clock: impl Fn() -> u64 + Send + Sync + 'static) -> EverythingImports {
    EverythingImports { everything: Arc::new(Watched::new(clock)), things: Arc::new(HostThings) }
}

fn load_with_clock(language: &str, clock: impl Fn() -> u64 + Send + Sync + 'static) -> Everything {
    Everything::load(&host(), &format!("profile-{}", language), with_clock(clock)).unwrap()
}

thread_local! {
    static AGAIN: RefCell<Option<Rc<Everything>>> = const { RefCell::new(None) };
}

tests! {
    fn a_panic_in_an_import_is_a_trap_with_its_text() {
        for language in LANGUAGES {
            let mut plugin = load_with_clock(language, || panic!("the clock is broken"));
            let hook = std::panic::take_hook();
            std::panic::set_hook(Box::new(|_| {}));
            let error = plugin.everything().describe(ShapeView::Circle(1.0), &[]).unwrap_err();
            std::panic::set_hook(hook);
            let error = error.framework().unwrap();
            assert_eq!(error.stage(), Stage::Call);
            assert_eq!(error.status(), Some(Status::Trap), "{}", language);
            assert_eq!(error.host_panic(), Some("the clock is broken"));
            assert!(error.to_string().contains("the host panicked: the clock is broken"), "{}", error);
            if language == "c" {
                continue; // whose functions hand the status on as they like
            }
            // The plugin was in the middle of something: it is poisoned.
            assert!(plugin.instance().is_poisoned());
            assert_eq!(plugin.values().fresh(8).unwrap_err().status(), Some(Status::Poisoned));
            plugin.recreate().unwrap();
            assert_eq!(plugin.values().fresh(8).unwrap(), Some(9));
            assert!(!plugin.instance().is_poisoned());
        }
        assert_eq!(LIVE.load(Ordering::Relaxed), 0);
    }

    fn a_trap_says_what_the_plugin_said() {
        for (name, words) in [("cpp-in-call", "an exception that isn't a std::exception"), ("rust-in-call", "panicked in a call")] {
            let plugin = pipe::Pipe::load(&host(), name).unwrap();
            let error = plugin.filter().apply("x").unwrap_err();
            let error = error.framework().unwrap();
            assert_eq!(error.status(), Some(Status::Trap));
            assert!(error.message().contains(words), "{}", error);
            assert!(error.message().contains("demo:text/filter@1#apply"), "{}", error);
            assert!(plugin.instance().trap().unwrap().contains(words));
            assert_eq!(error.host_panic(), None);
        }
    }

    fn a_plugin_that_refuses_to_start_is_an_error() {
        for name in ["cpp-in-create", "rust-in-create"] {
            let error = pipe::Pipe::load(&host(), name).err().unwrap();
            assert_eq!((error.code(), error.stage()), ("E0602", Stage::Create));
        }
    }

    fn a_plugin_is_called_again_while_it_calls_the_host() {
        for language in LANGUAGES {
            let clock = || AGAIN.with(|again| u64::from(again.borrow().as_ref().unwrap().values().fresh(8).unwrap().unwrap()));
            let plugin = Rc::new(load_with_clock(language, clock));
            AGAIN.with(|again| *again.borrow_mut() = Some(Rc::clone(&plugin)));
            assert_eq!(plugin.everything().describe(ShapeView::Circle(1.0), &[]).unwrap(), "1@9");
            AGAIN.with(|again| again.borrow_mut().take());
        }
        assert_eq!(LIVE.load(Ordering::Relaxed), 0);
    }

    fn objects_outlive_plugin_and_host() {
        for language in LANGUAGES {
            let plugin = load_with_clock(language, || 1);
            let a = plugin.things().new_node("a").unwrap();
            a.add(node("kept")).unwrap();
            drop(plugin); // and with it the host's last handle
            assert_eq!(a.name().unwrap(), "a");
            assert_eq!(a.children().unwrap()[0].name().unwrap(), "kept");
            assert_eq!(LIVE.load(Ordering::Relaxed), 1); // the object may still call its imports
            drop(a);
            assert_eq!(LIVE.load(Ordering::Relaxed), 0);
            assert_eq!(BRANCHES.load(Ordering::Relaxed), 0);
        }
    }

    fn imports_end_with_their_instance() {
        for language in LANGUAGES {
            let host = host();
            let plugin = tenon::Plugin::load(&host, &format!("profile-{}", language), Everything::world()).unwrap();
            let one = Everything::create(&plugin, with_clock(|| 1)).unwrap();
            let two = Everything::create(&plugin, with_clock(|| 2)).unwrap();
            assert_eq!(one.everything().describe(ShapeView::Circle(0.0), &[]).unwrap(), "1@1");
            assert_eq!(two.everything().describe(ShapeView::Circle(0.0), &[]).unwrap(), "1@2");
            drop(one);
            assert_eq!(LIVE.load(Ordering::Relaxed), 1);
            assert_eq!(two.everything().describe(ShapeView::Circle(0.0), &[]).unwrap(), "1@2");
            drop(two);
            assert_eq!(LIVE.load(Ordering::Relaxed), 0);
            assert_eq!(plugin.unload().unwrap().outcome, Outcome::Closed);
        }
    }

    fn unloading_is_refused_while_instances_live() {
        for language in LANGUAGES {
            let host = host();
            let plugin = tenon::Plugin::load(&host, &format!("profile-{}", language), Everything::world()).unwrap();
            let instance = Everything::create(&plugin, imports()).unwrap();
            let refused = plugin.unload().unwrap_err();
            assert_eq!((refused.error.code(), refused.error.stage()), ("E0701", Stage::Unload));
            let plugin = refused.handle;
            assert_eq!(plugin.name(), format!("profile-{}", language));
            assert_eq!(instance.values().fresh(8).unwrap(), Some(9));
            assert_eq!(instance.unload().unwrap().outcome, Outcome::Shared); // the plugin has another handle
            assert_eq!(plugin.unload().unwrap().outcome, Outcome::Closed);
        }
    }

    fn unloading_is_refused_while_objects_live() {
        for language in LANGUAGES {
            let plugin = load(language);
            let a = plugin.things().new_node("a").unwrap();
            let refused = plugin.unload().unwrap_err();
            assert_eq!(refused.error.code(), "E0702");
            assert!(refused.error.message().contains("test:profile/things@1#node"), "{}", refused.error);
            assert!(refused.handle.holders().unwrap().iter().any(|holder| holder.kind == HolderKind::Object));
            assert_eq!(a.name().unwrap(), "a");
            drop(a);
            assert_eq!(refused.handle.unload().unwrap().outcome, Outcome::Closed);
        }
    }

    fn an_object_in_another_plugin_keeps_its_own_loaded() {
        let (c, rust) = (load_with_clock("c", || 1), load("rust"));
        let holder = rust.things().new_node("holder").unwrap();
        holder.add(c.things().new_node("guest").unwrap()).unwrap();
        let refused = c.unload().unwrap_err();
        assert_eq!(refused.error.code(), "E0702");
        drop(refused); // the library stays, for the guest
        let guest = holder.children().unwrap().remove(0);
        assert_eq!(guest.name().unwrap(), "guest");
        assert_eq!(LIVE.load(Ordering::Relaxed), 1); // and so does what it may call
        drop((guest, holder));
        drop(rust);
        assert_eq!(LIVE.load(Ordering::Relaxed), 0);
    }

    fn a_kept_object_is_dropped_on_its_own_thread() {
        for language in LANGUAGES {
            let plugin = load(language);
            let home = Home::new(plugin.things().new_node("a").unwrap());
            std::thread::spawn(move || drop(home)).join().unwrap();
            let objects = |plugin: &tenon::Plugin| {
                plugin.holders().unwrap().iter().filter(|holder| holder.kind == HolderKind::Object).count()
            };
            assert_eq!(objects(plugin.plugin()), 1); // it waits for this thread
            drop(Home::new(()));
            assert_eq!(objects(plugin.plugin()), 0);
            assert_eq!(plugin.unload().unwrap().outcome, Outcome::Closed);
        }
    }

    fn one_plugin_may_be_loaded_for_one_world_only() {
        let host = host();
        let plugin = tenon::Plugin::load(&host, "shout-c", pipe::Pipe::world()).unwrap();
        let error = Everything::create(&plugin, imports()).err().unwrap();
        assert_eq!(error.stage(), Stage::Usage);
        assert!(error.message().contains("another world"), "{}", error);
        let error = pipe::PipeReloadable::create(&plugin).err().unwrap();
        assert!(error.message().contains("not loaded as reloadable"), "{}", error);
        assert!(pipe::Pipe::create(&plugin).is_ok());
    }
}
