#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every error code in the sources has exactly one section in docs/errors.md, in order, and none has one for nothing.

usage: errors.py SOURCE_DIR
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
sources = [path for folder in ("src", "include") for path in (root / folder).rglob("*")
           if path.suffix in {".cpp", ".hpp", ".h", ".rs"} and not path.stem.endswith("_test")]
used = {code for path in sources for code in re.findall(r'"([TE]0\d{3})"', path.read_text(encoding="utf-8"))}
sections = re.findall(r"^### ([TE]0\d{3})$", (root / "docs/errors.md").read_text(encoding="utf-8"), re.MULTILINE)

problems = [f"{code} has no section" for code in sorted(used - set(sections))]
problems += [f"{code} has a section and is never given" for code in sorted(set(sections) - used)]
problems += [f"{code} has several sections" for code in sorted({c for c in sections if sections.count(c) > 1})]
problems += [f"{b} comes behind {a}" for a, b in zip(sections, sections[1:]) if b[0] == a[0] and b < a]
print("\n".join(problems) or f"{len(sections)} codes, each with its section")
sys.exit(bool(problems) or not used)
