#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What debuggers and checkers see of a plugin that was replaced while the host ran.

usage: run.py TENON HOST WORK CHECK      CHECK: gdb, backtrace, valgrind, asan
The second build has a few lines more in front of its code, so that line numbers tell the builds apart.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
TENON, HOST, WORK, CHECK = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), sys.argv[4]


def build(name, text, **environment):
    folder = WORK / name
    folder.mkdir(parents=True)
    for file in ("tenon.toml",):
        shutil.copy(HERE / "worker" / file, folder / file)
    shutil.copy(HERE / "debug.wit", WORK / "debug.wit")
    (folder / "worker.hpp").write_text(text)
    subprocess.run([TENON, "build", "--debug", folder], check=True, stdout=subprocess.DEVNULL, env=os.environ | environment)
    return folder / "build" / "libworker.so"


def line_of(text, words):
    return next(i for i, line in enumerate(text.splitlines(), 1) if words in line)


def run(*command, status=0, **environment):
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                          env=os.environ | environment)
    if status is not None and done.returncode != status:
        sys.exit(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stdout}")
    return done.stdout


def expect(pattern, text):
    if not re.search(pattern, text, re.M | re.S):
        sys.exit(f"not there: {pattern}\n{text}")


def main():
    shutil.rmtree(WORK, ignore_errors=True)
    flags = {"CXXFLAGS": "-fsanitize=address -fno-omit-frame-pointer"} if CHECK == "asan" else {}
    first = (HERE / "worker" / "worker.hpp").read_text()
    second = first.replace("struct Worker", "// One.\n// Two.\n// Three.\nstruct Worker")
    builds = build("one", first, **flags), build("two", second, **flags)
    plugin = WORK / "libworker.so"
    shutil.copy(builds[0], plugin)
    host = [HOST, plugin, builds[1]]
    here, fault = line_of(second, "here()"), line_of(second, "four[4]")
    if CHECK == "gdb":
        said = run("gdb", "-nx", "-batch", "-ex", "set breakpoint pending on", "-ex", "set debuginfod enabled off",
                   "-ex", "break Worker::run", "-ex", "run", "-ex", "continue", "-ex", "next", "-ex", "backtrace",
                   "-ex", "info sharedlibrary worker", "-ex", "kill", "--args", *host, "1")
        expect(rf"#0 +Worker::run \(this=0x\w+, number=1\) at .*two/worker\.hpp:{here}\b", said)
        expect(r"worker\.g\d+\.so", said)
    elif CHECK == "backtrace":
        said = run(*host, "1")
        generations = [int(g) for g in re.findall(r"worker\.g(\d+)\.so\(", said)]
        if len(set(generations)) != 2 or generations != sorted(generations):
            sys.exit(f"two generations, the older one first: {generations}\n{said}")
    elif CHECK == "valgrind":
        said = run("valgrind", "-q", "--error-exitcode=9", *host, "13", "3", status=9)  # 3: TENON_COPY_FILE
        expect(rf"Invalid read.*Worker::past_the_end\(\) \(worker\.hpp:{fault}\)", said)
    elif CHECK == "asan":
        said = run(*host, "13", status=None, ASAN_OPTIONS="detect_leaks=0")
        expect(rf"heap-buffer-overflow.*#0 0x\w+ in Worker::past_the_end\(\) \S*worker\.hpp:{fault}", said)
    print(f"{CHECK}: as it should be")


if __name__ == "__main__":
    main()
