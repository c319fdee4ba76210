# SPDX-License-Identifier: MIT
"""Limits on what one client may send or leave lying: what it is told, and that others do not notice."""

import select
import socket
import threading
import time

import pytest

from console import Console
from wire import DEADLINE, Stream, eventually, frame

LINE = "[listener.main]\nbind = tcp://127.0.0.1:0\n"
UDP = "[listener.main]\nbind = udp://127.0.0.1:0\n"


@pytest.mark.parametrize("sent", [b"x" * 101 + b"\n", b"x" * 5000, b"fine\n" + b"x" * 102 + b"\nnever read\n"],
                         ids=["with-its-end", "without-end", "behind-a-good-one"])
def test_a_line_beyond_the_limit_is_told_and_closed(start, sent):
    daemon = start(LINE + "max-message-size = 100\n")
    with daemon.connect() as client:
        client.send(sent)
        good = b"fine\n" if sent.startswith(b"fine") else b""
        assert client.until_end() == good + b"error: message longer than 100 bytes\n"
        daemon.wait("client_disconnected", client=client.name(), reason="message_too_long")


def test_the_default_limit_is_65536_bytes(start):
    daemon = start(LINE)
    with daemon.connect() as client:
        client.send(b"x" * 65537 + b"\n")
        assert client.until_end() == b"error: message longer than 65536 bytes\n"


def test_the_text_arrives_though_the_client_goes_on_sending(start):
    daemon = start(LINE + "max-message-size = 100\n")
    with daemon.connect() as client:
        client.send(b"x" * 40_000)
        client.send(b"y" * 40_000)
        assert client.until_end() == b"error: message longer than 100 bytes\n"


def test_a_length_beyond_the_limit_is_told_before_the_message_has_come(start):
    daemon = start(LINE + "framing = length\nmax-message-size = 1K\n")
    with daemon.connect() as client:
        client.send(b"\xff\xff\xff\xff")
        assert client.until_end() == frame(b"error: message longer than 1024 bytes", ">")


def test_a_message_of_exactly_the_limit_is_answered(start):
    with start(LINE + "max-message-size = 100\n").connect() as client:
        assert client.ask(b"x" * 100 + b"\r\n") == b"x" * 100 + b"\r\n"


def test_without_a_limit_a_long_message_comes_back(start):
    daemon = start(LINE + "max-message-size = 0\n")
    with daemon.connect() as client:
        long = b"x" * 3_000_000 + b"\n"
        client.send(long)
        assert client.line() == long


def pump(daemon, client):
    """Sends lines and reads nothing until the daemon has let the client go; the event that says why."""
    client.sock.setblocking(False)
    name, end = client.name(), time.monotonic() + DEADLINE
    while time.monotonic() < end:
        gone = daemon.find("client_disconnected", client=name)
        if gone:
            return gone
        if select.select([], [client.sock], [], 0.05)[1]:
            try:
                client.sock.send((b"x" * 999 + b"\n") * 64)
            except (BlockingIOError, ConnectionError):
                continue
    raise AssertionError("a client that never reads was never let go")


def test_a_client_that_never_reads_is_closed_after_the_write_timeout(start):
    daemon = start(LINE + "write-timeout = 500ms\n")
    with daemon.connect() as client, daemon.connect() as neighbour:
        gone = pump(daemon, client)
        assert gone["reason"] == "write_timeout" and gone["duration_ms"] >= 450
        assert neighbour.ask(b"hello\n") == b"hello\n"


@pytest.mark.parametrize("keys, message, reply_size", [
    ("max-pending-output = 16K\n", b"x" * 99 + b"\n", 100),
    ("max-pending-output = 1K\nmax-message-size = 64K\n", b"x" * 9999 + b"\n", 10_000),
    ('policy = acknowledge\nacknowledge-text = "%s"\n' % ("a" * 27), b"\n", 28),
], ids=["small-output", "message-beyond-the-output", "long-replies-to-short-messages"])
def test_a_client_that_reads_slowly_is_not_closed(start, folder, keys, message, reply_size):
    # A unix socket holds little, so the daemon's output waits nearly all the time, longer than the time-out.
    daemon = start(f"[listener.main]\nbind = unix://{folder}/main.sock\nwrite-timeout = 1s\n" + keys)
    with daemon.connect() as client:
        count = 8_000_000 // reply_size
        sender = threading.Thread(target=client.send, args=(message * count,))
        sender.start()
        received = 0
        while received < count * reply_size:
            select.select([], [], [], 0.02)
            data = client.sock.recv(65_536)
            assert data, f"closed after {received} bytes: {daemon.find('client_disconnected')}"
            received += len(data)
        sender.join(DEADLINE)


