# SPDX-License-Identifier: MIT
"""The log: every line readable by a program, the fields as documented, and no byte of a client unescaped."""

import re
import signal

import pytest

from daemon import Daemon

PLAIN = "[listener.main]\nbind = tcp://127.0.0.1:0\n"
HOSTILE = b"<0>forged\x1b[31m\x07\xff\xfe\x00 key=value \"quoted\" \\ \xe2\x80\xae\n"
START = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z (trace|debug|info|warning|error) ")
WORD = re.compile(r'([a-z_]+)=("(?:[^"\\]|\\.)*"|[^\s"=]*)(?: |$)')


def words(line):
    """A line of time, level and `key=value` words as a dictionary; None: it is no such line."""
    start = START.match(line)
    if not start:
        return None
    found, at = {"level": start.group(1)}, start.end()
    while at < len(line):
        word = WORD.match(line, at)
        if not word:
            return None
        found[word.group(1)] = word.group(2).strip('"')
        at = word.end()
    return found


def test_a_session_is_logged_with_its_counters(start):
    daemon = start(PLAIN)
    with daemon.connect() as client:
        client.send(b"one\ntwo\n")
        assert client.exactly(8) == b"one\ntwo\n"
        name = client.name()
    came = daemon.wait("client_connected", client=name)
    went = daemon.wait("client_disconnected", client=name)
    assert came["listener"] == went["listener"] == "main" and came["session"] == went["session"]
    assert (went["reason"], went["messages"], went["bytes_in"], went["bytes_out"]) == ("client_closed", 2, 8, 8)
    assert went["duration_ms"] >= 0 and came["level"] == went["level"] == "debug"


def test_the_start_is_logged(start):
    daemon = start(PLAIN, workers=3)
    listening, ready = daemon.wait("listening"), daemon.wait("ready")
    assert re.fullmatch(r"tcp://127\.0\.0\.1:[1-9]\d*", listening["address"])
    assert (listening["framing"], listening["policy"], listening["level"]) == ("line", "echo", "info")
    assert ready["workers"] == 3 and re.match(r"\d+\.\d+", ready["version"])


def test_the_end_is_logged(start):
    daemon = start(PLAIN)
    with daemon.connect() as client:
        client.ask(b"hello\n")
        daemon.signal(signal.SIGTERM)
        assert client.until_end() == b""
        daemon.wait_ended()
    stopping, stopped = daemon.wait("stopping"), daemon.wait("stopped")
    assert stopping["clients"] == 1 and stopping["reason"]
    assert stopped["level"] == "info"


def test_sigusr1_logs_the_statistics(start):
    daemon = start(PLAIN)
    with daemon.connect() as client:
        client.ask(b"hello\n")
        daemon.signal(signal.SIGUSR1)
        event = daemon.wait("statistics")
        assert event["level"] == "info"
        counters = {key: value for key, value in event.items() if isinstance(value, int)}
        assert 1 in counters.values() and 6 in counters.values(), counters
        assert client.ask(b"hello\n") == b"hello\n"


def test_below_its_level_nothing_is_logged(start):
    daemon = start(PLAIN, log_level="info")
    with daemon.connect() as client:
        client.ask(b"hello\n")
    daemon.stop()
    assert {event["level"] for event in daemon.events} == {"info"}


class TextDaemon(Daemon):
    """One that logs text; its events are the words of each line."""

    def _read(self):
        for line in self.process.stderr:
            text = line.decode(errors="backslashreplace").rstrip("\n")
            with self._news:
                event = words(text)
                (self.raw if event is None else self.events).append(event or text)
                self._news.notify_all()


@pytest.fixture
def text_daemon(programs, folder):
    daemon = TextDaemon(programs.lanchatd, folder, "lanchat", PLAIN, log_format="text", log_level="trace")
    daemon.await_ready()
    yield daemon
    assert daemon.put_away() == []


def test_text_is_words_of_key_and_value(text_daemon):
    listening = text_daemon.wait("listening")
    assert listening["listener"] == "main" and listening["address"].startswith("tcp://127.0.0.1:")
    with text_daemon.connect() as client:
        client.ask(b"hello\n")
        name = client.name()
    went = text_daemon.wait("client_disconnected", client=name)
    assert went["reason"] == "client_closed" and went["messages"] == "1"


def test_a_payload_is_not_logged_in_text(text_daemon):
    with text_daemon.connect() as client:
        assert client.ask(HOSTILE) == HOSTILE
    text_daemon.wait("client_disconnected")
    text_daemon.stop()
    assert "forged" not in str(text_daemon.events) + str(text_daemon.raw)


def test_a_payload_is_not_logged_in_json(start):
    daemon = start(PLAIN, log_level="trace")
    with daemon.connect() as client:
        assert client.ask(HOSTILE) == HOSTILE
    daemon.wait("client_disconnected")
    daemon.stop()
    assert "forged" not in str(daemon.events)


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_hostile_bytes_on_the_command_line_are_escaped(programs, log_format):
    said = programs.daemon("--log-format", log_format, "--set", "listener.main.bind=tcp://\x1b[31m<0>\n<0>forged")
    assert said.returncode == 64
    assert b"\x1b" not in said.stderr and not re.search(rb"^<0>", said.stderr, re.M)
