# SPDX-License-Identifier: MIT
import os
import unittest

from tool import TWO_WORLDS, WIT, Case


class Parse(Case):
    def test_text_is_a_summary(self):
        self.write("text.wit", WIT)
        self.says(self.tenon("parse", "text.wit"), 0,
                  "package demo:text@1.0.0\n"
                  "  interface filter: 0 types, 2 functions\n"
                  "  world pipe: 1 import, 1 export\n"
                  "with package tenon:plugin@0.1.0\n")

    def test_json_has_model_and_diagnostics(self):
        self.write("text.wit", WIT)
        document = self.json("parse", "text.wit")
        self.assertEqual(document["diagnostics"], [])
        self.assertEqual(document["model"]["worlds"][0]["name"], "pipe")

    def test_canonical_text_parses_back_to_itself(self):
        self.write("text.wit", WIT)
        once = self.tenon("parse", "text.wit", "--format", "wit")
        self.assertEqual(once.code, 0, once)
        self.write("again.wit", once.out)
        self.assertEqual(self.tenon("parse", "again.wit", "--format", "wit").out, once.out)

    def test_errors_show_the_place(self):
        self.write("text.wit", "package demo:text;\n\ninterface a {\n  f: func(x: nothing);\n}\n")
        ran = self.tenon("parse", "text.wit")
        self.fails(ran, 8, "error[T0", "`nothing`", "text.wit:4:14", "^^^^^^^")
        self.assertNotIn("\x1b", ran.err)

    def test_errors_as_json_have_line_and_column(self):
        self.write("text.wit", "package demo:text;\n\ninterface a {\n  f: func(x: nothing);\n}\n")
        document = self.json("parse", "text.wit", code=8)
        found = document["diagnostics"][0]
        self.assertIsNone(document["model"])
        self.assertEqual((found["severity"], found["file"], found["line"], found["column"]), ("error", "text.wit", 4, 14))

    def test_a_missing_file_has_near_names(self):
        self.write("text.wit", WIT)
        self.says(self.tenon("parse", "txt.wit"), 1,
                  err="error[E0801]: the WIT file `txt.wit` does not exist\nhelp: did you mean `text.wit`?\n")

    def test_a_missing_file_as_json(self):
        found = self.json("parse", "absent.wit", code=1)["diagnostics"]
        self.assertEqual([d["code"] for d in found], ["E0801"])

    def test_an_empty_folder_is_refused(self):
        os.mkdir(self.path("wit"))
        self.fails(self.tenon("parse", "wit"), 8, "error[E0802]: the folder `wit` has no `.wit` file")

    def test_a_device_is_no_file(self):
        self.says(self.tenon("parse", "/dev/zero"), 1,
                  err="error[E0801]: the WIT file `/dev/zero` is no regular file\n")

    @unittest.skipIf(os.getuid() == 0, "root may read everything")
    def test_a_file_without_permission_gives_the_systems_words(self):
        self.write("text.wit", WIT)
        os.chmod(self.path("text.wit"), 0)
        self.says(self.tenon("parse", "text.wit"), 1,
                  err="error[E0801]: the WIT file `text.wit` can't be read: Permission denied\n")

    def test_a_folder_has_deps_as_files_and_folders(self):
        self.write("wit/main.wit", "package a:main;\nworld w {\n  import a:one/i;\n  import a:two/i;\n}\n")
        self.write("wit/deps/one.wit", "package a:one;\ninterface i {\n  f: func();\n}\n")
        self.write("wit/deps/two/two.wit", "package a:two;\ninterface i {\n  f: func();\n}\n")
        self.write("wit/deps/README", "not WIT")
        self.fails(self.tenon("parse", "wit"), 0)

    def test_an_equal_copy_of_the_well_known_package_is_taken(self):
        self.write("wit/main.wit", WIT)
        with open(os.path.join(os.environ["SOURCE"], "wit", "plugin.wit"), encoding="utf-8") as copy:
            self.write("wit/deps/plugin.wit", "// A copy.\n" + copy.read())
        self.assertEqual(self.tenon("parse", "wit").code, 0)

    def test_a_differing_copy_of_the_well_known_package_is_refused(self):
        self.write("wit/main.wit", WIT)
        self.write("wit/deps/plugin.wit", "package tenon:plugin@0.1.0;\ninterface log {}\n")
        self.fails(self.tenon("parse", "wit"), 8,
                   "error[E0803]: `wit/deps/plugin.wit` differs from the package `tenon:plugin` of this tool")

    def test_an_unknown_world_has_near_names(self):
        self.write("two.wit", TWO_WORLDS)
        self.says(self.tenon("parse", "two.wit", "--world", "secnd"), 8,
                  err="error[E0809]: there is no world `secnd` in `demo:two@1.0.0`\n"
                      "help: did you mean `second`?\n")
        self.assertIsNone(self.json("parse", "two.wit", "--world", "secnd", code=8)["model"])

    def test_gated_items_are_in_with_their_feature(self):
        self.write("a.wit", "package a:b@1.0.0;\n@unstable(feature = fresh)\ninterface i {\n  f: func();\n}\n")
        self.assertNotIn("interface i", self.tenon("parse", "a.wit").out)
        for option in (["--features", "other,fresh"], ["--all-features"]):
            self.assertIn("interface i", self.tenon("parse", "a.wit", *option).out)


if __name__ == "__main__":
    unittest.main()
