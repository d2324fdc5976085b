#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs one page of the documentation as its reader would.

usage: run_page.py PAGE WORK_DIR

The page's code blocks are taken in their order, in an empty folder:

    ```cpp shout.hpp        a file name behind the language: the block becomes that file
    ```cpp shout.hpp +      `+`: the block is put behind what the file holds already
    ```sh                   the lines are run by `sh -e`, with `tenon` and its libraries on the paths
    ```text                 behind an `sh` block: what it printed; `...` stands for any text
    ```c fragment           neither run nor compiled; only for what can't stand alone
    ```console              shown, not run

A block of a compiled language that is none of these is an error: code in the docs is compiled.
"""
import os
import re
import shutil
import subprocess
import sys

COMPILED = {"c", "cpp", "rust", "toml", "wit", "cmake"}


def blocks(page):
    """Yields (line, language, words, text) for each fenced block."""
    fence, start, info, body = None, 0, "", []
    for number, line in enumerate(open(page, encoding="utf-8"), 1):
        mark = re.match(r"^(```+)(.*)$", line.rstrip("\n"))
        if mark and fence is None:
            fence, start, info, body = mark[1], number, mark[2].split(), []
        elif mark and mark[1] == fence and not mark[2]:
            yield start, (info or ["text"])[0], info[1:], "".join(body)
            fence = None
        elif fence is not None:
            body.append(line)
    if fence is not None:
        sys.exit(f"{page}:{start}: a code block without an end")


def run(where, script, folder):
    # What a page prints must not depend on the reader's terminal or user.
    environment = dict(os.environ, NO_COLOR="1", LC_ALL="C.UTF-8")
    done = subprocess.run(["sh", "-e", "-c", script], cwd=folder, env=environment, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout


def matches(expected, printed):
    parts = [re.escape(part) for part in expected.strip().split("...")]
    return re.fullmatch(".*".join(parts), printed.strip(), re.DOTALL) is not None


def write(folder, words, text):
    path = os.path.join(folder, words[0])
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "a" if words[1:] == ["+"] else "w", encoding="utf-8") as out:
        out.write(text)


def main(page, folder):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    count, printed = 0, None
    for line, language, words, text in blocks(page):
        where = f"{page}:{line}"
        if language == "sh":
            status, printed = run(where, text, folder)
            count += 1
            wants_failure = words == ["fails"]
            if (status != 0) != wants_failure:
                sys.exit(f"{where}: exit status {status}\n{printed}")
        elif language == "text" and printed is not None:
            count += 1
            if not matches(text, printed):
                sys.exit(f"{where}: expected\n{text}\nprinted\n{printed}")
            printed = None
        elif words and words[0] != "fragment":
            write(folder, words, text)
            count += 1
        elif language in COMPILED and words != ["fragment"]:
            sys.exit(f"{where}: this block is neither a file nor a fragment")
    print(f"{page}: {count} blocks")


main(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]))
