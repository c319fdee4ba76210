# SPDX-License-Identifier: MIT
"""The watchdog hears of every worker. A worker is made to hang from outside, as a debugger stops a thread."""

import contextlib

from held_worker import held_worker
from wire import eventually

TWO_WORKERS = "workers = 2\n[listener.main]\nbind = tcp://*:8888\n"


def prepare(lanchat, seconds):
    lanchat.configure(TWO_WORKERS)
    lanchat.drop_in("watchdog", f"[Service]\nWatchdogSec={seconds}s\n")
    lanchat.restart()


def test_a_hanging_worker_gets_the_daemon_killed_and_restarted(lanchat):
    prepare(lanchat, 1)
    pid, since = lanchat.pid(), lanchat.mark()
    with held_worker(lanchat, "worker-1"):
        lanchat.await_restart(0)
    assert lanchat.pid() != pid
    said = lanchat.messages(since)
    assert "Watchdog timeout" in said and "Failed with result 'watchdog'" in said
    assert lanchat.answers()


def test_a_worker_that_comes_back_in_time_is_let_live(lanchat):
    prepare(lanchat, 3)
    pid = lanchat.pid()
    with contextlib.ExitStack() as clients:
        crowd = [clients.enter_context(lanchat.connect()) for _ in range(2)]
        for client in crowd:
            client.ask(b"before\n")
        with held_worker(lanchat):
            for client in crowd:
                client.send(b"meanwhile\n")
            assert any(client.quiet_for(0.5) for client in crowd), "the worker does not hang"
        assert [client.line() for client in crowd] == [b"meanwhile\n"] * 2
    fed = lanchat.show("WatchdogTimestampMonotonic")
    eventually(lambda: lanchat.show("WatchdogTimestampMonotonic") != fed, "the watchdog is fed again")
    assert lanchat.pid() == pid and lanchat.restarts() == 0


def test_an_idle_daemon_feeds_the_watchdog(lanchat):
    prepare(lanchat, 1)
    seen = set()
    eventually(lambda: seen.add(lanchat.show("WatchdogTimestampMonotonic")) or len(seen) > 4, "it is fed on and on")
    assert lanchat.restarts() == 0
