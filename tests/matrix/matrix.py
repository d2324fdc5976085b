#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Hosts and plugins in every language, by every compiler, in every kind of build, with each other: the checks of tests/profile over
all types of the native profile. And plugins of all builds in one process, calling each other's objects.

usage: matrix.py BUILD SOURCE WORK_DIR

What was built or passed before isn't done again; the folder is named after the sources it is of. Each host meets nine folders of three
plugins, in which each build of a plugin is at least once. One host of each language meets all of them under valgrind.
"""
import os
import pathlib
import shutil
import subprocess
import sys

GCC = {"debug": "-O0 -g", "release": "-O2", "lto": "-O2 -flto"}
CLANG = {"debug": "-O0 -g", "release": "-O2", "lto": "-O2 -flto -fuse-ld=lld"}
C = [("gcc-12", GCC), ("clang-19", CLANG)]
CPP = [("g++-12", GCC), ("clang++-19", CLANG), ("clang++-19 -stdlib=libc++", CLANG)]
CARGO = [("/usr/bin/cargo", "/usr/bin/rustc"), ("cargo", "rustc")]
PROFILES = {"debug": {"CARGO_PROFILE_RELEASE_OPT_LEVEL": "0", "CARGO_PROFILE_RELEASE_DEBUG": "true"}, "release": {},
            "lto": {"CARGO_PROFILE_RELEASE_LTO": "fat"}}
FOLDERS = 9


def say(text):
    print(text, flush=True)


def run(words, folder=None, **environment):
    done = subprocess.run([str(w) for w in words], cwd=folder, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: exit code {done.returncode}\n{done.stdout[-4000:]}")
    return done.stdout


def present(program):
    if shutil.which(program.split()[0]):
        return True
    if os.environ.get("CI") == "true":
        sys.exit(f"{program} is missing")
    say(f"skipped: {program} is missing")
    return False


class Matrix:
    def __init__(self, build, source, work):
        self.build, self.source, self.work = (pathlib.Path(p).absolute() for p in (build, source, work))
        self.tenon = self.build / "bin" / "tenon"
        self.profile = self.source / "tests" / "profile"
        self.link = ["-I", self.source / "include", "-L", self.build / "lib", "-ltenon", f"-Wl,-rpath,{self.build / 'lib'}"]
        for language in ("c", "cpp"):
            run([self.tenon, "bind", language, "--host", "--wit", self.profile / "wit", "--world", "everything", "--features", "fresh", "-o",
                 self.work / "bound" / language])

    def variants(self, compilers):
        """(name, compiler, flags), those whose compiler is there."""
        return [(f"{compiler.replace(' -stdlib=', '-')}-{kind}", compiler, flags) for compiler, kinds in compilers if present(compiler)
                for kind, flags in kinds.items()]

    def rust_variants(self):
        ages = {"cargo": "newest", "/usr/bin/cargo": "oldest"}
        return [(f"{ages[cargo]}-{kind}", {"CARGO": cargo, "RUSTC": rustc, **more})
                for cargo, rustc in CARGO if present(cargo) for kind, more in PROFILES.items()]

    # ---- Plugins

    def plugin(self, language, name, **environment):
        """The library, in a folder of its own."""
        out = self.work / "plugins" / f"{language}-{name}" / f"libprofile-{language}.so"
        if out.exists():
            return out
        say(f"plugin {language} {name}")
        project = self.work / "projects" / f"{language}-{name}" / language
        shutil.rmtree(project.parent, ignore_errors=True)
        shutil.copytree(self.profile / language, project, ignore=shutil.ignore_patterns("build", "target"))
        shutil.copytree(self.profile / "wit", project.parent / "wit")
        run([self.tenon, "build", project, "-o", out], **environment)
        return out

    def plugins(self):
        """By language, the libraries of all builds."""
        c = [self.plugin("c", name, CC=compiler, CFLAGS=flags) for name, compiler, flags in self.variants(C)]
        cpp = [self.plugin("cpp", name, CXX=compiler, CXXFLAGS=flags) for name, compiler, flags in self.variants(CPP)]
        rust = [self.plugin("rust", name, **environment) for name, environment in self.rust_variants()]
        return c, cpp, rust

    def folders(self, plugins):
        """Each with one build of each language, and whether valgrind can judge branches in it: clang optimises a look at an absent
        payload in front of the branch over it, and what it finds there is dropped."""
        out = []
        for number in range(FOLDERS):
            folder = self.work / "folders" / str(number)
            folder.mkdir(parents=True, exist_ok=True)
            builds = [libraries[number % len(libraries)].parent.name for libraries in plugins]
            judged = not any("clang++" in build and not build.endswith("-debug") for build in builds)
            for libraries in plugins:
                library = libraries[number % len(libraries)]
                place = folder / library.name
                if not place.exists() or place.read_bytes() != library.read_bytes():
                    shutil.copy(library, place)
            out.append((folder, judged))
        return out

    # ---- Hosts

    def compiled(self, what, language, name, compiler, flags, sources):
        out = self.work / "hosts" / f"{what}-{name}"
        if out.exists():
            return out
        say(f"{what} {name}")
        out.parent.mkdir(exist_ok=True)
        standard = "-std=c11" if language == "c" else "-std=c++20"
        run([*compiler.split(), standard, *flags.split(), "-w", "-I", self.work / "bound" / language, *sources, *self.link, "-o",
             f"{out}.new"])
        os.rename(f"{out}.new", out)
        return out

    def c_host(self, name, compiler, flags):
        sources = [self.source / "tests" / "host_c" / "host.c", *sorted((self.work / "bound" / "c").glob("*.c"))]
        return self.compiled("host-c", "c", name, compiler, flags, sources)

    def cpp_host(self, name, compiler, flags):
        return self.compiled("host-cpp", "cpp", name, compiler, flags, [self.profile / "host.cpp"])

    def rust_host(self, name, environment):
        out = self.work / "hosts" / f"host-rust-{name}"
        if out.exists():
            return out
        say(f"host-rust {name}")
        crate = self.work / "crates" / name
        (crate / "src").mkdir(parents=True, exist_ok=True)
        (crate / "Cargo.toml").write_text('[package]\nname = "matrix_host"\nversion = "1.0.0"\nedition = "2021"\n\n[dependencies]\n'
                                          f'tenon = {{ path = "{self.source}/rust/tenon" }}\n')
        shutil.copy(self.source / "tests" / "matrix" / "rust" / "main.rs", crate / "src")
        shutil.copy(self.source / "tests" / "host_rust" / "src" / "profile.rs", crate / "src")
        run([self.tenon, "bind", "rust", "--host", "--wit", self.profile / "wit", "--world", "everything", "--features", "fresh", "-o",
             crate / "src"])
        run([environment["CARGO"], "build", "--release", "--offline", "--quiet"], crate, TENON_BUILD_DIR=str(self.build), **environment)
        shutil.copy(crate / "target" / "release" / "matrix_host", f"{out}.new")
        os.rename(f"{out}.new", out)
        return out

    def hosts(self):
        """(program, whether it wants the plugins' names)"""
        out = [(self.c_host(*variant), True) for variant in self.variants(C)]
        out += [(self.cpp_host(*variant), True) for variant in self.variants(CPP)]
        return out + [(self.rust_host(*variant), False) for variant in self.rust_variants()]

    # ---- All with all

    def meet(self, program, named, folder, *under):
        passed = self.work / "passed" / f"{program.name}-{folder.name}{'-valgrind' if under else ''}"
        if passed.exists():
            return
        names = ["profile-c", "profile-cpp", "profile-rust"] if named else []
        run([*under, program, folder, *names], LD_LIBRARY_PATH=str(self.build / "lib"))
        passed.parent.mkdir(exist_ok=True)
        passed.touch()

    def go(self):
        plugins = self.plugins()
        folders, hosts = self.folders(plugins), self.hosts()
        for program, named in hosts:
            for folder, _ in folders:
                self.meet(program, named, folder)
            say(f"{program.name}: fits {len(folders)} folders")
        valgrind = ["valgrind", "--quiet", "--leak-check=full", "--errors-for-leak-kinds=definite,indirect", "--error-exitcode=9"]
        for program, named in hosts if present("valgrind") else []:
            if program.name in ("host-c-gcc-12-release", "host-cpp-g++-12-release", "host-rust-oldest-release"):
                for folder, judged in folders:
                    self.meet(program, named, folder, *valgrind, f"--undef-value-errors={'yes' if judged else 'no'}")
                say(f"{program.name}: no leaks")
        crossing = self.compiled("crossing", "cpp", "g++-12", "g++-12", "-O1 -g", [self.source / "tests" / "matrix" / "crossing.cpp"])
        say(run([crossing, *(library for libraries in plugins for library in libraries)]).strip())


Matrix(*sys.argv[1:]).go()
