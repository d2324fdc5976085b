# SPDX-License-Identifier: MIT
"""Ways to bring a new build of a library into place. Each makes a complete library whose content is a number's; what differs is what
somebody who watches the file sees meanwhile."""
import contextlib
import hashlib
import mmap
import os
import shutil
import subprocess
import time
from random import Random

# In the object file that holds the number, which also fills the 256 KB that keep a linker busy: every page tells builds apart.
FILLER = 1 << 18
MARK = b"the number's place: 8 bytes >"
NUMBER_CPP = """#include <cstdint>
extern const struct Number { char mark[32]; std::uint64_t number; unsigned char filler[%d]; } number;
const Number number = {"%s", 0, {1}};
""" % (FILLER, MARK.decode())
PLUGIN_HPP = """#pragma once
#include "numbered.tenon.hpp"
extern const struct Number { char mark[32]; std::uint64_t number; unsigned char filler[%d]; } number;
struct Numbered {
  std::uint64_t get() { return static_cast<const volatile Number&>(number).number; }
};
""" % FILLER
PLUGIN_RS = """mod bindings;
use bindings::*;
#[derive(Default)]
pub struct Numbered;
impl Number for Numbered {
    fn get(&self) -> u64 {
        NUMBER
    }
}
const NUMBER: u64 = %d;
"""


def run(*command, cwd=None):
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise RuntimeError(" ".join(command) + ":\n" + done.stdout)
    return done.stdout


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, content):
    with open(path, "wb") as file:
        file.write(content)


