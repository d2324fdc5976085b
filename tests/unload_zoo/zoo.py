#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A row of the table in docs/unload.md happens as it stands there.

usage: zoo.py PAGE ROW LIBRARY STORY HOST TENON WIT
       zoo.py PAGE --rows ROW...     these are all rows

The table's columns: the row's name with what the plugin does, what comes of it, what `tenon inspect` says beforehand, what
to do. What comes of it are the host's lines, with `<br>` between; `...` stands for any text; a remark at the
end of a line, `*(so)*`, is for people. The host ends with exit code 0. In the column of `tenon inspect` stands the beginning of what
it says about unloading, or `nothing`.
"""
import json
import re
import subprocess
import sys


def table(page):
    """name → (outcome, inspect)"""
    with open(page, encoding="utf-8") as file:
        lines = [line.strip().strip("|").split(" | ") for line in file if line.startswith("| **")]
    return {re.match(r"\*\*(\w+)\*\*", cells[0].strip()).group(1): (cells[1].strip(), cells[2].strip()) for cells in lines}


def fits(shown, printed):
    pattern = r"\n".join(".*".join(map(re.escape, line.split("..."))) for line in shown) + r"\n"
    return re.fullmatch(pattern, printed) is not None


def said_beforehand(tenon, library):
    out = subprocess.check_output([tenon, "inspect", library, "--format", "json"])
    return json.loads(out)["unload_risks"] or ["nothing"]


def happened(story, library, host, tenon, wit):
    """What was printed, and the exit code."""
    command = [tenon, "check", "--load", library, "--wit", wit] if story == "check" else [host, library, story]
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                         timeout=50)
    text = ran.stdout.decode()
    if story == "check":
        text = "refused: " + re.search(r"error\[(E\d+)\]: (.*)", text).expand(r"\1 \2") + "\n"
    return text, ran.returncode


def main(page, name, library, story, host, tenon, wit):
    outcome, beforehand = table(page)[name]
    shown = [line.strip() for line in re.sub(r" \*\([^()]*\)\*(?=<br>|$)", "", outcome).split("<br>")]
    printed, code = happened(story, library, host, tenon, wit)
    problems = []
    if not fits(shown, printed):
        problems.append(f"{name}: the page has\n" + "\n".join(shown) + f"\nand this came of it\n{printed}")
    if code != (8 if story == "check" else 0):
        problems.append(f"{name}: exit code {code}")
    said = said_beforehand(tenon, library)
    wanted = [line.strip() for line in beforehand.split("<br>")]
    if len(said) != len(wanted) or not all(s.startswith(w.removesuffix("...")) for s, w in zip(said, wanted)):
        problems.append(f"{name}: `tenon inspect` says\n" + "\n".join(said))
    sys.exit("\n".join(problems) or None)


if __name__ == "__main__":
    if sys.argv[2] == "--rows":
        known = set(table(sys.argv[1]))
        sys.exit(f"not on both sides: {known ^ set(sys.argv[3:])}" if known ^ set(sys.argv[3:]) else None)
    main(*sys.argv[1:])
