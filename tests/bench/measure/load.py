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
LATENCY = Tolerance(waiting=0.005)  # a hundredth of the time is what the 99th percentile is made of


@dataclasses.dataclass
class Sample:
    """What one run of the load found."""

    operations: int
    lost: int
    seconds: float
    server_ns: int
    server_wait_ns: int
    load_ns: int
    load_wait_ns: int
    busy_ns: int
    stolen_ns: int
    p50_us: float
    p99_us: float
    done: int
    attempts: int = 1
    calm: bool = True

    @property
    def cost(self):
        """Nanoseconds of the server's processor time for each operation."""
        return self.server_ns / max(1, self.operations)

    def disturbance(self, tolerance):
        """How far beyond the usual anybody else was at work; up to 1 is calm."""
        others = (self.busy_ns - self.server_ns - self.load_ns) / 1e9
        return max(others / max(2 * TICK, tolerance.others * self.seconds),
                   self.stolen_ns / 1e9 / max(TICK, tolerance.stolen * self.seconds),
                   self.server_wait_ns / 1e9 / (tolerance.waiting * self.seconds),
                   self.load_wait_ns / 1e9 / (tolerance.waiting * self.seconds))


def words(server, work, keys):
    return [work, f"port={server.port}", f"server={server.pid}", *(f"{key}={value}" for key, value in keys.items())]


def run(bench, server, work, processors=None, **keys):
    """One run of the load against this server."""
    keys.setdefault("seconds", bench.seconds)
    done = subprocess.run([bench.programs / "load", *words(server, work, keys)], capture_output=True, text=True,
                          timeout=keys["seconds"] + 60, check=False, preexec_fn=on(processors or {bench.there}))
    if done.returncode != 0:
        raise SystemExit(f"the load against {server.name} failed: {done.stderr}")
    return Sample(**json.loads(done.stdout))


@contextlib.contextmanager
def idle_clients(bench, server, clients, **keys):
    """So many clients that have had one message answered and do nothing since."""
    command = [bench.programs / "load", *words(server, "idle", {"clients": clients, **keys})]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          preexec_fn=on({bench.there})) as process:
        if not process.stdout.readline():
            raise SystemExit(f"{clients} idle clients of {server.name} could not all connect")
        yield
        process.stdin.close()
