#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a Rust host can't say: each file in refused/ compiles, and with `--cfg bad` the compiler refuses it with the
error in its first line.

usage: refused.py SOURCE_DIR GENERATED_RS TARGET_DIR WORK_DIR RUSTC
"""
import pathlib
import subprocess
import sys

source, generated, target, work, rustc = map(pathlib.Path, sys.argv[1:])
HEAD = """#![crate_type = "lib"]
#![allow(unexpected_cfgs)]
#![allow(dead_code, unused)]
extern crate generated as everything;
use everything::*;
"""


def newest(pattern):
    return max(target.glob(f"release/deps/{pattern}"), key=lambda path: path.stat().st_mtime)


def compile_(file, *flags):
    command = [rustc, "--edition=2021", "--emit=metadata", "--out-dir", work, "--extern", f"tenon={newest('libtenon-*.rlib')}",
               "-L", f"dependency={target}/release/deps", "-L", work, *flags, file]
    done = subprocess.run(list(map(str, command)), stderr=subprocess.PIPE, text=True)
    return done.returncode, done.stderr


work.mkdir(parents=True, exist_ok=True)
status, said = compile_(generated, "--crate-type=lib", "--crate-name=generated")
if status != 0:
    sys.exit(said)
failed, files = [], sorted((source / "refused").glob("*.rs"))
for path in files:
    text = path.read_text(encoding="utf-8")
    code, words = text.splitlines()[0].removeprefix("// ").split(": ", 1)
    file = work / path.name
    file.write_text(HEAD + text, encoding="utf-8")
    status, said = compile_(file)
    if status != 0:
        failed.append(f"{path.name}: the good half doesn't compile:\n{said}")
    status, said = compile_(file, "--cfg", "bad")
    if status == 0 or f"error[{code}]" not in said or words not in said:
        failed.append(f"{path.name}: wanted error[{code}]: {words}\n{said or 'it compiled'}")
print("\n".join(failed) or f"{len(files)} files are refused as they should be")
sys.exit(bool(failed) or not files)
