# SPDX-License-Identifier: MIT
"""One run of the benchmark: its plan, its processors, and how a sample is taken."""

import os
import sys
import time

from measure import load

MOST_REPEATS = 4


class Bench:
    """`here` is the processor of the servers, `there` that of the load. After `patience` seconds no sample is taken
    again, whatever the machine does."""

    def __init__(self, programs, daemon, rounds, seconds, clients, patience):
        processors = sorted(os.sched_getaffinity(0))[:2]
        if len(processors) < 2:
            raise SystemExit("two processors are needed: one for the server, one for the load")
        self.here, self.there = processors
        self.programs, self.daemon = programs, daemon
        self.rounds, self.seconds, self.idle_clients = rounds, seconds, clients
        self.patience_ends = time.monotonic() + patience

    @property
    def both(self):
        return {self.here, self.there}

    @staticmethod
    def say(words):
        """How far it has come, where somebody watches."""
        if sys.stderr.isatty():
            print(f"\r{words:<30}\r", end="", file=sys.stderr, flush=True)

    def sample(self, server, work, tolerance, **keys):
        """One sample; taken again, a few times, where the machine was disturbed. Then the calmest is told."""
        taken = []
        while len(taken) <= MOST_REPEATS:
            taken.append(load.run(self, server, work, **keys))
            if taken[-1].disturbance(tolerance) <= 1 or time.monotonic() > self.patience_ends:
                break
        calmest = min(taken, key=lambda sample: sample.disturbance(tolerance))
        calmest.attempts = len(taken)
        calmest.calm = calmest.disturbance(tolerance) <= 1
        return calmest

    def pairs(self, first, second, work, tolerance=load.USUAL, keys_of_first=None, keys_of_second=None, **keys):
        """Samples of two servers in turn, the order within a pair alternating."""
        plans = {first: {**keys, **(keys_of_first or {})}, second: {**keys, **(keys_of_second or {})}}
        for server, plan in plans.items():
            load.run(self, server, work, **{**plan, "seconds": min(self.seconds, 0.3)})
        pairs = []
        for turn in range(self.rounds):
            order = (first, second) if turn % 2 == 0 else (second, first)
            taken = {server: self.sample(server, work, tolerance, **plans[server]) for server in order}
            pairs.append((taken[first], taken[second]))
            self.say(f"  pair {turn + 1} of {self.rounds}")
        self.say("")
        return pairs
