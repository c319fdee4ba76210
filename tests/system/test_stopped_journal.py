# SPDX-License-Identifier: MIT
"""A journal that does not read: clients are answered as before, and what was lost is counted."""

import os
import signal
import time

import pytest

CONFIGURATION = "log-level = debug\n[listener.main]\nbind = tcp://*:8888\n"
CONNECTIONS = 3000  # two events each; far more than the log's queue and the socket's buffer hold


@pytest.fixture
def journald(installed):
    """Our pid of the box's journald, which goes on in any case."""
    pid = installed.box.run("systemctl", "show", "--value", "-p", "MainPID", "systemd-journald.service").stdout
    outside = installed.box.pid_outside(int(pid))
    yield outside
    os.kill(outside, signal.SIGCONT)


def slowest(lanchat, connections):
    """Seconds that the slowest of so many short clients waited."""
    worst = 0.0
    for number in range(connections):
        began = time.monotonic()
        with lanchat.connect() as client:
            assert client.ask(b"client %d\n" % number) == b"client %d\n" % number
        worst = max(worst, time.monotonic() - began)
    return worst


def test_clients_are_answered_and_drops_are_counted(lanchat, journald, record_property):
    lanchat.configure(CONFIGURATION)
    lanchat.reload()
    before = slowest(lanchat, CONNECTIONS)
    since = lanchat.mark()
    os.kill(journald, signal.SIGSTOP)
    during = slowest(lanchat, CONNECTIONS)
    record_property("slowest short client", f"{before * 1000:.1f} ms, with journald stopped {during * 1000:.1f} ms")
    assert during < max(1, 5 * before)
    os.kill(journald, signal.SIGCONT)
    dropped = lanchat.await_event("log_dropped", since)
    assert int(dropped["LANCHAT_COUNT"]) > 0 and dropped["PRIORITY"] == "4"
    with lanchat.connect() as client:
        client.ask(b"hello\n")
        name = client.name()
    lanchat.await_event("client_disconnected", since, client=name)
    assert lanchat.restarts() == 0
