#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every error code in the sources has one section in docs/errors.md with an input that fails as the section shows.

usage: errors.py SOURCE_DIR WORK_DIR [--rewrite]     with TENON and TENON_LIBRARY in the environment

A section runs in a folder of its own that holds `text.wit`, the C project `shout` made from it, and its `libshout.so`:

    ```wit [FILE]       becomes `demo.wit`, or FILE; likewise toml, c, python (`host.py`)
    ```console          lines that begin with `$ ` are run by sh; below each stands what it prints. `...` stands for any text
                        in a line, a line of it alone for any lines

One of the errors must have the section's code. `*No input:*` in a section says why there is none; NO_INPUT lists those codes.
On the path are `tenon` and `poke` (below); the folder is shown as /home/me. `--rewrite` puts what was printed into the page.
"""
import concurrent.futures
import hashlib
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys

NO_INPUT = {
    "T0014",  # a gigabyte of text
    "E0102",  # an allocation has to fail
    "E0103",  # a mistake of our own, by definition unknown
    "E0113",  # the system has to refuse a thread
    "E1008",  # takes a writer that doesn't end, and `patience_ms`
    "E1010",  # two threads have to meet
}
WIT = """package demo:text@1.0.0;

interface filter {
  apply: func(text: string) -> result<string, string>;
  count: func() -> u64;
}

