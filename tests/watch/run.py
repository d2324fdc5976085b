#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Files that are rebuilt in many ways while somebody watches: each complete content is taken once, and nothing else ever.

usage: run.py PROGRAM TENON WORK_DIR ROUNDS [--more] [WRITER...]

PROGRAM watches the files it is given and says what it took, as consumer.cpp does. All writers write at the same time, each its own
file, and each waits until its content was taken before it goes on. Every fourth round the same content is written once more, which
must not be taken again. `--controls` then leaves one protection out at a time; each must be seen to fail.
"""
import os
import queue
import subprocess
import sys
import threading

import writers

PATIENCE = 30  # seconds for one content to be taken, on a busy machine
SILENCE = 0.5  # seconds in which nothing more may be taken at the end


class Wrong(Exception):
    pass


class Program:
    """What watches, and what it took of each file."""

    def __init__(self, command, paths):
        self.process = subprocess.Popen([*command, *paths], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.taken = {path: queue.Queue() for path in paths}
        self.told = []
        self.ready = threading.Event()
        self.reader = threading.Thread(target=self.read)
        self.reader.start()
        self.ready.wait(PATIENCE)

    def read(self):
        for line in self.process.stdout:
            words = line.split()
            if words == ["ready"]:
                self.ready.set()
            elif words[0] == "took":
                self.taken[words[1]].put(words[2])
            self.told.append(line)

    def close(self):
        self.process.stdin.close()
        self.reader.join()
        if self.process.wait() != 0:
            raise Wrong(f"the program ended with {self.process.returncode}:\n" + "".join(self.told[-20:]))


class Turn:
    """One writer's rounds."""

    def __init__(self, writer, program, patience=PATIENCE):
        self.writer, self.taken, self.patience = writer, program.taken[writer.path], patience
        self.name = type(writer).__name__.lower()

    def round(self, number):
        expected = self.writer.make(number)
        try:
            got = self.taken.get(timeout=self.patience)
        except queue.Empty:
            raise Wrong(f"{self.name}: content {number} was missed") from None
        if got != expected:
            raise Wrong(f"{self.name}: a content was taken that isn't number {number}: a part of it, or an earlier one again")

    def rounds(self, first, last):
        for number in range(first, last + 1):
            self.round(number)
            if number % 4 == 0:
                self.writer.make(number)

    def end(self):
        try:
            self.taken.get(timeout=SILENCE)
        except queue.Empty:
            return
        raise Wrong(f"{self.name}: more was taken than was written")


def all_at_once(jobs):
    """Runs them in threads; the first thing that went wrong, or None."""
    wrong = []

    def guarded(job):
        try:
            job()
        except Exception as error:  # also a compiler that fails
            wrong.append(error)

    threads = [threading.Thread(target=guarded, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong[0] if wrong else None


def attempt(command, made, rounds, patience=PATIENCE):
    """None, or what went wrong."""
    program = Program(command, [writer.path for writer in made])
    turns = [Turn(writer, program, patience) for writer in made]
    try:
        return (all_at_once([lambda turn=turn: turn.rounds(1, rounds) for turn in turns])
                or all_at_once([turn.end for turn in turns]))
    finally:
        program.close()


# What is left out, and a writer that it harms.
CONTROLS = [("--hasty", writers.Bfd), ("--hasty", writers.Mmap), ("--no-writers", writers.Mmap), ("--no-verify", writers.Append),
            ("--no-compare", writers.Cp), ("--only-writes", writers.Cargo), ("--only-writes", writers.Mv)]


# Without compilers: what is seen of a file is the same.
POLLED = [writers.Cp, writers.Mv, writers.Install, writers.Ln, writers.Target, writers.Append, writers.Mmap]


def rebuild(command, chosen, kit, rounds):
    wrong = attempt(command, [writer(kit) for writer in chosen], rounds)
    names = ", ".join(writer.__name__.lower() for writer in chosen)
    print(f"{' '.join(command[1:])} {rounds} rounds of {names}: {wrong or 'each taken once'}".strip())
    return wrong is None


def check_controls(program, kit):
    blind = []
    for control, writer in CONTROLS:
        if not writers.is_here(writer):
            continue
        wrong = attempt([program, control], [writer(kit)], 20, patience=2)
        print(f"{control}, {writer.__name__.lower()}: {wrong}")
        if not isinstance(wrong, Wrong):
            blind.append(f"{control} with {writer.__name__.lower()}")
    return blind


def main(program, tenon, work, rounds, *names):
    os.makedirs(work, exist_ok=True)
    kit = writers.Kit(tenon, os.path.join(os.path.dirname(os.path.abspath(__file__)), "number.wit"), work)
    named = {name for name in names if name != "--more"}
    chosen = [w for w in writers.ALL if writers.is_here(w) and (not named or w.__name__.lower() in named)]
    failed = not rebuild([program], chosen, kit, int(rounds))
    if "--more" in names:
        failed |= not rebuild([program, "--poll"], POLLED, kit, int(rounds))
        blind = check_controls(program, kit)
        if blind:
            print(f"nothing was noticed: {', '.join(blind)}")
        failed |= bool(blind)
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
