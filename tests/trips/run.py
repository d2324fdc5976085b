#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random values of random types, there and back: builds a world's plugins and hosts, and runs them.

usage: run.py [options] PART...

Parts: `world` writes the sources that the others need; `c`, `cpp` and `rust` build a plugin and send values through it from a host
that uses none of our bindings; `controls` lets the C plugin make mistakes that must be noticed; `host` builds a host on the C++
bindings and libtenon; `hosted` runs it with all three plugins, `layouts` compares more types than could be compiled.
"""
import argparse
import os
import subprocess
import sys
import time

import generate

WARNINGS = "-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror".split()


class Run:
    def __init__(self, options):
        self.options = options
        self.work = os.path.abspath(options.work)
        self.seed = str(options.seed)
        self.here = os.path.dirname(os.path.abspath(__file__))

    def path(self, *parts):
        return os.path.join(self.work, *parts)

    def do(self, *command, **more):
        done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **more)
        if done.returncode:
            raise SystemExit(f"seed {self.seed}: {' '.join(map(str, command))}\nexit {done.returncode}\n{done.stdout[-20000:]}")
        return done.stdout.strip()

    def sanitizers(self, compiler):
        """The host is built by gcc with its sanitizers, which gcc's plugins share. Others stop at what UBSan finds by themselves."""
        if "clang" in compiler:
            # Calls by signature differ in what pointers point to, which C++ and clang take for another type.
            return ["-fsanitize=undefined", "-fno-sanitize=function", "-fsanitize-trap=undefined"]
        return ["-fsanitize=address,undefined", "-fno-sanitize-recover=undefined"]

    def flags(self, compiler, folder):
        # valgrind reads no newer debug information than DWARF 4.
        return [f"-O{self.options.opt}", "-g1", "-gdwarf-4", *self.sanitizers(compiler), *WARNINGS, "-shared", "-fPIC", "-Wl,-Bsymbolic",
                f"-I{self.options.include}", f"-I{self.path(folder, 'gen')}", f"-I{self.path(folder)}"]

    def bind(self, lang, out):
        self.do(self.options.tenon, "bind", lang, "--plugin", self.path(lang), "-o", self.path(lang, out))

    def travel(self, library, *more):
        return self.do(*self.options.host, self.path("trips.txt"), self.path("probe.so"), self.path(library), self.seed, *more)

    # --- parts ---

    def world(self):
        generate.generate(self.work, self.options.seed, self.options.size, self.options.wide)
        self.bind("c", "gen")
        # What the probe says of types is looked at, not called: it needs none of the plugin's code.
        flags = [flag for flag in self.flags(self.options.cc, "c") if flag != "-Wpedantic"]
        self.do(self.options.cc, "-std=c11", *flags, self.path("probe.c"), "-o", self.path("probe.so"))

    def c(self):
        sources = [self.path("c", "trips.c"), self.path("c", "gen", "trips.tenon.c"), self.path("c", "gen", "trips.entry.c")]
        self.do(self.options.cc, "-std=c11", *self.flags(self.options.cc, "c"), "-Wno-unused-function", "-fvisibility=hidden",
                *sources, "-o", self.path("c.so"))
        return self.travel("c.so")

    def controls(self):
        return self.travel("c.so", "controls")

    def cpp(self):
        self.bind("cpp", "gen")
        sources = [self.path("cpp", "gen", "trips.tenon.cpp"), self.path("cpp", "gen", "trips.entry.cpp")]
        compiler = self.options.cxx.split()
        unique = [] if "clang" in compiler[0] else ["-fno-gnu-unique"]
        self.do(*compiler, "-std=c++20", *self.flags(compiler[0], "cpp"), "-fvisibility=hidden", *unique, *sources, "-o",
                self.path("cpp.so"))
        return self.travel("cpp.so")

    def rust(self):
        self.bind("rust", "")
        self.do(self.options.rustc, "--edition", "2021", "-Dwarnings", "--crate-type", "cdylib", "--crate-name", "trips", "-C",
                f"opt-level={self.options.opt}", "-C", "debuginfo=1", "-C", "link-arg=-Wl,-Bsymbolic", self.path("rust", "src", "lib.rs"),
                "-o", self.path("rust.so"))
        return self.travel("rust.so")

    def host(self):
        self.do(self.options.tenon, "bind", "cpp", "--host", "--wit", self.path("trips.wit"), "-o", self.path("host"))
        compiler = self.options.cxx.split()
        strict = [*WARNINGS, *self.sanitizers(compiler[0])]
        self.do(*compiler, "-std=c++20", "-O0", "-g1", *strict, f"-I{self.path('host')}", f"-I{self.options.include}",
                f"-I{self.here}", self.path("host.cpp"), f"-L{self.options.lib}", "-ltenon", f"-Wl,-rpath,{self.options.lib}", "-o",
                self.path("cpp_host"))

    def hosted(self):
        return "; ".join(f"{lang}: {self.do(self.path('cpp_host'), self.path(lang + '.so'), self.seed)}"
                         for lang in ("c", "cpp", "rust"))

    def layouts(self):
        world = generate.write_world(self.work, self.options.seed, self.options.size, True)
        said = self.do(self.options.layouts, self.path("trips.wit"), self.path("trips.txt"))
        # The control: the same world, but with rules for another one in which `u8` is `u16`.
        generate.write(self.path("other.txt"), world.description().replace("\nu8 0\n", "\nu16 0\n", 1))
        if subprocess.run([self.options.layouts, self.path("trips.wit"), self.path("other.txt")], capture_output=True,
                          check=False).returncode != 1:
            raise SystemExit(f"seed {self.seed}: wrong layouts went unnoticed")
        return said


def options():
    known = argparse.ArgumentParser()
    known.add_argument("--tenon", required=True)
    known.add_argument("--work", required=True)
    known.add_argument("--host", type=str.split, help="the command that runs trips_host")
    known.add_argument("--layouts", help="trips_layouts")
    known.add_argument("--include")
    known.add_argument("--lib", help="the folder of libtenon")
    known.add_argument("--seed", type=int, default=1)
    known.add_argument("--size", type=int, default=6, help="how many types are composed at random")
    known.add_argument("--wide", action="store_true", help="with a variant of 300 cases")
    known.add_argument("--cc", default="gcc")
    known.add_argument("--cxx", default="g++")
    known.add_argument("--rustc", default="rustc")
    known.add_argument("--opt", default="1")
    known.add_argument("parts", nargs="+", choices=["world", "c", "controls", "cpp", "rust", "host", "hosted", "layouts"])
    return known.parse_args()


def main():
    run = Run(options())
    for part in run.options.parts:
        begin = time.monotonic()
        said = getattr(run, part)() or "made"
        print(f"{part}, seed {run.seed}: {said} ({time.monotonic() - begin:.0f} s)", flush=True)


if __name__ == "__main__":
    sys.exit(main())
