# SPDX-License-Identifier: MIT
import os
import re

from tool import Case


class Inspect(Case):
    def built(self):
        self.project("shout", "c")
        self.write("shout/tenon.toml", self.read("shout/tenon.toml") + '\n[plugin.meta]\nmenu = "Edit"\n')
        self.assertEqual(self.tenon("build", "shout").code, 0)
        return "shout/build/libshout.so"

    def test_text_shows_plugin_interfaces_and_meta(self):
        out = self.tenon("inspect", self.built()).out
        for line in ("shout/build/libshout.so: library shout in C, contract 0.3",
                     "plugin shout 0.1.0, world demo:text/pipe@1.0.0",
                     '  meta {"menu":"Edit"}'):
            self.assertIn(line, out)
        self.assertRegex(out, r"(?m)^  imports tenon:plugin/log@0.1  4 functions  [0-9a-f]{32}$")
        self.assertRegex(out, r"(?m)^  exports demo:text/filter@1  2 functions  [0-9a-f]{32}$")

    def test_text_has_no_controls_and_no_lines_of_the_plugins_own(self):
        self.built()
        words = "\\u001b]0;owned\\u0007\\nplugin \\u009b2Jtrusted 1.0.0"
        self.write("shout/tenon.toml", self.read("shout/tenon.toml").replace(
            'version = "0.1.0"', f'version = "0.1.0"\ndescription = "{words}"\nauthors = ["{words}"]'))
        self.assertEqual(self.tenon("build", "shout").code, 0)
        ran = self.tenon("inspect", "shout/build/libshout.so")
        self.assertIn(r"  description \x1b]0;owned\x07\x0aplugin \x9b2Jtrusted 1.0.0" + "\n", ran.out)
        self.assertNotRegex(ran.out, "[^\n -~]")
        metadata = self.json("inspect", "shout/build/libshout.so")["plugins"][0]["metadata"]
        self.assertEqual(metadata["description"], "\x1b]0;owned\x07\nplugin \x9b2Jtrusted 1.0.0")

    def test_json_shows_the_same(self):
        document = self.json("inspect", self.built())
        plugin = document["plugins"][0]
        self.assertEqual((plugin["name"], plugin["metadata"]["meta"]), ("shout", {"menu": "Edit"}))
        self.assertIn("interface filter", document["wit"])

    def test_what_is_no_plugin_says_what_it_is(self):
        self.write("notes.so", "just text")
        ran = self.tenon("inspect", "notes.so")
        self.fails(ran, 8, "error[E0")

    def test_a_missing_file_could_not_be_run(self):
        self.fails(self.tenon("inspect", "absent.so"), 1, "absent.so")

    def test_every_cut_is_refused(self):
        with open(self.path(self.built()), "rb") as file:
            whole = file.read()
        for size in (0, 1, 63, 64, 4096, len(whole) // 2, len(whole) - 1):
            with open(self.path("cut.so"), "wb") as file:
                file.write(whole[:size])
            self.assertEqual(self.tenon("inspect", "cut.so").code, 8, size)

    def test_list_has_one_line_for_each_and_the_reason_for_broken_ones(self):
        with open(self.path(self.built()), "rb") as file:
            whole = file.read()
        with open(self.path("shout/build/libcut.so"), "wb") as file:
            file.write(whole[:3000])
        out = self.tenon("list", "shout/build").out
        self.assertRegex(out, r"(?m)^shout 0\.1\.0  demo:text/pipe@1\.0\.0  C  .*/shout/build/libshout\.so$")
        self.assertRegex(out, r"(?m)^.*/shout/build/libcut\.so: broken: .+$")
        self.assertNotIn("shout.tenon.c", out)
        self.assertRegex(self.tenon("list", "shout/build", "--all").out, r"shout\.tenon\.c: no plugin")

    def test_list_of_an_empty_folder_says_so(self):
        os.mkdir(self.path("plugins"))
        self.says(self.tenon("list", "plugins"), 0, err="no plugins\n")

    def test_list_searches_the_folder_and_none_below_and_says_so(self):
        os.makedirs(self.path("plugins/effects"))
        self.says(self.tenon("list", "plugins"), 0,
                  err="no plugins\nhelp: folders in it are not searched; try `tenon list plugins/effects`\n")

    def test_list_of_a_missing_folder_fails(self):
        self.says(self.tenon("list", "plugns"), 1, err="error[E0801]: the folder `plugns` does not exist\n")

    def test_list_as_json_has_the_state(self):
        self.built()
        states = {re.sub(".*/", "", p["file"]): p["state"] for p in self.json("list", "shout/build")["plugins"]}
        self.assertEqual(states, {"libshout.so": "found"})
