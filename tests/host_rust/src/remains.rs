// SPDX-License-Identifier: MIT
//! What a plugin calls when little is left of it is there: imports go with the last object and the last old build.
use crate::files::{file_of, host_with, Folder};
use crate::lasting::{sink, Lasting, LastingImports, LastingReloadable, Session, Token};
use crate::{host, tests};
use std::io::Write;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier, Mutex, Weak};
use tenon::{Home, Host, Outcome, Plugin, Watch};

type Texts = Arc<Mutex<Vec<String>>>;

/// Writes down what it is told.
struct Sink(Texts);

impl sink::Sink for Sink {
    fn take(&self, token: Token) {
        self.0.lock().unwrap().push(format!("token {}", token.id().unwrap()));
    }
    fn say(&self, text: &str) {
        self.0.lock().unwrap().push(text.to_string());
    }
}

/// An import, as the test sees it.
struct Ear {
    texts: Texts,
    import: Weak<Sink>,
}

impl Ear {
    fn new() -> (Ear, LastingImports) {
        let texts = Texts::default();
        let sink = Arc::new(Sink(texts.clone()));
        (Ear { texts, import: Arc::downgrade(&sink) }, LastingImports { sink })
    }
    fn is_there(&self) -> bool {
        self.import.strong_count() != 0
    }
    fn heard(&self) -> String {
        self.texts.lock().unwrap().drain(..).collect::<Vec<_>>().join(", ")
    }
}

fn load(host: &Host) -> (Ear, Lasting) {
    let (ear, imports) = Ear::new();
    (ear, Lasting::load(host, "lasting", imports).unwrap())
}

/// A build that is replaced.
struct Live {
    folder: Folder,
    file: PathBuf,
    host: Host,
}

impl Live {
    fn new(name: &str) -> Live {
        let folder = Folder::new(name);
        let file = folder.0.join("liblasting.so");
        std::fs::copy(file_of("lasting"), &file).unwrap();
        let host = host_with(Host::builder().watch(Watch::Update), &folder.0);
        Live { folder, file, host }
    }
    fn load(&self) -> (Ear, LastingReloadable) {
        let (ear, imports) = Ear::new();
        (ear, LastingReloadable::load(&self.host, "lasting", imports).unwrap())
    }
    fn reload(&self, plugin: &Plugin) {
        std::fs::OpenOptions::new().append(true).open(&self.file).unwrap().write_all(b"another build").unwrap();
        assert!(plugin.reload().unwrap());
    }
    /// Until what can end has ended.
    fn update_until(&self, is_over: impl Fn() -> bool) {
        for _ in 0..6000 {
            self.host.update().unwrap();
            if is_over() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("it never ends, in {:?}", self.folder.0);
    }
}

fn says(session: &Session, ear: &Ear) {
    session.say("still here").unwrap();
    assert_eq!(ear.heard(), "still here");
}

/// Without the words of panics that are meant.
fn quietly<R>(body: impl FnOnce() -> R) -> std::thread::Result<R> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let out = catch_unwind(AssertUnwindSafe(body));
    std::panic::set_hook(hook);
    out
}

/// Panics wherever it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("bomb");
    }
}

