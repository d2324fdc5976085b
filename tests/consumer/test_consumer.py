# SPDX-License-Identifier: MIT
"""Projects outside of this tree that use Tenon in each way there is, against an installation in WORK."""
import os
import re
import shlex
import shutil
import subprocess
import sys
import unittest

SOURCE, BUILD, WORK = (os.environ[name] for name in ("SOURCE", "BUILD", "WORK"))
HERE = os.path.dirname(os.path.abspath(__file__))
TOOL = os.path.join(BUILD, "bin", "tenon")


def run(*words, **environment):
    done = subprocess.run(words, capture_output=True, text=True, check=False, env={**os.environ, **environment})
    if done.returncode != 0:
        raise AssertionError(f"{shlex.join(words)}\n{done.stdout}{done.stderr}")
    return done.stdout


def settings():
    """How BUILD compiles, as options of cmake; its ready objects serve a build with the same."""
    with open(os.path.join(BUILD, "CMakeCache.txt"), encoding="utf-8") as cache:
        return ["-D" + line for line in re.findall(
            r"^((?:CMAKE_BUILD_TYPE|CMAKE_CXX_COMPILER|CMAKE_CXX_FLAGS(?:_\w+)?|TENON_UNITY):.*)$", cache.read(), re.M)]


class Consumer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(WORK, ignore_errors=True)
        cls.shared, cls.static = os.path.join(WORK, "shared"), os.path.join(WORK, "static")
        run("cmake", "--install", BUILD, "--prefix", cls.shared)
        cls.package = cls.build("package-shared", f"-DCMAKE_PREFIX_PATH={cls.shared}")
        # The consumer by add_subdirectory makes a static libtenon, which is also what is installed.
        tree = os.path.join(WORK, "subdirectory")
        launcher = [sys.executable, os.path.join(HERE, "reuse.py"), BUILD, os.path.join(tree, "tenon")]
        cls.build("subdirectory", f"-DTENON_SOURCE={SOURCE}", "-DTENON_BUILD_TOOL=OFF", f"-DTENON_TOOL={TOOL}",
                  "-DBUILD_SHARED_LIBS=OFF", "-DTENON_INSTALL=ON", *settings(),
                  f"-DCMAKE_CXX_COMPILER_LAUNCHER={';'.join(launcher)}", targets=["tenon", "host", "shout"])
        run("cmake", "--install", os.path.join(tree, "tenon"), "--prefix", cls.static)

    @staticmethod
    def build(name, *options, targets=("all",)):
        tree = os.path.join(WORK, name)
        run("cmake", "-S", os.path.join(HERE, "project"), "-B", tree, "-G", "Ninja", *options)
        run("cmake", "--build", tree, "-j2", "--target", *targets)
        return tree

    def host_says_hello(self, tree):
        self.assertEqual(run(os.path.join(tree, "host"), os.path.join(tree, "libshout.so")), "hello!\n")

    def whole_says_hello(self, tree):
        self.assertEqual(run(os.path.join(tree, "whole"), "shout"), "hello!\n")

    def scans(self, name, prefix, *options):
        """A host in C alone, compiled as pkg-config says."""
        pc = next(os.path.join(at, "pkgconfig") for at, folders, _ in os.walk(prefix) if "pkgconfig" in folders)
        flags = shlex.split(run("pkg-config", "--cflags", "--libs", *options, "tenon", PKG_CONFIG_PATH=pc))
        program = os.path.join(WORK, name)
        run("cc", "-std=c11", "-Wall", "-Wextra", "-Werror", os.path.join(HERE, "scan.c"), "-o", program, *flags)
        plugins = os.path.join(WORK, name + "-plugins")
        os.makedirs(plugins)
        shutil.copy(os.path.join(self.package, "libshout.so"), plugins)
        library = os.path.join(prefix, os.path.relpath(os.path.dirname(pc), prefix))
        self.assertEqual(run(program, plugins, LD_LIBRARY_PATH=library), "shout 1.0.0\n")

    def test_find_package_shared(self):
        self.host_says_hello(self.package)
        self.whole_says_hello(self.package)

    @unittest.skipUnless(shutil.which("cargo"), "no cargo")
    def test_a_host_in_rust(self):
        """Bound, built and bound anew by CMake, and the program finds libtenon by itself."""
        folder, wit = os.path.join(WORK, "rust"), os.path.join(WORK, "text.wit")
        shutil.copytree(os.path.join(HERE, "project", "rust"), folder)
        shutil.copy(os.path.join(HERE, "project", "text.wit"), wit)
        with open(os.path.join(folder, "Cargo.toml.in"), encoding="utf-8") as template, \
                open(os.path.join(folder, "Cargo.toml"), "w", encoding="utf-8") as manifest:
            manifest.write(template.read().replace("@CRATES@", os.path.join(self.shared, "share", "tenon", "rust")))
        options = [f"-DCMAKE_PREFIX_PATH={self.shared}", f"-DRUST_HOST={folder}", f"-DRUST_WIT={wit}"]
        tree = self.build("package-rust", *options, targets=["host-rust", "shout"])
        says = run(os.path.join(tree, "host-rust"), os.path.join(tree, "libshout.so"))
        self.assertEqual(says, "hello!\n")
        with open(wit, encoding="utf-8") as text:
            renamed = text.read().replace("apply:", "turn:")
        with open(wit, "w", encoding="utf-8") as text:
            text.write(renamed)
        with self.assertRaisesRegex(AssertionError, "no method named `apply` found"):
            self.build("package-rust", *options, targets=["host-rust"])

    def test_find_package_static(self):
        self.whole_says_hello(self.build("package-static", f"-DCMAKE_PREFIX_PATH={self.static}", f"-DTENON_TOOL={TOOL}",
                                         targets=["whole"]))

    def test_two_static_libraries_of_one_name_are_refused(self):
        with self.assertRaisesRegex(AssertionError, '(?s)INTERFACE_TENON_LIBRARY_shout property of "shout-again" does.not agree'):
            self.build("twice", f"-DCMAKE_PREFIX_PATH={self.shared}", "-DTWICE=ON")

    def test_a_plugin_of_several_sources(self):
        folder = os.path.join(WORK, "sources")
        run(TOOL, "new", folder, "--lang", "c", "--wit", os.path.join(HERE, "project", "text.wit"))

        def change(name, old, new):
            with open(os.path.join(folder, name), "r+", encoding="utf-8") as file:
                text = file.read()
                file.seek(0)
                file.write(text.replace(old, new, 1))

        change("tenon.toml", "\n\n", '\nsources = [\n  "sources.c", # was "old.c"\n  "more/b[1].c",\n  "more/c c.c",\n]\n\n')
        change("sources.c", "#include", "int b(void);\nint c(void);\n#include")
        change("sources.c", "*self =", "if (b() + c() != 3) return TENON_TRAP;\n  *self =")
        os.mkdir(os.path.join(folder, "more"))
        for name, text in (("b[1].c", "int b(void) { return 1; }\n"), ("c c.c", "int c(void) { return 2; }\n")):
            with open(os.path.join(folder, "more", name), "w", encoding="utf-8") as file:
                file.write(text)
        for generator in ("Ninja", "Unix Makefiles"):
            tree = os.path.join(WORK, "sources " + generator)
            run("cmake", "-S", folder, "-B", tree, "-G", generator, f"-DCMAKE_PREFIX_PATH={self.shared}")
            run("cmake", "--build", tree)
            library = os.path.join(tree, "libsources.so")
            self.assertIn("loaded, created", run(TOOL, "check", "--load", library, "--wit", os.path.join(HERE, "project", "text.wit")))

    def test_add_subdirectory(self):
        self.host_says_hello(os.path.join(WORK, "subdirectory"))

    def test_pkg_config_shared(self):
        self.scans("pc-shared", self.shared)

    def test_pkg_config_static(self):
        self.scans("pc-static", self.static, "--static")

    def test_an_installed_tool_finds_its_headers(self):
        project = os.path.join(WORK, "installed")
        shutil.copytree(os.path.join(HERE, "project"), project)
        out = run(os.path.join(self.shared, "bin", "tenon"), "build", os.path.join(project, "shout"))
        self.assertIn("shout 1.0.0, C++", out)

    def test_every_header_is_installed_and_compiles_alone(self):
        root = os.path.join(SOURCE, "include")
        headers = sorted(os.path.relpath(os.path.join(at, name), root)
                         for at, _, names in os.walk(root) for name in names)
        include = os.path.join(self.shared, "include")
        for header in headers:
            with self.subTest(header):
                self.assertTrue(os.path.exists(os.path.join(include, header)), "is it in src/CMakeLists.txt?")
                c = header.endswith(".h")
                run("cc" if c else "c++", "-std=c11" if c else "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra",
                    "-Werror", f"-I{include}", "-x", "c" if c else "c++", "-include", header, "/dev/null")
