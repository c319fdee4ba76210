# SPDX-License-Identifier: MIT
"""Sockets opened by a socket unit: adopted by address, with a daemon that could not open any itself."""

import pytest

from service import DROP_INS, EXAMPLES
from wire import eventually


@pytest.fixture
def handed_over(lanchat):
    """As the example tells administrators to set it up."""
    def set_up(change=""):
        box = lanchat.box
        lanchat.systemctl("stop")
        box.shell(f"mkdir -p {DROP_INS}; cp {EXAMPLES}/handed-over.conf {DROP_INS}; "
                  f"cp {EXAMPLES}/lanchat.socket /etc/systemd/system; {change}")
        box.run("systemctl", "daemon-reload")
        box.run("systemctl", "start", "lanchat.socket")
        lanchat.start()
        return lanchat

    yield set_up
    lanchat.box.run("systemctl", "stop", "lanchat.socket", "lanchat.service")


def test_clients_are_answered_through_them(handed_over):
    lanchat = handed_over()
    adopted = {entry["LANCHAT_ADDRESS"] for entry in lanchat.events("socket_adopted")}
    assert {"tcp://*:8888", "udp://*:8888"} <= adopted
    for host in ("127.0.0.1", "::1"):
        assert lanchat.answers(host=host)
        with lanchat.datagrams(host=host) as client:
            assert client.ask(b"hello") == b"hello"
    assert "main" in lanchat.ctl("status").stdout
    lanchat.reload()
    assert lanchat.answers()
    lanchat.restart()
    assert lanchat.answers() and lanchat.answers(host="::1")


def test_the_daemon_has_no_network_of_its_own(handed_over):
    lanchat = handed_over()
    pid = lanchat.pid()
    assert lanchat.box.run("readlink", f"/proc/{pid}/ns/net").stdout != lanchat.box.run(
        "readlink", "/proc/1/ns/net").stdout
    lanchat.configure("[listener.main]\nbind = tcp://*:8888\nbind = tcp://*:9001\n")
    since = lanchat.mark()
    assert lanchat.reload(check=False).returncode != 0
    assert "tcp://*:9001" in lanchat.messages(since)
    assert lanchat.answers()


def test_a_socket_that_no_listener_names_is_warned_of(handed_over):
    lanchat = handed_over("sed -i '/^ListenStream/aListenStream=9001' /etc/systemd/system/lanchat.socket")
    unused = lanchat.await_event("inherited_socket_unused", address="tcp://*:9001")
    assert unused["PRIORITY"] == "4" and unused["LANCHAT_NAME"] and unused["LANCHAT_REMEDY"]
    assert lanchat.answers()


def test_the_socket_unit_starts_the_service_on_demand(handed_over):
    lanchat = handed_over()
    lanchat.box.run("systemctl", "stop", "lanchat.service")
    assert lanchat.show("ActiveState") == "inactive"
    assert lanchat.answers()
    eventually(lambda: lanchat.show("ActiveState") == "active", "the service is started")
