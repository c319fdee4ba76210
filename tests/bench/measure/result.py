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
        return sum(sample.attempts - 1 for pair in self.samples for sample in pair)

    @property
    def restless(self):
        """Samples that were disturbed however often they were repeated."""
        return sum(not sample.calm for pair in self.samples for sample in pair)

    def as_json(self):
        return {**dataclasses.asdict(self), "value": self.value, "reached": self.reached, "repeated": self.repeated}


def of_pairs(work, goal, pairs, figure=lambda sample: sample.cost, **rest):
    """The result of pairs of samples: the ratio of each pair."""
    beside, lanchat = [figure(one) for one, _ in pairs], [figure(other) for _, other in pairs]
    ratios = [mine / yours for yours, mine in zip(beside, lanchat)]
    return Result(work, goal, ratios, beside=beside, lanchat=lanchat, samples=pairs, **rest)
