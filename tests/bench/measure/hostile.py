# SPDX-License-Identifier: MIT
"""A crowd of hostile clients: what the healthy ones notice of it, and how much memory it takes."""

import json
import pathlib
import re
import signal

from measure import bound, load
from measure.result import Result, of_pairs
from measure.servers import daemon_command, lanchatd

MIB = 1024 * 1024
SECONDS, SLICE = 12, 0.25  # of each server in a sample
ARRIVING = 5  # seconds in which the crowd comes and sends what is taken of it; told apart, being another state


def peak_memory(server):
    """The most that was ever resident."""
    status = pathlib.Path(f"/proc/{server.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) * 1024


def counters(server):
    """What the daemon logs of itself when it is asked to."""
    server.process.send_signal(signal.SIGUSR1)
    for line in server.process.stdout:
        entry = json.loads(line)
        if entry.get("event") == "statistics":
            return entry
    raise SystemExit("lanchatd ended under the crowd")


def reasons(counted):
    return ", ".join(f"{name.removeprefix('closed_')} {value:,}" for name, value in counted.items()
                     if name.startswith("closed_") and value)


def crowd(bench, work, goal, members, seconds=SECONDS, rounds=3):
    """Latency of 50 healthy clients with the crowd beside them, over that without, and the peak of memory."""
    wanted, quick = bench.seconds, bench.rounds <= 3
    bench.seconds = 2 if quick else max(wanted, seconds)
    arriving = min(ARRIVING, bench.seconds)
    memory = Result(f"{work}-memory", 1.0, [], against="the bound")
    try:
        with lanchatd(bench) as calm, lanchatd(bench) as besieged:
            samples = bench.pairs(calm, (besieged, {"crowd": members}), "open", tolerance=load.LATENCY,
                                  most_rounds=1 if quick else rounds, slice=SLICE, rate=10_000, warm=arriving)
            counted = counters(besieged)
            memory.lanchat.append(peak_memory(besieged) / MIB)
    finally:
        bench.seconds = wanted
    memory.absolute_unit = "MiB"
    memory.beside.append(bound.bound(*bound.configuration(daemon_command(bench.daemon))) / MIB)
    memory.values = [memory.lanchat[0] / memory.beside[0]]
    memory.notes.append(f"let go: {reasons(counted)}")
    if counted["closed_internal_error"]:
        raise SystemExit("sessions ended with internal_error under the crowd")
    slow = of_pairs(work, goal, samples, lambda share: share.p99_us, absolute_unit="µs", against="without the crowd")
    sent = sum(sample.servers[1].crowd_bytes for sample in samples) / MIB
    gone = sum(sample.servers[1].crowd_gone for sample in samples)
    slow.notes.append(f"{3 * members:,} hostile clients sent {sent:,.0f} MiB; {gone:,} were let go and came again")
    slowest = max(sample.servers[1].warming_up_p99_us for sample in samples)
    slow.notes.append(f"p99 {slowest / 1000:,.1f} ms in the {arriving} seconds in which they all came")
    half = of_pairs(f"{work}-p50", None, samples, lambda share: share.p50_us, absolute_unit="µs",
                    against="without the crowd")
    return [slow, half, memory]
