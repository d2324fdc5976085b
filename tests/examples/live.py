#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`demo --live` as its reader uses it, at a terminal: an edit, a slip of the pen, another edit, and Ctrl-C; then without one,
until the input ends.

usage: live.py DEMO BUILD_DIR
"""
import os
import pty
import re
import signal
import subprocess
import sys
import threading
import time

PATIENCE = 120  # seconds for anything, on a busy machine


class Demo:
    def __init__(self, command, stdin):
        """At a terminal of its own if `stdin` is None."""
        self.text, self.place, self.changed = "", 0, threading.Condition()
        if stdin is None:
            self.process, self.terminal = pty.fork()
            if self.process == 0:
                os.execv(command[0], command)
        else:
            started = subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, start_new_session=True)
            self.process, self.terminal, self.started = started.pid, started.stdout.fileno(), started
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        try:
            while data := os.read(self.terminal, 4096):
                with self.changed:
                    self.text += data.decode().replace("\r", "")
                    self.changed.notify()
        except OSError:  # how a terminal ends
            pass

    def hear(self, pattern):
        """Waits until this is said, after what was heard before; what matched."""
        with self.changed:
            self.changed.wait_for(lambda: re.search(pattern, self.text[self.place:]), PATIENCE)
            found = re.search(pattern, self.text[self.place:])
            if not found:
                os.killpg(self.process, signal.SIGKILL)
                sys.exit(f"not said: {pattern}\n{self.text}")
            self.place += found.end()
            return found

    def end(self):
        """Its exit status; the folder that it worked in has to be gone, and everything that it started."""
        deadline = time.monotonic() + PATIENCE
        while (done := os.waitpid(self.process, os.WNOHANG))[0] == 0:
            if time.monotonic() > deadline:
                os.killpg(self.process, signal.SIGKILL)
                sys.exit(f"it doesn't end\n{self.text}")
            time.sleep(0.05)
        try:
            os.killpg(self.process, 0)
            sys.exit(f"something of it still runs\n{self.text}")
        except ProcessLookupError:
            return os.waitstatus_to_exitcode(done[1])


def edit(path, old, new):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if old not in text:
        sys.exit(f"{path} has no {old}")
    with open(path + ".new", "w", encoding="utf-8") as file:  # as editors do
        file.write(text.replace(old, new))
    os.replace(path + ".new", path)


def at_a_terminal(command):
    demo = Demo(command, None)
    source = demo.hear(r"\S+/squeeze\.c")[0]
    demo.hear("Ctrl-C")
    edit(source, "self->seen++;", "self->seen += 10;")
    demo.hear(r"squeeze was replaced in \d+ ms: 1 kept their state")
    demo.hear(r"notes\.md: \d+ -> \d+ bytes")
    edit(source, "self->seen += 10;", "self->seen += 10")
    demo.hear(r"\(building squeeze\)")
    demo.hear(r"squeeze\.c:\d+.*error: expected")
    edit(source, "self->seen += 10", "self->seen += 100;")
    demo.hear("squeeze was replaced")
    demo.hear(r"notes\.md: \d+ -> \d+ bytes")
    os.write(demo.terminal, b"\x03")
    demo.hear("The host ends:")
    demo.hear("squeeze: 111 texts, closed")
    if (status := demo.end()) != 0 or os.path.exists(source):
        sys.exit(f"it ends with {status}, or leaves its folder behind\n{demo.text}")


def without_one(command):
    reader, writer = os.pipe()
    demo = Demo(command, reader)
    os.close(reader)
    demo.hear("Ctrl-C")
    os.close(writer)
    demo.hear("squeeze: 1 texts, closed")
    if (status := demo.end()) != 0:
        sys.exit(f"it ends with {status}\n{demo.text}")


if __name__ == "__main__":
    words = [sys.argv[1], sys.argv[2], "--live"]
    at_a_terminal(words)
    without_one(words)
