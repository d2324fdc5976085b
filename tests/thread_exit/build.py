#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Builds the plugin of a folder beside this file into a folder of its own.

    build.py TENON LANGUAGE FOLDER [--unreported] [NAME=VALUE...]

Writes FOLDER/ends-LANGUAGE.so. NAME=VALUE goes into the environment. With --unreported the generated code gives
its functions for the ends of threads other names than the system's, so that nothing is reported.
"""
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys


def run(words, folder, **options):
    return subprocess.run(words, cwd=folder, check=True, text=True, **options)


def hide(file):
    """The system's functions are then the system's again."""
    text = file.read_text()
    names = r"(__cxa_thread_atexit(?:_impl)?|pthread_(?:key_create|key_delete|setspecific|create)|_ZNSt6thread15\w+)"
    changed = re.sub(rf'(__asm__\("|\.hidden |extern "C" fn ){names}', r"\1unused_\2", text)
    if changed == text:
        sys.exit(f"{file} reports nothing anyway")
    file.write_text(changed)


def build_unreported(tenon, language, project, library):
    if language == "rust":
        run([tenon, "bind", "rust", "--plugin"], project)
        hide(project / "src" / "bindings.rs")
        run([os.environ.get("CARGO", "cargo"), "build", "--release", "--offline", "--quiet"], project)
        shutil.copy(project / "target" / "release" / "libends_rust.so", library)
        return
    run([tenon, "bind", "cpp", "--plugin", "-o", "build"], project, stdout=subprocess.DEVNULL)
    hide(project / "build" / "ends-cpp.entry.cpp")
    flags = run([tenon, "build", "--print-flags"], project, capture_output=True).stdout
    sources = sorted((project / "build").glob("*.cpp"))
    compiler = shlex.split(os.environ.get("CXX", "c++"))
    run([*compiler, "-std=c++20", "-O1", *shlex.split(flags), *sources, "-o", library], project)


def main(tenon, language, folder, *options):
    here, folder = pathlib.Path(__file__).parent, pathlib.Path(folder)
    os.environ.update(option.split("=", 1) for option in options if "=" in option)
    project, library = folder / language, folder / f"ends-{language}.so"
    shutil.copytree(here / language, project, dirs_exist_ok=True)
    shutil.copy(here / "ends.wit", folder)
    if "--unreported" in options:
        build_unreported(tenon, language, project, library)
    else:
        run([tenon, "build", "-o", library], project, stdout=subprocess.DEVNULL)


main(*sys.argv[1:])
