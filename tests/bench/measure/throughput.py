# SPDX-License-Identifier: MIT
"""Works that compare the processor time of an operation, or its latency, between two servers in turn."""

from measure import load
from measure.result import of_pairs
from measure.servers import lanchatd, yardstick


def beside_yardstick(bench, work, goal, framing="line", load_work="closed", **keys):
    with yardstick(bench, framing) as reference, lanchatd(bench, framing=framing) as daemon:
        pairs = bench.pairs(reference, daemon, load_work, framing=framing, **keys)
    return [of_pairs(work, goal, pairs)]


def latency(bench, work, goal):
    """At a fixed rate, from when a message ought to have left: the two quantiles."""
    with yardstick(bench, "line") as reference, lanchatd(bench) as daemon:
        pairs = bench.pairs(reference, daemon, "open", tolerance=load.LATENCY)
    half = of_pairs(work.replace("p99", "p50"), None, pairs, lambda sample: sample.p50_us, absolute_unit="µs")
    return [of_pairs(work, goal, pairs, lambda sample: sample.p99_us, absolute_unit="µs"), half]


def beside_echo(bench, work, goal, policy):
    with lanchatd(bench) as echo, lanchatd(bench, policy=policy) as daemon:
        pairs = bench.pairs(echo, daemon, "closed", depth=64, keys_of_second={"policy": policy})
    return [of_pairs(work, goal, pairs, against="lanchat's echo")]


def datagrams(bench, work, goal):
    with yardstick(bench, program="yardstick_datagram") as reference, lanchatd(bench, "udp") as daemon:
        pairs = bench.pairs(reference, daemon, "datagram", clients=8, depth=32)
    result = of_pairs(work, goal, pairs)
    for name, samples in zip(("yardstick", "lanchat"), zip(*pairs)):
        lost, sent = sum(sample.lost for sample in samples), sum(sample.operations for sample in samples)
        result.notes.append(f"{name} lost {lost} of {sent + lost:,}")
    return [result]


def beside_idle(bench, work, goal):
    room = {"max_clients": bench.idle_clients + 1000}
    with lanchatd(bench, **room) as empty, lanchatd(bench, **room) as crowded:
        with load.idle_clients(bench, crowded, bench.idle_clients):
            pairs = bench.pairs(empty, crowded, "closed")
    return [of_pairs(work, goal, pairs, against="without idle clients")]


def two_workers(bench, work, goal, depth):
    """Both servers and the load have both processors; how evenly the clients spread shows in the threads' time."""
    everywhere = {"processors": bench.both}
    with lanchatd(bench, **everywhere) as one, lanchatd(bench, workers=2, **everywhere) as two:
        before = two.thread_times()
        pairs = bench.pairs(one, two, "closed", tolerance=load.SHARING, depth=depth, **everywhere)
        after = two.thread_times()
    busiest = sorted((after[thread] - before.get(thread, 0) for thread in after), reverse=True)[:2]
    result = of_pairs(work, goal, pairs, against="one worker")
    result.notes.append(f"the less busy worker had {busiest[1] / sum(busiest):.0%} of the work")
    return [result]
