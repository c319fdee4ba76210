# SPDX-License-Identifier: MIT
"""One run of the benchmark: its plan, its processors, and how a sample is taken."""

import os
import sys
import time

from measure import load

MOST_REPEATS = 4


class Bench:
    """`here` is the processor of the servers, `there` that of the load. After `patience` seconds no sample is taken
    again, whatever the machine does, and after `hurry` seconds a work has one round."""

    def __init__(self, programs, daemon, rounds, seconds, clients, patience, hurry):
        processors = sorted(os.sched_getaffinity(0))[:2]
        if len(processors) < 2:
            raise SystemExit("two processors are needed: one for the server, one for the load")
        self.here, self.there = processors
        self.programs, self.daemon = programs, daemon
        self._rounds, self.seconds, self.idle_clients = rounds, seconds, clients
        self.patience_ends = time.monotonic() + patience
        self.hurry_begins = time.monotonic() + hurry

    @property
    def rounds(self):
        return 1 if time.monotonic() > self.hurry_begins else self._rounds

    @property
    def both(self):
        return {self.here, self.there}

    @staticmethod
    def say(words):
        """How far it has come, where somebody watches."""
        if sys.stderr.isatty():
            print(f"\r{words:<30}\r", end="", file=sys.stderr, flush=True)

    def sample(self, work, servers, tolerance, **keys):
        """One sample; taken again, a few times, where the machine was disturbed. Then the calmest is told."""
        taken = []
        while len(taken) <= MOST_REPEATS:
            taken.append(load.run(self, work, servers, seconds=self.seconds, **keys))
            if taken[-1].disturbance(tolerance) <= 1 or time.monotonic() > self.patience_ends:
                break
        calmest = min(taken, key=lambda sample: sample.disturbance(tolerance))
        calmest.attempts = len(taken)
        calmest.calm = calmest.disturbance(tolerance) <= 1
        return calmest

    def pairs(self, first, second, work, tolerance=load.USUAL, most_rounds=None, **keys):
        """Samples in which two servers take turns; each is a server, or one with keys of its own."""
        servers = [one if isinstance(one, tuple) else (one, {}) for one in (first, second)]
        samples = []
        rounds = min(self.rounds, most_rounds or self.rounds)
        for turn in range(rounds):
            order = servers if turn % 2 == 0 else servers[::-1]
            taken = self.sample(work, order, tolerance, **keys)
            taken.servers = taken.servers if turn % 2 == 0 else taken.servers[::-1]
            samples.append(taken)
            self.say(f"  sample {turn + 1} of {rounds}")
        self.say("")
        return samples
