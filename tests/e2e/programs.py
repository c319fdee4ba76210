# SPDX-License-Identifier: MIT
"""The built programs, and other people's, run to their end with a deadline."""

import json
import subprocess

from wire import DEADLINE


class Programs:
    def __init__(self, folder):
        self.folder = folder
        self.memcheck = None  # valgrind, which lanchatd is started by then
        self.lanchatd = folder / "lanchatd"
        self.lanchat = folder / "lanchat"
        self.lanchatctl = folder / "lanchatctl"

    def daemon(self, *arguments):
        """Runs lanchatd to its end: for what starts nothing, and for what cannot start."""
        return run([self.lanchatd, *arguments])

    def client(self, *arguments, text=b""):
        """Runs lanchat with `text` in a pipe."""
        return run([self.lanchat, *arguments], text)

    def control(self, daemon, *arguments, **options):
        return run([self.lanchatctl, "--socket", daemon.control, *arguments], **options)

    def ask(self, daemon, *arguments):
        """What lanchatctl --json says, as a value."""
        said = self.control(daemon, "--json", *arguments)
        assert said.returncode == 0, said
        return json.loads(said.stdout)


def run(command, text=b"", **options):
    """Runs a program to its end; bytes in, bytes out."""
    return subprocess.run([str(part) for part in command], input=text, capture_output=True, timeout=DEADLINE,
                          check=False, **options)


def netcat(*arguments, text):
    return run(["nc", *arguments], text).stdout
