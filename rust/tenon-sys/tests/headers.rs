// SPDX-License-Identifier: MIT
//! The declarations are those of the C headers: a C program, compiled against these, prints what they say. Only in
//! the source tree (or with TENON_INCLUDE_DIR), where the headers are.
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

fn include() -> PathBuf {
    let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../include");
    std::env::var_os("TENON_INCLUDE_DIR").map_or(tree, PathBuf::from)
}

fn headers() -> String {
    let mut text = String::new();
    for folder in ["tenon/abi", "tenon/host"] {
        for entry in include().join(folder).read_dir().expect("the headers are there") {
            let path = entry.unwrap().path();
            if path.extension().map_or(false, |kind| kind == "h") {
                text += &std::fs::read_to_string(path).unwrap();
            }
        }
    }
    without_comments(&text)
}

fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("/*") {
        out += &rest[..start];
        rest = rest[start..].split_once("*/").map_or("", |(_, behind)| behind);
    }
    out + rest
}

/// What the C compiler says about `lines` of a main function.
fn printed_by_c(name: &str, lines: &str) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (source, program) = (folder.join(name).with_extension("c"), folder.join(name));
    let text = format!(
        "#include <stddef.h>\n#include <stdio.h>\n#include <tenon/abi/note.h>\n#include <tenon/host.h>\nint main(void) {{\n{}}}\n",
        lines
    );
    std::fs::write(&source, text).unwrap();
    let done = Command::new("cc").arg("-std=c11").arg("-I").arg(include()).arg(&source).arg("-c").arg("-o").arg(folder.join(name).with_extension("o")).status();
    assert!(done.expect("cc is there").success());
    // Nothing of libtenon is called: no need to link it.
    let done = Command::new("cc").arg(folder.join(name).with_extension("o")).arg("-o").arg(&program).status();
    assert!(done.unwrap().success());
    String::from_utf8(Command::new(&program).output().unwrap().stdout).unwrap()
}

fn words_with(text: &str, prefix: &str) -> BTreeSet<String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.split(|c| !is_word(c)).filter(|word| word.starts_with(prefix)).map(str::to_string).collect()
}

#[test]
fn constants_have_the_headers_values() {
    let (mut ours, mut questions) = (String::new(), String::new());
    for (name, value) in tenon_sys::CONSTANTS.iter().chain(&[("TENON_CONTRACT", i64::from(tenon_sys::TENON_CONTRACT))]) {
        writeln!(ours, "{name} {value}").unwrap();
        writeln!(questions, "printf(\"{name} %lld\\n\", (long long){name});").unwrap();
    }
    assert_eq!(ours, printed_by_c("constants", &questions));
}

#[test]
fn structs_have_the_headers_layout() {
    let (mut ours, mut questions) = (String::new(), String::new());
    tenon_sys::layouts(&mut |name, field, place| {
        let field = field.trim_end_matches('_');
        writeln!(ours, "{name} {field} {place}").unwrap();
        let what = if field.is_empty() { format!("sizeof({name})") } else { format!("offsetof({name}, {field})") };
        writeln!(questions, "printf(\"{name} {field} %zu\\n\", {what});").unwrap();
    });
    assert_eq!(ours, printed_by_c("structs", &questions));
}

#[test]
fn every_function_of_the_headers_is_declared() {
    let mut wanted = BTreeSet::new();
    for declaration in headers().split("TENON_API ").skip(1) {
        let name = declaration.split('(').next().unwrap().rsplit(|c: char| c == ' ' || c == '*').next().unwrap();
        wanted.insert(name.to_string());
    }
    wanted.retain(|name| name.starts_with("tenon_"));
    assert_eq!(wanted, tenon_sys::FUNCTIONS.iter().map(|name| name.to_string()).collect());
}

#[test]
fn every_constant_of_the_headers_is_declared() {
    let mut ours: BTreeSet<String> = tenon_sys::CONSTANTS.iter().map(|(name, _)| name.to_string()).collect();
    for macros in ["TENON_API", "TENON_CONTRACT", "TENON_PIN_", "TENON_HOST_", "TENON_ABI_", "TENON_NOTE_"] {
        ours.extend(words_with(&headers(), macros));
    }
    let unknown: Vec<_> = words_with(&headers(), "TENON_").into_iter().filter(|name| !ours.contains(name)).collect();
    assert!(unknown.is_empty(), "not declared: {:?}", unknown);
}
