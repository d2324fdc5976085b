#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What one of the forum's programs prints is what its page shows, `...` standing for any text.

usage: pages.py EXAMPLES NAME BUILD
"""
import pathlib
import re
import subprocess
import sys

examples, name, build = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
page = (examples / name / "README.md").read_text(encoding="utf-8")
shown = re.search(r"^```text\n(.*?)^```$", page, re.S | re.M).group(1)
ran = subprocess.run([examples / "run", name, build], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                     check=False)
pattern = ".*".join(re.escape(part) for part in shown.split("..."))
if ran.returncode != 0 or not re.fullmatch(pattern, ran.stdout, re.S):
    sys.exit(f"the page shows\n{shown}\nand it printed\n{ran.stdout}{ran.stderr}exit code {ran.returncode}")
