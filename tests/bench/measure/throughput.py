# SPDX-License-Identifier: MIT
"""Works that compare the processor time of an operation, or its latency, between two servers in turn."""

from measure import load
from measure.result import of_pairs
from measure.servers import lanchatd, yardstick

# The yardstick answers all of one client's datagrams, however many and however alike.
UNLIMITED = {"udp_replies_per_address": 0, "udp_replies_per_prefix": 0, "udp_replies": 0, "udp_repeat_limit": 0}


def beside_yardstick(bench, work, goal, framing="line", load_work="closed", **keys):
    with yardstick(bench, framing) as reference, lanchatd(bench, framing=framing) as daemon:
        samples = bench.pairs(reference, daemon, load_work, framing=framing, **keys)
    return [of_pairs(work, goal, samples)]


def latency(bench, work, goal):
    """At a fixed rate, from when a message ought to have left: the two quantiles."""
    with yardstick(bench, "line") as reference, lanchatd(bench) as daemon:
        samples = bench.pairs(reference, daemon, "open", tolerance=load.LATENCY, slice=0.1)
    half = of_pairs(work.replace("p99", "p50"), None, samples, lambda share: share.p50_us, absolute_unit="µs")
    return [of_pairs(work, goal, samples, lambda share: share.p99_us, absolute_unit="µs"), half]


def beside_echo(bench, work, goal, policy):
    with lanchatd(bench) as echo, lanchatd(bench, policy=policy) as daemon:
        samples = bench.pairs(echo, (daemon, {"policy": policy}), "closed", depth=64)
    return [of_pairs(work, goal, samples, against="lanchat's echo")]


def datagrams(bench, work, goal):
    with yardstick(bench, program="yardstick_datagram") as reference, lanchatd(bench, "udp", **UNLIMITED) as daemon:
        samples = bench.pairs(reference, daemon, "datagram", clients=8, depth=32, slice=0.2)
    result = of_pairs(work, goal, samples)
    for name, shares in zip(("yardstick", "lanchat"), zip(*(sample.servers for sample in samples))):
        lost, sent = sum(share.lost for share in shares), sum(share.operations for share in shares)
        result.notes.append(f"{name} lost {lost} of {sent + lost:,}")
    return [result]


def beside_idle(bench, work, goal):
    room = {"max_clients": bench.idle_clients + 1000}
    with lanchatd(bench, **room) as empty, lanchatd(bench, **room) as crowded:
        with load.idle_clients(bench, crowded, bench.idle_clients):
            samples = bench.pairs(empty, crowded, "closed")
    return [of_pairs(work, goal, samples, against="without idle clients")]


def two_workers(bench, work, goal, depth):
    """Both servers and the load have both processors; how evenly the clients spread shows in the threads' time."""
    everywhere = {"processors": bench.both}
    with lanchatd(bench, **everywhere) as one, lanchatd(bench, workers=2, **everywhere) as two:
        before = two.thread_times()
        samples = bench.pairs(one, two, "closed", tolerance=load.SHARING, depth=depth, **everywhere)
        after = two.thread_times()
    busiest = sorted((after[thread] - before.get(thread, 0) for thread in after), reverse=True)[:2]
    result = of_pairs(work, goal, samples, against="one worker")
    result.notes.append(f"the less busy worker had {busiest[1] / sum(busiest):.0%} of the work")
    return [result]
