# SPDX-License-Identifier: MIT
"""The six servers of the tutorials as configurations, and their old clients unchanged."""

import re
import socket
import struct
import threading

from console import Console
from wire import DEADLINE, Datagrams

STAMP = rb"\[\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\] "


def old_client(port):
    """The tutorials' client: connects, and later takes what one recv() brings."""
    sock = socket.create_connection(("127.0.0.1", port), timeout=DEADLINE)
    sock.settimeout(DEADLINE)
    return sock


# 1. A random number for every message, whatever the message and however it ends.

RANDOM = "[listener.main]\nbind = tcp://127.0.0.1:0\nframing = raw\npolicy = random\n"


def test_random_number_for_every_message_without_a_newline(start):
    daemon = start(RANDOM)
    numbers = []
    with old_client(daemon.port()) as sock:
        for _ in range(200):
            sock.send(b"give me a number")
            numbers.append(int(sock.recv(1024)))
    assert all(0 <= number <= 100 for number in numbers)
    assert len(set(numbers)) > 20


def test_random_number_in_a_range_of_ones_own(start):
    daemon = start(RANDOM + "random-min = -3\nrandom-max = 3\n")
    seen = set()
    with old_client(daemon.port()) as sock:
        for _ in range(300):
            sock.send(b"x")
            seen.add(int(sock.recv(1024)))
    assert seen == set(range(-3, 4))


# 2. The time before the message, over TCP and UDP.

TIMESTAMP = "[listener.main]\nbind = tcp://127.0.0.1:0\nbind = udp://127.0.0.1:0\npolicy = timestamp\n"


def test_timestamp_before_the_message_over_tcp(start):
    daemon = start(TIMESTAMP)
    with old_client(daemon.port()) as sock:
        for _ in range(3):
            sock.send(b"hello there\n")
            assert re.fullmatch(STAMP + rb"hello there\n", sock.recv(1024))


def test_timestamp_before_the_message_over_udp(start):
    daemon = start(TIMESTAMP)
    with Datagrams(daemon.address("udp")) as client:
        assert re.fullmatch(STAMP + rb"hello there", client.ask(b"hello there"))


def test_timestamp_in_a_format_of_ones_own(start):
    daemon = start(TIMESTAMP + 'timestamp-format = "%Y-%m-%dT%H:%M:%SZ "\ntimestamp-zone = utc\n')
    with daemon.connect() as client:
        assert re.fullmatch(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ hello\n", client.ask(b"hello\n"))


# 3. `received`, for a hundred connections one after another.

def test_a_hundred_connections_are_told_received(start):
    daemon = start("[listener.main]\nbind = tcp://127.0.0.1:0\nframing = raw\npolicy = acknowledge\n")
    for number in range(100):
        with old_client(daemon.port()) as sock:
            sock.send(b"connection %d" % number)
            assert sock.recv(1024) == b"received"
    said = [daemon.wait("client_disconnected", session=number + 1) for number in range(100)]
    assert [(event["reason"], event["messages"]) for event in said] == [("client_closed", 1)] * 100


# 4. Upper case, for five clients in loops at once.

def test_five_clients_in_loops_get_upper_case(start):
    daemon = start("[listener.main]\nbind = tcp://127.0.0.1:0\nframing = raw\npolicy = uppercase\n")
    wrong = []

    def loop(number):
        with old_client(daemon.port()) as sock:
            for turn in range(200):
                sock.send(b"client %d turn %d" % (number, turn))
                reply = sock.recv(1024)
                if reply != b"CLIENT %d TURN %d" % (number, turn):
                    wrong.append(reply)

    clients = [threading.Thread(target=loop, args=(number,)) for number in range(5)]
    for client in clients:
        client.start()
    for client in clients:
        client.join(DEADLINE)
    assert not wrong and not any(client.is_alive() for client in clients)


# 5. Answers of a person.

def test_a_person_answers_through_a_pipe(start, programs):
    daemon = start("[listener.main]\nbind = tcp://127.0.0.1:0\npolicy = operator\n")
    with Console(programs, daemon) as console, daemon.connect() as client:
        console.attend(daemon.address())
        client.send(b"is anybody there?\n")
        console.number_of("is anybody there?")
        console.type("yes, I am")
        assert client.line() == b"yes, I am\n"
        client.send(b"what time is it?\n")
        console.number_of("what time is it?")
        console.type("late")
        assert client.line() == b"late\n"
        assert console.leave() == 0


# 6. A little-endian length before every message.

LENGTH = "[listener.main]\nbind = tcp://127.0.0.1:0\nframing = length\nlength-order = little\n"


def length_message(text):
    return struct.pack("<i", len(text)) + text


def receive_message(client):
    return client.exactly(struct.unpack("<i", client.exactly(4))[0])


def test_length_header_sent_byte_by_byte(start):
    with start(LENGTH).connect() as client:
        client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in length_message(b"hello"):
            client.send(bytes([byte]))
        assert receive_message(client) == b"hello"


def test_three_length_messages_stuck_together(start):
    with start(LENGTH).connect() as client:
        client.send(length_message(b"one") + length_message(b"") + length_message(b"three"))
        assert [receive_message(client) for _ in range(3)] == [b"one", b"", b"three"]


def test_a_length_message_cut_in_the_middle_waits_for_its_rest(start):
    daemon = start(LENGTH)
    with daemon.connect() as client:
        client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        message = length_message(b"cut in the middle")
        client.send(length_message(b"whole") + message[:9])
        assert receive_message(client) == b"whole"  # so the cut part has been read too
        assert client.quiet_for(0.2)
        client.send(message[9:])
        assert receive_message(client) == b"cut in the middle"


def test_a_length_stream_that_ends_in_the_middle_is_told_so(start):
    daemon = start(LENGTH)
    with daemon.connect() as client:
        client.send(length_message(b"whole") + length_message(b"never finished")[:9])
        client.sock.shutdown(socket.SHUT_WR)
        assert receive_message(client) == b"whole"
        assert receive_message(client).startswith(b"error: ")
        assert client.until_end() == b""
        daemon.wait("client_disconnected", reason="malformed_message", messages=1)
