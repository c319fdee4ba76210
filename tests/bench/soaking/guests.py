# SPDX-License-Identifier: MIT
"""Clients that want an answer, each for one visit. Every reply's bytes are checked; a fault is raised as Wrong."""

import asyncio
import time

from soaking.site import ABSENT, BUSIEST_ADDRESS, DESK, HASTY, MESSAGE_TIMEOUT, NARROW, OPEN, PACED
from soaking.wire import Wrong


def check(listener, message, reply):
    if not listener.answers(message, reply):
        raise Wrong(f"{listener.name} answered {message[:60]!r} with {reply[:120]!r}")


async def polite(visit):
    listener = visit.pick(OPEN)
    async with visit.at(listener) as peer:
        for _ in range(visit.random.randint(10, 100)):
            message = visit.message()
            await peer.send(listener.framed(message))
            check(listener, message, await peer.reply(listener))
            await asyncio.sleep(visit.random.choice((0, 0, 0.01)))


async def pipelining(visit):
    listener = visit.pick(OPEN)
    async with visit.at(listener) as peer:
        for _ in range(visit.random.randint(1, 5)):
            messages = [visit.message() for _ in range(visit.random.randint(2, 200))]
            await peer.send(b"".join(map(listener.framed, messages)))
            for message in messages:
                check(listener, message, await peer.reply(listener))


async def one_message(visit):
    listener, message = visit.pick(OPEN), visit.message()
    async with visit.at(listener) as peer:
        await peer.send(listener.framed(message))
        check(listener, message, await peer.reply(listener))


async def half_closer(visit):
    listener = visit.pick(OPEN)
    async with visit.at(listener) as peer:
        messages = [visit.message() for _ in range(visit.random.randint(1, 50))]
        await peer.send(b"".join(map(listener.framed, messages)))
        peer.half_close()
        for message in messages:
            check(listener, message, await peer.reply(listener))
        if rest := await peer.until_end():
            raise Wrong(f"more than was asked for: {rest[:120]!r}")


async def slow_sender(visit):
    """A byte at a time, and done within the time a message may take, unless the machine was too slow for that."""
    listener, message = visit.pick(OPEN), visit.message(20)
    async with visit.at(listener) as peer:
        began = time.monotonic()
        try:
            for byte in listener.framed(message):
                await peer.send(bytes([byte]))
                await asyncio.sleep(visit.random.uniform(0.005, 0.03))
            check(listener, message, await peer.reply(listener))
        except (ConnectionError, Wrong):
            if time.monotonic() - began < MESSAGE_TIMEOUT:
                raise
            visit.count("slow senders too slow")


async def paced(visit):
    """Sends faster than it may: it is read more slowly, and loses nothing."""
    async with visit.at(PACED) as peer:
        messages = [visit.message(40) for _ in range(visit.random.randint(100, 400))]
        await peer.send(b"".join(map(PACED.framed, messages)))
        for message in messages:
            check(PACED, message, await peer.reply(PACED))


async def asker(visit):
    """Of the operator: an answer of the console, or that nobody is there, for each question and in order."""
    async with visit.at(DESK) as peer:
        questions = [b"question %d" % visit.random.randrange(10 ** 9) for _ in range(visit.random.randint(1, 4))]
        await peer.send(b"".join(map(DESK.framed, questions)))
        for question in questions:
            reply = await peer.reply(DESK)
            if reply not in (ABSENT, b"answer to " + question):
                raise Wrong(f"the desk answered {question!r} with {reply[:120]!r}")


async def served(visit, listener, source, refusal, stay=0.0):
    """Whether there was room for one more from this address."""
    async with visit.at(listener, source) as peer:
        try:
            await peer.send(b"is there room\n")
            reply = await peer.reply(listener)
        except (ConnectionError, Wrong) as lost:
            if isinstance(lost, Wrong) and "ended" not in str(lost):
                raise
            return False  # the words are lost where it has closed while the message was on its way
        if reply not in (b"is there room", refusal):
            raise Wrong(f"{listener.name} answered {reply[:120]!r}")
        await asyncio.sleep(stay)
        return reply == b"is there room"


async def neighbours(visit):
    """More at once from one address than may be: some are told so, the others served."""
    source = visit.source()
    room = await asyncio.gather(*(served(visit, NARROW, source, b"error: too many clients from this address", 0.3)
                                  for _ in range(BUSIEST_ADDRESS * 2)))
    if not any(room):
        raise Wrong("of several clients of one address none was served")


async def hasty(visit):
    """More, one after the other, from one address than may come in a second."""
    source = visit.source()
    room = [await served(visit, HASTY, source, b"error: too many new connections") for _ in range(12)]
    if all(room):
        visit.count("hasty clients not hasty enough")


async def datagrams(visit):
    """Ordinary, empty and oversized ones; a reply, if one comes, is the right one."""
    listener = visit.pick([listener for listener in OPEN if "udp" in listener.transports])
    async with visit.datagram_socket(listener) as sock:
        loop = asyncio.get_running_loop()
        for _ in range(visit.random.randint(5, 40)):
            message = visit.random.choice((visit.message(), visit.message(), b"", b"x" * 20_000))
            await loop.sock_sendall(sock, message)
            try:
                async with asyncio.timeout(0.2):
                    reply = await loop.sock_recv(sock, 1 << 16)
            except TimeoutError:
                visit.count("datagrams not answered")
                continue
            if not reply.startswith(b"error: "):
                check(listener, message, reply)
