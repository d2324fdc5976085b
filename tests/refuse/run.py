#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Plugins that were built against another interface than the host's: each is refused, and the refusal says what differs.

usage: run.py TENON WORK_DIR [LANGUAGE...]

A case is an edit of the host's WIT. The plugin is made and built from the edited text by the tool alone, then checked against the
unedited one. What the check must say is given piece by piece.
"""
import os
import shutil
import subprocess
import sys

WIT = """package demo:notes@1.0.0;

interface types {
  enum level { low, high }
  record note { id: u32, title: string, level: level }
  resource sink { put: func(note: note); }
}

interface book {
  use types.{note, sink};
  add: func(note: note) -> result<u32, string>;
  drain: func(sink: borrow<sink>) -> u32;
  size: func() -> u64;
}

world notebook {
  import types;
  export book;
}
"""

# name: (what stands in the host's WIT, what the plugin was built with, what the refusal must contain)
CASES = {
    "a result's type changed": ("size: func() -> u64", "size: func() -> u32",
                                ["`size`", "size: func() -> u64", "size: func() -> u32"]),
    "a parameter's type changed": ("record note { id: u32, title: string", "record note { id: u32, title: list<u8>",
                                   ["`title`", "string", "list<u8>"]),
    "a parameter added": ("size: func()", "size: func(deep: bool)", ["`size`", "size: func(deep: bool) -> u64"]),
    "a parameter dropped": ("drain: func(sink: borrow<sink>)", "drain: func()", ["`drain`", "drain: func() -> u32"]),
    "a field inserted in front": ("{ id: u32,", "{ key: u8, id: u32,", ["`key`"]),
    "a field dropped": ("id: u32, title", "title", ["`id`"]),
    "fields swapped": ("id: u32, title: string", "title: string, id: u32", ["`id`", "`title`"]),
    "a field renamed": ("title: string", "heading: string", ["`title`", "`heading`"]),
    "an enum case inserted": ("{ low, high }", "{ low, medium, high }", ["`medium`"]),
    "own for borrow": ("drain: func(sink: borrow<sink>)", "drain: func(sink: sink)", ["`drain`", "borrow<", "own<"]),
    "a function missing": ("  size: func() -> u64;\n", "", ["`size`"]),
    "a function renamed": ("size: func", "length: func", ["`size`"]),
    "a method's signature changed": ("put: func(note: note)", "put: func(note: note, twice: bool)", ["`sink", "put"]),
    "an error's type changed": ("result<u32, string>", "result<u32, u32>", ["`add`", "result<u32, u32>"]),
    "an import that the host hasn't got": ("  import types;", "  import types;\n  import tenon:plugin/log@0.1.0;",
                                           ["tenon:plugin/log@0.1"]),
    "another world": ("  export book;", "  export other: interface { size: func() -> u64; }",
                      ["demo:notes/book@1"]),
    "another track": ("demo:notes@1.0.0", "demo:notes@2.0.0", ["demo:notes/book@1", "demo:notes/book@2"]),
}

# name: edits after which the plugin must still be taken
HARMLESS = {
    "the same text": ("", ""),
    "functions in another order": ("  size: func() -> u64;\n}", "}"),
    "a parameter renamed": ("add: func(note: note)", "add: func(entry: note)"),
    "a type renamed": ("level { low", "grade { low"),
    "the world renamed": ("world notebook", "world pad"),
    "docs": ("interface book", "/// All notes.\ninterface book"),
    "a patch version": ("@1.0.0", "@1.0.3"),
}


def edited(name, old, new):
    assert old in WIT, f"{name}: the edit matches nothing"
    text = WIT.replace(old, new, 1)
    if name == "functions in another order":
        text = text.replace("  add: func", "  size: func() -> u64;\n  add: func", 1)
    if name == "a type renamed":
        text = text.replace("level: level", "level: grade", 1)
    return text


class Suite:
    def __init__(self, tenon, work):
        self.tenon, self.work, self.failed, self.count = tenon, work, 0, 0
        shutil.rmtree(work, ignore_errors=True)
        os.makedirs(work)
        self.host = self.write("host.wit", WIT)

    def write(self, name, text):
        path = os.path.join(self.work, name)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        return path

    def run(self, *arguments):
        return subprocess.run([self.tenon, *arguments], cwd=self.work, text=True, capture_output=True,
                              env=dict(os.environ, NO_COLOR="1"))

    def built(self, name, text, language):
        project = f"{''.join(c if c.isalnum() else '-' for c in name)}-{language}".strip("-")
        wit = self.write(f"{project}.wit", text)
        for step in (["new", project, "--lang", language, "--wit", wit], ["build", project]):
            done = self.run(*step)
            if done.returncode:
                raise SystemExit(f"{name}: tenon {' '.join(step)} failed\n{done.stdout}{done.stderr}")
        return project

    def check(self, name, language, text, status, wanted):
        self.count += 1
        done = self.run("check", self.built(name, text, language), "--wit", self.host)
        said = done.stdout + done.stderr
        missing = [piece for piece in wanted if piece not in said]
        if done.returncode == status and not missing:
            return
        self.failed += 1
        print(f"FAILED {language}: {name}: exit {done.returncode}, wants {status}; not said: {missing}\n{said}")


def main(tenon, work, languages):
    suite = Suite(os.path.abspath(tenon), os.path.abspath(work))
    for language in languages:
        for name, (old, new, wanted) in CASES.items():
            suite.check(name, language, edited(name, old, new), 8, wanted)
        for name, (old, new) in HARMLESS.items():
            suite.check(name, language, edited(name, old, new), 0, [])
    print(f"{suite.count - suite.failed} passed, {suite.failed} failed")
    sys.exit(suite.failed > 0)


main(sys.argv[1], sys.argv[2], sys.argv[3:] or ["c"])
