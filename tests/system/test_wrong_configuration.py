# SPDX-License-Identifier: MIT
"""A wrong configuration file when the daemon starts: said once; and nobody is refused where an earlier one worked."""

import re

from crowd import Crowd, await_served
from service import EVERYWHERE

WRONG = "[listener.main]\nbind = tcp://*:8888\npolicy = shouting\nbacklog = many\n"


def test_at_a_cold_start_the_unit_fails_and_says_every_mistake_once(lanchat):
    lanchat.systemctl("stop")
    lanchat.configure(WRONG)
    since = lanchat.mark()
    assert lanchat.start(check=False).returncode != 0
    assert lanchat.show("ActiveState") == "failed" and lanchat.show("ExecMainStatus") == "78"
    assert lanchat.restarts() == 0
    said = lanchat.messages(since)
    assert said.count("lanchat.conf:3: policy: ") == 1 and said.count("lanchat.conf:4: backlog: ") == 1
    assert not lanchat.answers()
    lanchat.configure(lanchat.shipped)
    lanchat.start()
    assert lanchat.answers()


def test_at_a_restart_the_last_good_one_is_used_and_nobody_is_refused(lanchat):
    lanchat.configure(Crowd.CONFIGURATION)
    lanchat.reload()
    await_served(lanchat)
    since = lanchat.mark()
    with Crowd(lanchat.box) as crowd:
        lanchat.configure(WRONG)
        lanchat.restart()
        fallback = lanchat.await_event("configuration_fallback", since)
        assert fallback["PRIORITY"] == "3"
        assert re.search(r"lanchat\.conf:3: policy: ", fallback["LANCHAT_MISTAKES"])
        lanchat.await_status(lambda text: "/etc/lanchat.conf:3" in text, "the mistake in the status")
        lanchat.restart()  # the fallback must not be the last good configuration's end
        lanchat.configure(Crowd.CONFIGURATION)
        lanchat.reload()
        lanchat.await_status(lambda text: "lanchat.conf" not in text and "clients" in text, "no mistake")
    crowd.assert_served()
    assert lanchat.restarts() == 0


def test_after_kill_9_the_last_good_one_is_used(lanchat):
    lanchat.configure(EVERYWHERE)
    lanchat.reload()
    lanchat.configure(WRONG)
    since, before = lanchat.mark(), lanchat.restarts()
    lanchat.box.run("systemctl", "kill", "--signal=KILL", "lanchat.service")
    lanchat.await_restart(before)
    lanchat.await_event("configuration_fallback", since)
    await_served(lanchat)


def test_an_address_that_cannot_be_opened_at_a_restart_is_a_wrong_configuration_too(lanchat):
    lanchat.configure(Crowd.CONFIGURATION)
    lanchat.reload()
    lanchat.configure(Crowd.CONFIGURATION + "bind = tcp://192.0.2.1:8888\n")
    since = lanchat.mark()
    with Crowd(lanchat.box) as crowd:
        lanchat.restart()
        fallback = lanchat.await_event("configuration_fallback", since)
        assert "tcp://192.0.2.1:8888: Cannot assign requested address" in fallback["LANCHAT_MISTAKES"]
        await_served(lanchat)
    crowd.assert_served()
