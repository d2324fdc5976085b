# SPDX-License-Identifier: MIT
import os
import subprocess

from tool import TENON, TWO_WORLDS, WIT, Case


class New(Case):
    def files(self, folder):
        return sorted(os.path.relpath(os.path.join(at, name), self.path(folder))
                      for at, _, names in os.walk(self.path(folder)) for name in names)

    def lines(self, name):
        return [line for line in self.read(name).splitlines() if line]

    def test_c_has_four_small_files(self):
        self.project("shout", "c")
        self.assertEqual(self.files("shout"), ["CMakeLists.txt", "shout.c", "tenon.toml"])
        self.assertEqual(self.read("shout/tenon.toml"),
                         '[library]\nwit = "../text.wit"\n\n[[plugin]]\nname = "shout"\nversion = "0.1.0"\n')
        self.assertLessEqual(len(self.lines("shout/CMakeLists.txt")), 4)

    def test_cpp_names_its_header(self):
        self.project("shout", "cpp")
        self.assertEqual(self.files("shout"), ["CMakeLists.txt", "shout.hpp", "tenon.toml"])
        self.assertEqual(self.lines("shout/tenon.toml")[-1], 'header = "shout.hpp"')
        self.assertLessEqual(len(self.lines("shout/tenon.toml")), 6)

    def test_rust_has_its_bindings(self):
        self.project("shout", "rust")
        self.assertEqual(self.files("shout"), ["Cargo.toml", "src/bindings.rs", "src/lib.rs", "tenon.toml"])
        self.assertLessEqual(len(self.lines("shout/Cargo.toml")), 8)

    def test_c_gives_back_the_objects_that_it_gets(self):
        self.write("own.wit", "package demo:held;\ninterface f {\n  resource r;\n  make: func() -> r;\n  take: func(one: r, name: string, "
                              "all: list<r>, maybe: option<r>, lent: borrow<r>) -> r;\n}\nworld w { export f; }\n")
        self.assertEqual(self.tenon("new", "taker", "--lang", "c", "--wit", "own.wit").code, 0)
        body = self.read("taker/taker.c").split("taker_take(")[1]
        for call in ("demo_held_f_r_drop(one);", "tenon_list_own_demo_held_f_r_drop_objects(&all);",
                     "tenon_option_own_demo_held_f_r_drop_objects(maybe);"):
            self.assertIn(call, body)
        self.assertIn("(void)lent;", body)
        self.assertEqual(self.tenon("build", "taker", "--debug").code, 0)

    def test_freestanding_needs_nothing_else_to_build(self):
        self.needs("cargo")
        for language in ("c", "rust"):
            name = f"bare-{language}"
            self.write("bare.wit", "package demo:bare;\ninterface f { record r { a: u64, b: u64 } f: func(text: string) -> r; }\n"
                                   "world w { export f; }\n")
            self.assertEqual(self.tenon("new", name, "--lang", language, "--wit", "bare.wit", "--freestanding").code, 0)
            self.assertEqual(self.tenon("build", name, "--debug").code, 0)
            self.assertIn("freestanding = true", self.lines(f"{name}/tenon.toml"))

    def test_it_says_what_comes_next(self):
        self.write("text.wit", WIT)
        ran = self.tenon("new", "deep/shout", "--lang", "c", "--wit", "text.wit")
        self.says(ran, 0, "wrote deep/shout/tenon.toml\nwrote deep/shout/shout.c\nwrote deep/shout/CMakeLists.txt\n"
                          "next: tenon build deep/shout\n")
        self.assertIn('wit = "../../text.wit"', self.read("deep/shout/tenon.toml"))

    def test_the_world_is_written_down(self):
        self.write("two.wit", TWO_WORLDS)
        self.assertEqual(self.tenon("new", "p", "--lang", "c", "--wit", "two.wit", "--world", "second").code, 0)
        self.assertEqual(self.lines("p/tenon.toml")[-1], 'world = "second"')

    def test_several_worlds_need_a_name(self):
        self.write("two.wit", TWO_WORLDS)
        self.fails(self.tenon("new", "p", "--lang", "c", "--wit", "two.wit"), 8, "error[E0809]")
        self.assertFalse(os.path.exists(self.path("p")))

    def test_nothing_is_overwritten(self):
        self.project("shout", "c")
        self.says(self.tenon("new", "shout", "--lang", "c", "--wit", "text.wit"), 8,
                  err="error[E0904]: `shout` is there already\nhelp: choose another name, or remove it\n")

    def test_what_goes_wrong_leaves_nothing_behind(self):
        self.write("text.wit", WIT)
        for name in ("a" * 246, "text.wit/new"):
            self.fails(self.tenon("new", name, "--lang", "c", "--wit", "text.wit"), 1, "error[E0901]", "can't be written")
        # As on a full disk: the bindings are larger than any file may be.
        small = "trap '' XFSZ; ulimit -f 8; exec \"$0\" new shout --lang rust --wit text.wit"
        done = subprocess.run(["sh", "-c", small, TENON], cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertRegex(done.stderr, r"^error\[E0901\]: `shout.*/src/bindings.rs` can't be written: File too large\n$")
        self.assertEqual(os.listdir(self.folder), ["text.wit"])

    def test_a_name_is_a_kebab_word(self):
        self.write("text.wit", WIT)
        for name in ("Shout", "a_b", "1st", "a--b", "a!"):
            self.fails(self.tenon("new", name, "--lang", "c", "--wit", "text.wit"), 8, "error[E0811]")

    def test_an_unknown_language_is_a_usage_error(self):
        self.fails(self.tenon("new", "a", "--lang", "java", "--wit", "x"), 2, "error[E0900]", "java")

    def test_wit_is_required(self):
        self.fails(self.tenon("new", "a", "--lang", "c"), 2, "--wit")
