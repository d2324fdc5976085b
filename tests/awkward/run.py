#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Awkward WIT: every text here makes bindings that compile without a warning, or is refused by name before anything is written.

usage: run.py TENON HASHES WORK_DIR [--all] [--only EXPRESSION]

Without --all: one compiler for each language. With it: all of them, and every library is built, loaded and checked
by the tool as well; what has passed is remembered in WORK_DIR and not done again until something in it changes. Words for names
are the exception: they meet the compilers and libraries that have names of their own, without code being made, and are loaded
only in C, whose names reach the linker.
"""
import argparse
import concurrent.futures
import glob
import hashlib
import os
import re
import resource
import shutil
import subprocess
import sys

import compilers
import sizes
import words

HERE = os.path.dirname(os.path.abspath(__file__))
LANGUAGES = ["c", "cpp", "rust"]
HOSTS = {"host": "cpp", "c-host": "c", "rust-host": "rust"}  # with the language that they are compiled as
FEATURES = "fresh"
# One word of so many is a member, a scope, a world. Without --all, since C++ takes minutes for all members, and with it, since
# worlds are a project each.
STEPS = {False: (24, 48, 1000), True: (1, 1, 16)}
# A function for each pair of types takes a C++ compiler longest: only with --all.
SLOW = {("types", language) for language in ("cpp", "host")}


class WitCase:
    """One text and one world of it. `names`: it is made of words for names."""

    def __init__(self, name, wit, world="everything", names=False):
        self.name, self.wit, self.world, self.names = name, wit, world, names

    def options(self):
        return ["--wit", self.wit, "--world", self.world, "--features", FEATURES]


class Suite:
    def __init__(self, options):
        self.tenon, self.hashes, self.work = (os.path.abspath(p) for p in (options.tenon, options.hashes, options.work))
        self.all, self.only, self.failed, self.passed, self.before = options.all, options.only, 0, 0, {}
        os.makedirs(self.work, exist_ok=True)
        self.remembered = Remembered(os.path.join(self.work, "passed"))
        with open(self.tenon, "rb") as tool:
            self.tenon_hash = hashlib.sha256(tool.read()).hexdigest()
        for kind in ("wit", *LANGUAGES, *HOSTS, "refused", "crates"):
            shutil.rmtree(os.path.join(self.work, kind), ignore_errors=True)
            os.makedirs(os.path.join(self.work, kind))

    # --- the texts

    def cases(self):
        for path in sorted(glob.glob(os.path.join(HERE, "wit", "*"))):
            yield WitCase(os.path.basename(path).removesuffix(".wit"), path, "w" if path.endswith("/names.wit") else "everything")
        for name, make in sizes.ALL.items():
            yield WitCase(name, self.written(name, make()), sizes.WORLDS.get(name, "everything"))
        yield WitCase("members", self.written("members", words.members()))
        for name in words.LISTS:
            members, scopes, worlds = STEPS[self.all]
            yield WitCase(f"words-{name}", self.written(f"words-{name}", words.vocabulary(name, members)), names=True)
            yield WitCase(f"scopes-{name}", self.written(f"scopes-{name}", words.scopes(name, scopes)), names=True)
            path = self.written(f"worlds-{name}", words.worlds(name))
            for word in words.words_of(name, worlds):
                yield WitCase(f"world-{name}-{word}", path, word, names=True)

    def written(self, name, text):
        path = os.path.join(self.work, "wit", name + ".wit")
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        return path

    # --- what is done with one

    def tool(self, *arguments):
        return subprocess.run([self.tenon, *arguments], cwd=self.work, text=True, capture_output=True, check=False,
                              env=dict(os.environ, NO_COLOR="1"))

    def make(self, case, language):
        """Generates; returns what went wrong."""
        if language == "rust-host":
            return self.said(self.tool("bind", "rust", "--host", *case.options(), "-o", f"rust-host/{case.name}/src/lib.rs"))
        if language in HOSTS:
            return self.said(self.tool("bind", HOSTS[language], "--host", *case.options(), "-o", f"{language}/{case.name}"))
        project = f"{language}/{case.name}"
        done = self.tool("new", project, "--lang", language, *case.options())
        if done.returncode or language == "rust":
            return self.said(done)
        return self.said(self.tool("bind", language, "--plugin", project))

    @staticmethod
    def said(done):
        return "" if done.returncode == 0 else done.stdout + done.stderr or f"exit {done.returncode}"

    def job(self, compiler, case, language):
        folder = os.path.join(self.work, language, case.name)
        if language == "host":
            self.host_program(folder)
        elif not compiler.throws:
            self.without_exceptions(folder)
        if language == "rust-host":
            return compilers.Job(compiler, folder, False, more=compilers.host_crates(compiler, self.work))
        thorough = self.all and not case.names and compiler.optimises
        return compilers.Job(compiler, folder, thorough, self.before.get(compiler.name, "system.h"))

    @staticmethod
    def host_program(folder):
        headers = [os.path.basename(h) for h in glob.glob(os.path.join(folder, "*.hpp"))]
        with open(os.path.join(folder, "host.cpp"), "w", encoding="utf-8") as out:
            out.writelines(f'#include "{header}"\n' for header in headers * 2)

    def without_exceptions(self, folder):
        """The same project under `unwind = false`; what its author throws becomes an abort."""
        toml = os.path.join(folder, "tenon.toml")
        if "unwind" in read(toml):
            return
        with open(toml, "a", encoding="utf-8") as out:
            out.write("unwind = false\n")
        for path in glob.glob(os.path.join(folder, "*.hpp")):
            text = re.sub(r"throw std::runtime_error\([^;]*\);", "std::abort();", read(path))
            with open(path, "w", encoding="utf-8") as out:
                out.write("#include <cstdlib>\n" + text)
        self.tool("bind", "cpp", "--plugin", folder)

    def compilers_of(self, case, language, throws):
        for compiler in compilers.COMPILERS:
            wanted = compiler.language == HOSTS.get(language, language)
            if wanted and compiler.throws == throws and (compiler.quick or self.all and (compiler.names or not case.names)):
                yield compiler

    def compile(self, case, language, throws=True):
        for compiler in self.compilers_of(case, language, throws):
            job = self.job(compiler, case, language)
            said = self.once(job.command(), job.folder, job.run)
            if said:
                return f"{compiler.name}: {said}"
        return ""

    def load(self, case, language):
        """The tool's own way: build, load, create, destroy, unload."""
        project = f"{language}/{case.name}"
        return self.once([self.tenon_hash, project], os.path.join(self.work, project), lambda: (
            self.said(self.tool("build", project)) or
            self.said(self.tool("check", self.library(case, language), *case.options(), "--load"))))

    def once(self, command, folder, run):
        """What `run` says, unless the same command has passed with the same files."""
        key = self.remembered.key(command, folder)
        said = "" if self.all and self.remembered.has(key) else run()
        if self.all and not said:
            self.remembered.add(key)
        return said

    def library(self, case, language):
        found = glob.glob(os.path.join(self.work, language, case.name, "**", "lib*.so"), recursive=True)
        return found[0] if found else f"{language}/{case.name}"

    def whole(self, case, language):
        said = self.make(case, language) or self.compile(case, language)
        if not said and self.is_loaded(case, language):
            said = self.load(case, language)
        return said or self.compile(case, language, throws=False)  # last: it changes the project

    def is_loaded(self, case, language):
        return self.all and language not in HOSTS and (language == "c" or not case.names)

    def canonical(self, case):
        """The canonical text parses back to itself and to the same hashes."""
        first = self.tool("parse", case.wit, "--format", "wit", "--features", FEATURES)
        if first.returncode:
            return self.said(first)
        path = self.written("canonical-" + os.path.basename(case.wit).removesuffix(".wit"), first.stdout)
        again = self.tool("parse", path, "--format", "wit", "--all-features")
        if again.stdout != first.stdout:
            return self.said(again) or f"{path} isn't its own canonical text"
        a, b = (subprocess.run([self.hashes, wit, features], text=True, capture_output=True, check=False)
                for wit, features in ((case.wit, FEATURES), (path, "*")))
        return self.said(a) or self.said(b) or ("" if a.stdout == b.stdout else f"other hashes:\n{a.stdout}\nand\n{b.stdout}")

    # --- refusals

    def refused(self, path, language):
        name = os.path.basename(path).removesuffix(".wit")
        first = read(path).splitlines()[0]
        told, wanted = re.fullmatch(r"// ([a-z ]+): (.*)", first).groups()
        case = WitCase(name, path)
        if language.removesuffix("-host") not in told.split():
            case.name = "refused-" + name
            return self.make(case, language) or self.compile(case, language)
        project = f"refused/{name}-{language}"
        done = (self.tool("bind", HOSTS[language], "--host", *case.options(), "-o", project) if language in HOSTS else
                self.tool("new", project, "--lang", language, *case.options()))
        pieces = wanted.split()
        missing = [piece for piece in pieces if piece not in done.stderr]
        if done.returncode != 8 or missing:
            return f"exit {done.returncode}, wants 8; not said: {missing}\n{done.stdout}{done.stderr}"
        return "it was refused, but left files" if os.path.exists(os.path.join(self.work, project)) else ""

    # --- all of it

    def tasks(self):
        seen = set()
        for case in self.cases():
            for language in [*LANGUAGES, *HOSTS]:
                if not self.all and ((case.name, language) in SLOW or case.names and language == "rust-host"):
                    continue
                yield case.name, language, lambda case=case, language=language: self.whole(case, language)
            if case.wit not in seen:
                yield os.path.basename(case.wit), "canonical", lambda case=case: self.canonical(case)
            seen.add(case.wit)
        for path in sorted(glob.glob(os.path.join(HERE, "refused", "*.wit"))):
            for language in [*LANGUAGES, *HOSTS]:
                yield ("refused/" + os.path.basename(path), language,
                       lambda path=path, language=language: self.refused(path, language))

    def tell(self, name, language, said):
        self.failed += bool(said)
        self.passed += not said
        if said:
            print(f"FAILED {name}, {language}: " + "\n".join(said.splitlines()[:12]), flush=True)

    def run(self):
        for compiler in compilers.COMPILERS:
            if compiler.quick and not self.all and compiler.words[0] == "g++":
                self.before[compiler.name] = compilers.precompiled(compiler, self.work)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            tasks = [(name, language, pool.submit(task)) for name, language, task in self.tasks()
                     if re.search(self.only, f"{name},{language}")]
            for name, language, task in tasks:
                self.tell(name, language, task.result())
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"{self.passed} passed, {self.failed} failed, {used.ru_utime + used.ru_stime:.0f} CPU seconds")
        return self.failed > 0


