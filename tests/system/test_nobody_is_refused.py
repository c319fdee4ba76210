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


@pytest.fixture
def judge(request, record_property):
    def judge_crowd(crowd, lost=False):
        record_property(request.node.name.removeprefix("test_").replace("_", " "), crowd.summary())
        crowd.assert_served(lost)
        assert crowd.silence() < MOST_SILENCE

    return judge_crowd


def test_100_restarts(served, judge):
    crowd = disruptions.restarts(served, 100)
    judge(crowd)


def test_kill_9(served, judge):
    crowd = disruptions.kills(served, 10)
    judge(crowd, lost=True)


def test_daemon_reload_and_daemon_reexec(served, judge):
    crowd = disruptions.systemd_upgrade(served)
    judge(crowd)


def test_a_worker_that_hangs(served, judge):
    crowd = disruptions.hanging_worker(served)
    judge(crowd, lost=True)
    assert "Failed with result 'watchdog'" in served.messages()


def test_an_upgrade_of_the_package(box, package, older_package, judge):
    crowd = disruptions.upgrade(box, older_package, package)
    judge(crowd)


def test_a_service_that_was_stopped_refuses(served):
    """The clients of these tests do notice."""
    with Crowd(served.box) as crowd:
        served.systemctl("stop")
        served.start()
    assert crowd.total("refused") > 0
