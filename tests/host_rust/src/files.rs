// SPDX-License-Identifier: MIT
//! What is found, what is refused, and why.
use crate::{host, pipe, tests, LANGUAGES};
use std::path::{Path, PathBuf};
use tenon::{Entry, Language, Origin, Stage};

pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("tenon-host-rust-{}-{}", std::process::id(), name));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The file of one of the tests' plugins.
pub fn file_of(name: &str) -> PathBuf {
    let catalog = host().catalog().unwrap();
    let found = catalog.found().find(|found| found.name() == name).unwrap();
    PathBuf::from(found.file())
}

pub fn host_of(folder: &Path) -> tenon::Host {
    host_with(tenon::Host::builder(), folder)
}

#[allow(unsafe_code)]
pub fn host_with(builder: tenon::HostBuilder, folder: &Path) -> tenon::Host {
    let host = builder.build().unwrap();
    // SAFETY: the test fills it with the tests' plugins.
    unsafe { host.trust(folder) }.unwrap();
    host
}

tests! {
    fn the_catalog_says_what_is_there() {
        let catalog = host().catalog().unwrap();
        for (name, language) in LANGUAGES.iter().zip([Language::C, Language::Cpp, Language::Rust]) {
            let name = format!("shout-{}", name);
            let found = catalog.found().find(|found| found.name() == name).unwrap();
            assert_eq!((found.version(), found.world()), ("1.0.0", "demo:text/pipe@1.0.0"));
            assert_eq!((found.language(), found.origin(), found.is_concurrent()), (language, Origin::File, false));
            assert!(found.metadata().unwrap().contains(&format!("\"name\":\"{}\"", name)));
            assert!(Path::new(found.file()).is_absolute());
        }
        assert_eq!(catalog.iter().len(), catalog.len());
    }

    fn broken_files_are_refused_with_the_reason() {
        let folder = Folder::new("broken");
        let whole = std::fs::read(file_of("shout-c")).unwrap();
        std::fs::write(folder.0.join("libcut.so"), &whole[..whole.len() / 2]).unwrap();
        std::fs::write(folder.0.join("libtext.so"), "no library").unwrap();
        std::fs::write(folder.0.join("notes.txt"), "a file").unwrap();
        let host = host_of(&folder.0);
        let catalog = host.catalog().unwrap();
        assert_eq!(catalog.found().count(), 0);
        let refused: Vec<_> = catalog.refused().collect();
        assert!(!refused.is_empty());
        assert!(refused.iter().all(|file| file.code().starts_with("E02") && file.why().starts_with("error[E02")));
        assert!(catalog.iter().any(|entry| matches!(entry, Entry::Other(file) if file.file().ends_with("notes.txt"))));
        for name in ["libcut.so", "libtext.so"] {
            let path = folder.0.join(name);
            let error = pipe::Pipe::load(&host, path.to_str().unwrap()).err().unwrap();
            assert!(error.stage() == Stage::Image && error.file() == path.to_str(), "{}", error);
        }
    }

    fn of_two_with_one_name_the_first_is_taken() {
        let (first, second) = (Folder::new("first"), Folder::new("second"));
        for folder in [&first, &second] {
            std::fs::copy(file_of("shout-c"), folder.0.join("libshout.so")).unwrap();
        }
        let host = host_of(&first.0);
        let catalog = host.catalog().unwrap();
        assert_eq!((catalog.found().count(), catalog.refused().count()), (1, 0));
        std::fs::copy(file_of("shout-c"), first.0.join("libtwice.so")).unwrap();
        let catalog = host.catalog().unwrap();
        assert!(catalog.iter().any(|entry| matches!(entry, Entry::Shadowed(_, why) if why.code() == "E0107")));
    }

    fn nothing_is_loaded_from_where_nobody_is_trusted() {
        let (trusted, other) = (Folder::new("trusted"), Folder::new("other"));
        for folder in [&trusted, &other] {
            std::fs::copy(file_of("shout-c"), folder.0.join("libshout.so")).unwrap();
        }
        let host = host_of(&trusted.0);
        let inside = trusted.0.join("libshout.so");
        assert!(pipe::Pipe::load(&host, inside.to_str().unwrap()).is_ok());
        assert!(pipe::Pipe::load(&host, &format!("{}#shout-c", inside.display())).is_ok());
        // `..` goes up from where a link leads, and isn't taken off the text: else this would be the other folder's.
        let other_name = other.0.file_name().unwrap();
        let below = trusted.0.join("below");
        std::fs::create_dir(&below).unwrap();
        std::os::unix::fs::symlink(&below, other.0.join("link")).unwrap();
        let plugin = pipe::Pipe::load(&host, other.0.join("link/../libshout.so").to_str().unwrap()).unwrap();
        assert_eq!(Path::new(plugin.plugin().file()), inside);
        for path in [
            other.0.join("libshout.so"),
            trusted.0.join("../").join(other_name).join("libshout.so"),
            trusted.0.join("x#/../..").join(other_name).join("libshout.so"),
            other.0.join("link/.."),
        ] {
            let error = pipe::Pipe::load(&host, path.to_str().unwrap()).err().unwrap();
            assert!(error.message().contains("is in no folder that the host trusts"), "{}", error);
            assert!(error.help().unwrap().contains("trust"));
        }
        let error = pipe::Pipe::load(&tenon::Host::new().unwrap(), "shout-c").err().unwrap();
        assert_eq!(error.stage(), Stage::Scan);
    }

    fn one_trusted_file_is_that_file() {
        let (trusted, other) = (Folder::new("one-trusted"), Folder::new("one-other"));
        let file = trusted.0.join("libshout.so");
        std::fs::copy(file_of("shout-c"), &file).unwrap();
        std::fs::copy(file_of("shout-c"), trusted.0.join("libbeside.so")).unwrap();
        let link = other.0.join("liblink.so");
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let host = host_of(&file);
        let plugin = pipe::Pipe::load(&host, link.to_str().unwrap()).unwrap();
        assert_eq!(Path::new(plugin.plugin().file()), file); // not the link, which may lead elsewhere later
        assert!(pipe::Pipe::load(&host, trusted.0.join("libbeside.so").to_str().unwrap()).is_err());
    }

    fn a_sign_in_a_folders_name_is_no_plugin() {
        let folder = Folder::new("with#sign");
        std::fs::copy(file_of("shout-c"), folder.0.join("libshout.so")).unwrap();
        std::fs::copy(file_of("shout-c"), folder.0.join("lib#so.so")).unwrap();
        let host = host_of(&folder.0);
        for name in ["libshout.so", "libshout.so#shout-c", "lib#so.so", "lib#so.so#shout-c"] {
            let path = folder.0.join(name);
            assert!(pipe::Pipe::load(&host, path.to_str().unwrap()).is_ok(), "{}", name);
        }
    }

    fn a_plugin_of_another_world_is_refused_with_both_sides() {
        let error = pipe::Pipe::load(&host(), "profile-rust").err().unwrap();
        assert_eq!(error.stage(), Stage::Check);
        assert!(error.to_string().contains("demo:text/filter@1"), "{}", error);
        assert!(tenon::Plugin::check(&host(), "shout-rust", pipe::Pipe::world()).is_ok());
    }

    fn the_hosts_veto_is_the_last_word() {
        let calls = std::sync::Arc::new(std::sync::Mutex::new(None::<tenon::Host>));
        let seen = calls.clone();
        let host = crate::trusting(tenon::Host::builder().veto(move |plugin| {
            // The runtime can't be asked now.
            if let Some(host) = &*seen.lock().unwrap() {
                assert_eq!(host.catalog().unwrap_err().stage(), Stage::Usage);
            }
            match plugin.name() {
                "shout-c" => Err(format!("no {} in this program", plugin.version())),
                "shout-cpp" => panic!("can't decide"),
                _ if plugin.sha256().len() == 64 && plugin.language() == Language::Rust => Ok(()),
                _ => Err("unknown".into()),
            }
        }).build().unwrap());
        *calls.lock().unwrap() = Some(host.clone());
        let error = pipe::Pipe::load(&host, "shout-c").err().unwrap();
        assert_eq!(error.stage(), Stage::Veto);
        assert!(error.to_string().contains("no 1.0.0 in this program"), "{}", error);
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let error = pipe::Pipe::load(&host, "shout-cpp").err().unwrap();
        std::panic::set_hook(hook);
        assert!(error.to_string().contains("the veto panicked: can't decide"), "{}", error);
        assert!(pipe::Pipe::load(&host, "shout-rust").is_ok());
        calls.lock().unwrap().take();
    }

    fn wrong_words_are_refused() {
        let error = pipe::Pipe::load(&host(), "a\0b").err().unwrap();
        assert_eq!((error.code(), error.message()), ("E0101", "`a\\0b` has a zero byte in it"));
        assert_eq!(format!("{}", error), format!("{:?}", error));
    }
}
