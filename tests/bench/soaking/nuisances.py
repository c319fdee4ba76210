# SPDX-License-Identifier: MIT
"""Clients that nobody wants, each for one visit: what they take part in ends in the way it should."""

import asyncio
import contextlib

from soaking.site import DENIED, EVEN, IDLERS, LONGEST, OPEN
from soaking.wire import Wrong


def said(expected, words):
    """Nothing is right too: a reset may have overtaken the words."""
    if words and expected not in words:
        raise Wrong(f"instead of {expected!r} it said {words[:200]!r}")


async def never_reader(visit):
    """Sends as much as is taken, reads nothing, until it is let go or has had enough."""
    listener = visit.pick(EVEN)
    async with visit.at(listener, receive_buffer=4096) as peer:
        with contextlib.suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(visit.random.uniform(1, 8)):
                while True:
                    await peer.send(listener.framed(b"y" * (LONGEST - 8)) * 16)


async def half_message(visit):
    """Begins a message, and leaves or waits to be let go."""
    listener = visit.pick(OPEN)
    async with visit.at(listener) as peer:
        whole = listener.framed(b"z" * (LONGEST - 8))
        await peer.send(whole[:visit.random.randint(1, len(whole) - 1)])
        if visit.random.random() < 0.5:
            await asyncio.sleep(visit.random.uniform(0, 1))
        else:
            said(b"error: message not completed in time", await peer.until_end())


async def too_long(visit):
    listener = visit.pick(OPEN)
    async with visit.at(listener) as peer:
        with contextlib.suppress(ConnectionError):
            await peer.send(listener.framed(b"w" * visit.random.randint(LONGEST + 1, 20 * LONGEST)))
        said(b"error: message longer than", await peer.until_end())


async def resetting(visit):
    """Asks and resets, before or after the answer, or says nothing at all."""
    listener = visit.pick(OPEN)
    async with visit.at(listener) as peer:
        if visit.random.random() < 0.7:
            await peer.send(listener.framed(visit.message()) * visit.random.randint(1, 50))
        await asyncio.sleep(visit.random.choice((0, 0, 0.01, 0.1)))
        peer.reset()


async def idler(visit):
    """Says nothing: leaves, is disconnected, or has been idle for too long."""
    async with visit.at(IDLERS) as peer:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(visit.random.uniform(2, 12)):
                words = await peer.until_end()
                if words not in (b"", b"error: idle for too long\n", b"error: disconnected by the operator\n"):
                    raise Wrong(f"an idle client was told {words[:200]!r}")


async def denied(visit):
    """From an address that may not."""
    listener = OPEN[0]
    async with visit.at(listener, DENIED, transport="tcp") as peer:
        with contextlib.suppress(ConnectionError):
            await peer.send(b"let me in\n")
        said(b"error: access denied", await peer.until_end())
    async with visit.datagram_socket(listener, DENIED) as sock:
        await asyncio.get_running_loop().sock_sendall(sock, b"let me in")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.1):
                reply = await asyncio.get_running_loop().sock_recv(sock, 1 << 16)
            raise Wrong(f"a denied datagram was answered {reply[:120]!r}")
