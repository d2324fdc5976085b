#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whether what COVERAGE.md names is there: files as files, names as words of the programs and the WIT here."""
import glob
import os
import re
import sys

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.join(here, "..", "..")
files = glob.glob(os.path.join(here, "**", "*.*"), recursive=True)
text = "\n".join(open(path, encoding="utf-8").read() for path in files if path.endswith((".cpp", ".hpp", ".wit", ".txt")))
with open(os.path.join(here, "COVERAGE.md"), encoding="utf-8") as page:
    names = re.findall(r"`([^`]+)`", page.read().split("| feature |")[1])
absent = [name for name in names
          if "…" not in name and not (os.path.exists(os.path.join(root, name)) or os.path.exists(os.path.join(here, name)) or name in text)]
print(f"{len(names)} names, absent: {absent}")
sys.exit(bool(absent) or len(names) < 20)
