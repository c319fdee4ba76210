# SPDX-License-Identifier: MIT
"""TCP, UDP and unix sockets over IPv4 and IPv6, as Python's sockets see them."""

import ipaddress
import os
import re
import socket
import stat

import pytest

from wire import Datagrams, Stream

LOOPBACK_V4 = "[listener.main]\nbind = tcp://127.0.0.1:0\nbind = udp://127.0.0.1:0\n"
LOOPBACK_V6 = "[listener.main]\nbind = tcp://[::1]:0\nbind = udp://[::1]:0\n"
WILDCARD = "[listener.main]\nbind = tcp://*:0\nbind = udp://*:0\n"


@pytest.mark.parametrize("listener", [LOOPBACK_V4, LOOPBACK_V6], ids=["ipv4", "ipv6"])
def test_tcp_and_udp_answer_on_one_listener(start, listener):
    daemon = start(listener)
    with daemon.connect() as client:
        assert client.ask(b"over a stream\n") == b"over a stream\n"
    with daemon.datagrams() as client:
        assert client.ask(b"over a datagram") == b"over a datagram"
        assert client.ask(b"with its ending\r\n") == b"with its ending\r\n"


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_wildcard_is_both_families(start, host):
    daemon = start(WILDCARD)
    with daemon.connect(host=host) as client:
        assert client.ask(b"hello\n") == b"hello\n"
    with daemon.datagrams(host=host) as client:
        assert client.ask(b"hello\n") == b"hello\n"


def test_a_wildcard_says_which_addresses_others_can_use(start):
    daemon = start(WILDCARD)
    event = daemon.wait("listening")
    assert event["framing"] == "line" and event["policy"] == "echo"
    for address in re.findall(r"[^\s,]+", event["reachable"]):
        host = re.sub(r"^\w+://|:\d+$", "", address).strip("[]")
        assert not ipaddress.ip_address(host.partition("%")[0]).is_loopback


def test_an_address_that_is_no_wildcard_says_nothing_of_others(start):
    daemon = start(LOOPBACK_V4)
    assert "reachable" not in daemon.wait("listening")


def test_an_ipv4_client_of_a_wildcard_is_logged_as_ipv4(start):
    daemon = start(WILDCARD)
    with daemon.connect(host="127.0.0.1") as client:
        client.ask(b"hello\n")
        daemon.wait("client_connected", client=client.name())


@pytest.mark.parametrize("bind", ["udp://0.0.0.0:0", "udp://*:0", "udp://[::]:0"])
def test_a_datagram_is_answered_from_the_address_it_was_sent_to(start, bind):
    daemon = start(f"[listener.main]\nbind = {bind}\n")
    host = "::1" if "[" in bind else "127.0.0.2"
    with Datagrams(daemon.address("udp"), host) as client:
        assert client.ask(b"hello") == b"hello"  # connected: an answer from elsewhere would not arrive


def test_the_largest_datagram_comes_back(start):
    daemon = start(LOOPBACK_V4)
    with daemon.datagrams() as client:
        client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        largest = os.urandom(65506).replace(b"\n", b"x") + b"\n"
        assert client.ask(largest) == largest


def test_a_unix_socket_answers(start, folder):
    daemon = start(f"[listener.main]\nbind = unix://{folder}/echo.sock\n")
    assert stat.S_ISSOCK(os.stat(f"{folder}/echo.sock").st_mode)
    with daemon.connect() as client:
        assert client.ask(b"hello\n") == b"hello\n"
        daemon.wait("client_connected", listener="main")


def test_every_listener_has_its_own_framing_and_policy(start, folder):
    daemon = start(f"""
[listener.shout]
bind = tcp://127.0.0.1:0
bind = unix://{folder}/shout.sock
policy = uppercase
[listener.fixed]
bind = tcp://127.0.0.1:0
framing = length
length-bytes = 2
policy = acknowledge
acknowledge-text = thank you
""")
    with daemon.connect("shout", "tcp") as client:
        assert client.ask("straße\n".encode()) == b"STRASSE\n"
    with daemon.connect("shout", "unix") as client:
        assert client.ask(b"hello\r\n") == b"HELLO\r\n"
    with daemon.connect("fixed") as client:
        client.send(b"\x00\x02hi")
        assert client.exactly(11) == b"\x00\x09thank you"


def test_a_key_before_the_sections_is_every_listeners_default(start):
    daemon = start("""
policy = uppercase
[listener.one]
bind = tcp://127.0.0.1:0
[listener.two]
bind = tcp://127.0.0.1:0
policy = echo
""")
    with daemon.connect("one") as one, daemon.connect("two") as two:
        assert one.ask(b"a\n") == b"A\n"
        assert two.ask(b"a\n") == b"a\n"


def test_a_thousand_messages_in_one_write_come_back_in_order(start):
    daemon = start(LOOPBACK_V4)
    with daemon.connect() as client:
        sent = b"".join(b"message number %d\n" % number for number in range(1000))
        client.send(sent)
        assert client.finish() == sent


def test_a_message_of_exactly_the_limit_comes_back(start):
    daemon = start(LOOPBACK_V4)
    with daemon.connect() as client:
        assert client.ask(b"x" * 65536 + b"\n") == b"x" * 65536 + b"\n"
        assert client.ask(b"y" * 65536 + b"\r\n") == b"y" * 65536 + b"\r\n"


def test_two_thousand_clients_are_served_at_once(start):
    daemon = start(LOOPBACK_V4, log_level="info")
    clients = [daemon.connect() for _ in range(2000)]
    for number, client in enumerate(clients):
        client.send(b"client %d\n" % number)
    for number, client in enumerate(clients):
        assert client.line() == b"client %d\n" % number
    for client in reversed(clients):
        assert client.ask(b"again\n") == b"again\n"
    for client in clients:
        client.close()
    with Stream.connect(daemon.address()) as client:
        assert client.ask(b"and after\n") == b"and after\n"
