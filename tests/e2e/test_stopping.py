# SPDX-License-Identifier: MIT
"""SIGTERM: no new clients, answers to what has arrived, an orderly end within the grace."""

import signal
import time

import pytest

from console import Console
from wire import Stream, frame

PLAIN = "[listener.main]\nbind = tcp://127.0.0.1:0\n"


def test_what_has_arrived_is_answered(start):
    daemon = start(PLAIN)
    clients = [daemon.connect() for _ in range(20)]
    sent = b"".join(b"message %d\n" % number for number in range(1000))
    for client in clients:
        client.ask(b"hello\n")
        client.send(sent)
    daemon.signal(signal.SIGTERM)
    for client in clients:
        assert client.until_end() == sent
        client.close()
    assert daemon.wait_ended() == 0


def test_a_clients_session_ends_with_server_stopping(start):
    daemon = start(PLAIN)
    with daemon.connect() as client:
        client.ask(b"hello\n")
        daemon.stop()
        assert client.until_end() == b""
    daemon.wait("client_disconnected", reason="server_stopping")


@pytest.mark.parametrize("scheme", ["tcp", "unix"])
def test_idle_clients_that_stay_connected_are_not_waited_for(start, folder, scheme):
    daemon = start(PLAIN + f"bind = unix://{folder}/main.sock\n", shutdown_grace="20s")
    clients = [daemon.connect(scheme=scheme) for _ in range(5)]
    for client in clients:
        for _ in range(20):  # past the quick acknowledgements of a young connection (tcp(7))
            assert client.ask(b"hello\n") == b"hello\n"
    began = time.monotonic()
    assert daemon.stop() == 0
    assert time.monotonic() - began < 1.5
    for client in clients:
        assert client.until_end() == b""
        client.close()


def test_a_client_that_never_reads_is_cut_after_the_grace(start):
    daemon = start(PLAIN + "write-timeout = 0\n", shutdown_grace="700ms")
    with daemon.connect() as client:
        client.sock.settimeout(1)
        try:
            for _ in range(2000):
                client.send((b"x" * 999 + b"\n") * 100)
        except TimeoutError:
            pass
        began = time.monotonic()
        assert daemon.stop() == 0
        assert 0.5 < time.monotonic() - began < 15


def test_nobody_connects_while_it_stops(start):
    daemon = start(PLAIN + "write-timeout = 0\n", shutdown_grace="20s")
    with daemon.connect() as client:
        client.sock.settimeout(1)
        try:
            for _ in range(2000):
                client.send((b"x" * 999 + b"\n") * 100)
        except TimeoutError:
            pass
        daemon.signal(signal.SIGTERM)
        daemon.wait("stopping")
        refused = 0
        end = time.monotonic() + 10
        while not refused and time.monotonic() < end:
            try:
                Stream.connect(daemon.address()).close()
            except ConnectionError:
                refused += 1
        assert refused
        client.reset()
    assert daemon.wait_ended() == 0


def test_a_message_cut_in_the_middle_does_not_hold_the_end_up(start):
    daemon = start(PLAIN + "framing = length\n", shutdown_grace="20s")
    with daemon.connect() as client:
        client.send(frame(b"whole", ">") + b"\x00\x00\x00\x09cut")
        assert client.exactly(9) == frame(b"whole", ">")
        began = time.monotonic()
        assert daemon.stop() == 0
        assert time.monotonic() - began < 10


def test_datagrams_that_have_arrived_are_answered(start):
    daemon = start("[listener.main]\nbind = udp://127.0.0.1:0\n")
    with daemon.datagrams() as client:
        for number in range(50):
            client.send(b"%d" % number)
        daemon.signal(signal.SIGTERM)
        assert daemon.wait_ended() == 0
        assert [client.receive() for _ in range(50)] == [b"%d" % number for number in range(50)]


def test_a_question_that_waits_for_a_person_ends_with_the_daemon(start, programs):
    daemon = start(PLAIN + "policy = operator\n", shutdown_grace="1s")
    with Console(programs, daemon) as console, daemon.connect() as client:
        console.attend(daemon.address())
        client.send(b"a question\n")
        console.number_of("a question")
        began = time.monotonic()
        assert daemon.stop() == 0
        assert time.monotonic() - began < 10
        assert client.until_end() in (b"", b"no operator is available\n")


def test_a_second_signal_does_no_harm(start):
    daemon = start(PLAIN)
    with daemon.connect() as client:
        client.ask(b"hello\n")
        daemon.signal(signal.SIGTERM)
        daemon.signal(signal.SIGTERM)
        daemon.signal(signal.SIGHUP)
        assert client.until_end() == b""
    assert daemon.wait_ended() == 0
