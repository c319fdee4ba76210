# SPDX-License-Identifier: MIT
"""Who is let in: the number of clients, clients of one address, allowed and denied ranges, and what happens
when the system has no descriptor left."""

import resource
import select
import socket

import pytest

from wire import DEADLINE, Stream, eventually

LINE = "[listener.main]\nbind = tcp://127.0.0.1:0\n"


def connect_from(daemon, source):
    sock = socket.create_connection(daemon.address()[1:], timeout=DEADLINE, source_address=(source, 0))
    return Stream(sock)


def refused(client):
    """What a client that is turned away is told; it sends something, as most clients do."""
    client.send(b"hello\n")
    return client.until_end()


def test_clients_beyond_max_clients_are_told_and_closed(start):
    daemon = start(LINE, max_clients=2)
    first, second = daemon.connect(), daemon.connect()
    assert first.ask(b"a\n") == b"a\n" and second.ask(b"b\n") == b"b\n"
    with daemon.connect() as third:
        assert refused(third) == b"error: too many clients\n"
    daemon.wait("client_rejected", reason="too_many_clients", listener="main")
    first.close()
    daemon.wait("client_disconnected")
    with daemon.connect() as fourth:
        assert fourth.ask(b"d\n") == b"d\n"
    second.close()


def test_max_clients_counts_over_all_listeners(start, folder):
    daemon = start(LINE + f"[listener.other]\nbind = unix://{folder}/other.sock\n", max_clients=1)
    with daemon.connect() as first:
        first.ask(b"a\n")
        with daemon.connect("other") as second:
            assert refused(second) == b"error: too many clients\n"


def test_the_text_is_framed(start):
    daemon = start(LINE + "framing = length\nlength-bytes = 1\n", max_clients=1)
    with daemon.connect() as first, daemon.connect() as second:
        first.send(b"\x01a")
        assert first.exactly(2) == b"\x01a"
        assert second.until_end() == b"\x17error: too many clients"


def test_clients_of_one_address_are_limited(start):
    daemon = start(LINE + "max-clients-per-address = 2\n")
    mine = [connect_from(daemon, "127.0.0.1") for _ in range(2)]
    for client in mine:
        assert client.ask(b"a\n") == b"a\n"
    with connect_from(daemon, "127.0.0.1") as third, connect_from(daemon, "127.0.0.2") as other:
        assert refused(third).startswith(b"error: too many clients from this address")
        assert other.ask(b"b\n") == b"b\n"
    daemon.wait("client_rejected", reason="too_many_clients_from_address")
    name = mine[0].name()
    mine[0].close()
    daemon.wait("client_disconnected", client=name)
    with connect_from(daemon, "127.0.0.1") as again:
        assert again.ask(b"c\n") == b"c\n"
    mine[1].close()


def test_a_denied_client_is_told_and_closed(start):
    daemon = start(LINE + "deny = 127.0.0.2/32\ndeny = 127.0.0.16/28\n")
    for source in ("127.0.0.2", "127.0.0.31"):
        with connect_from(daemon, source) as client:
            assert refused(client).startswith(b"error: ")
    daemon.wait("client_rejected", reason="denied", listener="main")
    with connect_from(daemon, "127.0.0.32") as client:
        assert client.ask(b"hello\n") == b"hello\n"


def test_where_allow_is_given_all_else_is_denied(start):
    daemon = start(LINE + "allow = 127.0.0.3\nallow = 127.0.1.0/24\ndeny = 127.0.1.9\n")
    for source in ("127.0.0.3", "127.0.1.8"):
        with connect_from(daemon, source) as client:
            assert client.ask(b"hello\n") == b"hello\n"
    for source in ("127.0.0.1", "127.0.1.9"):
        with connect_from(daemon, source) as client:
            assert refused(client).startswith(b"error: ")


def test_an_ipv4_range_holds_for_clients_of_a_wildcard(start):
    daemon = start("[listener.main]\nbind = tcp://*:0\ndeny = 127.0.0.0/8\n")
    with daemon.connect(host="127.0.0.1") as client:
        assert refused(client).startswith(b"error: ")
    with daemon.connect(host="::1") as client:
        assert client.ask(b"hello\n") == b"hello\n"


def test_datagrams_of_a_denied_address_are_dropped(start):
    daemon = start("[listener.main]\nbind = udp://127.0.0.1:0\ndeny = 127.0.0.2\n")
    with daemon.datagrams() as allowed:
        denied = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        denied.bind(("127.0.0.2", 0))
        denied.sendto(b"hello", daemon.address("udp")[1:])
        assert allowed.ask(b"hello") == b"hello"
        assert not select.select([denied], [], [], 0.3)[0]
        denied.close()


