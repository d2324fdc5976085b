#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes a random world, the host's probe for it, and its plugin in C, C++ and Rust.

usage: generate.py OUT SEED SIZE [wide]
"""
import os
import sys

import probe
import source_c
import source_cpp
import source_host
import source_rust
from world import World

TOML = """[library]
wit = "../trips.wit"
name = "trips"
lang = "{lang}"

[[plugin]]
name = "trips"
version = "1.0.0"
"""


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def write_world(out, seed, size, wide):
    """The WIT, and what it says in the test host's words."""
    world = World(seed, size, wide)
    write(f"{out}/trips.wit", world.wit())
    write(f"{out}/trips.txt", world.description())
    return world


def generate(out, seed, size, wide):
    world = write_world(out, seed, size, wide)
    write(f"{out}/probe.c", probe.source(world))
    write(f"{out}/host.cpp", source_host.source(world))
    for lang, name, text in (("c", "trips.c", source_c.source(world)), ("cpp", "trips.hpp", source_cpp.source(world)),
                             ("rust", "src/lib.rs", source_rust.source(world))):
        write(f"{out}/{lang}/tenon.toml", TOML.format(lang=lang) + ('header = "trips.hpp"\n' if lang == "cpp" else ""))
        write(f"{out}/{lang}/{name}", text)


if __name__ == "__main__":
    generate(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), "wide" in sys.argv[4:])
