# SPDX-License-Identifier: MIT
"""One soak from start to end: warm-up, idle, the mix for as long as was asked, idle, stop; and what was seen."""

import asyncio
import contextlib
import dataclasses
import json
import time

from soaking.mix import Mix
from soaking.site import STEADY

CLIENTS, RATE = 16, 1000  # watched at each steady listener, and messages a second of all of them
SETTLING = 30  # seconds that all clients may take to be gone


@dataclasses.dataclass
class Seen:
    samples: list = dataclasses.field(default_factory=list)
    before: dict = None
    after: dict = None
    idle_cpu: float = 0
    counters: dict = None
    faults: list = dataclasses.field(default_factory=list)


class Soak:
    def __init__(self, daemon, load, seed, say):
        self.daemon, self._load, self._say = daemon, load, say
        self.mix = Mix(daemon, seed)
        self.seen = Seen()

    def _watch_words(self):
        words = ["watch", f"clients={CLIENTS}", f"rate={RATE}", "slice=1"]
        for listener in STEADY:
            port = self.daemon.addresses[listener.name, "tcp"][1]
            words += [f"port={port}", f"framing={listener.framing}", f"policy={listener.policy}"]
        return words

    @contextlib.asynccontextmanager
    async def _watched(self, samples):
        """Clients that are always answered; each of their windows makes a sample."""
        watch = await asyncio.create_subprocess_exec(
            self._load, *self._watch_words(), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE)

        async def read():
            async for line in watch.stdout:
                samples.append(self.daemon.sample() | json.loads(line))
                self._say(samples[-1])

        reading = asyncio.create_task(read())
        try:
            yield
        finally:
            watch.stdin.close()
            try:
                async with asyncio.timeout(20):
                    await reading
                    complaint = await watch.stderr.read()
                    await watch.wait()
            except TimeoutError:
                watch.kill()
                complaint = b"did not end"
                await watch.wait()
            if watch.returncode != 0:
                self.seen.faults.append(f"the watched clients: {complaint.decode().strip()}")

    async def phase(self, seconds, samples):
        async with self._watched(samples):
            await self.mix.run(seconds)

    async def idle(self):
        """With nobody there, in the first configuration: the least of what it takes."""
        await self.daemon.reload(0)
        await self.daemon.ctl("log-level", "info")
        end = time.monotonic() + SETTLING
        while (await self.daemon.statistics())["clients"] != 0 and time.monotonic() < end:
            await asyncio.sleep(0.2)
        await asyncio.sleep(3)  # the last words of those turned away
        taken = []
        for _ in range(4):
            taken.append(self.daemon.sample())
            await asyncio.sleep(1)
        self.seen.idle_cpu = (taken[-1]["cpu"] - taken[0]["cpu"]) / (taken[-1]["time"] - taken[0]["time"])
        return {key: min(sample[key] for sample in taken) for key in taken[0]}

    async def run(self, seconds):
        """What was seen; without `counters` where it could not be brought to its end."""
        try:
            await self._phases(seconds)
        except (OSError, RuntimeError) as failure:
            self.seen.faults.append(f"it could not go on: {failure}")
        return self.seen

    async def _phases(self, seconds):
        await self.phase(min(60, max(10, seconds / 10)), [])
        self.seen.before = await self.idle()
        await self.phase(seconds, self.seen.samples)
        del self.seen.samples[-1:]  # everybody was leaving
        self.seen.after = await self.idle()
        self.seen.counters = await self.daemon.statistics()
