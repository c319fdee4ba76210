# SPDX-License-Identifier: MIT
"""Sockets that outlive the daemon belong to the addresses of the configuration, and to nothing else."""

import json

import pytest

TWO = "[listener.main]\nbind = tcp://*:8888\nbind = unix:///run/lanchat/x.sock\nbind = udp://*:8888\n" \
      "[listener.other]\nbind = tcp://*:9001\n"
ONE = "[listener.main]\nbind = tcp://*:8888\n"
MOVED = "[listener.main]\nbind = tcp://*:8889\n"


@pytest.mark.parametrize("verb", ["reload", "restart"])
def test_a_removed_address_is_closed_and_the_others_stay(lanchat, verb):
    lanchat.configure(TWO)
    lanchat.reload()
    assert lanchat.answers() and lanchat.answers(9001)
    lanchat.configure(ONE)
    lanchat.systemctl(verb)
    assert lanchat.answers() and not lanchat.answers(9001)
    with pytest.raises(FileNotFoundError):
        lanchat.connect_unix()
    with lanchat.datagrams() as client, pytest.raises(ConnectionRefusedError):
        client.ask(b"hello")
    lanchat.restart()  # nor do they come back
    assert lanchat.answers() and not lanchat.answers(9001)


@pytest.mark.parametrize("verb", ["reload", "restart"])
def test_a_changed_address_moves(lanchat, verb):
    lanchat.configure(ONE)
    lanchat.reload()
    lanchat.configure(MOVED)
    lanchat.systemctl(verb)
    assert lanchat.answers(8889) and not lanchat.answers(8888)


def test_a_wildcard_gives_way_to_one_address_of_it(lanchat):
    lanchat.configure(ONE)
    lanchat.restart()
    lanchat.configure("[listener.main]\nbind = tcp://127.0.0.1:8888\n")
    lanchat.restart()
    assert lanchat.answers() and not lanchat.answers(host="::1")


def test_a_listener_keeps_its_address_under_another_name_and_policy(lanchat):
    lanchat.configure(ONE)
    lanchat.restart()
    since = lanchat.mark()
    lanchat.configure("[listener.renamed]\nbind = tcp://*:8888\npolicy = uppercase\n")
    lanchat.restart()
    adopted = lanchat.await_event("socket_adopted", since)
    assert (adopted["LANCHAT_LISTENER"], adopted["LANCHAT_ADDRESS"]) == ("renamed", "tcp://*:8888")
    with lanchat.connect() as client:
        assert client.ask(b"hello\n") == b"HELLO\n"


def test_a_port_the_system_chose_answers(lanchat):
    lanchat.configure("[listener.main]\nbind = tcp://127.0.0.1:0\n")
    lanchat.restart()
    listeners = json.loads(lanchat.ctl("--json", "status").stdout)["listeners"]
    port = int(listeners[0]["addresses"][0].rpartition(":")[2])
    assert lanchat.answers(port)


def test_stop_and_start_leave_no_address_of_before(lanchat):
    lanchat.configure(TWO)
    lanchat.restart()
    lanchat.systemctl("stop")
    assert not lanchat.answers() and not lanchat.answers(9001)
    with pytest.raises(ConnectionRefusedError):  # the file stays: a daemon cannot tell a stop from a restart
        lanchat.connect_unix()
    lanchat.configure(ONE)
    lanchat.start()
    assert lanchat.answers() and not lanchat.answers(9001)


def test_a_unix_socket_whose_file_was_removed_is_opened_again(lanchat):
    """The stored socket is no longer what its path leads to: clients would be refused for ever."""
    lanchat.configure(TWO)
    lanchat.restart()
    lanchat.box.run("rm", "/run/lanchat/x.sock")
    lanchat.restart()
    with lanchat.connect_unix() as client:
        assert client.ask(b"hello\n") == b"hello\n"
