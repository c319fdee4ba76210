# SPDX-License-Identifier: MIT
"""Servers of Debian that answer a client with its own bytes: what an administrator would take without lanchat.

They begin a process for each client, or hand each connection to one, so the processor time of the whole family
counts. Told beside, without a goal: how many times lanchat's cost; the factors are large, so a few rounds do."""

import contextlib
import pathlib
import shutil
import socket
import tempfile
import time

from measure.load import ROUGH
from measure.result import of_pairs
from measure.servers import Server, lanchatd, stopped_after

XINETD = """
defaults
{{
    instances = UNLIMITED
    per_source = UNLIMITED
    cps = 1000000 1
}}
service echo
{{
    type = INTERNAL UNLISTED
    id = echo-stream
    socket_type = stream
    protocol = tcp
    wait = no
    user = root
    bind = 127.0.0.1
    port = {port}
}}
"""


def free_port():
    """For a server that cannot be asked for its port: nobody has it now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def ncat(folder, port):
    del folder
    return ["ncat", "-l", "-k", "--max-conns", "1000", "--exec", "/bin/cat", "127.0.0.1", port]


def socat(folder, port):
    del folder
    return ["socat", f"TCP-LISTEN:{port},bind=127.0.0.1,fork,backlog=4096,nodelay", "PIPE"]


def xinetd(folder, port):
    configuration = pathlib.Path(folder) / "xinetd.conf"
    configuration.write_text(XINETD.format(port=port))
    return ["xinetd", "-dontfork", "-f", configuration, "-pidfile", f"{folder}/pid", "-filelog", f"{folder}/log"]


PEERS = {"ncat": ncat, "socat": socat, "xinetd": xinetd}


def installed():
    return [name for name in PEERS if shutil.which(name)]


class Peer(Server):
    """One that says nothing of use: it has started when it takes a connection."""

    def _await_port(self, find_port):
        port = find_port("")
        ends = time.monotonic() + 10
        while time.monotonic() < ends and self.process.poll() is None:
            with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
                return port
        self.stop()
        raise SystemExit(f"{self.name} did not start")


def beside_lanchat(bench, work, goal, peer, load_work, clients):
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, lanchatd(bench) as daemon:
        with stopped_after(Peer(peer, PEERS[peer](folder, port), {bench.here}, lambda _: port)) as other:
            samples = bench.pairs(daemon, (other, {"family": 1}), load_work, ROUGH, most_rounds=3, clients=clients)
    result = of_pairs(work, goal, samples, against=peer)
    result.beside, result.lanchat = result.lanchat, result.beside
    return [result]
