# SPDX-License-Identifier: MIT
"""Works without a load to speak of: memory of idle clients, the start, system calls of an exchange."""

import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from measure import load
from measure.result import Result
from measure.servers import daemon_command, lanchatd, yardstick

MIB = 1024 * 1024


def idle_memory(bench, work, goal, framing):
    """Anonymous memory that each of many idle clients adds, once one client has been there and gone."""
    clients = bench.idle_clients
    result = Result(work, goal, [], unit="bytes", absolute_unit="bytes")
    pss = []
    for _ in range(1 if bench.rounds <= 3 else 3):
        for server_of, figures in ((lambda: yardstick(bench, framing), result.beside),
                                   (lambda: lanchatd(bench, framing=framing, max_clients=clients + 1000),
                                    result.lanchat)):
            with server_of() as server:
                load.run(bench, "closed", [(server, {})], clients=1, framing=framing, seconds=0.05)
                before = server.memory()
                with load.idle_clients(bench, server, clients, framing=framing):
                    after = server.memory()
            figures.append((after["RssAnon"] - before["RssAnon"]) / clients)
            if server.name == "lanchatd":
                pss.append((after["Pss_Anon"] - before["Pss_Anon"]) / clients)
    result.values = result.lanchat
    result.notes.append(f"by Pss_Anon {max(pss):.0f}; {clients:,} clients")
    return [result]


def started(bench):
    """Seconds from exec to READY=1, and what is resident then."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
        notified.bind(f"{folder}/notify")
        notified.settimeout(10)
        environment = {**os.environ, "NOTIFY_SOCKET": f"{folder}/notify"}
        command = list(map(str, daemon_command(bench.daemon)))
        nowhere = [(os.POSIX_SPAWN_OPEN, fd, "/dev/null", os.O_RDWR, 0) for fd in (0, 1, 2)]
        ours = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {bench.here})  # the new process inherits it
        began = time.monotonic()
        process = os.posix_spawn(command[0], command, environment, file_actions=nowhere)
        os.sched_setaffinity(0, ours)
        try:
            while b"READY=1" not in notified.recv(4096).split(b"\n"):
                pass
            seconds = time.monotonic() - began
            status = pathlib.Path(f"/proc/{process}/status").read_text()
        finally:
            os.kill(process, signal.SIGTERM)
            os.waitpid(process, 0)
    return seconds, int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) * 1024


def start(bench, work, goal):
    taken = [started(bench) for _ in range(3 * bench.rounds)]
    times = [seconds * 1000 for seconds, _ in taken]
    resident = [size / MIB for _, size in taken]
    return [Result(work, goal, times, unit="ms", lanchat=times, absolute_unit="ms", against=""),
            Result(f"{work}-memory", 8, resident, unit="MiB", lanchat=resident, absolute_unit="MiB", against="")]


def calls_of(bench, server):
    """System calls of the server for each of many exchanges with one client, by name."""
    with tempfile.NamedTemporaryFile("r") as table:
        tracer = subprocess.Popen(["strace", "-c", "-f", "-o", table.name, "-p", str(server.pid)],
                                  stderr=subprocess.PIPE, text=True)
        if "attached" not in tracer.stderr.readline():
            tracer.wait(30)
            raise SystemExit("strace could not attach to the server")
        sample = load.run(bench, "closed", [(server, {})], clients=1, seconds=1, slice=0.2)
        tracer.send_signal(signal.SIGINT)
        tracer.communicate(timeout=30)
        rows = re.findall(r"^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(?:\d+\s+)?(\w+)$", table.read(), re.M)
    exchanges = sample.servers[0].operations + sample.servers[0].warming_up
    return {name: int(count) / exchanges for count, name in rows if name != "total"}


def system_calls(bench, work, goal):
    if shutil.which("strace") is None:
        return []
    result = Result(work, goal, [], unit="calls", absolute_unit="calls")
    with yardstick(bench, "line") as reference:
        result.beside.append(sum(calls_of(bench, reference).values()))
    with lanchatd(bench) as daemon:
        calls = calls_of(bench, daemon)
    result.lanchat.append(sum(calls.values()))
    result.values = result.lanchat
    result.notes.append(", ".join(f"{name} {count:.2f}" for name, count in calls.items() if count >= 0.01))
    return [result]
