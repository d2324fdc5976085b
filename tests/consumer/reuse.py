#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A compiler launcher: takes an object of another build instead of compiling it, where command and source are the same.

usage: reuse.py BUILD HERE COMPILER ARGUMENT...     HERE: the folder that stands for BUILD in this build
"""
import json
import os
import shlex
import shutil
import sys


def parse(command, top):
    """What is compiled, to which object, and with which other words; `top`, the build's folder, is left out of them."""
    words, source, target, others = iter(command), None, None, []
    for word in words:
        if word in ("-o", "-c", "-MF", "-MT"):
            value = next(words)
            source, target = (value if word == "-c" else source), (value if word == "-o" else target)
        elif word != "-MD":
            others.append(word.replace(top, ""))
    return source, target, others


def text(path, top):
    with open(path, encoding="utf-8") as file:
        return file.read().replace(top, "")


def ready(build, here, command):
    """The object of the other build, or None."""
    source, target, words = parse(command, here)
    target = os.path.relpath(os.path.abspath(target), here)
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        entries = [shlex.split(entry["command"]) for entry in json.load(file) if f"-o {target} " in entry["command"]]
    for entry in entries:
        other = parse(entry, build)
        if other[2][-len(words):] == words and text(other[0], build) == text(source, here):
            return os.path.join(build, target)
    return None


def main(build, here, *command):
    found = ready(build, here, command)
    if not found:
        os.execvp(command[0], command)
    shutil.copyfile(found, parse(command, here)[1])


main(*sys.argv[1:])
