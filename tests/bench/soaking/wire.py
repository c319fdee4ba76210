# SPDX-License-Identifier: MIT
"""One stream client of the mix: a socket, what has come and was not taken yet, and ways to be rude."""

import asyncio
import contextlib
import socket
import struct

PATIENCE = 20


class Wrong(Exception):
    """The daemon did what it must not."""


class Peer:
    def __init__(self, sock):
        self.sock = sock
        self.buffer = b""

    @classmethod
    @contextlib.asynccontextmanager
    async def connected(cls, where, source=None, receive_buffer=None):
        """To a path or to (address, port), from this address of ours."""
        sock = socket.socket(socket.AF_UNIX if isinstance(where, str) else socket.AF_INET, socket.SOCK_STREAM)
        with sock:
            sock.setblocking(False)
            if receive_buffer:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
            if source and not isinstance(where, str):
                sock.setsockopt(socket.IPPROTO_IP, getattr(socket, "IP_BIND_ADDRESS_NO_PORT", 24), 1)
                sock.bind((source, 0))
            await cls._patiently(asyncio.get_running_loop().sock_connect(sock, where))
            yield cls(sock)

    @staticmethod
    async def _patiently(step):
        try:
            async with asyncio.timeout(PATIENCE):
                return await step
        except TimeoutError:
            raise Wrong(f"nothing within {PATIENCE} seconds") from None

    async def send(self, data):
        await self._patiently(asyncio.get_running_loop().sock_sendall(self.sock, data))

    async def _more(self):
        data = await self._patiently(asyncio.get_running_loop().sock_recv(self.sock, 1 << 16))
        self.buffer += data
        return bool(data)

    def _take(self, count):
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    async def exactly(self, count):
        while len(self.buffer) < count:
            if not await self._more():
                raise Wrong(f"the stream ended behind {self.buffer[:200]!r}")
        return self._take(count)

    async def reply(self, listener):
        """The next message without its framing."""
        if listener.framing == "length":
            return await self.exactly(int.from_bytes(await self.exactly(4), "big"))
        while b"\n" not in self.buffer:
            if not await self._more():
                raise Wrong(f"the stream ended behind {self.buffer[:200]!r}")
        return self._take(self.buffer.index(b"\n") + 1)[:-1]

    async def until_end(self):
        """Everything up to the end of the stream; a reset is one too. What came is kept."""
        with contextlib.suppress(ConnectionError):
            while await self._more():
                pass
        return self._take(len(self.buffer))

    def half_close(self):
        self.sock.shutdown(socket.SHUT_WR)

    def reset(self):
        """Closes with a reset instead of an end."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()
