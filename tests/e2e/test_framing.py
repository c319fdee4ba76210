# SPDX-License-Identifier: MIT
"""Where a message ends, how its reply ends, and how a stream ends."""

import itertools
import socket
import threading

import pytest

from wire import DEADLINE, frame

LINE = "[listener.main]\nbind = tcp://127.0.0.1:0\n"
RAW = LINE + "framing = raw\n"


def test_a_reply_ends_as_its_message_ended(start):
    with start(LINE).connect() as client:
        client.send(b"unix\ndos\r\n\r\n\nlone\rreturn\nlast")
        assert client.finish() == b"unix\ndos\r\n\r\n\nlone\rreturn\nlast\n"


def test_a_line_sent_byte_by_byte_is_one_message(start):
    daemon = start(LINE + "policy = acknowledge\n")
    with daemon.connect() as client:
        client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in b"hello, world\r\n":
            client.send(bytes([byte]))
        assert client.line() == b"received\r\n"
        assert client.finish() == b""


def test_a_half_closed_client_gets_every_reply_first(start):
    with start(LINE).connect() as client:
        sent = b"".join(b"%06d %s\n" % (number, b"x" * 500) for number in range(4000))
        received = []
        # Two megabytes: more than the sockets hold, so read while sending.
        reader = threading.Thread(target=lambda: received.append(client.until_end()))
        reader.start()
        client.send(sent)
        client.sock.shutdown(socket.SHUT_WR)
        reader.join(DEADLINE)
        assert received == [sent]


def test_a_client_that_sends_nothing_is_closed_with_nothing(start):
    daemon = start(LINE)
    with daemon.connect() as client:
        assert client.finish() == b""
    daemon.wait("client_disconnected", reason="client_closed", messages=0)


def test_a_reset_in_the_middle_harms_nobody(start):
    daemon = start(LINE)
    with daemon.connect() as neighbour:
        for _ in range(20):
            client = daemon.connect()
            assert client.ask(b"hello\n") == b"hello\n"
            client.send(b"x" * 300_000)
            client.reset()
        assert neighbour.ask(b"still there?\n") == b"still there?\n"
    client = daemon.connect()
    client.ask(b"hello\n")
    name = client.name()
    client.reset()
    daemon.wait("client_disconnected", client=name, reason="client_reset")


def test_raw_takes_any_bytes_without_a_newline(start):
    with start(RAW).connect() as client:
        every = bytes(range(256))
        client.send(every)
        assert client.exactly(256) == every
        client.send(b"no newline")
        assert client.exactly(10) == b"no newline"
        assert client.finish() == b""


@pytest.mark.parametrize("kind, size", [("B", 1), ("H", 2), ("I", 4), ("Q", 8)])
@pytest.mark.parametrize("order, name", [(">", "big"), ("<", "little")])
def test_length_headers_of_every_size_and_order(start, kind, size, order, name):
    daemon = start(LINE + f"framing = length\nlength-bytes = {size}\nlength-order = {name}\n")
    with daemon.connect() as client:
        sent = b"".join(frame(payload, order, kind) for payload in (b"", b"\n\r\0", b"x" * 255))
        client.send(sent)
        assert client.finish() == sent


def test_a_reply_longer_than_its_length_header_can_say_ends_the_session_alone(start):
    daemon = start(LINE + "framing = length\nlength-bytes = 1\npolicy = timestamp\n")
    with daemon.connect() as client, daemon.connect() as neighbour:
        client.send(frame(b"x" * 250, ">", "B"))
        client.until_end()
        neighbour.send(frame(b"hello", ">", "B"))
        assert neighbour.exactly(neighbour.exactly(1)[0]).endswith(b"hello")


def test_every_cut_of_a_stream_gives_the_same_replies(start):
    daemon = start(LINE + "policy = uppercase\n")
    stream = "one\r\nstraße\n\nlast\n".encode()
    for cut, other in itertools.combinations(range(0, len(stream), 3), 2):
        with daemon.connect() as client:
            client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for piece in (stream[:cut], stream[cut:other], stream[other:]):
                client.send(piece)
            assert client.finish() == b"ONE\r\nSTRASSE\n\nLAST\n"


def test_bytes_that_are_no_text_pass_upper_casing_as_they_are(start):
    with start(LINE + "policy = uppercase\n").connect() as client:
        assert client.ask(b"a\xff\xc3b\x80\n") == b"A\xff\xc3B\x80\n"
