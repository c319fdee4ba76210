#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A stream of short clients: each connects, sends a line, half-closes, and must read that line and an orderly end; a
datagram must come back. Says `asking` once every address has answered some. Runs until standard input ends and every
address has answered some more, or for --seconds at most; then prints as JSON what became of them, by address, and the
longest time during which nobody was answered."""

import argparse
import collections
import errno
import json
import select
import socket
import sys
import threading
import time

PATIENCE = {"tcp": 20, "unix": 20, "udp": 3}  # seconds; beyond it a client counts as unanswered
THREADS = {"tcp": 2, "unix": 1, "udp": 2}
SOME = 10
OUTCOMES = {errno.ECONNREFUSED: "refused", errno.ENOENT: "refused",
            errno.ECONNRESET: "reset", errno.EPIPE: "reset", errno.ENOTCONN: "reset"}


class Address:
    def __init__(self, uri):
        self.uri = uri
        self.scheme, _, rest = uri.partition("://")
        self.count = collections.Counter()
        self.silence = 0.0
        self.last = time.monotonic()
        self.lock = threading.Lock()
        if self.scheme == "unix":
            self.family, self.target = socket.AF_UNIX, rest
        else:
            host, _, port = rest.rpartition(":")
            self.family = socket.AF_INET6 if "[" in host else socket.AF_INET
            self.target = (host.strip("[]"), int(port))
        self.kind = socket.SOCK_DGRAM if self.scheme == "udp" else socket.SOCK_STREAM

    def ask(self, message):
        """What became of one client."""
        with socket.socket(self.family, self.kind) as sock:
            sock.settimeout(PATIENCE[self.scheme])
            try:
                sock.connect(self.target)
                sock.sendall(message)
                reply = sock.recv(1 << 16) if self.scheme == "udp" else self._rest(sock)
            except TimeoutError:
                return "unanswered"
            except OSError as error:
                return OUTCOMES.get(error.errno, "wrong")
        if not reply:
            return "reset"  # an orderly end, and no reply
        return "answered" if reply == message else "wrong"

    @staticmethod
    def _rest(sock):
        sock.shutdown(socket.SHUT_WR)
        received = b""
        while piece := sock.recv(1 << 16):
            received += piece
        return received

    def note(self, outcome):
        with self.lock:
            self.count[outcome] += 1
            if outcome == "answered":
                now = time.monotonic()
                self.silence = max(self.silence, now - self.last)
                self.last = now

    def result(self):
        names = ("answered", "refused", "reset", "unanswered", "wrong")
        return {name: self.count[name] for name in names} | {"silence": round(self.silence, 4)}


def keep_asking(address, name, ended):
    number = 0
    while not ended.is_set():
        number += 1
        address.note(address.ask(b"client %s message %d\n" % (name.encode(), number)))


def await_some(addresses, end):
    """Returns when every address has answered some from now on, or at the end."""
    wanted = [(address, address.count["answered"] + SOME) for address in addresses]
    while time.monotonic() < end and any(address.count["answered"] < count for address, count in wanted):
        select.select([], [], [], 0.01)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("uri", nargs="+")
    options = parser.parse_args()
    addresses = [Address(uri) for uri in options.uri]
    ended = threading.Event()
    threads = [threading.Thread(target=keep_asking, args=(address, f"{address.uri} {number}", ended))
               for address in addresses for number in range(THREADS[address.scheme])]
    end = time.monotonic() + options.seconds
    for thread in threads:
        thread.start()
    await_some(addresses, end)
    print("asking", flush=True)
    select.select([sys.stdin], [], [], max(0, end - time.monotonic()))
    await_some(addresses, min(end, time.monotonic() + PATIENCE["tcp"]))
    ended.set()
    for thread in threads:
        thread.join()
    print(json.dumps({address.uri: address.result() for address in addresses}))


if __name__ == "__main__":
    main()
