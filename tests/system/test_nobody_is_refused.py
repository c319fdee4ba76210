# SPDX-License-Identifier: MIT
"""A stream of short clients over TCP, UDP and a unix socket, whatever happens to the daemon meanwhile."""

import pytest

import disruptions
from crowd import Crowd

MOST_SILENCE = 5  # seconds; about a tenth of one is usual


@pytest.fixture
def served(lanchat):
    disruptions.serve(lanchat)
    return lanchat


def test_100_restarts(served):
    crowd = disruptions.restarts(served, 100)
    crowd.assert_served()
    assert crowd.silence() < MOST_SILENCE


def test_kill_9(served):
    crowd = disruptions.kills(served, 10)
    crowd.assert_served(lost=True)
    assert crowd.silence() < MOST_SILENCE


def test_daemon_reload_and_daemon_reexec(served):
    crowd = disruptions.systemd_upgrade(served)
    crowd.assert_served()
    assert crowd.silence() < MOST_SILENCE


def test_a_worker_that_hangs(served):
    crowd = disruptions.hanging_worker(served)
    crowd.assert_served(lost=True)
    assert "Failed with result 'watchdog'" in served.messages()
    assert crowd.silence() < MOST_SILENCE


def test_an_upgrade_of_the_package(box, package, older_package):
    crowd = disruptions.upgrade(box, older_package, package)
    crowd.assert_served()
    assert crowd.silence() < MOST_SILENCE


def test_a_service_that_was_stopped_refuses(served):
    """The clients of these tests do notice."""
    with Crowd(served.box) as crowd:
        served.systemctl("stop")
        served.start()
    assert crowd.total("refused") > 0
