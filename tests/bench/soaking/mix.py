# SPDX-License-Identifier: MIT
"""Keeps so many of each kind of client at work until the time is over, and counts how their visits went."""

import asyncio
import collections
import contextlib
import dataclasses
import random
import socket
import time
import typing

from soaking import guests, nuisances, staff
from soaking.wire import Peer, Wrong


@dataclasses.dataclass(frozen=True)
class Kind:
    visit: typing.Callable
    at_once: int
    pause: float  # seconds at most between two visits


KINDS = (Kind(guests.polite, 8, 0.5), Kind(guests.pipelining, 4, 1), Kind(guests.one_message, 6, 0.1),
         Kind(guests.half_closer, 4, 0.2), Kind(guests.slow_sender, 10, 0.5), Kind(guests.paced, 2, 0.5),
         Kind(guests.asker, 6, 0.5), Kind(guests.neighbours, 1, 1), Kind(guests.hasty, 1, 1), Kind(guests.datagrams, 3, 0.5),
         Kind(nuisances.never_reader, 6, 1), Kind(nuisances.half_message, 10, 0.5), Kind(nuisances.too_long, 3, 0.3),
         Kind(nuisances.resetting, 4, 0.1), Kind(nuisances.idler, 150, 1), Kind(nuisances.denied, 1, 1),
         Kind(staff.operator, 2, 4), Kind(staff.reload, 1, 3), Kind(staff.log_level, 1, 4), Kind(staff.look, 1, 3),
         Kind(staff.disconnect, 1, 4))


class Visit:
    """What one visitor knows: where the daemon is, and chance."""

    def __init__(self, mix, generator):
        self.daemon, self.random = mix.daemon, generator
        self._mix = mix

    def pick(self, listeners):
        return self.random.choice(listeners)

    def message(self, longest=600):
        return self.random.randbytes(self.random.randint(1, longest)).hex().encode()[:longest]

    def source(self):
        """One of many addresses of ours: there are more ports then."""
        return f"127.0.0.{self.random.randint(100, 250)}"

    def at(self, listener, source=None, transport=None, receive_buffer=None):
        transport = transport or self.random.choice([way for way in listener.transports if way != "udp"])
        return Peer.connected(self.daemon.addresses[listener.name, transport], source or self.source(), receive_buffer)

    @contextlib.asynccontextmanager
    async def datagram_socket(self, listener, source=None):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.setblocking(False)
            sock.bind((source or self.source(), 0))
            sock.connect(self.daemon.addresses[listener.name, "udp"])
            yield sock

    def count(self, what):
        self._mix.counts[what] += 1

    def turn(self):
        self._mix.turns += 1
        return self._mix.turns


class Mix:
    def __init__(self, daemon, seed):
        self.daemon, self.seed = daemon, seed
        self.counts = collections.Counter()  # visits by kind, and what they count themselves
        self.faults = []
        self.turns = 0

    async def _keep_coming(self, kind, number):
        name = kind.visit.__name__
        chance = random.Random(f"{self.seed} {name} {number}")
        while True:
            await asyncio.sleep(chance.uniform(0, kind.pause))
            try:
                await kind.visit(Visit(self, chance))
            except (Wrong, OSError, RuntimeError) as fault:
                self.counts["faults"] += 1
                if len(self.faults) < 50:
                    self.faults.append(f"{name}: {type(fault).__name__}: {fault}")
            self.counts[name] += 1

    async def run(self, seconds):
        """Everybody for so long; all have left when it returns."""
        crowd = [asyncio.create_task(self._keep_coming(kind, number))
                 for kind in KINDS for number in range(kind.at_once)]
        end, ended = time.monotonic() + seconds, set()
        while not ended and time.monotonic() < end and self.daemon.process.poll() is None:
            ended, _ = await asyncio.wait(crowd, timeout=min(1, seconds), return_when=asyncio.FIRST_EXCEPTION)
        for visitor in crowd:
            visitor.cancel()
        _, stubborn = await asyncio.wait(crowd, timeout=60)
        if stubborn:
            raise RuntimeError(f"{len(stubborn)} visitors do not leave")
        for visitor in ended:
            visitor.result()
