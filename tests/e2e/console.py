# SPDX-License-Identifier: MIT
"""`lanchatctl operator` in a pipe: what it shows, and what a person types."""

import re
import subprocess
import threading
import time

from wire import DEADLINE, Stream

ABSENT = b"no operator is available\n"


class Console:
    def __init__(self, programs, daemon, *arguments):
        self.daemon = daemon
        self.shown = []
        self._news = threading.Condition()
        self.process = subprocess.Popen(
            [programs.lanchatctl, "--socket", daemon.control, *arguments, "operator"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.leave()

    def _read(self):
        for line in self.process.stdout:
            with self._news:
                self.shown.append(line.decode())
                self._news.notify_all()

    def wait(self, pattern, since=0):
        """Waits for a line that matches and returns the match."""
        end = time.monotonic() + DEADLINE
        with self._news:
            while True:
                for line in self.shown[since:]:
                    found = re.search(pattern, line)
                    if found:
                        return found
                left = end - time.monotonic()
                assert left > 0, f"no line {pattern!r} on the console: {self.shown}"
                self._news.wait(left)

    def number_of(self, message, since=0):
        """Waits for the message to be shown; the number it has."""
        return int(self.wait(rf"^\D*(\d+)\b.*{re.escape(message)}", since).group(1))

    def type(self, text):
        self.process.stdin.write(text.encode() + b"\n")
        self.process.stdin.flush()

    def leave(self):
        """The end of its input; the exit status."""
        if not self.process.stdin.closed:
            self.process.stdin.close()
        status = self.process.wait(DEADLINE)
        self._reader.join(DEADLINE)
        self.process.stdout.close()
        return status

    def attend(self, address):
        """Returns once the daemon knows of this console: asks as a client until a question gets here."""
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            since = len(self.shown)
            with Stream.connect(address) as client:
                client.send(b"is somebody attending\n")
                # Either is next, however late: the word that nobody is there, or the question on this console.
                while client.quiet_for(0.05) and not any("is somebody attending" in line for line in self.shown[since:]):
                    assert time.monotonic() < end, f"neither an answer nor a question: {self.shown}"
                if not client.quiet_for(0):
                    assert client.line() == ABSENT
                    continue
                self.type(f"{self.number_of('is somebody attending', since)} somebody is")
                assert client.line() == b"somebody is\n"
                return self
        raise AssertionError(f"the console never opened: {self.shown}")
