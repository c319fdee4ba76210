# SPDX-License-Identifier: MIT
"""A daemon without room for another client, while many knock: what it costs, and how soon it serves again.

Two ways to have no room: `limit`, where a low limit of open files has lowered max-clients, so that whoever is too
many is told so; `descriptors`, where the process runs out of them although max-clients would let more in."""

import contextlib
import os
import resource
import selectors
import socket
import time

from measure.result import Result
from measure.servers import lanchatd

KNOCKING = 200  # clients, each of which comes once a second
ROOM = 8  # descriptors left where they are the shortage
LOW = 256  # open files where they lower max-clients
GREETING = b"is there room\n"


class Knocking:
    """Clients that send a line and stay where it is answered; the others come again a second after."""

    def __init__(self, port):
        self._port = port
        self._poll = selectors.DefaultSelector()
        self._due = [time.monotonic() + number / KNOCKING for number in range(KNOCKING)]
        self._waiting = {}  # socket → since when
        self.served = []
        self.attempts = self.told = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for sock in [*self._waiting, *self.served]:
            sock.close()
        self._poll.close()

    def _knock(self):
        sock = socket.create_connection(("127.0.0.1", self._port), 5)
        self.attempts += 1
        sock.setblocking(False)
        with contextlib.suppress(ConnectionError):
            sock.send(GREETING)
        self._waiting[sock] = time.monotonic()
        self._poll.register(sock, selectors.EVENT_READ)

    def _answered(self, sock):
        """Whether by its own words."""
        try:
            reply = sock.recv(4096)
        except ConnectionError:
            reply = b""
        if reply == GREETING:
            self._poll.unregister(sock)
            del self._waiting[sock]
            self.served.append(sock)
            return True
        self.told += reply.startswith(b"error: ")
        self._leave(sock)
        return False

    def _leave(self, sock):
        self._poll.unregister(sock)
        self._due.append(max(time.monotonic(), self._waiting.pop(sock) + 1))
        sock.close()

    def until(self, end, first=False):
        """Knocks until then; with `first`, until somebody is served, and returns when that was."""
        while (now := time.monotonic()) < end:
            for due in [due for due in self._due if due <= now]:
                self._due.remove(due)
                self._knock()
            for key, _ in self._poll.select(0.005):
                if self._answered(key.fileobj) and first:
                    return time.monotonic()
            for sock in [sock for sock, since in self._waiting.items() if since < now - 1]:
                self._leave(sock)  # it has waited long enough
        return None

    def free(self):
        """All who were served leave."""
        for sock in self.served:
            sock.close()
        self.served.clear()
        return time.monotonic()


def shortage(server, case):
    """Takes the descriptors away, where they are what is short."""
    if case == "descriptors":
        open_now = max(map(int, os.listdir(f"/proc/{server.pid}/fd"))) + 1
        resource.prlimit(server.pid, resource.RLIMIT_NOFILE, (open_now + ROOM, open_now + ROOM))


def exhausted(bench, work, goal, case):
    result = Result(work, goal, [], unit="%", absolute_unit="%", against="")
    again = Result(f"{work}-recovery", None, [], unit="ms", absolute_unit="ms", against="")
    seconds = max(2.0, 10 * bench.seconds)
    for _ in range(1 if bench.rounds <= 3 else 3):
        with lanchatd(bench, within=["prlimit", f"--nofile={LOW}"] if case == "limit" else []) as server:
            shortage(server, case)
            with Knocking(server.port) as clients:
                clients.until(time.monotonic() + 1.5)
                before, began = sum(server.thread_times().values()), time.monotonic()
                clients.until(began + seconds)
                ran = sum(server.thread_times().values()) - before
                result.values.append(100 * ran / 1e9 / (time.monotonic() - began))
                served, freed = len(clients.served), clients.free()
                again.values.append(((clients.until(freed + 10, first=True) or freed + 10) - freed) * 1000)
                result.notes = [f"{served} served, {clients.attempts} attempts, {clients.told} told why not"]
    result.lanchat, again.lanchat = result.values, again.values
    return [result, again]
