#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Files that are rebuilt in many ways while somebody watches: each complete content is taken once, and nothing else ever.

usage: run.py HOST CONSUMER TENON WORK_DIR ROUNDS [--more] [WRITER...]

HOST (host.cpp) has plugins reloaded while it calls them, and says which bytes it runs. All writers write at the same time, each its
own file, and each waits until its content was taken before it goes on. Every fourth round the same content is written once more,
which must not be taken again. With `--more` the consumer (consumer.cpp) follows, which only watches: it polls, and then leaves out one
protection at a time, which must be seen to fail.
"""
import os
import queue
import subprocess
import sys
import threading

import writers

PATIENCE = 120  # seconds for one content to be taken, on a busy machine
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
        if not self.ready.wait(PATIENCE):
            self.process.kill()
            raise Wrong("the program doesn't get ready")

    def read(self):
        for line in self.process.stdout:
            words = line.split()
            if words == ["ready"]:
                self.ready.set()
            elif words[0] == "took":
                self.taken[words[1]].put(words[2])
            self.told.append(line)

    def close(self):
        """None, or what went wrong."""
        self.process.stdin.close()
        self.reader.join()
        if self.process.wait() != 0:
            return Wrong(f"the program ended with {self.process.returncode}:\n" + "".join(self.told[-20:]))
        return None

    def kept(self, path):
        """Why an old build of this file stays mapped, or None."""
        return next((line for line in self.told if line.startswith(f"kept {path} ")), None)


class Turn:
    """One writer's rounds."""

    def __init__(self, writer, program, patience=PATIENCE):
        self.program, self.writer, self.taken, self.patience = program, writer, program.taken[writer.path], patience
        self.name = type(writer).__name__.lower()

    def round(self, number):
        expected = self.writer.make(number)
        got = self.next(self.patience)
        while got != expected and got in self.writer.passing:
            got = self.next(self.patience)
        if got is None:
            raise Wrong(f"{self.name}: content {number} was missed")
        if got != expected:
            raise Wrong(f"{self.name}: a content was taken that isn't number {number}: a part of it, or an earlier one again")

    def next(self, seconds):
        try:
            return self.taken.get(timeout=seconds)
        except queue.Empty:
            return None

    def rounds(self, first, last):
        for number in range(first, last + 1):
            self.round(number)
            if number % 4 == 0:
                self.writer.make(number)

    def end(self):
        while got := self.next(SILENCE):
            if got not in self.writer.passing:
                raise Wrong(f"{self.name}: more was taken than was written")

    def kept(self):
        line = self.program.kept(self.writer.path)
        return Wrong(f"{self.name}: an old build stays mapped: {line}") if line else None


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
    wrong = (all_at_once([lambda turn=turn: turn.rounds(1, rounds) for turn in turns])
             or all_at_once([turn.end for turn in turns]))
    return program.close() or wrong or next(filter(None, [turn.kept() for turn in turns]), None)


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


def check_controls(consumer, kit):
    blind = []
    for control, writer in CONTROLS:
        if not writers.is_here(writer):
            continue
        wrong = attempt([consumer, control], [writer(kit)], 20, patience=2)
        print(f"{control}, {writer.__name__.lower()}: {wrong}")
        if not isinstance(wrong, Wrong):
            blind.append(f"{control} with {writer.__name__.lower()}")
    return blind


def main(host, consumer, tenon, work, rounds, *names):
    work = os.path.abspath(work)
    os.makedirs(work, exist_ok=True)
    kit = writers.Kit(tenon, os.path.join(os.path.dirname(os.path.abspath(__file__)), "number.wit"), work)
    named = {name for name in names if name != "--more"}
    chosen = [w for w in writers.ALL if writers.is_here(w) and (not named or w.__name__.lower() in named)]
    failed = not rebuild([host], chosen, kit, int(rounds))
    if "--more" in names:
        failed |= not rebuild([consumer, "--poll"], POLLED, kit, 5)
        blind = check_controls(consumer, kit)
        if blind:
            print(f"nothing was noticed: {', '.join(blind)}")
        failed |= bool(blind)
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 6:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
