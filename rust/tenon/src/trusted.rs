// SPDX-License-Identifier: MIT
//! Where the host says that code may come from.
use crate::error::Error;
use crate::kept::locked;
use crate::text;
use std::ffi::CString;
use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;

/// Folders and single files, absolute.
#[derive(Default)]
pub(crate) struct Trusted(Mutex<Vec<PathBuf>>);

impl Trusted {
    pub(crate) fn add(&self, path: &Path) {
        locked(&self.0).push(std::env::current_dir().unwrap_or_default().join(path));
    }

    /// What libtenon is to be asked for instead of a plugin's name: a path is resolved, so that the file which is
    /// opened is the one that was looked at here.
    pub(crate) fn resolve(&self, name: &str) -> Result<CString, Error> {
        if !name.contains('/') {
            return text::zero_ended(name); // looked up below trusted paths
        }
        let (file, plugin) = split_name(name);
        match self.find(Path::new(file)) {
            Some(found) => {
                let mut name = found.into_os_string();
                name.push(plugin);
                text::path(Path::new(&name))
            }
            None => {
                let message = format!("`{}` is in no folder that the host trusts", file);
                Err(Error::usage(message, Some("call `Host::trust` for its folder, or for the file")))
            }
        }
    }

    fn find(&self, path: &Path) -> Option<PathBuf> {
        let folder = real(path.parent()?)?;
        let here = folder.join(path.file_name()?);
        locked(&self.0).iter().find_map(|known| match real(known)? {
            known if known.is_dir() => folder.starts_with(&known).then(|| here.clone()),
            known => (real(&here)? == known).then_some(known), // not a link to it, which may lead elsewhere later
        })
    }
}

impl fmt::Debug for Trusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        locked(&self.0).fmt(f)
    }
}

/// libtenon takes `..` off the text, where the system goes up from where a link leads.
pub(crate) fn without_steps_up(path: &Path) -> PathBuf {
    let steps_up = path.components().any(|part| part == Component::ParentDir);
    steps_up.then(|| real(path)).flatten().unwrap_or_else(|| path.to_path_buf())
}

/// File, and `#plugin` if that is named behind it, as libtenon takes names that are paths.
fn split_name(name: &str) -> (&str, &str) {
    match name.rfind('#') {
        Some(at) if name.rfind('/') < Some(at) && !Path::new(name).exists() => name.split_at(at),
        _ => (name, ""),
    }
}

fn real(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok()
}
