#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs one fuzz target for a given number of inputs, on all processors, and goes on where it was stopped.

usage: soak.py BUILD STATE TARGET RUNS REVISION

BUILD is a build folder of the preset `fuzz`; STATE keeps the corpus as it grows and the number of runs done
for this REVISION. Exits with 1 at the first finding, whose input stays in STATE.
"""
import json, os, pathlib, subprocess, sys, time

CHUNK = 200_000  # runs of one process, after which what it found is shared
ENVIRONMENT = {"UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
               "ASAN_OPTIONS": "malloc_context_size=2:quarantine_size_mb=16:detect_stack_use_after_return=0"}


class Soak:
    def __init__(self, build, state, target, revision):
        self.binary = build / "bin" / f"fuzz_{target}"
        self.options = (build / "fuzz" / f"{target}.options").read_text().split()
        self.corpus = state / target
        self.corpus.mkdir(parents=True, exist_ok=True)
        self.seeds = pathlib.Path(__file__).parent / "corpus" / target
        self.findings = state / f"{target}-"
        self.progress = state / f"{target}.json"
        self.revision = revision

    def done(self):
        """Runs of this revision; an older one's don't count."""
        try:
            saved = json.loads(self.progress.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return 0
        return saved["runs"] if saved["revision"] == self.revision else 0

    def save(self, runs):
        self.progress.write_text(json.dumps({"revision": self.revision, "runs": runs}) + "\n")

    def start(self, number, runs):
        log = open(self.findings.with_name(f"{self.corpus.name}-{number}.log"), "w")
        command = [self.binary, *self.options, f"-runs={runs}", "-print_final_stats=1",
                   f"-artifact_prefix={self.findings}", self.corpus, self.seeds]
        return subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | ENVIRONMENT), log.name

    def chunk(self, runs):
        """One chunk on every processor; the log of a process that failed, or None."""
        running = [self.start(n, runs) for n in range(len(os.sched_getaffinity(0)))]
        codes = [(process.wait(), log) for process, log in running]
        return next((log for code, log in codes if code != 0), None)


def main(build, state, target, goal, revision):
    soak = Soak(pathlib.Path(build), pathlib.Path(state), target, revision)
    goal, done, begin, fresh = int(goal), soak.done(), time.monotonic(), 0
    processes = len(os.sched_getaffinity(0))
    while done < goal:
        runs = min(CHUNK, -(-(goal - done) // processes))
        if (failed := soak.chunk(runs)) is not None:
            sys.stdout.write("".join(open(failed, errors="replace").readlines()[-60:]))
            print(f"fuzz-{target}: a finding after {done} runs; its input is {soak.findings}*")
            return 1
        done, fresh = done + runs * processes, fresh + runs * processes
        soak.save(done)
        speed = fresh / (time.monotonic() - begin)
        print(f"fuzz-{target}: {done} of {goal} runs, {speed:.0f} a second", flush=True)
    print(f"fuzz-{target}: {done} runs, nothing found; {len(os.listdir(soak.corpus))} inputs in {soak.corpus}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