def test_long_replies_to_a_flood_of_short_messages_do_not_pile_up(start, programs, folder):
    daemon = start(f"[listener.main]\nbind = unix://{folder}/main.sock\npolicy = acknowledge\n"
                   f"acknowledge-text = {'a' * 20_000}\n")
    with daemon.connect() as client:
        count, reply = 10_000, b"a" * 20_000 + b"\n"
        client.send(b"\n" * count)
        received, waiting = 0, []
        while received < count * len(reply):
            data = client.sock.recv(16_384)
            at = received % len(reply)
            assert data and (reply * 2)[at:at + len(data)] == data, f"after {received} bytes"
            if received // 4_000_000 != (received + len(data)) // 4_000_000:  # every now and then
                rows = programs.ask(daemon, "clients")["clients"]
                waiting += [row["waiting_output"] for row in rows]
            received += len(data)
    assert received == count * len(reply)
    assert 0 < max(waiting) <= 1024 * 1024 + len(reply)


def test_a_client_that_reads_late_gets_every_reply_and_the_last_words(start, folder):
    # Later than a client is waited for once it has been handed everything. A unix socket does not hold it all.
    daemon = start(f"[listener.main]\nbind = unix://{folder}/main.sock\nmax-message-size = 20K\n"
                   f"policy = acknowledge\nacknowledge-text = {'a' * 20_000}\n")
    with daemon.connect() as client:
        client.send(b"\n" * 12 + b"x" * 30_000)
        select.select([], [], [], 2.5)
        assert client.until_end() == (b"a" * 20_000 + b"\n") * 12 + b"error: message longer than 20480 bytes\n"
    daemon.wait("client_disconnected", reason="message_too_long")


def test_replies_beyond_the_pending_output_close_the_client(start, programs, folder):
    # Answers of a person come whether or not the client reads: what the socket does not take must be bounded.
    daemon = start(f"[listener.main]\nbind = unix://{folder}/main.sock\npolicy = operator\n"
                   "max-pending-output = 64K\nwrite-timeout = 0\nmax-message-size = 64K\n")
    with Console(programs, daemon) as console, daemon.connect() as client:
        console.attend(daemon.address("unix"))
        client.send(b"question\n" * 100)
        console.number_of("question")
        for _ in range(100):
            console.type("a" * 10_000)
        gone = daemon.wait("client_disconnected", reason="pending_output_full")
        assert gone["bytes_out"] >= 64 * 1024


def test_tcp_above_the_rate_is_read_more_slowly(start):
    daemon = start(LINE + "rate-limit = 50\n")
    with daemon.connect() as client:
        sent = b"".join(b"%d\n" % number for number in range(150))
        began = time.monotonic()
        client.send(sent)
        assert client.exactly(len(sent)) == sent  # nothing is lost
        assert time.monotonic() - began >= 1.5    # 150 messages: a second's worth at once, the rest at 50/s


def test_urgent_data_loses_nothing_of_a_client_above_the_rate(start):
    daemon = start(LINE + "rate-limit = 2\n")
    with daemon.connect() as client:
        client.send(b"a\nb\nc\nd\n")
        assert client.exactly(4) == b"a\nb\n"  # now the session waits for its time
        client.sock.send(b"!", socket.MSG_OOB)
        assert client.exactly(4) == b"c\nd\n"
        assert client.finish() == b""
        daemon.wait("client_disconnected", client=client.name(), reason="client_closed", messages=4)


def test_the_rate_is_each_clients_own(start):
    daemon = start(LINE + "rate-limit = 5\n")
    with daemon.connect() as busy, daemon.connect() as calm:
        busy.send(b"x\n" * 1000)
        assert busy.line() == b"x\n"
        began = time.monotonic()
        assert calm.ask(b"hello\n") == b"hello\n"
        assert time.monotonic() - began < 5


def test_udp_above_the_rate_is_dropped(start):
    daemon = start(UDP + "rate-limit = 10\n")
    with daemon.datagrams() as client, daemon.datagrams() as neighbour:
        for number in range(200):
            client.send(b"%d" % number)
        answered = client.all_within(0.5)
        assert 1 <= len(answered) <= 40
        assert neighbour.ask(b"hello") == b"hello"


def test_a_flood_of_connections_leaves_no_descriptor_behind(start):
    daemon = start(LINE)
    with daemon.connect() as client:
        client.ask(b"hello\n")
        before = daemon.descriptors()
        for _ in range(300):
            with Stream.connect(daemon.address()) as other:
                other.send(b"x")
        eventually(lambda: daemon.descriptors() <= before, "the descriptors of clients that left are closed")