class Remembered:
    """What has passed, by a hash over the command and everything that it reads."""

    def __init__(self, path):
        self.path = path
        self.passed = set(read(path).split()) if os.path.exists(path) else set()
        self.common = hashlib.sha256()
        for file in [os.path.join(HERE, "system.h"), *sorted(glob.glob(os.path.join(HERE, "..", "..", "include", "**"), recursive=True))]:
            if os.path.isfile(file):
                self.common.update(read(file).encode())

    def key(self, command, folder):
        digest = self.common.copy()
        digest.update(" ".join(command).encode())
        for file in sorted(glob.glob(os.path.join(folder, "**"), recursive=True)):
            if os.path.isfile(file) and file.endswith((".h", ".hpp", ".c", ".cpp", ".rs", ".toml")):
                digest.update(read(file).encode())
        return digest.hexdigest()

    def has(self, key):
        return key in self.passed

    def add(self, key):
        with open(self.path, "a", encoding="utf-8") as out:
            out.write(key + "\n")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def main():
    parser = argparse.ArgumentParser()
    for name in ("tenon", "hashes", "work"):
        parser.add_argument(name)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", default="", help="what matches this expression in `case,language`: --only '^words-.*,rust'")
    return Suite(parser.parse_args()).run()


if __name__ == "__main__":
    sys.exit(main())
