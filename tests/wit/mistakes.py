#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the tool says about WIT with mistakes: each mistakes/NAME.wit gives mistakes/NAME.txt, and the same errors as JSON.

usage: mistakes.py TENON [--rewrite]
"""
import json
import pathlib
import subprocess
import sys

TENON = pathlib.Path(sys.argv[1]).resolve()
FOLDER = pathlib.Path(__file__).parent / "mistakes"


def tenon(*words):
    return subprocess.run([TENON, *words], cwd=FOLDER, capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL)


def places_in(text):
    """(code, line, column) of each error; notes have places of their own behind it."""
    found, code = [], None
    for line in text.splitlines():
        if line.startswith("error["):
            code = line[6:11]
        elif code and line.lstrip().startswith("--> "):
            _, row, column = line.rsplit(":", 2)
            found.append((code, int(row), int(column)))
            code = None
    return found


failed = 0
for wit in sorted(FOLDER.glob("*.wit")):
    said = tenon("parse", wit.name)
    golden = wit.with_suffix(".txt")
    if "--rewrite" in sys.argv:
        golden.write_text(said.stderr, encoding="utf-8")
    problems = []
    if (said.returncode, said.stdout) != (8, ""):
        problems.append(f"exit {said.returncode}, wants 8 and nothing on stdout: {said.stdout}")
    if said.stderr != golden.read_text(encoding="utf-8"):
        problems.append(f"says something else than {golden.name}:\n{said.stderr}")
    document = json.loads(tenon("parse", "--format", "json", wit.name).stdout)
    as_json = [(d["code"], d["line"], d["column"]) for d in document["diagnostics"]]
    if document["model"] is not None or as_json != places_in(said.stderr):
        problems.append(f"JSON has {as_json}, the text {places_in(said.stderr)}")
    failed += bool(problems)
    for problem in problems:
        print(f"{wit.name}: {problem}")
print(f"{len(list(FOLDER.glob('*.wit')))} files, {failed} differ")
sys.exit(failed > 0)
