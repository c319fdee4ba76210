# SPDX-License-Identifier: MIT
"""Drives the load generator and reads what it says."""

import contextlib
import dataclasses
import json
import subprocess

from measure.servers import on

# What counts as a disturbed machine, as shares of the time measured; a tick of the clock or two is never too much.
TICK = 0.01
OTHERS, STOLEN, WAITING = 0.03, 0.01, 0.05


@dataclasses.dataclass
class Sample:
    """What one run of the load found."""

    operations: int
    lost: int
    seconds: float
    server_ns: int
    server_wait_ns: int
    load_ns: int
    busy_ns: int
    stolen_ns: int
    p50_us: float
    p99_us: float
    done: int
    attempts: int = 1

    @property
    def cost(self):
        """Nanoseconds of the server's processor time for each operation."""
        return self.server_ns / max(1, self.operations)

    def disturbance(self, sharing):
        """How far beyond the usual anybody else was at work; up to 1 is calm. `sharing`: the server has to wait
        for its processor anyway, since the load is on the same."""
        others = (self.busy_ns - self.server_ns - self.load_ns) / 1e9
        shares = [others / max(2 * TICK, OTHERS * self.seconds), self.stolen_ns / 1e9 / max(TICK, STOLEN * self.seconds)]
        if not sharing:
            shares.append(self.server_wait_ns / 1e9 / (WAITING * self.seconds))
        return max(shares)


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
