#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The recorded contract is that of the sources.

usage: compare.py PROGRAM WIT RECORD [--update]
"""
import difflib
import pathlib
import subprocess
import sys

program, wit, record = sys.argv[1:4]
now = subprocess.run([program, wit], stdout=subprocess.PIPE, text=True, check=True).stdout
if "--update" in sys.argv:
    pathlib.Path(record).write_text(now)
then = pathlib.Path(record).read_text()
if now != then:
    sys.stdout.writelines(difflib.unified_diff(then.splitlines(True), now.splitlines(True), "recorded", "now", n=2))
    sys.exit("The binary contract has changed. If that is meant: raise the revision in include/tenon/abi/version.h, say it in "
             f"CHANGELOG.md, and record it:\n  python3 {' '.join(sys.argv[:4])} --update")
