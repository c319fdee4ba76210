# SPDX-License-Identifier: MIT
"""Drives the load generator and reads what it says."""

import contextlib
import dataclasses
import json
import subprocess

from measure.servers import on

TICK = 0.01  # of /proc/stat: one or two are never too much


@dataclasses.dataclass(frozen=True)
class Tolerance:
    """What still counts as a calm machine, as shares of the time measured."""

    others: float = 0.03  # processor time of anybody but the server and the load
    stolen: float = 0.01  # taken by other machines on the same host
    waiting: float = 0.05  # the server or the load was ready to run, and did not


USUAL = Tolerance()
SHARING = Tolerance(waiting=float("inf"))  # the server has to wait for the load anyway
ROUGH = Tolerance(*[float("inf")] * 3)  # never taken again
LATENCY = Tolerance(waiting=0.005)  # a hundredth of the time is what the 99th percentile is made of


@dataclasses.dataclass
class Share:
    """What one server did in a sample."""

    operations: int
    warming_up: int
    warming_up_p99_us: float
    lost: int
    active: float
    p50_us: float
    p99_us: float
    ran_ns: int
    waited_ns: int
    crowd_gone: int
    crowd_bytes: int

    @property
    def cost(self):
        """Nanoseconds of the server's processor time for each operation."""
        return self.ran_ns / max(1, self.operations)


@dataclasses.dataclass
class Sample:
    """What one run of the load found, in which the servers took turns."""

    seconds: float
    load_ns: int
    load_wait_ns: int
    busy_ns: int
    stolen_ns: int
    servers: list
    attempts: int = 1
    calm: bool = True

    def disturbance(self, tolerance):
        """How far beyond the usual anybody else was at work; up to 1 is calm."""
        others = (self.busy_ns - self.load_ns - sum(server.ran_ns for server in self.servers)) / 1e9
        waited = max(self.load_wait_ns, sum(server.waited_ns for server in self.servers)) / 1e9
        return max(others / max(2 * TICK, tolerance.others * self.seconds),
                   self.stolen_ns / 1e9 / max(TICK, tolerance.stolen * self.seconds),
                   waited / (tolerance.waiting * self.seconds))


def words(work, servers, keys):
    """The load's command line: `keys` for every server, then each server with its own."""
    every = [f"{key}={value}" for key, value in keys.items()]
    for server, own in servers:
        every += [f"port={server.port}", f"server={server.pid}", *(f"{key}={value}" for key, value in own.items())]
    return [work, *every]


def run(bench, work, servers, processors=None, **keys):
    """One run of the load against these (server, keys of its own), in this order to begin with."""
    command = [bench.programs / "load", *words(work, servers, keys)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False,
                          preexec_fn=on(processors or {bench.there}))
    if done.returncode != 0:
        names = " and ".join(server.name for server, _ in servers)
        raise SystemExit(f"the load against {names} failed: {done.stderr}")
    said = json.loads(done.stdout)
    return Sample(**{**said, "servers": [Share(**share) for share in said["servers"]]})


@contextlib.contextmanager
def idle_clients(bench, server, clients, **keys):
    """So many clients that have had one message answered and do nothing since."""
    command = [bench.programs / "load", *words("idle", [(server, {})], {"clients": clients, **keys})]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          preexec_fn=on({bench.there})) as process:
        if not process.stdout.readline():
            raise SystemExit(f"{clients} idle clients of {server.name} could not all connect")
        yield
        process.stdin.close()
