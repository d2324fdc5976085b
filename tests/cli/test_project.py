# SPDX-License-Identifier: MIT
"""What is wrong with a project is said the same way by every command that reads one."""
import os

from tool import TWO_WORLDS, WIT, Case

TOML = '[library]\nwit = "text.wit"\n\n[[plugin]]\nname = "shout"\nversion = "1.0.0"\n'


class Project(Case):
    def bind(self):
        return self.tenon("bind", "c", "--plugin")

    def refused(self, toml, text):
        self.write("text.wit", WIT)
        self.write("tenon.toml", toml)
        self.says(self.bind(), 8, err=text)

    def test_a_folder_without_tenon_toml_says_how_to_start(self):
        self.says(self.bind(), 1,
                  err="error[E0801]: the project file `./tenon.toml` does not exist\n"
                      "help: `tenon new NAME --lang c|cpp|rust --wit PATH` makes a project\n")

    def test_an_unknown_key_has_its_place_and_the_nearest_name(self):
        self.refused(TOML.replace("version", "vresion"), """\
error[E0807]: `version` is missing
  --> ./tenon.toml:4:1
   |
 4 | [[plugin]]
   | ^^^^^^^^^^
help: version = "...": such as "0.1.0"
error[E0805]: unknown key `vresion` in `[[plugin]]`
  --> ./tenon.toml:6:1
   |
 6 | vresion = "1.0.0"
   | ^^^^^^^
help: did you mean `version`?
""")

    def test_broken_toml_has_its_place(self):
        self.write("tenon.toml", "[library\n")
        self.fails(self.bind(), 8, "error[E0804]: this is no TOML", "tenon.toml:1:9")

    def test_the_wit_is_looked_for_beside_tenon_toml(self):
        self.write("p/tenon.toml", TOML)
        self.write("text.wit", WIT)
        self.says(self.tenon("bind", "c", "--plugin", "p"), 1,
                  err="error[E0801]: the WIT file `p/text.wit` does not exist\n")

    def test_several_worlds_need_a_name(self):
        self.write("text.wit", TWO_WORLDS)
        self.write("tenon.toml", TOML)
        self.fails(self.bind(), 8, "error[E0809]: the package `demo:two@1.0.0` has 2 worlds", "tenon.toml:5:8",
                   "choose one of `first` and `second`")

    def test_an_unknown_world_is_shown_where_it_is_named(self):
        self.write("text.wit", TWO_WORLDS)
        self.write("tenon.toml", TOML + 'world = "frist"\n')
        self.fails(self.bind(), 8, "error[E0809]: there is no world `frist`", "tenon.toml:7:9", "did you mean `first`?")

    def test_since_of_a_foreign_package_is_refused(self):
        self.write("text.wit", WIT)
        self.write("tenon.toml", TOML + 'since = { "demo:tex" = "1.1.0" }\n')
        self.fails(self.bind(), 8, "error[E0812]: `since` names the package `demo:tex`", "`demo:text`")

    def test_since_of_a_version_to_come_is_refused(self):
        self.refused(TOML + 'since = "1.1.0"\n', """\
error[E0812]: `since` wants `demo:text` of 1.1.0, and the WIT has 1.0.0
  --> ./tenon.toml:7:9
   |
 7 | since = "1.1.0"
   |         ^^^^^^^
help: name the oldest version that you work with
""")

    def test_what_the_profile_lacks_is_refused_by_name(self):
        self.write("text.wit", "package a:b;\nworld w {\n  export f: func(x: stream<u8>);\n}\n")
        self.write("tenon.toml", TOML)
        self.fails(self.bind(), 8, "stream", "text.wit:3:")

    def test_the_project_in_another_language_is_a_usage_error(self):
        self.write("text.wit", WIT)
        self.write("tenon.toml", TOML)
        self.fails(self.tenon("bind", "cpp", "--plugin"), 2, "is a `c` project, not a `cpp` one",
                   "say `tenon bind c --plugin`")

    def test_a_folder_called_tenon_toml_is_no_project(self):
        os.makedirs(self.path("tenon.toml"))
        self.fails(self.bind(), 1, "error[E0801]: the project file `./tenon.toml` is a folder")