tests! {
    fn imports_of_an_unloaded_handle_stay_for_its_objects() {
        let host = host();
        let ((a, one), (b, two)) = (load(&host), load(&host));
        let session = one.maker().open().unwrap();
        assert_eq!(one.unload().unwrap().outcome, Outcome::Shared);
        assert_eq!(a.heard(), "bye, token 7");
        says(&session, &a);
        drop(session);
        assert!(b.is_there());
        assert_eq!(two.unload().unwrap().outcome, Outcome::Closed);
        assert_eq!((a.is_there(), b.is_there()), (false, false));
    }

    fn imports_of_a_dropped_handle_stay_for_its_objects() {
        let host = host();
        let ((a, one), (b, two)) = (load(&host), load(&host));
        let session = one.maker().open().unwrap();
        drop(one);
        assert_eq!(a.heard(), "bye, token 7");
        drop(two);
        says(&session, &a);
        drop(session); // with the first handle's last reference
        assert_eq!((a.is_there(), b.is_there()), (false, false));
        assert_eq!(host.accounts().unwrap().lines().count(), 1); // the second one's library is gone as well
    }

    fn a_panic_in_what_waits_for_its_thread_frees_no_imports() {
        let (ear, plugin) = load(&host());
        let session = plugin.maker().open().unwrap();
        let home = Home::new(Bomb);
        std::thread::spawn(move || drop(home)).join().unwrap();
        assert!(quietly(move || drop(plugin)).is_err()); // and with it what waits
        assert_eq!(ear.heard(), "bye, token 7");
        says(&session, &ear);
        drop(session);
        assert!(!ear.is_there());
    }

    fn a_leaked_pin_keeps_the_imports() {
        let live = Live::new("leaked-pin");
        let (ear, mut plugin) = live.load();
        std::mem::forget(plugin.pin());
        plugin.recreate().unwrap();
        assert_eq!(ear.heard(), ""); // the old one is pinned
        drop(plugin);
        assert_eq!(ear.heard(), "bye, token 7");
        assert!(ear.is_there());
    }

    fn an_old_build_finds_its_imports_when_all_else_is_gone() {
        let live = Live::new("old-build");
        let (ear, plugin) = live.load();
        let session = plugin.maker().open().unwrap();
        live.reload(plugin.plugin());
        drop(plugin);
        assert_eq!(ear.heard(), "bye, token 7"); // the new one
        says(&session, &ear);
        drop(session);
        assert!(ear.is_there());
        live.update_until(|| !ear.is_there());
        assert_eq!(ear.heard(), "bye, token 7"); // the old one
    }

    fn a_host_ends_old_builds_before_their_imports() {
        let live = Live::new("old-host");
        let (ear, plugin) = live.load();
        let session = plugin.maker().open().unwrap();
        live.reload(plugin.plugin());
        drop((plugin, session));
        assert_eq!(ear.heard(), "bye, token 7");
        drop(live);
        assert_eq!(ear.heard(), "bye, token 7");
        assert!(!ear.is_there());
    }

    fn instances_after_a_reload_leave_nothing_behind() {
        let live = Live::new("many");
        let (_, plugin) = live.load();
        live.reload(plugin.plugin());
        for _ in 0..3 {
            live.update_until(|| {
                let (ear, imports) = Ear::new();
                drop(LastingReloadable::create(plugin.plugin(), imports).unwrap());
                !ear.is_there()
            });
        }
    }

    fn what_was_kept_for_an_object_goes_after_it() {
        let host = host();
        let plugin = Plugin::load(&host, "lasting", Lasting::world()).unwrap();
        let make = || {
            let (ear, imports) = Ear::new();
            (ear, Lasting::create(&plugin, imports).unwrap())
        };
        let ((a, one), (b, two)) = (make(), make());
        let session = one.maker().open().unwrap();
        drop((one, two));
        assert_eq!((a.is_there(), b.is_there()), (true, true));
        drop(session);
        drop(make()); // any end looks after it
        assert_eq!((a.is_there(), b.is_there()), (false, false));
    }

    fn a_refused_plugin_is_a_plugin() {
        let host = host();
        let _keep = Plugin::load(&host, "lasting", Lasting::world()).unwrap();
        let (give, taken) = channel::<Plugin>();
        let both = Arc::new(Barrier::new(2));
        let begin = both.clone();
        let other = std::thread::spawn(move || {
            for plugin in taken {
                begin.wait();
                if let Err(refused) = plugin.unload() {
                    assert_eq!(refused.handle.name(), "lasting"); // the handle is open
                }
            }
        });
        for round in 0..5000 {
            let plugin = Plugin::load(&host, "lasting", Lasting::world()).unwrap();
            let instance = Lasting::create(&plugin, Ear::new().1).unwrap();
            give.send(plugin).unwrap();
            both.wait();
            (0..round % 50 * 20).for_each(|_| std::hint::spin_loop());
            let _ = instance.unload();
        }
        drop(give);
        other.join().unwrap();
    }

    fn imports_of_another_plugin_are_refused() {
        let host = host();
        let plugins = [(); 2].map(|_| Plugin::load(&host, "lasting", Lasting::world()).unwrap());
        for given in [&plugins[0], &plugins[1]] {
            let none = tenon::bindings::Imports::new(given);
            // SAFETY: it is refused.
            #[allow(unsafe_code)]
            let made = unsafe { tenon::Instance::create(&plugins[0], Lasting::world(), false, none) };
            assert!(made.unwrap_err().message().starts_with("the imports are another plugin's"));
        }
    }

    fn panics_that_panic_go_no_further_than_a_callback() {
        let veto = Host::builder().veto(|_| std::panic::panic_any(Bomb)).build().unwrap();
        let host = crate::trusting(veto);
        let error = quietly(|| Lasting::load(&host, "lasting", Ear::new().1).err().unwrap()).unwrap();
        assert!(error.message().contains("the veto panicked"), "{error}");
        let live = Live::new("bombs");
        let host = host_with(Host::builder().listener(|_| std::panic::panic_any(Bomb)), &live.folder.0);
        let plugin = LastingReloadable::load(&host, "lasting", Ear::new().1).unwrap();
        quietly(|| live.reload(plugin.plugin())).unwrap();
    }
}
