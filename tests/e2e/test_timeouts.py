# SPDX-License-Identifier: MIT
"""Time limits on a client that keeps a session without using it."""

import pytest

LINE = "[listener.main]\nbind = tcp://127.0.0.1:0\n"


@pytest.mark.parametrize("framing, begun", [("line", b"begun and never"), ("length", b"\x00\x00\x00\x05hel"),
                                            ("length", b"\x00\x00")])
def test_a_message_that_does_not_end_in_time_is_told_and_closed(start, framing, begun):
    daemon = start(LINE + f"framing = {framing}\nmessage-timeout = 300ms\n")
    with daemon.connect() as client:
        client.send(begun)
        assert b"error: " in client.until_end()
        gone = daemon.wait("client_disconnected", reason="message_timeout")
        assert gone["duration_ms"] >= 250


def test_dripping_bytes_does_not_put_the_end_off(start):
    daemon = start(LINE + "message-timeout = 500ms\n")
    with daemon.connect() as client:
        for _ in range(200):
            if not client.quiet_for(0.05):
                break
            client.send(b"x")
        assert client.until_end().startswith(b"error: ")
    daemon.wait("client_disconnected", reason="message_timeout")


def test_a_client_between_messages_has_no_message_timeout(start):
    daemon = start(LINE + "message-timeout = 200ms\n")
    with daemon.connect() as client:
        assert client.ask(b"hello\n") == b"hello\n"
        assert client.quiet_for(0.7)
        assert client.ask(b"hello again\n") == b"hello again\n"


def test_an_idle_client_is_told_and_closed(start):
    daemon = start(LINE + "idle-timeout = 300ms\n")
    with daemon.connect() as client:
        assert client.ask(b"hello\n") == b"hello\n"
        assert client.until_end().startswith(b"error: ")
        daemon.wait("client_disconnected", reason="idle_timeout", messages=1)


def test_a_client_that_never_says_anything_is_idle(start):
    daemon = start(LINE + "idle-timeout = 300ms\n")
    with daemon.connect() as client:
        assert client.until_end().startswith(b"error: ")
    daemon.wait("client_disconnected", reason="idle_timeout", messages=0)


def test_a_client_that_speaks_now_and_then_is_not_idle(start):
    daemon = start(LINE + "idle-timeout = 2s\n")
    with daemon.connect() as client:
        for _ in range(12):
            assert client.quiet_for(0.25)
            assert client.ask(b"hello\n") == b"hello\n"


def test_a_half_closed_client_is_not_kept_by_a_timeout(start):
    daemon = start(LINE + "idle-timeout = 60s\nmessage-timeout = 60s\n")
    with daemon.connect() as client:
        client.send(b"unfinished")
        assert client.finish() == b"unfinished\n"
