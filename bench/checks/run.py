#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What looking at arguments costs: instructions of one call in the plugin, by callgrind, less those of a call with a number.

usage: run.py TENON CC WORK_DIR [LANGUAGE...]
"""
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SLOTS = ["bool", "char", "100 chars", "enum", "100 enums", "handle", "none", "100 numbers", "100 records", "100 bytes of text", "variant"]


def run(*words):
    done = subprocess.run(words, text=True, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def instructions(caller, library, slot, count):
    said = run("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", caller, library, str(slot), str(count))
    return int(re.search(r"Collected : (\d+)", said).group(1))


def per_call(caller, library, slot):
    return (instructions(caller, library, slot, 1100) - instructions(caller, library, slot, 100)) / 1000


def main(tenon, cc, work, languages):
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    caller = os.path.join(work, "caller")
    run(cc, "-O2", "-I", os.path.join(HERE, "..", "..", "include"), os.path.join(HERE, "caller.c"), "-o", caller, "-ldl")
    rows = {slot: [] for slot in SLOTS}
    for language in languages:
        project = os.path.join(work, "checks-" + language)
        library = os.path.join(work, language + ".so")
        run(tenon, "new", project, "--lang", language, "--wit", os.path.join(HERE, "checks.wit"))
        run(tenon, "build", project, "-o", library)
        base = per_call(caller, library, SLOTS.index("none"))
        for slot, name in enumerate(SLOTS):
            rows[name].append(base if name == "none" else per_call(caller, library, slot) - base)
    print("instructions, one call".ljust(28) + "".join(language.rjust(10) for language in languages))
    for name in ["none", *(slot for slot in SLOTS if slot != "none")]:
        shown = "a number, nothing to check" if name == "none" else "  + " + name
        print(shown.ljust(28) + "".join(f"{value:10.1f}" for value in rows[name]))


main(os.path.abspath(sys.argv[1]), sys.argv[2], os.path.abspath(sys.argv[3]), sys.argv[4:] or ["c", "cpp", "rust"])
