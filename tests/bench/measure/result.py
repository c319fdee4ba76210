# SPDX-License-Identifier: MIT
"""What a work came to: a figure to hold against its goal, with everything it was made of."""

import dataclasses
import statistics

@dataclasses.dataclass
class Result:
    """`values` are compared with `goal`, if there is one; their median is the result. A `unit` of "" makes them
    ratios."""

    work: str
    goal: float
    values: list
    unit: str = ""
    beside: list = dataclasses.field(default_factory=list)  # absolute figures of what lanchat is compared with
    lanchat: list = dataclasses.field(default_factory=list)  # and of lanchat
    absolute_unit: str = "ns"
    against: str = "yardstick"
    notes: list = dataclasses.field(default_factory=list)
    samples: list = dataclasses.field(default_factory=list)

    @property
    def value(self):
        return statistics.median(self.values)

    @property
    def reached(self):
        return self.goal is None or round(self.value, 3) <= self.goal

    @property
    def repeated(self):
        return sum(sample.attempts - 1 for sample in self.samples)

    @property
    def restless(self):
        """Samples that were disturbed however often they were repeated."""
        return sum(not sample.calm for sample in self.samples)

    def as_json(self):
        return {**dataclasses.asdict(self), "value": self.value, "reached": self.reached, "repeated": self.repeated}


def of_pairs(work, goal, samples, figure=lambda share: share.cost, **rest):
    """The result of samples of what lanchat is compared with and of lanchat: the ratio within each."""
    beside, lanchat = zip(*([figure(share) for share in sample.servers] for sample in samples))
    ratios = [mine / yours for yours, mine in zip(beside, lanchat)]
    return Result(work, goal, ratios, beside=list(beside), lanchat=list(lanchat), samples=samples, **rest)
