# SPDX-License-Identifier: MIT
"""Builds what is measured, and what it is measured with, as it is shipped: with the preset `release`."""

import contextlib
import fcntl
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
TREE = ROOT / "build/bench"


def programs(targets):
    """Brings these targets up to date; returns the folder they are in."""
    TREE.mkdir(parents=True, exist_ok=True)
    configure = ["cmake", "--preset", "release", "-B", TREE, "-DLANCHAT_BENCH=ON"]
    for command in (configure, ["cmake", "--build", TREE, "--target", *targets]):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}")
    return TREE / "bin"


def run_micro(seconds):
    """Google Benchmark's programs, on one processor, each for so long."""
    program = programs(["lanchat_micro"]) / "lanchat_micro"
    subprocess.run([program, f"--benchmark_min_time={seconds}", "--benchmark_counters_tabular=true"], check=True,
                   preexec_fn=lambda: os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}))


@contextlib.contextmanager
def alone():
    """Only one benchmark at a time measures on this machine's processors."""
    TREE.mkdir(parents=True, exist_ok=True)
    with open(TREE / "lock", "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("waiting for another benchmark to end", file=sys.stderr)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
