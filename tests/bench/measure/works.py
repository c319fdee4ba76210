# SPDX-License-Identifier: MIT
"""Everything that is measured, with its goal: the table of this benchmark."""

import dataclasses
import typing

from measure import exhaustion, footprint, hostile, peers, throughput

FRAMINGS = ("line", "raw", "length")
LARGE = 64 * 1024


@dataclasses.dataclass(frozen=True)
class Work:
    name: str
    goal: float | None
    what: str
    take: typing.Callable
    keys: dict

    def results(self, bench):
        return self.take(bench, self.name, self.goal, **self.keys)


def works():
    """In the order of the table."""
    of, speed = Work, throughput.beside_yardstick
    for clients in (1, 50, 1000):
        for framing in FRAMINGS:
            yield of(f"depth1-{clients}-{framing}", 1.03, f"1 message on the way, {clients} clients, {framing}", speed,
                     {"framing": framing, "clients": clients})
    for framing in ("line", "length"):
        yield of(f"depth64-{framing}", 1.5, f"64 messages on the way, 50 clients, {framing}", speed,
                 {"framing": framing, "depth": 64})
    for policy in ("uppercase", "timestamp", "random", "acknowledge"):
        yield of(f"depth64-{policy}", 1.3, f"the same as lines, policy {policy}", throughput.beside_echo,
                 {"policy": policy})
    for framing in FRAMINGS:
        yield of(f"large-{framing}", 1.1, f"64 KiB messages, 8 clients, {framing}", speed,
                 {"framing": framing, "clients": 8, "size": LARGE})
    yield of("udp", 1.1, "UDP, 8 sockets, 32 datagrams on the way each", throughput.datagrams, {})
    yield of("connect", 1.05, "connect, one message, close", speed, {"load_work": "connect", "clients": 8})
    for framing in FRAMINGS:
        yield of(f"idle-memory-{framing}", 1024, f"memory of an idle client, {framing}", footprint.idle_memory,
                 {"framing": framing})
    yield of("idle-beside", 1.05, "50 busy clients beside idle ones", throughput.beside_idle, {})
    for depth in (1, 64):
        yield of(f"workers2-{depth}", 1.1, f"two workers, 50 clients, {depth} on the way", throughput.two_workers,
                 {"depth": depth})
    yield of("p99", 1.1, "latency at 20,000 messages a second", throughput.latency, {})
    yield of("crowd", 1.5, "p99 of 50 clients beside 3,000 hostile ones", hostile.crowd, {"members": 1000})
    for case in ("limit", "descriptors"):
        yield of(f"exhausted-{case}", 1.0, f"processor time with no room for clients: {case}", exhaustion.exhausted,
                 {"case": case})
    yield of("start", 10, "start to READY, pinned", footprint.start, {})
    yield of("syscalls", 3, "system calls of an exchange, one client", footprint.system_calls, {})
    for peer in peers.installed():
        yield of(f"peer-depth1-50-{peer}", None, f"1 message on the way, 50 clients: {peer}, times lanchat's cost",
                 peers.beside_lanchat, {"peer": peer, "load_work": "closed", "clients": 50})
        if peer == "xinetd":
            continue  # it pauses for five seconds after every fifty connections that come without a pause
        yield of(f"peer-connect-{peer}", None, f"connect, one message, close: {peer}, times lanchat's cost",
                 peers.beside_lanchat, {"peer": peer, "load_work": "connect", "clients": 8})


def chosen(names):
    """The works of these names, or of families of them: depth1 is all that begin with depth1-. None: all."""
    every = list(works())
    if not names:
        return every
    found = [work for work in every if any(work.name == name or work.name.startswith(f"{name}-") for name in names)]
    if not found:
        raise SystemExit(f"no such work; there are: {' '.join(work.name for work in every)}")
    return found