world pipe {
  export filter;
}
"""
NAMES = {"wit": "demo.wit", "toml": "tenon.toml", "c": "demo.c", "python": "host.py"}
ME = "/home/me"


def poke(arguments):
    """poke [--digest] FILE PLACE=BYTES...: changes a library. PLACE is a byte's number, or note+N in the note; BYTES are hex
    digits. `OLD->NEW` replaces a text by one as long. --digest makes the note's digest right again."""
    digest = "--digest" in arguments
    name, *changes = [a for a in arguments if a != "--digest"]
    data = bytearray(pathlib.Path(name).read_bytes())
    note = data.index(b"\x01\0\0\0tenon\0\0\0") + 12
    size = struct.unpack_from("<I", data, note - 16)[0]
    for change in changes:
        if "->" in change:
            old, new = (part.encode() for part in change.split("->"))
            if len(old) != len(new) or old not in data:
                sys.exit(f"poke: can't do {change}")
            data = data.replace(old, new)
            continue
        place, value = change.split("=")
        at = note + int(place[5:]) if place.startswith("note+") else int(place)
        data[at:at + len(value) // 2] = bytes.fromhex(value)
    if digest:
        data[note + 56:note + 72] = hashlib.sha256(data[note + 72:note + size]).digest()[:16]
    pathlib.Path(name).write_bytes(data)


def sections_of(page):
    """(code, text) of each section."""
    parts = re.split(r"(?m)^### ([TE]\d{4})$", page)
    return [(code, re.split(r"(?m)^## ", text)[0]) for code, text in zip(parts[1::2], parts[2::2])]


def blocks_of(text):
    return re.findall(r"(?ms)^```(\w+)(?: (\S+))?\n(.*?)^```$", text)


def commands_of(console):
    """(command, what it prints) of each."""
    parts = re.split(r"(?m)^\$ (.*)\n", console)
    return list(zip(parts[1::2], parts[2::2]))


def is_as_shown(shown, printed):
    pattern = "".join(r"(?:.*\n)*" if line == "..." else ".*".join(map(re.escape, line.split("..."))) + r"\n"
                      for line in shown.splitlines())
    return re.fullmatch(pattern, printed) is not None


class Runner:
    def __init__(self, work):
        self.work = pathlib.Path(work).resolve()
        shutil.rmtree(self.work, ignore_errors=True)
        (self.work / "bin").mkdir(parents=True)
        (self.work / "bin/tenon").symlink_to(os.environ["TENON"])
        script = self.work / "bin/poke"
        script.write_text(f"#!/bin/sh\nexec {sys.executable} {os.path.abspath(__file__)} poke \"$@\"\n", encoding="utf-8")
        script.chmod(0o755)
        self.environment = {**os.environ, "PATH": f"{self.work / 'bin'}:{os.environ['PATH']}", "NO_COLOR": "1",
                            "LC_ALL": "C.UTF-8", "PYTHONPATH": os.path.dirname(os.path.abspath(__file__)),
                            "PYTHONDONTWRITEBYTECODE": "1"}
        for name in ("CC", "CXX", "CFLAGS", "CXXFLAGS", "LDFLAGS"):
            self.environment.pop(name, None)
        start = self.work / "start"
        start.mkdir()
        (start / "text.wit").write_text(WIT, encoding="utf-8")
        self.run("tenon new shout --lang c --wit text.wit && tenon build shout && cp shout/build/libshout.so .", start)

    def run(self, command, folder):
        done = subprocess.run(["sh", "-c", command], cwd=folder, env=self.environment, stdin=subprocess.DEVNULL, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        text = done.stdout.decode("utf-8", "replace").replace(str(folder), ME)
        return text if text.endswith("\n") or not text else text + "\n"

    def section(self, code, text):
        """(problems, the text with what was printed)"""
        if "*No input:*" in text or code in NO_INPUT:
            listed = ("*No input:*" in text) == (code in NO_INPUT)
            return ([] if listed else [f"{code}: `*No input:*` stands in the section, or the code in NO_INPUT, but not both"], text)
        folder = self.work / code
        shutil.copytree(self.work / "start", folder, symlinks=True)
        problems, seen, new_text = [], False, text
        for language, name, body in blocks_of(text):
            if language in NAMES:
                path = folder / (name or NAMES[language])
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(body, encoding="utf-8")
            if language != "console":
                continue
            new_body = ""
            for command, shown in commands_of(body):
                printed = self.run(command, folder)
                seen = seen or f"[{code}]" in printed
                good = is_as_shown(shown, printed)
                new_body += f"$ {command}\n" + (shown if good else printed)
                if not good:
                    problems.append(f"{code}: `{command}` prints something else:\n{printed}")
            new_text = new_text.replace(f"```console\n{body}```", f"```console\n{new_body}```")
        if not seen:
            problems.append(f"{code}: the section has no input that gives [{code}]")
        return problems, new_text


def codes_in(sources):
    return {code for path in sources for code in re.findall(r'"([TE]\d{4})"', path.read_text(encoding="utf-8"))}


def main(root, work, rewrite):
    sources = [path for folder in ("src", "include") for path in (root / folder).rglob("*")
               if path.suffix in {".cpp", ".hpp", ".h", ".rs"} and not path.stem.endswith("_test")]
    used = codes_in(sources)
    page_path = root / "docs/errors.md"
    page = page_path.read_text(encoding="utf-8")
    sections = sections_of(page)
    codes = [code for code, _ in sections]
    problems = [f"{code} has no section in docs/errors.md; tests/docs/errors.py says what one has" for code in sorted(used - set(codes))]
    problems += [f"{code} has a section and is never given" for code in sorted(set(codes) - used)]
    problems += [f"{code} has several sections" for code in sorted({c for c in codes if codes.count(c) > 1})]
    problems += [f"{b} comes behind {a}" for a, b in zip(codes, codes[1:]) if b[0] == a[0] and b < a]
    runner = Runner(work)
    with concurrent.futures.ThreadPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
        for (_, text), (found, new_text) in zip(sections, pool.map(lambda s: runner.section(*s), sections)):
            problems += found
            page = page.replace(text, new_text)
    if rewrite:
        page_path.write_text(page, encoding="utf-8")
    print("\n".join(problems) or f"{len(sections)} codes, each with its section and its input")
    return bool(problems) or not used


if __name__ == "__main__":
    if sys.argv[1] == "poke":
        poke(sys.argv[2:])
    else:
        sys.exit(main(pathlib.Path(sys.argv[1]), sys.argv[2], "--rewrite" in sys.argv))
