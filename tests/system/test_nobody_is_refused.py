# SPDX-License-Identifier: MIT
"""A stream of short clients over TCP, UDP and a unix socket, whatever happens to the daemon meanwhile."""

import pytest

from crowd import Crowd, await_served
from wire import eventually


@pytest.fixture
def served(lanchat):
    lanchat.configure(Crowd.CONFIGURATION)
    lanchat.reload()
    await_served(lanchat)
    return lanchat


def test_100_restarts(served):
    with Crowd(served.box) as crowd:
        for _ in range(100):
            served.restart()
    crowd.assert_served()
    assert crowd.silence() < 3


def test_kill_9(served):
    with Crowd(served.box) as crowd:
        for count in range(10):
            served.box.run("systemctl", "kill", "--signal=KILL", "lanchat.service")
            served.await_restart(count)
            assert served.answers()
    crowd.assert_served(lost=True)
    assert crowd.silence() < 3


def test_daemon_reload_and_reexec(served):
    """What an upgrade of systemd does; the sockets live through it."""
    with Crowd(served.box) as crowd:
        for verb in ("daemon-reload", "daemon-reexec"):
            served.box.run("systemctl", verb)
            served.restart()
    crowd.assert_served()


def test_a_worker_that_hangs(served):
    """The watchdog's kill: see test_watchdog.py for how."""
    from test_watchdog import held_worker
    served.drop_in("watchdog", "[Service]\nWatchdogSec=1s\n")
    served.restart()
    with Crowd(served.box) as crowd:
        with held_worker(served):
            served.await_restart(0)
        eventually(served.answers, "it is answered again")
    crowd.assert_served(lost=True)


def test_an_upgrade_of_the_package(box, package, older_package):
    from service import Service
    service = Service(box, older_package)
    service.configure(Crowd.CONFIGURATION)
    service.reload()
    await_served(service)
    pid = service.pid()
    with Crowd(box) as crowd:
        box.install(package)
        assert service.pid() != pid, "the new version does not run"
        await_served(service)
    crowd.assert_served()
    assert "older" not in box.run("dpkg-query", "-W", "-f=${Version}", "lanchat").stdout


def test_a_server_that_was_stopped_refuses(served):
    """The clients of these tests do notice."""
    with Crowd(served.box) as crowd:
        served.systemctl("stop")
        served.start()
    assert crowd.total("refused") > 0