def numbered(content, number, filler=None):
    """The same object file or library, with another number."""
    at = content.index(MARK) + 32
    own = number.to_bytes(8, "little") + (filler or number.to_bytes(8, "little")) * (FILLER // 8)
    return content[:at] + own + content[at + len(own):]


class Kit:
    """Object files and a library, compiled once."""

    def __init__(self, tenon, wit, work):
        self.tenon, self.wit, self.work = tenon, wit, work
        self.project = os.path.join(work, "numbered")
        shutil.rmtree(self.project, ignore_errors=True)
        run(tenon, "new", self.project, "--lang", "cpp", "--wit", wit)
        write(os.path.join(self.project, "numbered.hpp"), PLUGIN_HPP.encode())
        write(os.path.join(self.project, "number.cpp"), NUMBER_CPP.encode())
        with open(os.path.join(self.project, "tenon.toml")) as file:
            toml = file.read().replace("[library]\n", '[library]\nsources = ["number.cpp"]\n')
        write(os.path.join(self.project, "tenon.toml"), toml.encode())
        run(tenon, "bind", "cpp", "--plugin", self.project, "-o", os.path.join(self.project, "build"))
        flags = run(tenon, "build", self.project, "--print-flags", "compile").split()
        self.link_flags = run(tenon, "build", self.project, "--print-flags", "link").split()
        self.objects = [self.compile(os.path.join(self.project, "build", name), flags)
                        for name in ("numbered.tenon.cpp", "numbered.entry.cpp")]
        number = self.compile(os.path.join(self.project, "number.cpp"), flags)
        self.number = read(number)
        library = os.path.join(work, "libnumbered.so")
        run("g++", *self.link_flags, *self.objects, number, "-o", library)
        self.library = read(library)

    def compile(self, source, flags):
        made = source + ".o"
        run("g++", "-std=c++20", *flags, "-c", source, "-o", made)
        return made


class Writer:
    """Writes one file, `path`, in a folder of its own."""
    passing = frozenset()  # hashes of complete contents that may be taken on the way

    def __init__(self, kit):
        self.kit, self.folder = kit, os.path.join(kit.work, type(self).__name__.lower())
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        self.path = os.path.join(self.folder, "libnumbered.so")
        self.prepare()

    def prepare(self):
        """Leaves a library in place."""
        write(self.path, numbered(self.kit.library, 0))

    def put(self, number):
        raise NotImplementedError

    def make(self, number):
        """Brings the library with this number into place; the hash of its content."""
        self.put(number)
        return hashlib.sha256(read(self.path)).hexdigest()

    def fresh(self, number):
        """A library beside the one that is watched."""
        path = os.path.join(self.folder, "new.so")
        write(path, numbered(self.kit.library, number))
        return path


class Linker(Writer):
    compiler = "g++"

    def prepare(self):
        self.put(0)

    def put(self, number):
        made = os.path.join(self.folder, "number.o")
        write(made, numbered(self.kit.number, number))
        run(self.compiler, f"-fuse-ld={type(self).__name__.lower()}", *self.kit.link_flags, *self.kit.objects, made, "-o", self.path)


class Bfd(Linker):
    """DELETE, an empty file, the content, at last chmod."""


class Gold(Linker):
    """DELETE, CREATE, MODIFY."""


class Lld(Linker):
    """A temporary file that is renamed before it is closed."""
    compiler = "clang++-19"


class Rust(Writer):
    def prepare(self):
        self.project = os.path.join(self.folder, "numbered")
        run(self.kit.tenon, "new", self.project, "--lang", "rust", "--wit", self.kit.wit)
        self.put(0)

    def source(self, number):
        path = os.path.join(self.project, "src", "lib.rs")
        write(path, (PLUGIN_RS % number).encode())
        return path


class Rustc(Rust):
    def put(self, number):
        run("rustc", "--edition=2021", "--crate-type=cdylib", "--crate-name=numbered", self.source(number), "-o", self.path)


class Cargo(Rust):
    """DELETE and the CREATE of a hard link: nobody writes the file, or closes it."""

    def prepare(self):
        super().prepare()
        self.path = os.path.join(self.project, "target", "debug", "libnumbered.so")

    def put(self, number):
        self.source(number)
        run("cargo", "build", "--offline", "--quiet", cwd=self.project)


class Cp(Writer):
    """Writes into the file that is there."""

    def put(self, number):
        run("cp", self.fresh(number), self.path)


class Mv(Writer):
    def put(self, number):
        run("mv", self.fresh(number), self.path)


class Install(Writer):
    def put(self, number):
        run("install", self.fresh(number), self.path)


class Ln(Writer):
    """A symbolic link to one of many libraries: removed, and made anew."""

    def prepare(self):
        self.store = os.path.join(self.folder, "store")
        os.makedirs(self.store)
        self.put(0)

    def put(self, number):
        version = os.path.join(self.store, f"{number}.so")
        os.rename(self.fresh(number), version)
        run("ln", "-sfn", version, self.path)
        with contextlib.suppress(FileNotFoundError):
            os.remove(os.path.join(self.store, f"{number - 2}.so"))


class Target(Ln):
    """The library that a symbolic link leads to is replaced."""

    def put(self, number):
        version = os.path.join(self.store, "current.so")
        os.rename(self.fresh(number), version)
        if number == 0:
            os.symlink(version, self.path)


class Append(Writer):
    """Opens the file four times, with more silence in between than counts as rest."""

    def put(self, number):
        content = numbered(self.kit.library, number)
        quarter = len(content) // 4 + 1
        for part in range(4):
            with open(self.path, "ab" if part else "wb") as file:
                file.write(content[part * quarter:(part + 1) * quarter])
            time.sleep(0.1 if part < 3 else 0)


class Mmap(Writer):
    """A file of its full length at once, head and tail first, and the middle after a silence; no MODIFY ever."""

    def put(self, number):
        content = numbered(self.kit.library, number)
        third = len(content) // 3
        with open(self.path, "r+b") as file:
            file.truncate(0)
            file.truncate(len(content))
            with mmap.mmap(file.fileno(), len(content)) as mapped:
                mapped[:third] = content[:third]
                mapped[-third:] = content[-third:]
                os.utime(self.path)  # a hint, much too early
                time.sleep(0.15)
                mapped[third:-third] = content[third:-third]


class Overwrite(Writer):
    """Writes into the file that is mapped, no matter what: cuts, rubbish, zeros, other builds, and in the end a library."""

    def prepare(self):
        super().prepare()
        self.passing = set()

    def put(self, number):
        random = Random(number)
        for _ in range(100):
            self.spoil(random, numbered(self.kit.library, number, random.randbytes(8)))
        self.overwrite("wb", numbered(self.kit.library, number))
        self.passing.add(hashlib.sha256(numbered(self.kit.library, number)).hexdigest())

    def spoil(self, random, other):
        cut = random.randrange(1, len(other))
        kind = random.randrange(4)
        if kind == 0:
            self.overwrite("wb", other[:cut])
        elif kind == 1:
            self.overwrite("wb", random.randbytes(cut))
        elif kind == 2:
            self.overwrite("r+b", bytes(cut))  # what is behind stays
        else:
            self.passing.add(hashlib.sha256(other).hexdigest())
            self.overwrite("wb", other)

    def overwrite(self, mode, content):
        with open(self.path, mode) as file:
            file.write(content)


ALL = [Bfd, Gold, Lld, Rustc, Cargo, Cp, Mv, Install, Ln, Target, Append, Mmap, Overwrite]


def is_here(writer):
    """Whether this machine has what the writer needs; the rest needs nothing but coreutils."""
    needs = {Gold: "ld.gold", Lld: "clang++-19", Rustc: "rustc", Cargo: "cargo"}
    return writer not in needs or shutil.which(needs[writer]) is not None
