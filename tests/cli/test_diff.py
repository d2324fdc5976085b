# SPDX-License-Identifier: MIT
"""tenon diff: identical, the same to a host, or not."""
import hashlib
import os
import re
import shutil

from tool import WIT, Case


class Diff(Case):
    def built(self, place, edit_toml=lambda text: text, edit_source=lambda text: text, wit=WIT):
        """The library of one and the same project, made in the folder `place`, with something changed."""
        if place == "here":
            self.project("shout", "c")
            os.renames(self.path("shout"), self.path("here/shout"))
        else:
            shutil.copytree(self.path("here/shout"), self.path(place, "shout"), ignore=shutil.ignore_patterns("build"))
        self.write(place + "/text.wit", wit)
        self.write(place + "/shout/tenon.toml", edit_toml(self.read("here/shout/tenon.toml")))
        self.write(place + "/shout/shout.c", edit_source(self.read("here/shout/shout.c")))
        ran = self.tenon("build", place + "/shout", "-o", place + ".so")
        self.assertEqual(ran.code, 0, ran)
        return place + ".so"

    def test_two_builds_of_one_source_in_two_folders_are_identical(self):
        self.built("here")
        with_file = lambda text: text + "\nconst char *tenon_where(void);\nconst char *tenon_where(void) { return __FILE__; }\n"
        a, b = self.built("mine", edit_source=with_file), self.built("elsewhere", edit_source=with_file)
        self.says(self.tenon("diff", a, b), 0, out="mine.so and elsewhere.so are identical\n")
        self.assertEqual(self.json("diff", a, b), {"identical": True, "same_interface": True, "interface": [], "wit": [], "rest": [],
                                                   "diagnostics": []})

    def test_other_code_behind_the_same_interface_is_fine(self):
        a = self.built("here")
        b = self.built("other", lambda text: text.replace("0.1.0", "0.2.0") + '\n[plugin.meta]\nmenu = "Edit"\n',
                       lambda text: text + "\nint tenon_diff_more(void);\nint tenon_diff_more(void) { return 1; }\n")
        ran = self.tenon("diff", a, b)
        self.assertEqual((ran.code, ran.err), (0, ""))
        for line in ("here.so and other.so have the same interface\n", "  version of `shout`: 0.1.0 and 0.2.0\n", '  `meta` of `shout`: {} and {"menu":"Edit"}\n', "`.text`"):
            self.assertIn(line, ran.out)
        self.assertTrue(self.json("diff", a, b)["same_interface"])

    def test_documentation_is_no_part_of_the_interface(self):
        a = self.built("here")
        b = self.built("other", wit=WIT.replace("  count:", "  /// How many.\n  count:"))
        ran = self.tenon("diff", a, b)
        self.assertEqual(ran.code, 0)
        self.assertIn("  WIT: documentation, or names that aren't part of the contract\n", ran.out)

    def test_another_interface_is_shown_by_its_lines(self):
        a = self.built("here")
        b = self.built("other", edit_source=lambda text: text.replace("uint64_t *out", "uint32_t *out"),
                       wit=WIT.replace("count: func() -> u64", "count: func() -> u32"))
        ran = self.tenon("diff", a, b)
        self.assertEqual(ran.code, 8)
        self.assertTrue(ran.out.startswith("""here.so and other.so have different interfaces
  `shout` exports demo:text/filter@1, and not the same
      interface filter {
    -   count: func() -> u64;
    +   count: func() -> u32;
what differs besides:
"""), ran.out)
        document = self.json("diff", a, b, code=8)
        self.assertEqual(document["wit"], ["  interface filter {", "-   count: func() -> u64;", "+   count: func() -> u32;"])

    def edit_note(self, library, old, new):
        """Changes the manifest's texts, and its digest with them."""
        with open(self.path(library), "rb") as file:
            whole = file.read()
        start = whole.index(b"\1\0\0\0tenon\0\0\0") + 12
        end = start + int.from_bytes(whole[start - 16:start - 12], "little")
        rest = whole[start + 72:end]
        self.assertEqual((rest.count(old), len(old)), (1, len(new)))
        rest = rest.replace(old, new)
        with open(self.path(library), "wb") as file:
            file.write(whole[:start + 56] + hashlib.sha256(rest).digest()[:16] + rest + whole[end:])

    def test_controls_in_the_wit_of_a_library_are_shown_as_such(self):
        a = self.built("here")
        b = self.built("other", edit_source=lambda text: text.replace("uint64_t *out", "uint32_t *out"),
                       wit=WIT.replace("count: func() -> u64", "count: func() -> u32"))
        self.edit_note(b, b"count: func() -> u32;", b"count: \x1b[2J\xc2\x9b3J gone;")
        ran = self.tenon("diff", a, b)
        self.assertEqual((ran.code, ran.err), (8, ""))
        self.assertIn("    +   count: \\x1b[2J\\x9b3J gone;\n", ran.out)
        self.assertIn("+   count: \x1b[2J\x9b3J gone;", self.json("diff", a, b, code=8)["wit"])

    def test_a_plugin_that_is_gone_and_another_base_version(self):
        a = self.built("here")
        b = self.built("other", lambda text: text.replace('name = "shout"', 'name = "loud"'),
                       lambda text: re.sub(r"shout(?!\.tenon)", "loud", text))
        ran = self.tenon("diff", a, b)
        self.assertEqual(ran.code, 8)
        self.assertIn("  plugin `shout` is only in here.so\n  plugin `loud` is only in other.so\n", ran.out)
        c = self.built("newer", lambda text: text + 'since = "1.0.0"\n')
        ran = self.tenon("diff", a, c)
        self.assertEqual(ran.code, 8, ran)
        self.assertIn("`since` of `shout`", ran.out)

    def test_what_cannot_be_compared_is_said(self):
        a = self.built("here")
        self.fails(self.tenon("diff", a, "absent.so"), 1, "absent.so")
        self.fails(self.tenon("diff", a, "text.wit"), 8, "text.wit")
        self.fails(self.tenon("diff", a), 2)
        with open(self.path(a), "rb") as whole, open(self.path("cut.so"), "wb") as cut:
            cut.write(whole.read()[:-100])
        self.fails(self.tenon("diff", "cut.so", a), 8, "cut.so")
