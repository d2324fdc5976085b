# SPDX-License-Identifier: MIT
"""The compilers that generated code must please, with all their warnings as errors."""
import glob
import os
import re
import subprocess
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]


class Compiler:
    """`quick`: part of ./dev test. `names`: it, or its library, has names that others haven't got, so it sees every word.
    `sources`: which files of a project it compiles. Others of one compiler and library differ only in what they understand."""

    def __init__(self, name, language, words, quick=False, names=False, sources="own", throws=True):
        self.name, self.language, self.words, self.quick, self.names = name, language, words, quick, names or quick
        self.sources, self.throws = sources, throws
        self.optimises = self.names or not throws


def c(name, *words, **more):
    return Compiler(name, "c", [*words, *WARNINGS], **more)


def cpp(name, *words, **more):
    return Compiler(name, "cpp", [*words, *WARNINGS], **more)


def rust(name, *words, **more):
    return Compiler(name, "rust", [*words, "--crate-type", "cdylib", "-Dwarnings"], **more)


NO_THROW = ["-fno-exceptions", "-fno-rtti"]
GCC, CLANG = ["gcc"], ["clang-19"]
GXX, CLANGXX, LIBCXX = ["g++"], ["clang++-19"], ["clang++-19", "-stdlib=libc++"]
OLDEST = "/usr/bin/rustc"
NEWEST = os.path.join(os.path.expanduser("~"), ".cargo", "bin", "rustc")
if not os.path.exists(NEWEST):
    NEWEST = "rustc"


def rustc_minor():
    """95 of rustc 1.95; 0 if there is none."""
    try:
        said = subprocess.run([NEWEST, "--version"], text=True, capture_output=True, check=False).stdout
    except FileNotFoundError:
        said = ""
    found = re.match(r"rustc 1\.(\d+)", said)
    return int(found[1]) if found else 0


EDITION_2024 = rustc_minor() >= 85

# GNU modes define `linux` and `unix`. Those without exceptions change the project, so they come last.
COMPILERS = [
    c("gcc, gnu11", *GCC, "-std=gnu11", quick=True),
    c("gcc, c11", *GCC, "-std=c11"),
    c("clang, c11", *CLANG, "-std=c11"),
    c("clang, gnu23", *CLANG, "-std=gnu23", names=True),
    c("g++, header as gnu++20", *GXX, "-std=gnu++20", "-Wno-missing-field-initializers", quick=True, sources="headers"),
    c("clang++, header as c++20", *CLANGXX, "-std=c++20", names=True, sources="headers"),
    cpp("g++, gnu++20", *GXX, "-std=gnu++20", quick=True),
    cpp("g++, c++20", *GXX, "-std=c++20"),
    cpp("g++, c++23", *GXX, "-std=c++23"),
    cpp("clang++, c++20, libstdc++", *CLANGXX, "-std=c++20"),
    cpp("clang++, gnu++23, libstdc++", *CLANGXX, "-std=gnu++23", names=True),
    cpp("clang++, c++20, libc++", *LIBCXX, "-std=c++20", names=True),
    cpp("clang++, c++23, libc++", *LIBCXX, "-std=c++23"),
    cpp("g++, c++20, no exceptions", *GXX, "-std=c++20", *NO_THROW, throws=False),
    cpp("clang++, c++20, libc++, no exceptions", *LIBCXX, "-std=c++20", *NO_THROW, throws=False),
    rust("rustc 1.63, 2021", OLDEST, "--edition=2021", names=True),
    rust("newest rustc, 2021", NEWEST, "--edition=2021", quick=not EDITION_2024),
    *([rust("newest rustc, 2024", NEWEST, "--edition=2024", quick=True)] if EDITION_2024 else []),
]


def includes(*folders):
    return [f"-I{folder}" for folder in (*folders, HERE, os.path.join(HERE, "..", "..", "include"))]


class Job:
    """Compiles one project with one compiler. `thorough`: to the end, with optimisation, whose warnings are others."""

    def __init__(self, compiler, folder, thorough, before="system.h", more=()):
        self.compiler, self.folder, self.thorough, self.before, self.more = compiler, folder, thorough, before, more

    def command(self):
        return self.rust() if self.compiler.language == "rust" else self.c_or_cpp()

    def rust(self):
        kind = "link" if self.thorough else "metadata"
        return [*self.compiler.words, *self.more, "--emit", kind, "--crate-name", "awkward", "--out-dir", os.path.join(self.folder, "out"),
                os.path.join(self.folder, "src", "lib.rs")]

    def c_or_cpp(self):
        words = [*self.compiler.words, *includes(self.folder, os.path.join(self.folder, "build"))]
        if not self.thorough:
            return [*words, "-include", self.before, "-fsyntax-only", *self.files()]
        return [*words, "-include", self.before, "-O1", "-c", *self.files()]

    def files(self):
        if self.compiler.sources == "headers":
            return [self.as_cpp()]
        ending = "c" if self.compiler.language == "c" else "cpp"
        return sorted(glob.glob(os.path.join(self.folder, f"*.{ending}")) +
                      glob.glob(os.path.join(self.folder, "build", f"*.{ending}")))

    def as_cpp(self):
        """The C header, as a C++ program sees it: twice."""
        file = os.path.join(self.folder, "as_cpp.cc")
        headers = sorted(glob.glob(os.path.join(self.folder, "build", "*.h")) or glob.glob(os.path.join(self.folder, "*.h")))
        with open(file, "w", encoding="utf-8") as out:
            out.writelines(f'#include "{os.path.basename(header)}"\n' for header in headers * 2)
        return file

    def run(self):
        """What the compiler says; empty if it is content."""
        out = os.path.join(self.folder, "out")
        os.makedirs(out, exist_ok=True)
        done = subprocess.run(self.command(), cwd=out, text=True, capture_output=True, check=False)
        return done.stdout + done.stderr or ("" if done.returncode == 0 else f"exit {done.returncode}")


CRATES = threading.Lock()


def host_crates(compiler, work):
    """What hosts in Rust are compiled with: the crates' metadata, made once for each compiler."""
    folder = os.path.join(work, "crates", re.sub(r"\W", "-", compiler.name))
    words = ["-L", folder, "--extern", f"tenon={folder}/libtenon.rmeta"]
    with CRATES:
        for crate, extern in (("tenon_sys", []), ("tenon", ["--extern", f"tenon_sys={folder}/libtenon_sys.rmeta"])):
            if not os.path.exists(os.path.join(folder, f"lib{crate}.rmeta")):
                source = os.path.join(HERE, "..", "..", "rust", crate.replace("_", "-"), "src", "lib.rs")
                subprocess.run([compiler.words[0], "--edition=2021", "--crate-type=lib", "--emit=metadata", "--crate-name", crate,
                                "-L", folder, *extern, "--out-dir", folder, source], check=True)
    return words


def precompiled(compiler, work):
    """A header with the system's, for C++ projects with ours as well, read once; the path for `-include`."""
    folder = os.path.join(work, "precompiled", compiler.sources)
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "all.h")
    ours = ["<tenon/plugin.hpp>", "<tenon/host.hpp>"] if compiler.language == "cpp" else []
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(f"#include {header}\n" for header in ['"system.h"', *ours])
    subprocess.run([*compiler.words, *includes(), "-x", "c++-header", path, "-o", path + ".gch"], check=True)
    return path
