# SPDX-License-Identifier: MIT
"""The words of the tool's tests: a folder of one's own, files in it, and the tool run there."""
import json
import os
import shutil
import subprocess
import tempfile
import unittest
from collections import namedtuple

TENON = os.environ["TENON"]
CI = os.environ.get("CI") == "true"
Ran = namedtuple("Ran", "code out err")

WIT = """package demo:text@1.0.0;

interface filter {
  apply: func(text: string) -> result<string, string>;
  count: func() -> u64;
}

world pipe {
  import tenon:plugin/log@0.1.0;
  export filter;
}
"""

TWO_WORLDS = """package demo:two@1.0.0;

world first {
  export run: func();
}

world second {
  export run: func();
}
"""


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        # The folder's name is the library's where nobody names it.
        made = tempfile.mkdtemp(prefix="tenon-test-")
        self.addCleanup(shutil.rmtree, made, ignore_errors=True)
        self.folder = os.path.join(made, "here")
        os.mkdir(self.folder)

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def tenon(self, *words, **environment):
        done = subprocess.run([TENON, *words], cwd=self.folder, capture_output=True, text=True, timeout=300,
                              check=False, stdin=subprocess.DEVNULL, env={**os.environ, **environment})
        return Ran(done.returncode, done.stdout, done.stderr)

    def json(self, *words, code=0):
        ran = self.tenon(*words, "--format", "json")
        self.assertEqual((ran.code, ran.err), (code, ""), ran.out)
        document = json.loads(ran.out)
        for error in document["diagnostics"]:
            self.is_error(error)
        return document

    def is_error(self, error, nested=False):
        """All keys of docs/cli.md, no others."""
        self.assertEqual(list(error), ["severity", "code", "message", "file", "line", "column", "end", "label", "notes",
                                       "help", "causes"])
        self.assertRegex(error["code"], r"^[TE]0\d{3}$")
        for note in error["notes"]:
            self.assertEqual(list(note), ["message", "file", "line", "column", "end"])
        for cause in error["causes"]:
            self.assertFalse(nested)
            self.is_error(cause, nested=True)

    def says(self, ran, code, out="", err=""):
        self.assertEqual(ran, Ran(code, out, err))

    def fails(self, ran, code, *parts):
        self.assertEqual(ran.code, code, ran)
        for part in parts:
            self.assertIn(part, ran.err)

    def project(self, name="shout", lang="c", wit=WIT):
        """A new project in `name`, made by the tool."""
        self.write("text.wit", wit)
        ran = self.tenon("new", name, "--lang", lang, "--wit", "text.wit")
        self.assertEqual(ran.code, 0, ran)

    def needs(self, program):
        if shutil.which(program) is None:
            if CI:
                self.fail(f"{program} is missing")
            self.skipTest(f"{program} is missing")
