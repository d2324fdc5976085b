#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""README.md shows the examples' own files, and they keep to their budgets of lines.

usage: readme.py SOURCE_DIR [--rewrite]

A block behind `<!-- from: PATH -->` is that file; `<!-- budgets -->` is followed by the table of lines.
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
readme = root / "README.md"

# file: lines at most, not counting blank lines, braces alone, includes and comments alone
BUDGETS = {
    "examples/shout/shout-cpp/shout_cpp.hpp": 12,
    "examples/shout/shout-rust/src/lib.rs": 12,
    "examples/shout/shout-c/shout.c": 25,
    "examples/shout/host/main.cpp": 12,
    "examples/shout/host-rust/src/main.rs": 12,
    "examples/shout/shout-cpp/tenon.toml": 6,
    "examples/shout/shout-rust/tenon.toml": 6,
    "examples/shout/shout-c/tenon.toml": 6,
    "examples/shout/shout-rust/Cargo.toml": 8,
}
NOT_COUNTED = re.compile(r"^\s*([{}();,]*|#\s*(include|pragma).*|//.*|mod bindings;|use .*;)\s*$")
LANGUAGES = {".hpp": "cpp", ".cpp": "cpp", ".rs": "rust", ".c": "c", ".toml": "toml", ".wit": "wit"}


def lines_of(path):
    return sum(not NOT_COUNTED.match(line) for line in (root / path).read_text(encoding="utf-8").splitlines())


def table():
    rows = ["| file | lines | at most |", "|---|---|---|"]
    rows += [f"| [`{path}`]({path}) | {lines_of(path)} | {most} |" for path, most in BUDGETS.items()]
    return "\n".join(rows)


def as_it_should_be(text):
    def shown(match):
        path = match[1]
        body = (root / path).read_text(encoding="utf-8")
        return f"<!-- from: {path} -->\n```{LANGUAGES[pathlib.Path(path).suffix]} fragment\n{body}```\n"

    text = re.sub(r"<!-- from: (\S+) -->\n```.*?\n```\n", shown, text, flags=re.DOTALL)
    return re.sub(r"<!-- budgets -->\n(\|.*\n)*", lambda _: f"<!-- budgets -->\n{table()}\n", text)


text = readme.read_text(encoding="utf-8")
wanted = as_it_should_be(text)
over = [f"{path}: {lines_of(path)} lines, {most} at most" for path, most in BUDGETS.items() if lines_of(path) > most]
if "--rewrite" in sys.argv:
    readme.write_text(wanted, encoding="utf-8")
elif text != wanted:
    over.append("README.md shows other text than the files: tests/docs/readme.py . --rewrite")
print("\n".join(over) or "README.md is as its files are")
sys.exit(bool(over))