def test_max_clients_is_lowered_to_what_the_descriptors_allow(start):
    daemon = start(LINE, prepare=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (80, 80)))
    assert any(event.get("level") == "warning" and "max-clients" in str(event) for event in daemon.events)
    clients, told = [], b""
    while not told and len(clients) < 200:
        client = daemon.connect()
        clients.append(client)
        client.send(b"hello\n")
        told = b"" if client.line() == b"hello\n" else b"told"
    assert told and 10 <= len(clients) <= 80
    for client in clients:
        client.close()
    daemon.wait("client_disconnected")


def exhaust(daemon, more):
    """So many more clients fill the last descriptors of the daemon; the clients that were let in."""
    daemon.allow_descriptors(more)
    inside = [daemon.connect() for _ in range(more)]
    for client in inside:
        assert client.ask(b"let me in\n") == b"let me in\n"
    return inside


def test_with_no_descriptor_left_clients_are_told_and_it_comes_back(start):
    daemon = start(LINE)
    inside = exhaust(daemon, 3)
    told = [daemon.connect() for _ in range(40)]
    for client in told:
        assert client.until_end() == b"error: too many clients\n"
    daemon.wait("accept_paused", listener="main")
    daemon.wait("client_rejected", reason="too_many_clients")
    assert inside[0].ask(b"still served\n") == b"still served\n"
    daemon.allow_descriptors(1000)
    with daemon.connect() as client:
        assert client.ask(b"and after\n") == b"and after\n"
    pauses = sum(event.get("event") == "accept_paused" for event in daemon.events)
    assert pauses < 10, "the pause is logged again and again"
    for client in inside + told:
        client.close()


def test_with_no_descriptor_left_it_does_not_spin(start):
    daemon = start(LINE)
    inside = exhaust(daemon, 3)
    before = daemon.cpu_seconds()
    with daemon.connect() as waiting:  # is told in a moment, and closed
        assert waiting.until_end() == b"error: too many clients\n"
    assert inside[0].quiet_for(1.0)
    assert daemon.cpu_seconds() - before < 0.1
    for client in inside:
        client.close()


def test_clients_that_come_and_go_at_the_limit_do_not_fill_the_log(start):
    daemon = start(LINE)
    with daemon.connect() as kept:
        assert kept.ask(b"hello\n") == b"hello\n"
        inside = exhaust(daemon, 2)
        for _ in range(20):
            with daemon.connect() as client:
                assert client.until_end() == b"error: too many clients\n"
        assert kept.ask(b"still served\n") == b"still served\n"
        for client in inside:
            client.close()
    pauses = sum(event.get("event") == "accept_paused" for event in daemon.events)
    assert 1 <= pauses <= 3


def test_clients_of_one_network_are_limited(start):
    daemon = start(LINE + "max-clients-per-prefix = 2\nipv4-prefix = 30\n")
    inside = [connect_from(daemon, source) for source in ("127.0.0.4", "127.0.0.5")]
    for client in inside:
        assert client.ask(b"a\n") == b"a\n"
    with connect_from(daemon, "127.0.0.6") as third, connect_from(daemon, "127.0.0.8") as other:
        assert refused(third) == b"error: too many clients from this network\n"
        assert other.ask(b"b\n") == b"b\n"
    daemon.wait("client_rejected", reason="too_many_clients_from_prefix")
    for client in inside:
        client.close()


def test_new_connections_a_second_are_limited(start):
    daemon = start(LINE + "connection-rate = 1\n")
    hasty = [connect_from(daemon, "127.0.0.1") for _ in range(20)]
    for client in hasty:
        client.send(b"hello\n")
    said = [client.line() for client in hasty]
    assert said[0] == b"hello\n"
    assert b"error: too many new connections\n" in said
    daemon.wait("client_rejected", reason="connection_rate")
    with connect_from(daemon, "127.0.0.2") as other:
        assert other.ask(b"hello\n") == b"hello\n"
    for client in hasty:
        client.close()


def test_descriptors_that_clients_give_back_are_used_again(start):
    daemon = start(LINE)
    kept = [daemon.connect() for _ in range(10)]
    for client in kept:
        client.ask(b"hello\n")
    full = daemon.descriptors()
    daemon.allow_descriptors(0)
    with daemon.connect() as too_many:
        assert too_many.until_end() == b"error: too many clients\n"
    daemon.wait("accept_paused")
    for client in kept[:4]:
        client.close()
    eventually(lambda: daemon.descriptors() < full, "the descriptors are given back")
    with daemon.connect() as late:
        assert late.ask(b"let me in\n") == b"let me in\n"
    for client in kept[4:]:
        client.close()
