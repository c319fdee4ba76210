# SPDX-License-Identifier: MIT
"""lanchat at a terminal: a prompt with editing and history, numbered replies, and what comes unasked above it."""

import os
import pty
import re
import select
import signal
import socket
import subprocess
import time

import pytest

from console import Console
from wire import DEADLINE

PLAIN = "[listener.main]\nbind = tcp://127.0.0.1:0\n"
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]|\r")


class Terminal:
    """A program at a terminal of 80 columns, and somebody who types."""

    def __init__(self, command):
        self.master, slave = pty.openpty()
        self.bytes = b""
        self.screen = ""  # what a person reads of them
        self.process = subprocess.Popen([str(part) for part in command], stdin=slave, stdout=slave, stderr=slave,
                                        start_new_session=True, env=os.environ | {"TERM": "xterm", "LC_ALL": "C.UTF-8"})
        os.close(slave)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(DEADLINE)
        os.close(self.master)

    def _read(self, seconds):
        """Takes in what the program prints; False: it has ended."""
        if not select.select([self.master], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.bytes += data
        self.screen = CONTROL.sub("", self.bytes.decode(errors="replace"))
        return bool(data)

    def wait(self, pattern, since=0):
        end = time.monotonic() + DEADLINE
        while True:
            found = re.compile(pattern).search(self.screen, since)
            if found:
                return found
            assert time.monotonic() < end, f"{pattern!r} never came: {self.screen!r}"
            assert self._read(0.2) or re.search(pattern, self.screen[since:]), f"it ended: {self.screen!r}"

    def type(self, text):
        os.write(self.master, text.encode())

    def ended(self):
        end = time.monotonic() + DEADLINE
        while self.process.poll() is None:
            assert time.monotonic() < end, f"it does not end: {self.screen!r}"
            self._read(0.05)
        while select.select([self.master], [], [], 0)[0] and self._read(0):
            pass  # its last words
        return self.process.returncode


@pytest.fixture
def terminal(start, programs):
    daemon = start(PLAIN + "policy = uppercase\n")
    with Terminal([programs.lanchat, "127.0.0.1", daemon.port()]) as opened:
        opened.wait(r"> ?$")
        yield opened


def test_replies_are_shown_with_their_running_number(terminal):
    terminal.type("hello\n")
    terminal.wait(r"\b1\b[^\n]*HELLO")
    terminal.type("world\n")
    terminal.wait(r"\b2\b[^\n]*WORLD")


def test_empty_input_is_asked_for_again(terminal):
    terminal.type("\n")
    terminal.wait("nothing to send")
    terminal.type("hello\n")
    terminal.wait(r"\b1\b[^\n]*HELLO")


@pytest.mark.parametrize("leave", ["\\q\n", "\x04"], ids=["backslash-q", "end-of-input"])
def test_leaving(terminal, leave):
    terminal.type("hello\n")
    terminal.wait("HELLO")
    terminal.type(leave)
    assert terminal.ended() == 0


def test_a_line_can_be_edited(terminal):
    terminal.type("hxllo\x1b[D\x1b[D\x1b[D\x7fe\n")
    terminal.wait(r"\b1\b[^\n]*HELLO")


def test_the_last_line_comes_back_from_the_history(terminal):
    terminal.type("first line\n")
    terminal.wait(r"\b1\b[^\n]*FIRST LINE")
    terminal.type("\x1b[A\n")
    terminal.wait(r"\b2\b[^\n]*FIRST LINE")


def test_the_end_of_the_server_is_told(start, programs):
    daemon = start(PLAIN)
    with Terminal([programs.lanchat, "127.0.0.1", daemon.port()]) as terminal:
        terminal.wait(r"> ?$")
        terminal.type("hello\n")
        terminal.wait(r"\b1\b[^\n]*hello")
        daemon.stop()
        assert terminal.ended() != 0
        assert re.search(r"(?i)clos|end|lost|gone", terminal.screen)


def test_what_comes_later_is_shown_above_the_prompt_and_typing_goes_on(start, programs):
    daemon = start(PLAIN + "policy = operator\n")
    with Console(programs, daemon) as console, \
            Terminal([programs.lanchat, "127.0.0.1", daemon.port()]) as terminal:
        console.attend(daemon.address())
        terminal.wait(r"> ?$")
        terminal.type("a question\n")
        number = console.number_of("a question")
        terminal.type("half a line")
        terminal.wait("half a line")
        since = len(terminal.screen)
        console.type(f"{number} an answer")
        terminal.wait(r"an answer", since)
        terminal.wait(r"an answer[\s\S]*> ?half a line", since)
        terminal.type(" and the rest\n")
        console.number_of("half a line and the rest")


def test_hostile_bytes_never_reach_the_terminal(programs):
    with socket.create_server(("127.0.0.1", 0)) as server:
        with Terminal([programs.lanchat, "127.0.0.1", server.getsockname()[1]]) as terminal:
            connection, _ = server.accept()
            terminal.wait(r"> ?$")
            terminal.type("hello\n")
            with connection:
                connection.sendall(b"evil \x1b]0;title\x07 \x9b2J \xff end\n")
                terminal.wait(r"evil.*end")
    assert b"\x1b]" not in terminal.bytes and b"\x9b" not in terminal.bytes and b"\xff" not in terminal.bytes


def test_the_terminal_is_left_as_it_was(start, programs):
    port = start(PLAIN).port()
    script = f"""stty -a; '{programs.lanchat}' 127.0.0.1 {port}; printf 'status %s\\n' $?; stty -a; echo over"""
    with Terminal(["bash", "-c", script]) as terminal:
        terminal.wait(r"> ?$")
        terminal.type("\\q\n")
        terminal.wait("over\n")
        before, after = re.findall(r"speed[\s\S]*?(?=\nstatus|\nover|> )", terminal.screen)[:2] or ("", "")
        flags = [set(re.findall(r"-?(?:icanon|echo|isig|icrnl)\b", text)) for text in (before, after)]
        assert flags[0] == flags[1] and "icanon" in flags[0]
        assert "status 0" in terminal.screen


def test_interrupting_leaves(terminal):
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.ended() is not None
