# SPDX-License-Identifier: MIT
import re
import subprocess

from tool import TENON, Case


class Usage(Case):
    def test_version_names_tool_and_contract(self):
        self.assertRegex(self.tenon("--version").out, r"^tenon \d+\.\d+\.\d+ \(contract \d+\.\d+\)\n$")

    def test_help_lists_every_command_but_the_hidden_one(self):
        out = self.tenon("--help").out
        for command in ("new", "build", "bind", "parse", "inspect", "diff", "sdk", "list", "check"):
            self.assertRegex(out, rf"(?m)^  {command} ")
        self.assertIsNone(re.search(r"\btrial\b", out))

    def test_no_command_is_a_usage_error(self):
        self.fails(self.tenon(), 2, "error[E0900]", "`tenon --help` says how it is used")

    def test_a_mistyped_command_gets_the_nearest(self):
        self.says(self.tenon("inspct"), 2,
                  err="error[E0900]: there is no command `inspct`\nhelp: did you mean `tenon inspect`?\n")

    def test_an_unknown_option_is_a_usage_error(self):
        self.fails(self.tenon("parse", "x.wit", "--frob"), 2, "--frob", "`tenon parse --help`")

    def test_an_unknown_format_is_a_usage_error(self):
        self.fails(self.tenon("parse", "x.wit", "--format", "xml"), 2, "error[E0900]", "xml")

    def test_bind_wants_one_side(self):
        self.fails(self.tenon("bind", "c"), 2, "give `--plugin` or `--host`")

    def test_a_host_needs_wit(self):
        self.fails(self.tenon("bind", "cpp", "--host"), 2, "`--host` needs `--wit PATH`")

    def test_output_that_cant_be_written_is_an_error(self):
        self.write("a.wit", "package a:b;\n")
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([TENON, "parse", self.path("a.wit")], stdout=full, stderr=subprocess.PIPE, text=True,
                                  check=False)
        self.assertEqual((done.returncode, done.stderr), (1, "error[E0901]: the output can't be written: No space left on device\n"))

    def test_help_that_cant_be_written_is_an_error(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            for words in (["--help"], ["--version"], ["check", "--help"]):
                done = subprocess.run([TENON, *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
                self.assertEqual((done.returncode, done.stderr),
                                 (1, "error[E0901]: the output can't be written: No space left on device\n"), words)

    def test_errors_that_cant_be_written_leave_the_exit_code(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            for words, code in ((["parse", self.path("absent.wit")], 1), (["list", self.folder], 0), (["frob"], 2)):
                done = subprocess.run([TENON, *words], stdout=subprocess.PIPE, stderr=full, text=True, check=False)
                self.assertEqual((done.returncode, done.stdout), (code, ""), words)
            done = subprocess.run([TENON, "parse", self.path("absent.wit"), "--format", "json"], stdout=full, stderr=full,
                                  check=False)
            self.assertEqual(done.returncode, 1)
