#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs one fuzz target for a given number of inputs, on all processors, and goes on where it was stopped.

usage: soak.py BUILD STATE TARGET RUNS

BUILD is a build folder of the preset `fuzz`; STATE keeps the number of runs of this very program, and the
corpus as it grows meanwhile: a change of the tree that doesn't change the program doesn't begin again. Exits
with 1 at the first finding, whose input stays in STATE.
"""
import hashlib, json, os, pathlib, re, shutil, subprocess, sys, tempfile, time

CHUNK = 180  # seconds of one process, after which the number of runs is saved
# Bytes of most inputs, where time goes with length and short ones do the same: one run in four may be longer.
SHORT = {"wit": 512, "bind": 512}
LONG_SHARE = 4
ENVIRONMENT = {"UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
               "ASAN_OPTIONS": "malloc_context_size=2:quarantine_size_mb=16:detect_stack_use_after_return=0"}


def fresh_runs(log):
    """Runs of a process after those that only read its corpus again."""
    text = pathlib.Path(log).read_text(errors="replace")
    done = re.search(r"^stat::number_of_executed_units: *(\d+)", text, re.M)
    known = re.search(r"^#(\d+)\tINITED", text, re.M)
    return int(done[1]) - int(known[1]) if done and known else 0


def program_key(binary):
    """Stands for a program without what depends on the folder it was built in."""
    with tempfile.NamedTemporaryFile() as bare:
        subprocess.run(["objcopy", "--strip-debug", "-R", ".note.gnu.build-id", binary, bare.name], check=True)
        return hashlib.sha256(pathlib.Path(bare.name).read_bytes()).hexdigest()[:16]


class Soak:
    def __init__(self, build, state, target):
        self.target, self.state = target, state
        self.binary = build / "bin" / f"fuzz_{target}"
        self.options = (build / "fuzz" / f"{target}.options").read_text().split()
        self.key = program_key(self.binary)
        self.findings = state / f"{target}-finding-"
        self.progress = state / f"{target}.json"
        self.runs = self.long_runs = 0
        state.mkdir(parents=True, exist_ok=True)
        self.load()

    def load(self):
        """Runs of this program; those of another don't count. What another has found is read anew by each process, and is
        more with every program: reading would take all the time in the end."""
        try:
            saved = json.loads(self.progress.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            saved = {}
        if saved.get("key") == self.key:
            self.runs, self.long_runs = saved["runs"], saved["long"]
            return
        for corpus in self.state / self.target, self.state / f"{self.target}-{SHORT.get(self.target)}":
            shutil.rmtree(corpus, ignore_errors=True)

    def save(self):
        new = self.progress.with_suffix(".new")
        new.write_text(json.dumps({"key": self.key, "runs": self.runs, "long": self.long_runs}) + "\n")
        new.replace(self.progress)

    def prepare(self, long):
        """The corpus folder and options for inputs of a length; seeds are those that aren't cut off by it."""
        limit = [] if long else [f"-max_len={SHORT[self.target]}"]
        corpus = self.state / (self.target if long else f"{self.target}-{SHORT[self.target]}")
        corpus.mkdir(exist_ok=True)
        seeds = [str(f) for f in sorted((pathlib.Path(__file__).parent / "corpus" / self.target).iterdir())
                 if long or f.stat().st_size <= SHORT[self.target]]
        listed = self.state / f"{self.target}.seeds"
        listed.write_text(",".join(seeds))
        return corpus, [*limit, f"-seed_inputs=@{listed}"], len(seeds) + len(os.listdir(corpus))

    def start(self, number, options, corpus):
        log = open(self.state / f"{self.target}-{number}.log", "w")
        command = [self.binary, *self.options, *options, f"-max_total_time={CHUNK}", "-print_final_stats=1",
                   f"-artifact_prefix={self.findings}", corpus]
        return subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | ENVIRONMENT), log.name

    def chunk(self, most):
        """At most `most` new inputs for each processor; the log of a process that failed, or None."""
        long = self.target not in SHORT or self.long_runs * LONG_SHARE <= self.runs
        corpus, options, known = self.prepare(long)
        options.append(f"-runs={max(most, 1000) + known}")
        running = [self.start(n, options, corpus) for n in range(len(os.sched_getaffinity(0)))]
        codes = [(process.wait(), log) for process, log in running]
        if (failed := next((log for code, log in codes if code != 0), None)) is None:
            done = sum(fresh_runs(log) for _, log in codes)
            self.runs, self.long_runs = self.runs + done, self.long_runs + (done if long else 0)
            self.save()
        return failed


def main(build, state, target, goal):
    soak = Soak(pathlib.Path(build), pathlib.Path(state), target)
    goal, begin, before = int(goal), time.monotonic(), soak.runs
    while soak.runs < goal:
        last = soak.runs
        failed = soak.chunk(-(-(goal - soak.runs) // len(os.sched_getaffinity(0))))
        if failed is not None:
            sys.stdout.write("".join(open(failed, errors="replace").readlines()[-60:]))
            print(f"fuzz-{target}: a finding after {soak.runs} runs; its input is {soak.findings}*")
            return 1
        if soak.runs == last:
            print(f"fuzz-{target}: {CHUNK} seconds are too short for what is in {state}/{target}*")
            return 1
        speed = (soak.runs - before) / (time.monotonic() - begin)
        print(f"fuzz-{target}: {soak.runs} of {goal} runs, {speed:.0f} a second", flush=True)
    print(f"fuzz-{target}: {soak.runs} runs of program {soak.key}, nothing found")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
