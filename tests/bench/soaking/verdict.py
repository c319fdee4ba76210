# SPDX-License-Identifier: MIT
"""Whether a soak went well: from what was seen to a list of what was wrong. Pure, so that it is tested itself.

A sample is a dictionary: time (seconds), anonymous (bytes), p99_us of the watched clients. Growth is told from noise
by what the least of each window does, and by a slope that a few wild samples cannot move (Theil and Sen's)."""

import dataclasses
import itertools
import statistics

MIB = 1024 * 1024


@dataclasses.dataclass(frozen=True)
class Limits:
    """What may be: an absolute allowance and a share of what there was, whichever sums up to."""

    windows: int = 30
    memory: float = 3 * MIB
    memory_share: float = 0.10
    latency_us: float = 2000
    latency_share: float = 1.0  # twice as slow
    idle_cpu: float = 0.01


USUAL = Limits()


def slope(points):
    """The median of the slopes between any two points (x, y)."""
    slopes = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in itertools.combinations(points, 2) if x2 != x1]
    return statistics.median(slopes) if slopes else 0.0


def quarters(samples, first, last):
    """The samples of these quarters of the time, counted from 0; `last` is not among them."""
    if not samples:
        return []
    began, length = samples[0]["time"], samples[-1]["time"] - samples[0]["time"]
    return [sample for sample in samples
            if first / 4 <= (sample["time"] - began) / (length or 1) < last / 4 + (last == 4)]


def least_of_windows(samples, key, windows):
    """(time, least value) of so many equal stretches of time; empty ones are left out."""
    if not samples:
        return []
    began, length = samples[0]["time"], samples[-1]["time"] - samples[0]["time"] or 1
    found = {}
    for sample in samples:
        window = min(int((sample["time"] - began) / length * windows), windows - 1)
        if window not in found or sample[key] < found[window][1]:
            found[window] = (sample["time"], sample[key])
    return list(found.values())


def growing_memory(samples, limits=USUAL):
    """The last three quarters: what the first does is filling up."""
    points = least_of_windows(quarters(samples, 1, 4), "anonymous", limits.windows)
    if len(points) < 3:
        return ["memory: too few samples to judge"]
    grown = slope(points) * (points[-1][0] - points[0][0])
    allowed = limits.memory + limits.memory_share * statistics.median(value for _, value in points)
    if grown <= allowed:
        return []
    return [f"memory grew by {grown / MIB:.1f} MiB over the last three quarters, {allowed / MIB:.1f} MiB are allowed"]


def kept_memory(before, after, limits=USUAL):
    grown = after["anonymous"] - before["anonymous"]
    allowed = limits.memory + limits.memory_share * before["anonymous"]
    if grown <= allowed:
        return []
    return [f"memory: {grown / MIB:.1f} MiB more when idle after than before, {allowed / MIB:.1f} MiB are allowed"]


def kept_descriptors(before, after):
    if before["descriptors"] == after["descriptors"]:
        return []
    return [f"descriptors: {before['descriptors']} when idle before, {after['descriptors']} after"]


def usual_p99(samples):
    """What three of four windows are above: who slows down does so in every window, others on the machine in some."""
    found = sorted(sample["p99_us"] for sample in samples if sample.get("p99_us"))
    return found[len(found) // 4] if found else 0


def slower(samples, limits=USUAL):
    """p99 in the last quarter, beside that in the first."""
    first, last = (usual_p99(part) for part in (quarters(samples, 0, 1), quarters(samples, 3, 4)))
    if not first or not last:
        return ["latency: too few samples to judge"]
    allowed = first * (1 + limits.latency_share) + limits.latency_us
    if last <= allowed:
        return []
    return [f"latency: p99 was {first:.0f} µs in the first quarter, {last:.0f} µs in the last; "
            f"{allowed:.0f} µs are allowed"]


def restless(idle_cpu, limits=USUAL):
    """`idle_cpu`: the share of a processor that it took with nobody there."""
    if idle_cpu <= limits.idle_cpu:
        return []
    return [f"it takes {idle_cpu:.1%} of a processor when idle"]


def unbalanced(counters):
    """Whoever came was closed with one reason, or is still there."""
    closed = sum(value for name, value in counters.items() if name.startswith("closed_"))
    came = counters["accepted"] + counters["rejected"]
    faults = []
    if came != closed + counters["clients"]:
        faults.append(f"counters: {counters['accepted']} accepted and {counters['rejected']} rejected, "
                      f"but {closed} closed and {counters['clients']} connected")
    if counters["clients"] != 0:
        faults.append(f"counters: {counters['clients']} clients connected when all had left")
    if counters["closed_internal_error"] != 0:
        faults.append(f"{counters['closed_internal_error']} sessions ended with internal_error")
    return faults


def ended_badly(status):
    return [] if status == 0 else [f"lanchatd ended with status {status}" if status is not None
                                   else "lanchatd did not stop within 30 seconds and was killed"]
