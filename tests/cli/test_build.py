# SPDX-License-Identifier: MIT
import os
import subprocess

from tool import Case

LANGUAGES = (("c", "cc"), ("cpp", "c++"), ("rust", "cargo"))


class Build(Case):
    def test_a_new_project_builds_and_lives_in_every_language(self):
        for lang, program in LANGUAGES:
            with self.subTest(lang):
                self.needs(program)
                self.project(f"shout-{lang}", lang)
                built = self.tenon("build", f"shout-{lang}")
                self.assertEqual(built.code, 0, built)
                self.assertIn(f"next: tenon check shout-{lang} --load\n", built.out)
                checked = self.tenon("check", f"shout-{lang}", "--load")
                self.assertEqual(checked.code, 0, checked)
                self.assertIn("loaded, created, destroyed, unloaded\n", checked.out)

    def test_a_static_library_shows_its_descriptor_and_manifest_only(self):
        self.needs("nm")
        for lang, program in LANGUAGES:
            with self.subTest(lang):
                self.needs(program)
                name = f"inside-{lang}"
                self.project(name, lang)
                strict = "-Wall -Wextra -Wno-unused-parameter -Wpedantic -Wconversion -Wshadow -Werror"
                built = self.tenon("build", "--static", name, CFLAGS=strict, CXXFLAGS=strict, RUSTFLAGS="-Dwarnings")
                self.assertEqual(built.code, 0, built)
                archive = f"{name}/build/static/lib{name}.a"
                self.assertRegex(built.out, rf"^built {archive}: {name} 0.1.0, \d+ KB\n"
                                 rf"next: link it, and call tenon_register_inside_{lang} of {name}/build/static/{name}.static.h\n$")
                seen = subprocess.run(["nm", "-g", "--defined-only", self.path(archive)], capture_output=True, text=True,
                                      check=True).stdout
                self.assertEqual([line.split()[-1] for line in seen.splitlines() if " " in line],
                                 [f"tenon_manifest_inside_{lang}", f"tenon_manifest_inside_{lang}_size",
                                  f"tenon_plugin_inside_{lang}"])
                sections = subprocess.run(["readelf", "-SW", self.path(archive)], capture_output=True, text=True,
                                          check=True).stdout
                self.assertNotIn(".note.tenon", sections)

    def test_a_missing_objcopy_says_what_to_do(self):
        self.project("shout", "c")
        self.fails(self.tenon("build", "--static", "shout", OBJCOPY="no-such-objcopy"), 1,
                   "error[E0902]: `no-such-objcopy` can't be run", "it is part of GNU binutils")
        self.assertEqual(os.listdir(self.path("shout/build/static")), [])

    def test_what_the_compiler_says_is_shown(self):
        self.project("shout", "c")
        self.write("shout/shout.c", "this is no C\n")
        self.fails(self.tenon("build", "shout"), 1, "this is no C", "error[E0903]: the compiler refused `shout`")
        self.assertFalse(os.path.exists(self.path("shout/build/libshout.so")))

    def test_a_function_that_isnt_written_is_told_by_the_build(self):
        self.needs("cc")
        self.project("shout", "c")
        self.write("shout/shout.c", self.read("shout/shout.c").replace("shout_apply(", "shout_aply("))
        self.fails(self.tenon("build", "shout"), 1, "undefined reference to `shout_apply'",
                   "error[E0903]: the compiler refused `shout`")

    def test_names_that_mean_something_in_c_may_be_plugins(self):
        for name in ("own", "self", "host", "record", "out", "text", "size-t", "aligned", "pthread", "sin", "int",
                     "tenon-string", "descriptor"):
            with self.subTest(name):
                self.project(name, "c")
                ran = self.tenon("build", name, "--debug", CFLAGS="-Wall -Wextra -Werror -Wshadow", LDFLAGS="-lm")
                self.assertEqual((ran.code, ran.err), (0, ""))

    def test_names_that_generated_cpp_has_may_be_plugins(self):
        for name in ("host", "int", "tenon", "pipe-host"):
            with self.subTest(name):
                self.project(name, "cpp")
                ran = self.tenon("build", name, "--debug", CXXFLAGS="-Wall -Wextra -Werror -Wshadow")
                self.assertEqual((ran.code, ran.err), (0, ""))

    def test_a_missing_compiler_says_what_to_do(self):
        self.project("shout", "c")
        self.says(self.tenon("build", "shout", CC="no-such-cc"), 1,
                  err="error[E0902]: `no-such-cc` can't be run: No such file or directory\n"
                      "help: install one (Debian: apt install gcc), or set CC\n")

    def test_a_missing_cargo_says_what_to_do(self):
        self.project("shout", "rust")
        self.fails(self.tenon("build", "shout", CARGO="no-such-cargo"), 1, "error[E0902]: `no-such-cargo`", "rustup")

    def test_a_source_that_isnt_there_is_named_before_compiling(self):
        self.project("shout", "c")
        self.write("shout/tenon.toml", self.read("shout/tenon.toml").replace("\n\n", '\nsources = ["gone.c"]\n\n'))
        self.fails(self.tenon("build", "shout"), 1, "error[E0801]: the source `shout/gone.c` does not exist")

    def test_a_failed_build_keeps_the_old_product(self):
        self.project("shout", "c")
        self.tenon("build", "shout")
        self.write("shout/shout.c", "no C\n")
        self.assertEqual(self.tenon("build", "shout").code, 1)
        self.assertEqual(self.tenon("inspect", "shout/build/libshout.so").code, 0)
        self.assertEqual([name for name in os.listdir(self.path("shout/build")) if name.endswith(".new")], [])

    def test_a_folder_in_the_products_place_stays_as_it_is(self):
        os.mkdir(self.path("plugins"))
        for lang, program in (("c", "cc"), ("rust", "cargo")):
            with self.subTest(lang):
                self.needs(program)
                self.project(f"shout-{lang}", lang)
                self.fails(self.tenon("build", f"shout-{lang}", "-o", "plugins"), 1,
                           "error[E0901]: `plugins` can't be written: Is a directory")
                self.fails(self.tenon("build", f"shout-{lang}", "-o", "plugins/"), 1, "error[E0901]: `plugins/` can't be written")
        self.assertEqual(os.listdir(self.path("plugins")), [])
        self.assertEqual(sorted(os.listdir(self.folder)), ["plugins", "shout-c", "shout-rust", "text.wit"])

    def test_flags_are_those_without_which_it_is_no_plugin(self):
        self.project("shout", "cpp")
        flags = self.tenon("build", "shout", "--print-flags", "compile").out.split()
        for flag in ("-fPIC", "-fvisibility=hidden", "-Ishout/build"):
            self.assertIn(flag, flags)
        link = self.tenon("build", "shout", "--print-flags", "link").out.split()
        self.assertIn("-Wl,--version-script=shout/build/exports.map", link)

    def test_only_gcc_is_told_about_unique_symbols(self):
        self.needs("clang++-19")
        self.project("shout", "cpp")
        self.assertIn("-fno-gnu-unique", self.tenon("build", "shout", "--print-flags", CXX="g++").out)
        self.assertNotIn("-fno-gnu-unique", self.tenon("build", "shout", "--print-flags", CXX="clang++-19").out)

    def test_the_product_goes_where_it_is_wanted(self):
        self.project("shout", "c")
        ran = self.tenon("build", "shout", "-o", "plugins/other.so")
        self.assertTrue(ran.out.startswith("built plugins/other.so: shout 0.1.0, C, "), ran)
