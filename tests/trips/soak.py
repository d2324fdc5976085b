#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Many worlds, by every compiler that is there. A seed that has passed is not run again.

usage: soak.py BUILD SOURCE WORK COMMIT FIRST LAST

Two seeds at a time. What a seed left is deleted when it has passed.
"""
import concurrent.futures
import os
import shutil
import subprocess
import sys

VALGRIND_EVERY = 5  # seeds whose Rust plugin runs under valgrind: its own memory is seen by nothing else


def variants(seed, bin_folder):
    """(name, options and parts) of the runs of one seed."""
    yield "gnu", ["world", "c", "controls", "cpp", "rust", "host", "hosted"]
    yield "wide", ["--wide", "world", "c", "cpp", "rust"]
    yield "optimised", ["--opt", "2", "world", "c", "cpp", "rust"]
    if shutil.which("clang++-19"):
        yield "clang", ["--cc", "clang-19", "--cxx", "clang++-19", "world", "c", "cpp"]
        yield "libcxx", ["--cxx", "clang++-19 -stdlib=libc++", "world", "cpp"]
    if os.path.exists("/usr/bin/rustc"):  # Debian's, the oldest that bindings are for
        yield "old-rust", ["--rustc", "/usr/bin/rustc", "--wide", "world", "rust"]
    if seed % VALGRIND_EVERY == 0:
        plain = os.path.join(bin_folder, "trips_host_plain")
        # Nothing of a sanitizer may be in what valgrind runs: clang's need no library.
        yield "valgrind", ["--cc", "clang-19", "--host", f"valgrind -q --error-exitcode=9 --leak-check=full {plain}", "world", "rust"]
    yield "layouts", ["--size", "3000", "layouts"]


class Soak:
    def __init__(self, build, source, work, commit):
        self.build, self.source, self.work = map(os.path.abspath, (build, source, work))
        self.commit = commit
        os.makedirs(work, exist_ok=True)

    def run(self, seed, name, arguments):
        bin_folder, folder = os.path.join(self.build, "bin"), os.path.join(self.work, f"{seed}-{name}")
        command = [sys.executable, os.path.join(self.source, "tests/trips/run.py"), "--tenon", f"{bin_folder}/tenon", "--work", folder,
                   "--host", f"{bin_folder}/trips_host", "--layouts", f"{bin_folder}/trips_layouts", "--include",
                   os.path.join(self.source, "include"), "--lib", os.path.join(self.build, "lib"), "--seed", str(seed), "--size", "12"]
        done = subprocess.run(command + arguments, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        print(f"{name}: {done.stdout.strip()}", flush=True)
        if done.returncode == 0:
            shutil.rmtree(folder, ignore_errors=True)
        return done.returncode == 0

    def seed(self, seed):
        mark = os.path.join(self.work, f"passed-{self.commit}-{seed}")
        if os.path.exists(mark):
            return True
        passed = all([self.run(seed, name, arguments) for name, arguments in variants(seed, os.path.join(self.build, "bin"))])
        if passed:
            with open(mark, "w", encoding="utf-8"):
                pass
        return passed


def main(build, source, work, commit, first, last):
    soak = Soak(build, source, work, commit)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        passed = list(pool.map(soak.seed, range(int(first), int(last) + 1)))
    print(f"trips: {sum(passed)} of {len(passed)} seeds passed")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
