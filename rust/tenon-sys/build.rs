// SPDX-License-Identifier: MIT
//! Finds libtenon: TENON_LIB_DIR, TENON_BUILD_DIR, the build folder of the source tree that this crate is in, or
//! an installed one by pkg-config.
use std::env;
use std::path::{Path, PathBuf};
use std::process::{exit, Command};

/// The library's `major.minor` that this crate declares.
const WANTED: &str = "0.1";
const NAMES: [&str; 3] = ["libtenon.so", "libtenon.so.0", "libtenon.a"];

fn main() {
    for variable in ["TENON_LIB_DIR", "TENON_BUILD_DIR", "PKG_CONFIG", "PKG_CONFIG_PATH"] {
        println!("cargo:rerun-if-env-changed={}", variable);
    }
    println!("cargo:rerun-if-changed=build.rs");
    if env::var_os("DOCS_RS").is_some() {
        return; // documentation needs no library
    }
    let folder = find().unwrap_or_else(|why| {
        eprintln!("{}", why);
        exit(1)
    });
    println!("cargo:rerun-if-changed={}", folder.join(NAMES[0]).display());
    println!("cargo:libdir={}", folder.display());
    println!("cargo:rustc-link-search=native={}", within_target(&folder).display());
    println!("cargo:rustc-link-search=native={}", folder.display());
    println!("cargo:rustc-link-lib=dylib=tenon");
}

fn find() -> Result<PathBuf, String> {
    if let Some(folder) = env::var_os("TENON_LIB_DIR") {
        return given(PathBuf::from(folder), "TENON_LIB_DIR");
    }
    if let Some(folder) = env::var_os("TENON_BUILD_DIR") {
        return given(Path::new(&folder).join("lib"), "TENON_BUILD_DIR");
    }
    let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    if tree.join("include/tenon/host.h").exists() && has_library(&tree.join("build/lib")) {
        return Ok(absolute(tree.join("build/lib")));
    }
    installed()
}

fn has_library(folder: &Path) -> bool {
    folder.join(NAMES[0]).exists()
}

// A build script runs in its crate's folder, not in that of whoever set the variable.
fn given(folder: PathBuf, variable: &str) -> Result<PathBuf, String> {
    if !folder.is_absolute() {
        return Err(format!("tenon-sys: {} is a relative path: `{}`", variable, folder.display()));
    }
    if !has_library(&folder) {
        return Err(format!("tenon-sys: {} names a folder without {}: `{}`", variable, NAMES[0], folder.display()));
    }
    Ok(absolute(folder))
}

fn absolute(folder: PathBuf) -> PathBuf {
    folder.canonicalize().unwrap_or(folder)
}

fn installed() -> Result<PathBuf, String> {
    let ask = |what: &str| {
        let program = env::var_os("PKG_CONFIG").unwrap_or_else(|| "pkg-config".into());
        let done = Command::new(program).args([what, "tenon"]).output();
        let done = done.map_err(|why| missing(&format!("pkg-config could not be run: {}", why)))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_string();
        if done.status.success() { Ok(text(&done.stdout)) } else { Err(missing(&text(&done.stderr))) }
    };
    let version = ask("--modversion")?;
    if !(version == WANTED || version.starts_with(&format!("{}.", WANTED))) {
        return Err(format!(
            "tenon-sys: libtenon {version} is installed, and this crate is for {WANTED}.x\n\
             help: take the crate of version {version}, or install libtenon {WANTED}.x"
        ));
    }
    let folder = PathBuf::from(ask("--variable=libdir")?);
    if !has_library(&folder) {
        return Err(missing(&format!("pkg-config names `{}`, where no {} is", folder.display(), NAMES[0])));
    }
    Ok(absolute(folder))
}

fn missing(why: &str) -> String {
    format!(
        "tenon-sys: libtenon was not found\n\
         note: {why}\n\
         help: build and install Tenon (`cmake -B build && cmake --build build && cmake --install build`), so that\n      \
         `pkg-config --modversion tenon` answers (PKG_CONFIG_PATH for another prefix than /usr/local);\n      \
         or set TENON_LIB_DIR to the folder that has {}, or TENON_BUILD_DIR to a build of the source tree",
        NAMES[0]
    )
}

/// `cargo run` and `cargo test` put folders below their target folder on LD_LIBRARY_PATH: with links to the
/// library there, programs find it wherever it is.
fn within_target(folder: &Path) -> PathBuf {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name.to_string_lossy().starts_with("libtenon.so") {
            let link = out.join(&name);
            let _ = std::fs::remove_file(&link);
            if let Err(why) = std::os::unix::fs::symlink(entry.path(), &link) {
                println!("cargo:warning=`{}` can't be made: {}", link.display(), why);
            }
        }
    }
    out
}
