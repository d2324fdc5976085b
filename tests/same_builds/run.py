#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every example plugin, built by two people: in two folders, asked for in two ways, with other surroundings. The libraries are
identical, as docs/builds.md promises, and so says `tenon diff`.

usage: run.py TENON EXAMPLES WORK_DIR [--all]

With --all by every compiler: gcc and clang, rustc as it comes and Debian's. A negative control leaves one constraint out.
"""
import os
import pathlib
import shutil
import subprocess
import sys

PROJECTS = ["shout/shout-c", "shout/shout-cpp", "shout/shout-rust", "textpipe/plugins/squeeze", "textpipe/plugins/markdown",
            "textpipe/plugins/repeats"]
COMPILERS = {"c": [{}, {"CC": "clang-19"}], "cpp": [{}, {"CXX": "clang++-19"}, {"CXX": "clang++-19 -stdlib=libc++"}],
             "rust": [{}, {"CARGO": "/usr/bin/cargo", "RUSTC": "/usr/bin/rustc"}]}
ELSEWHERE = {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "USER": "somebody", "COLUMNS": "40"}


def language(project):
    if (project / "Cargo.toml").exists():
        return "rust"
    return "c" if list(project.glob("*.c")) else "cpp"


def usable(environment):
    words = [value.split()[0] for value in environment.values()]
    missing = [word for word in words if shutil.which(word) is None]
    if missing and os.environ.get("CI") == "true":
        sys.exit(f"missing: {missing}")
    if missing:
        print(f"skipped, missing: {', '.join(missing)}")
    return not missing


def build(tenon, words, folder, environment, umask):
    ran = subprocess.run([tenon, "build", *words], cwd=folder, env={**os.environ, **environment}, umask=umask, check=False,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if ran.returncode != 0:
        sys.exit(f"{words} in {folder}: {ran.stdout}")


def two_builds(tenon, examples, work, name, environment):
    """The two libraries."""
    here, there = work / "here", work / "there" / "somewhat deeper"
    for place in (here, there):
        shutil.rmtree(place, ignore_errors=True)
        # Lock files, too: an older cargo refuses those that a newer one made.
        shutil.copytree(examples, place, ignore=shutil.ignore_patterns("build", "target", "CMakeLists.txt", "Cargo.lock"))
    first, second = here / name / "out.so", there / name / "out.so"
    build(tenon, ["-o", "out.so"], here / name, environment, 0o022)
    build(tenon, ["-o", str(second), str(there / name)], work, {**environment, **ELSEWHERE}, 0o077)
    return first, second


def differ(tenon, first, second):
    """What is wrong, or ''."""
    said = subprocess.run([tenon, "diff", str(first), str(second)], stdout=subprocess.PIPE, text=True, check=False)
    identical = first.read_bytes() == second.read_bytes()
    if identical != (said.stdout == f"{first} and {second} are identical\n"):
        return f"tenon diff says {said.stdout}, and that is not so"
    if said.returncode != 0:
        return f"exit code {said.returncode}: {said.stdout}"
    return "" if identical else said.stdout


def main(tenon, examples, work, *options):
    tenon, examples, work, failed = os.path.abspath(tenon), pathlib.Path(examples), pathlib.Path(work).absolute(), []
    work.mkdir(parents=True, exist_ok=True)
    for name in PROJECTS:
        compilers = COMPILERS[language(examples / name)]
        for environment in compilers if "--all" in options else compilers[:1]:
            if not usable(environment):
                continue
            wrong = differ(tenon, *two_builds(tenon, examples, work, name, environment))
            print(f"{name} {environment}: {wrong or 'identical'}", flush=True)
            if wrong:
                failed.append(name)
    # With debug information, which has the folder's name, two builds are not identical, and that is seen.
    if not differ(tenon, *two_builds(tenon, examples, work, "shout/shout-c", {"CFLAGS": "-g"})):
        failed.append("the control: two builds with debug information look identical")
    sys.exit(f"failed: {failed}" if failed else None)


if __name__ == "__main__":
    main(*sys.argv[1:])
