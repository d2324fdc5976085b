# SPDX-License-Identifier: MIT
import os
import shutil
import subprocess
import time

from tool import TENON, WIT, Case

STAMP = f"{TENON} bind c --host --wit wit -o out --stamp out/stamp"
NINJA = f"""rule bind
  command = {STAMP}
  depfile = out/stamp.d
build out/stamp: bind
"""
MAKEFILE = f"""out/stamp:
\t{STAMP}
-include out/stamp.d
"""


class Bind(Case):
    def test_only_what_changed_is_written(self):
        self.project("shout", "c")
        first = self.tenon("bind", "c", "--plugin", "shout")
        self.says(first, 0, "wrote shout/build/shout.tenon.h\nwrote shout/build/shout.tenon.c\n"
                            "wrote shout/build/shout.entry.c\nwrote shout/build/exports.map\n")
        self.says(self.tenon("bind", "c", "--plugin", "shout"), 0, "nothing changed\n")

    def test_check_writes_nothing_and_names_what_is_stale(self):
        self.project("shout", "c")
        self.tenon("bind", "c", "--plugin", "shout")
        self.write("shout/build/shout.tenon.c", "")
        os.remove(self.path("shout/build/exports.map"))
        ran = self.tenon("bind", "c", "--plugin", "shout", "--check")
        self.fails(ran, 8, "error[E0906]: `shout/build/shout.tenon.c` is stale",
                   "error[E0906]: `shout/build/exports.map` is missing")
        self.assertEqual(self.read("shout/build/shout.tenon.c"), "")

    def test_check_of_current_files_is_fine(self):
        self.project("shout", "c")
        self.tenon("bind", "c", "--plugin", "shout")
        self.says(self.tenon("bind", "c", "--plugin", "shout", "--check"), 0, "4 generated files are current\n")

    def test_a_stamp_lists_what_it_depends_on(self):
        self.project("shout", "c")
        self.tenon("bind", "c", "--plugin", "shout", "-o", "out", "--stamp", "out/stamp")
        self.assertEqual(self.read("out/stamp"), "")
        rule = self.read("out/stamp.d")
        self.assertTrue(rule.startswith("out/stamp:"), rule)
        for name in ("text.wit", "tenon.toml"):
            self.assertIn(name, rule)

    def test_build_systems_notice_a_new_file_among_the_wit(self):
        self.write("build.ninja", NINJA)
        self.write("Makefile", MAKEFILE)
        for tool, idle in (("ninja", "no work to do"), ("make", "is up to date")):
            self.needs(tool)
            self.write("wit/main.wit", WIT)
            self.write("wit/deps/other/a.wit", "package demo:other;\n")

            def built():
                return subprocess.check_output([tool], cwd=self.folder, text=True)  # pylint: disable=cell-var-from-loop

            built()
            self.assertIn(idle, built())
            for name, text in (("wit", "interface more {}\n"), ("wit/deps", "package demo:more;\n"),
                               ("wit/deps/other", "interface more {}\n")):
                with self.subTest(f"{tool}, {name}"):
                    time.sleep(0.02)  # file systems tell times that are some milliseconds apart
                    self.write(f"{name}/more.wit", text)
                    self.assertNotIn(idle, built())
                    self.assertIn(idle, built())
            for name in ("out", "wit"):
                shutil.rmtree(self.path(name))

    def test_a_host_header_is_named_by_its_world(self):
        self.write("text.wit", WIT)
        self.says(self.tenon("bind", "cpp", "--host", "--wit", "text.wit"), 0, "wrote pipe.tenon.hpp\n")
        self.says(self.tenon("bind", "c", "--host", "--wit", "text.wit"), 0, "wrote pipe.tenon.h\nwrote pipe.tenon.c\n")

    def test_a_hosts_oldest_version_is_one_that_the_wit_has(self):
        self.write("text.wit", WIT)

        def since(text):
            return self.tenon("bind", "cpp", "--host", "--wit", "text.wit", "--since", text)

        for text in ("1.0.0", "demo:text=1.0.0", "0.9.0,tenon:plugin=0.1.0"):
            self.assertEqual(since(text).code, 0)
        self.says(since("demo:txt=1.0.0"), 8, err="error[E0812]: `--since` names the package `demo:txt`, which the WIT hasn't got\n"
                                                  "help: it has `demo:text` and `tenon:plugin`\n")
        for text in ("9.9.9", "1.0.0,demo:text=9.9.9"):
            self.says(since(text), 8, err="error[E0812]: `--since` wants `demo:text` of 9.9.9, and the WIT has 1.0.0\n"
                                          "help: name the oldest version that you work with\n")
        for text, lacks in (("=1.0.0", "package"), ("demo:text", "version"), ("demo:text=", "version")):
            self.says(since(text), 2, err=f"error[E0900]: `--since` has no {lacks} in `{text}`\n"
                                          "help: write `--since 1.1.0` or `--since ns:pkg=1.1.0`\n")

    def test_generated_code_has_no_path_and_no_date(self):
        self.project("shout", "c")
        self.tenon("bind", "c", "--plugin", self.path("shout"))
        self.assertNotIn(self.folder, self.read("shout/build/shout.tenon.h"))

    def test_a_folder_in_place_of_a_file_cant_be_written(self):
        self.project("shout", "c")
        os.makedirs(self.path("shout/build/shout.tenon.c/x"))
        self.fails(self.tenon("bind", "c", "--plugin", "shout"), 1,
                   "error[E0901]: `shout/build/shout.tenon.c` can't be written: Is a directory")

    def test_what_others_wrote_is_not_overwritten(self):
        self.write("text.wit", WIT.replace("world pipe", "world main"))
        self.write("src/main.rs", "fn main() {}\n")
        error = ("error[E0904]: `src/main.rs` is there already, and tenon didn't make it\n"
                 "help: its name is that of a generated file: choose another, or move it away\n")
        host = ("bind", "rust", "--host", "--wit", "text.wit", "-o")
        self.says(self.tenon(*host, "src"), 8, err=error)
        self.says(self.tenon(*host, "src/main.rs"), 8, err=error)
        self.assertEqual(self.read("src/main.rs"), "fn main() {}\n")
        self.says(self.tenon(*host, "src/host.rs"), 0, "wrote src/host.rs\n")
        self.write("text.wit", WIT)
        self.says(self.tenon(*host, "src/host.rs"), 0, "wrote src/host.rs\n")

    def test_of_several_files_none_is_written_beside_what_others_wrote(self):
        self.project("shout", "c")
        self.write("shout/build/shout.entry.c", "// mine\n")
        self.fails(self.tenon("build", "shout"), 8, "error[E0904]: `shout/build/shout.entry.c` is there already")
        self.assertEqual(os.listdir(self.path("shout/build")), ["shout.entry.c"])
        self.write("shout/build/shout.entry.c", "")
        self.assertEqual(self.tenon("bind", "c", "--plugin", "shout").code, 0)

    def test_for_a_program_there_is_a_manifest_in_place_of_the_entry(self):
        self.project("shout", "c")
        self.says(self.tenon("bind", "c", "--plugin", "shout", "--static", "-o", "out"), 0,
                  "wrote out/shout.tenon.h\nwrote out/shout.tenon.c\nwrote out/shout.static.c\n"
                  "wrote out/static/shout.static.h\n")
        self.says(self.tenon("bind", "cpp", "--host", "--static", "--wit", "text.wit"), 2, "",
                  "error[E0900]: --static requires --plugin\nhelp: `tenon bind --help` says how it is used\n")

    def test_as_json_it_lists_the_files(self):
        self.project("shout", "c")
        document = self.json("bind", "c", "--plugin", "shout")
        self.assertEqual(document["written"], document["files"])
