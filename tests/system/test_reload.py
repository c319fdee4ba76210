# SPDX-License-Identifier: MIT
"""`systemctl reload lanchat`: it happens whole, or not at all and says so."""

import re

TWO = "[listener.main]\nbind = tcp://*:8888\n[listener.upper]\nbind = tcp://*:9001\npolicy = uppercase\n"
WRONG = "[listener.main]\nbind = tcp://*:8888\npolicy = shouting\nbacklog = many\n"


def test_a_good_file_takes_effect_and_clients_stay(lanchat):
    pid = lanchat.pid()
    with lanchat.connect() as client:
        assert client.ask(b"before\n") == b"before\n"
        lanchat.configure(TWO)
        since = lanchat.mark()
        lanchat.reload()
        assert client.ask(b"after\n") == b"after\n"
        with lanchat.connect(9001) as upper:
            assert upper.ask("straße\n".encode()) == b"STRASSE\n"
    assert lanchat.pid() == pid and lanchat.show("SubState") == "running"
    opened = [entry["LANCHAT_ADDRESS"] for entry in lanchat.events("listening", since)]
    assert opened == ["tcp://*:9001"]  # the other address was kept
    assert lanchat.await_event("reloaded", since)["LANCHAT_CHANGES"]


def test_a_wrong_file_fails_the_reload_and_changes_nothing(lanchat):
    pid = lanchat.pid()
    with lanchat.connect() as client:
        client.ask(b"before\n")
        lanchat.configure(WRONG)
        since = lanchat.mark()
        refused = lanchat.reload(check=False)
        assert refused.returncode != 0
        assert client.ask(b"after\n") == b"after\n"
    assert lanchat.answers()
    assert lanchat.pid() == pid and lanchat.show("ActiveState") == "active" and lanchat.show("SubState") == "running"
    said = lanchat.messages(since)
    assert re.search(r"/etc/lanchat\.conf:3: policy: ", said) and re.search(r"/etc/lanchat\.conf:4: backlog: ", said)
    failed = lanchat.await_event("reload_failed", since)
    assert failed["PRIORITY"] == "3" and "lanchat.conf:4" in failed["LANCHAT_MISTAKES"]


def test_lanchatctl_says_the_mistakes_on_the_terminal(lanchat):
    lanchat.configure(WRONG)
    refused = lanchat.ctl("reload", check=False)
    assert refused.returncode == 78
    assert "/etc/lanchat.conf:3: policy: " in refused.stderr + refused.stdout
    assert "/etc/lanchat.conf:4: backlog: " in refused.stderr + refused.stdout


def test_an_address_that_is_taken_fails_the_reload_and_changes_nothing(lanchat):
    with lanchat.box.start("nc", "-l", "-k", "127.0.0.1", "9001") as other:
        lanchat.box.shell("until ss -Hltn 'sport = 9001' | grep -q .; do :; done")
        lanchat.configure(TWO)
        since = lanchat.mark()
        assert lanchat.reload(check=False).returncode != 0
        assert "9001: Address already in use" in lanchat.messages(since)
        assert lanchat.answers()
        lanchat.box.run("pkill", "-x", "nc")
        other.communicate()
    lanchat.reload()
    assert lanchat.connect(9001).ask(b"now\n") == b"NOW\n"


def test_sighup_does_the_same(lanchat):
    lanchat.configure(TWO)
    since = lanchat.mark()
    lanchat.box.run("systemctl", "kill", "--signal=HUP", "lanchat.service")
    lanchat.await_event("reloaded", since)
    with lanchat.connect(9001) as upper:
        assert upper.ask(b"hello\n") == b"HELLO\n"
