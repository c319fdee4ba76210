# SPDX-License-Identifier: MIT
"""Clients made of sockets. Nothing here waits without an end: DEADLINE is far beyond what any answer takes, also
under a sanitizer on a busy machine, and only a failing test ever reaches it; LANCHAT_PATIENCE multiplies it."""

import contextlib
import os
import select
import socket
import struct
import time

DEADLINE = 30.0 * float(os.environ.get("LANCHAT_PATIENCE", "1"))


def parse_uri(uri):
    scheme, _, rest = uri.partition("://")
    if scheme == "unix":
        return ("unix", rest)
    host, _, port = rest.rpartition(":")
    return (scheme, host.strip("[]"), int(port))


def family(host):
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def reachable(host):
    """The address to connect to where a daemon is bound to `host`."""
    return {"*": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


class Stream:
    """A TCP or unix client."""

    def __init__(self, sock):
        sock.settimeout(DEADLINE)
        self.sock = sock
        self.buffer = b""

    @classmethod
    def connect(cls, address, host=None):
        if address[0] == "unix":
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            sock.settimeout(DEADLINE)
            sock.connect(address[1])
        else:
            host = host or reachable(address[1])
            sock = socket.socket(family(host), socket.SOCK_STREAM)
            sock.settimeout(DEADLINE)
            sock.connect((host, address[2]))
        return cls(sock)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.sock.close()

    def name(self):
        """Its own address as the daemon's log writes it."""
        host, port = self.sock.getsockname()[:2]
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    def send(self, data):
        self.sock.sendall(data)

    def exactly(self, count):
        while len(self.buffer) < count:
            self._more()
        return self._take(count)

    def line(self):
        """The next line with its ending."""
        while b"\n" not in self.buffer:
            self._more()
        return self._take(self.buffer.index(b"\n") + 1)

    def ask(self, data):
        """Sends a line and returns the one that comes back."""
        self.send(data)
        return self.line()

    def some(self):
        """What is there, at least one byte."""
        if not self.buffer:
            self._more()
        return self._take(len(self.buffer))

    def until_end(self):
        """Everything up to the orderly end of the stream; a reset is an error."""
        with contextlib.suppress(EOFError):
            while True:
                self._more()
        return self._take(len(self.buffer))

    def finish(self):
        """Closes the sending half and returns everything that still comes."""
        self.sock.shutdown(socket.SHUT_WR)
        return self.until_end()

    def quiet_for(self, seconds):
        """Whether nothing comes within so long."""
        return not self.buffer and not select.select([self.sock], [], [], seconds)[0]

    def reset(self):
        """Closes with a reset instead of an end."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def close(self):
        self.sock.close()

    def _more(self):
        data = self.sock.recv(1 << 20)
        if not data:
            raise EOFError(f"the stream ended; not read yet: {self.buffer[:200]!r}")
        self.buffer += data

    def _take(self, count):
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken


class Datagrams:
    """A UDP client."""

    def __init__(self, address, host=None):
        host = host or reachable(address[1])
        self.sock = socket.socket(family(host), socket.SOCK_DGRAM)
        self.sock.settimeout(DEADLINE)
        self.sock.connect((host, address[2]))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.sock.close()

    def send(self, data):
        self.sock.send(data)

    def receive(self):
        return self.sock.recv(1 << 16)

    def ask(self, data):
        self.send(data)
        return self.receive()

    def all_within(self, seconds):
        """Every datagram until none has come for so long."""
        received = []
        while select.select([self.sock], [], [], seconds)[0]:
            received.append(self.receive())
        return received

    def close(self):
        self.sock.close()


def frame(payload, order="<", kind="I"):
    """A message with its length before it, as struct writes it."""
    return struct.pack(order + kind, len(payload)) + payload


def free_port(kind=socket.SOCK_STREAM, host="127.0.0.1"):
    """A port nobody has at the moment."""
    with socket.socket(family(host), kind) as sock:
        sock.bind((host, 0))
        return sock.getsockname()[1]


def eventually(condition, what, deadline=DEADLINE):
    """Asks again and again until it holds; the pause between is a poll on nothing."""
    end = time.monotonic() + deadline
    while not condition():
        assert time.monotonic() < end, f"never happened: {what}"
        select.select([], [], [], 0.01)
