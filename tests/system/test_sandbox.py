# SPDX-License-Identifier: MIT
"""All that lanchatd does, inside its sandbox."""

import json
import re
import select

import pytest

from wire import DEADLINE, frame

CONFIGURATION = """log-level = debug
[listener.echo]
bind = tcp://*:8888
bind = udp://*:8888
[listener.clock]
bind = tcp://*:9001
policy = timestamp
timestamp-format = "[%z %Z] "
[listener.upper]
bind = tcp://*:9002
bind = unix:///run/lanchat/upper.sock
policy = uppercase
[listener.dice]
bind = tcp://*:9003
policy = random
random-min = 7
random-max = 7
[listener.receipt]
bind = tcp://*:9004
framing = raw
policy = acknowledge
[listener.packed]
bind = tcp://*:9005
framing = length
length-order = little
[listener.desk]
bind = tcp://*:9006
policy = operator
"""


@pytest.fixture(scope="module")
def served(installed):
    box = installed.box
    box.run("ln", "-sf", "/usr/share/zoneinfo/Asia/Kathmandu", "/etc/localtime")
    box.shell("useradd anna; useradd bert; usermod -aG lanchat anna")
    box.shell("ip link add lan0 type veth peer name lan1; ip addr add 192.0.2.7/24 dev lan0; ip link set lan0 up;"
              "ip link set lan1 up; ip -6 addr add 2001:db8::7/64 dev lan0 nodad")
    installed.configure(CONFIGURATION)
    installed.restart()
    yield installed
    unwell = [entry["MESSAGE"] for entry in installed.journal() if int(entry["PRIORITY"]) <= 4]
    assert unwell == []  # nothing was missing in the sandbox


@pytest.mark.parametrize("port, question, answer", [
    (8888, b"hello\n", rb"hello\n"),
    (8888, b"hello\r\n", rb"hello\r\n"),
    (9001, b"hello\n", rb"\[\+0545 \+0545\] hello\n"),
    (9002, "straße ﬁn\n".encode(), "STRASSE FIN\n".encode()),
    (9003, b"roll\n", rb"7\n"),
    (9004, b"hello", rb"received"),
    (9005, frame(b"hello"), re.escape(frame(b"hello"))),
    (9006, b"hello\n", rb"no operator is available\n"),
])
def test_policies_and_framings_answer(served, port, question, answer):
    with served.connect(port) as client:
        client.send(question)
        assert re.fullmatch(answer, client.finish())


def test_unix_and_datagram_clients_are_answered(served):
    with served.connect_unix("/run/lanchat/upper.sock") as client:
        assert client.ask("straße\n".encode()) == b"STRASSE\n"
    with served.datagrams() as client:
        assert client.ask(b"hello") == b"hello"


def test_the_client_program_is_answered(served):
    assert served.box.run("lanchat", "localhost", input="one\ntwo\n").stdout == "one\ntwo\n"
    assert served.box.run("lanchat", "--udp", "localhost", input="one\ntwo\n").stdout == "one\ntwo\n"
    assert served.box.run("lanchat", "unix:///run/lanchat/upper.sock", input="one\ntwo\n",
                          user="bert").stdout == "ONE\nTWO\n"


@pytest.mark.parametrize("user", ["root", "anna"])
def test_an_operator_answers(served, user):
    console = served.box.start("lanchatctl", "operator", user=user)
    with served.connect(9006) as client, console:
        heard = b""
        while b"is somebody there" not in heard:  # asked again until the desk knows of the console
            client.send(b"is somebody there\n")
            ready = select.select([client.sock, console.stdout], [], [], DEADLINE)[0]
            assert ready, "neither an answer nor a question on the console"
            if client.sock in ready:
                assert client.line() == b"no operator is available\n"
            if console.stdout in ready:
                heard += console.stdout.read1()
                assert heard, "the console has ended"
        console.stdin.write(b"yes, somebody is\n")
        console.stdin.flush()
        assert client.line() == b"yes, somebody is\n"
        console.stdin.close()
        assert console.wait(30) == 0


def test_outside_the_group_lanchatctl_may_not(served):
    for command in ("status", "reload", "operator"):
        refused = served.ctl(command, user="bert", check=False)
        assert refused.returncode == 77, refused


def test_every_command_of_lanchatctl(served):
    def asked(*words):
        return json.loads(served.ctl("--json", *words, user="anna").stdout)

    with served.connect() as client:
        client.ask(b"hello\n")
        status = asked("status")
        assert status["configuration_file"] == "/etc/lanchat.conf" and status["clients"] == 1
        row = asked("clients")["clients"][0]
        assert row["listener"] == "echo"
        assert served.ctl("statistics", user="anna").stdout
        served.ctl("reload", user="anna")
        served.ctl("log-level", "trace", "1m", user="anna")
        assert asked("status")["log_level"] == "trace"
        served.ctl("disconnect", str(row["session"]), user="anna")
        client.until_end()


def test_the_addresses_that_others_can_use_are_told(served):
    since = served.mark()
    served.restart()
    told = served.await_event("listening", since, address="tcp://*:9002")["LANCHAT_REACHABLE"]
    assert "tcp://192.0.2.7:9002" in told and "tcp://[2001:db8::7]:9002" in told
    with served.connect(9002, "192.0.2.7") as client:
        assert client.ask(b"hello\n") == b"HELLO\n"
