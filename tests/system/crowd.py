# SPDX-License-Identifier: MIT
"""Short clients of every transport, running beside a test, and what became of them when it is over."""

import json
import pathlib
import subprocess
import sys

import namespaces
from service import EVERYWHERE
from wire import eventually

PROGRAM = pathlib.Path(__file__).with_name("short_clients.py")


class Crowd:
    """Clients of EVERYWHERE's addresses, in the box's network."""

    CONFIGURATION = EVERYWHERE + "udp-replies-per-address = 0\nudp-replies-per-prefix = 0\n"  # all have one address

    def __init__(self, box, seconds=300):
        uris = ["tcp://127.0.0.1:8888", "tcp://[::1]:8888", "udp://127.0.0.1:8888",
                f"unix://{box.path('/run/lanchat/x.sock')}"]
        self.outcomes = {}
        with box.network():
            self._process = subprocess.Popen(
                [sys.executable, PROGRAM, f"--seconds={seconds}", *uris], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, text=True, preexec_fn=namespaces.die_with_parent)
        assert self._process.stdout.readline() == "asking\n"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        said, _ = self._process.communicate("")
        self.outcomes = json.loads(said)

    def total(self, name):
        return sum(outcome[name] for outcome in self.outcomes.values())

    def silence(self):
        """The longest time, in seconds, during which no client of one address was answered."""
        return max(outcome["silence"] for outcome in self.outcomes.values())

    def summary(self):
        names = ("answered", "refused", "reset", "unanswered", "wrong")
        return ", ".join(f"{self.total(name)} {name}" for name in names) + f", longest silence {self.silence():.2f} s"

    def assert_served(self, lost=False):
        """Everybody was answered. `lost`: clients that the process had accepted when it was killed may have been
        reset, and datagrams it had read may be unanswered; nobody was refused all the same."""
        assert all(one["answered"] > 10 for one in self.outcomes.values()), self.outcomes
        assert self.total("refused") == 0 and self.total("wrong") == 0, self.outcomes
        assert lost or self.total("reset") == self.total("unanswered") == 0, self.outcomes


def await_served(service):
    """Returns when every address of EVERYWHERE answers."""
    eventually(lambda: service.answers() and service.answers(host="::1"), "TCP is answered")
    with service.connect_unix() as client:
        assert client.ask(b"unix\n") == b"unix\n"
