#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The plugin of c/ and rust/, freestanding, by both compilers of each language: it imports no symbol, needs no library, has no
thread-local data, is as small as the docs say, and does in a host all that the interface has.

usage: run.py TENON HOST DOCS WORK_DIR
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys

BUILDS = {"gcc": ("c", {"CC": "gcc"}), "clang": ("c", {"CC": "clang-19"}), "newest": ("rust", {}),
          "1.63": ("rust", {"CARGO": "/usr/bin/cargo", "RUSTC": "/usr/bin/rustc"})}
PRINTED = """log: created
level: 1.5
wave: 1
sum: 12
play: 34 3 1
refused: 1
same: 1
differs: 0
turn: 21 1
metered: 7.5
kept: 1
left: 0
unload: closed
blocks: 0
reports ends of threads: 0
"""


def run(words, code=0, **options):
    ran = subprocess.run(words, text=True, capture_output=True, check=False, **options)
    if ran.returncode != code:
        sys.exit(f"{words}: exit code {ran.returncode}, wanted {code}\n{ran.stdout}{ran.stderr}")
    return ran.stdout + ran.stderr


def expect(what, wanted, got):
    if wanted != got:
        sys.exit(f"{what}: wanted\n{wanted}\ngot\n{got}")


def usable(environment):
    missing = [word for word in environment.values() if shutil.which(word) is None]
    if missing and os.environ.get("CI") == "true":
        sys.exit(f"missing: {missing}")
    return not missing


def claimed(docs, name):
    """The bytes that the docs allow."""
    page = (docs / f"plugin-{BUILDS[name][0]}.md").read_text()
    found = re.search(rf"below (\d+) KB with {re.escape({'newest': 'the newest rustc', '1.63': 'rustc 1.63'}.get(name, name))}", page)
    if not found:
        sys.exit(f"the docs don't say how large a plugin is with {name}")
    return int(found[1]) * 1024


def needs_nobody(library):
    expect(f"{library}: symbols", "tenon_entry T", " ".join(run(["nm", "-D", "--format=posix", library]).split()[:2]))
    expect(f"{library}: undefined", "", run(["nm", "-D", "--undefined-only", library]))
    headers = run(["readelf", "-dlW", library])
    expect(f"{library}: libraries and thread-local data", [], re.findall(r"\(NEEDED\).*|^ +TLS .*", headers, re.MULTILINE))


def works(host, library):
    printed = run([host, library])
    memory = printed.removeprefix(PRINTED)
    expect(f"{library}: all functions", PRINTED + memory, printed)
    for line in memory.replace("log: created\n", "").splitlines():
        if not re.fullmatch(r"with \d+: create (-4|0, new [01]), left 0", line):
            sys.exit(f"{library}: memory that ends: {line}")
    if "create -4, left 0" not in memory or "new 1, left 0" not in memory or not memory.endswith("new 0, left 0\n"):
        sys.exit(f"{library}: memory that ends: {memory}")


def build(tenon, project, library, environment, *flags, code=0):
    return run([tenon, "build", project, "-o", library, *flags], code, env={**os.environ, **environment})


def odd_types(tenon, work):
    """Types of all kinds compile without a warning where their functions take no allocator."""
    run([tenon, "new", work / "odd", "--lang", "rust", "--wit", work / "odd.wit", "--freestanding"])
    run(["cargo", "clippy", "--release", "--offline", "--quiet", "--", "-Dwarnings"], cwd=work / "odd")
    if usable(BUILDS["1.63"][1]):
        (work / "odd" / "Cargo.lock").unlink()
        build(tenon, work / "odd", work / "odd.so", BUILDS["1.63"][1])
        needs_nobody(work / "odd.so")


def mistakes(tenon, rust, work):
    """What is wrong is said by name."""
    source, cargo = (rust / "src" / "lib.rs").read_text(), (rust / "Cargo.toml").read_text()
    cases = [("src/lib.rs", source.replace("#![no_std]\n", ""), 1, "src_lib_rs_needs_no_std"),
             ("Cargo.toml", cargo.replace('panic = "abort"\n', ""), 1, 'without the standard library nothing unwinds: set `panic = "abort"`'),
             ("src/lib.rs", source.replace("struct Tone(u8);", "#[repr(align(16))]\nstruct Tone(u8);"), 1,
              "the host's memory is aligned to 8 bytes at most"),
             ("src/lib.rs", source.replace("f32::from(self.0) * at", "unsafe { level_of(at) }")
              + 'extern "C" {\n    fn level_of(at: f32) -> f32;\n}\n', 8, "freestanding, and yet needs `level_of`")]
    for file, text, code, wanted in cases:
        before = (rust / file).read_text()
        (rust / file).write_text(text)
        said = build(tenon, rust, work / "wrong.so", {}, code=code)
        (rust / file).write_text(before)
        if text == before or wanted not in said:
            sys.exit(f"wanted `{wanted}`: {said}")


def main():
    tenon, host, docs, work = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4])
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(pathlib.Path(__file__).parent, work)
    for name, (language, environment) in BUILDS.items():
        if not usable(environment):
            print(f"skipped: {name}")
            continue
        library, project = work / f"{name}.so", work / name
        shutil.copytree(work / language, project)
        build(tenon, project, library, environment)
        needs_nobody(library)
        works(host, library)
        size, limit = library.stat().st_size, claimed(docs, name)
        if not limit / 2 < size < limit:
            sys.exit(f"{library} has {size} bytes, the docs say below {limit}")
        print(f"{name}: {size} bytes")
        build(tenon, project, library, environment, "--debug")
        needs_nobody(library)
        works(host, library)
    expect("a panic prints nothing", "log: created\n", run([host, work / "newest.so", "panic"], -4))
    odd_types(tenon, work)
    mistakes(tenon, work / "newest", work)


main()
