// SPDX-License-Identifier: MIT
//! Libraries that are no plugins: typed symbols that follow reloads.
#![allow(unsafe_code)] // what a symbol's type is, is the test's word
use crate::files::Folder;
use crate::tests;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use tenon::{HolderKind, LibraryEventKind, LibraryOptions, Outcome, SymbolKind};

fn build(folder: &Path, factor: &str) {
    let source = folder.join("sums.c");
    let text = format!("int count = 0;\nint add(int a, int b) {{ count++; return {} * (a + b); }}\n", factor);
    std::fs::write(&source, text).unwrap();
    let (new, library) = (folder.join("new.so"), folder.join("libsums.so"));
    let done = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&new).arg(&source).status().unwrap();
    assert!(done.success());
    std::fs::rename(new, library).unwrap();
}

type Add = extern "C" fn(i32, i32) -> i32;

tests! {
    fn symbols_have_types_and_follow_reloads() {
        let folder = Folder::new("sums");
        build(&folder.0, "1");
        // SAFETY: the library is the one above.
        let (sums, add, count) = unsafe {
            let sums = LibraryOptions::new().folder(&folder.0).open("sums").unwrap();
            let (add, count) = (sums.function::<Add>("add").unwrap(), sums.variable::<i32>("count").unwrap());
            (sums, add, count)
        };
        assert_eq!((add.call(20, 22), count.get()), (42, 1));
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hear = heard.clone();
        sums.listen(move |event| {
            hear.lock().unwrap().push(format!("{:?}", event.kind));
            if let (LibraryEventKind::Move, Some(old), Some(new)) = (&event.kind, &event.old_build, &event.new_build) {
                // SAFETY: both are `int`s, and nobody calls the library meanwhile.
                unsafe { *new.variable::<i32>("count").unwrap() = *old.variable::<i32>("count").unwrap() };
            }
            Ok(())
        }).unwrap();
        let pin = sums.pin().unwrap();
        // SAFETY: that is its type, and the pin is held.
        let old = unsafe { pin.function::<Add>("add") }.unwrap();
        assert!(!sums.reload().unwrap());
        build(&folder.0, "10");
        assert!(sums.reload().unwrap());
        assert_eq!((add.call(1, 2), count.get()), (30, 2));
        assert_eq!(old(1, 2), 3);
        assert!(pin.generation() < sums.generation());
        let holders = sums.holders().unwrap();
        assert_eq!((holders.len(), holders[0].kind, holders[0].generation), (1, HolderKind::Handle, pin.generation()));
        assert_eq!(pin.close().unwrap().outcome, Outcome::Closed);
        count.set(7);
        assert_eq!(count.get(), 7);
        assert_eq!(heard.lock().unwrap()[..3], ["Before", "Move", "After"]);
        assert_eq!(sums.close().unwrap().outcome, Outcome::Shared); // its symbols are held
        assert_eq!(add.call(1, 1), 20);
    }

    fn a_listener_may_refuse_and_panic() {
        let folder = Folder::new("refused");
        build(&folder.0, "1");
        // SAFETY: the library is the one above.
        let (sums, add) = unsafe {
            let sums = LibraryOptions::new().open(folder.0.join("libsums.so").to_str().unwrap()).unwrap();
            let add = sums.function::<Add>("add").unwrap();
            (sums, add)
        };
        sums.listen(|event| match event.kind {
            LibraryEventKind::Before => Err("not now".into()),
            _ => Ok(()),
        }).unwrap();
        build(&folder.0, "10");
        let error = sums.reload().unwrap_err();
        assert!(error.code() == "E0527" && error.to_string().contains("not now"), "{}", error);
        sums.listen(|_| panic!("no idea")).unwrap();
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let error = sums.reload().unwrap_err();
        std::panic::set_hook(hook);
        assert!(error.to_string().contains("the listener panicked: no idea"), "{}", error);
        assert_eq!(add.call(1, 2), 3);
    }

    fn panics_that_panic_go_no_further_than_a_listener() {
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                panic!("bomb");
            }
        }
        let folder = Folder::new("bombs");
        build(&folder.0, "1");
        // SAFETY: the library is the one above.
        let sums = unsafe { LibraryOptions::new().open(folder.0.join("libsums.so").to_str().unwrap()) }.unwrap();
        sums.listen(|_| std::panic::panic_any(Bomb)).unwrap();
        build(&folder.0, "10");
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let error = sums.reload().unwrap_err();
        // One that takes its own place is dropped when it has returned.
        let (bomb, again) = (Bomb, sums.clone());
        let replaced = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            sums.listen(move |_| {
                let _ = &bomb;
                again.listen(|_| Ok(())).map_err(|error| error.to_string())
            }).unwrap();
            sums.reload().unwrap()
        }));
        std::panic::set_hook(hook);
        assert!(error.to_string().contains("the listener panicked"), "{}", error);
        assert!(replaced.unwrap());
    }

    fn wrong_symbols_are_refused() {
        let folder = Folder::new("symbols");
        build(&folder.0, "1");
        // SAFETY: nothing of what is got is used.
        unsafe {
            let sums = LibraryOptions::new().folder(&folder.0).open("sums").unwrap();
            assert_eq!(sums.function::<Add>("ad").unwrap_err().code(), "E0521");
            assert_eq!(sums.function::<Add>("count").unwrap_err().code(), "E0522");
            assert_eq!(sums.variable::<i64>("count").unwrap_err().code(), "E0523");
            let kinds: Vec<_> = sums.symbols().into_iter().map(|symbol| (symbol.readable, symbol.kind)).collect();
            assert_eq!(kinds, [("add".into(), SymbolKind::Function), ("count".into(), SymbolKind::Variable)]);
            assert!(Path::new(sums.file()).starts_with(sums.folder()));
            assert_eq!(sums.close().unwrap().outcome, Outcome::Closed);
        }
    }
}
