# SPDX-License-Identifier: MIT
"""Which datagrams get no reply, as a client meets it: one test for each rule that a socket is needed for. The edges are
in tests/unit/net/datagram_guard_test.cpp."""

import socket

import pytest

from network import with_addresses
from wire import Datagrams

UDP = "[listener.main]\nbind = udp://127.0.0.1:0\n"
MARK = 3 << 2  # the code point stands above the two bits of ECN

V4 = ("192.0.2.1", "192.0.2.2", "192.0.2.3")
V6 = ("2001:db8::1", "2001:db8::2", "2001:db8::3")
NETWORK = [f"{address}/24" for address in V4] + [f"{address}/64" for address in V6]


@pytest.fixture
def counted(programs):
    """How many datagrams the daemon dropped for this reason, and how many in all."""
    def look(daemon, reason):
        statistics = programs.ask(daemon, "statistics")["statistics"]
        return statistics[f"datagrams_dropped_{reason}"], statistics["datagrams_dropped"]
    return look


def unconnected(host="127.0.0.1", port=0):
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
    sock.settimeout(10)
    sock.bind((host, port))
    return sock


def target(daemon, host="127.0.0.1"):
    return host, daemon.port("udp")


def is_answered(daemon, sock, host="127.0.0.1"):
    """Whether this socket gets a reply; another client's datagram, sent later and answered, tells that it gets none."""
    sock.sendto(b"hello", target(daemon, host))
    with Datagrams(("udp", host, daemon.port("udp"))) as other:
        assert other.ask(b"later") == b"later"
    sock.setblocking(False)
    try:
        return sock.recv(100) == b"hello"
    except BlockingIOError:
        return False


def test_an_empty_datagram_gets_no_reply(start, counted):
    daemon = start(UDP + "policy = acknowledge\n")
    with daemon.datagrams() as client:
        client.send(b"")
        assert client.ask(b"\n") == b"received\n"
        assert client.all_within(0) == []
    assert counted(daemon, "empty") == (1, 1)


def test_a_port_of_servers_gets_no_reply(start, counted):
    daemon = start(UDP)
    with unconnected("127.0.0.9", 1023) as low:
        assert not is_answered(daemon, low)
        assert counted(daemon, "source_port") == (1, 1)
        daemon.write(UDP + "udp-source-port-min = 0\n")
        daemon.reload()
        assert is_answered(daemon, low)


def test_a_refused_port_gets_no_reply(start, counted):
    with unconnected() as server, unconnected() as client:
        daemon = start(UDP + f"udp-refused-ports = 53,{server.getsockname()[1]}\n")
        assert not is_answered(daemon, server)
        assert is_answered(daemon, client)
    assert counted(daemon, "refused_port") == (1, 1)


def test_a_port_of_the_daemon_gets_no_reply(start, counted):
    daemon = start(UDP + "[listener.other]\nbind = udp://127.0.0.2:0\n")
    with unconnected("127.0.0.3", daemon.port("udp", "other")) as same:
        assert not is_answered(daemon, same)
        assert counted(daemon, "own_port") == (1, 1)
        daemon.write(UDP)
        daemon.reload()
        assert is_answered(daemon, same)


@pytest.mark.parametrize("bind, host", [("127.0.0.1", "127.0.0.1"), ("[::1]", "::1"), ("*", "::1"), ("*", "127.0.0.1")])
def test_replies_bear_the_mark_and_are_never_answered(start, counted, bind, host):
    daemon = start(f"[listener.main]\nbind = udp://{bind}:0\n")
    level, mark, receive = ((socket.IPPROTO_IPV6, socket.IPV6_TCLASS, socket.IPV6_RECVTCLASS) if ":" in host else
                            (socket.IPPROTO_IP, socket.IP_TOS, socket.IP_RECVTOS))
    with unconnected(host) as client:
        client.setsockopt(level, receive, 1)
        client.sendto(b"hello", target(daemon, host))
        _, ancillary, _, _ = client.recvmsg(100, 100)
        assert [int.from_bytes(value, "little") for _, kind, value in ancillary if kind == mark] == [MARK]
        client.setsockopt(level, mark, MARK | 1)  # congestion is not our concern
        assert not is_answered(daemon, client, host)
    assert counted(daemon, "reply_mark") == (1, 1)


def test_without_a_mark_nothing_is_marked_nor_refused(start):
    daemon = start(UDP + "udp-reply-dscp = 0\n")
    with unconnected() as client:
        client.setsockopt(socket.IPPROTO_IP, socket.IP_RECVTOS, 1)
        client.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, MARK)
        client.sendto(b"hello", target(daemon))
        data, ancillary, _, _ = client.recvmsg(100, 100)
        assert data == b"hello" and [value for _, _, value in ancillary] == [b"\0"]


@pytest.mark.parametrize("bind, host", [("0.0.0.0", V4[0]), ("*", V4[0]), ("[::]", V6[0]), ("*", V6[0])])
def test_what_was_sent_to_many_gets_no_reply_unless_wanted(start, counted, bind, host):
    with with_addresses(*NETWORK):
        listener = f"[listener.main]\nbind = udp://{bind}:0\n"
        daemon = start(listener)
        port = daemon.port("udp")
        many = ("ff02::1", port, 0, socket.if_nametoindex("here")) if ":" in host else ("192.0.2.255", port)
        with unconnected(host) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            client.sendto(b"who is there?", many)
            assert is_answered(daemon, client, host)  # and nothing came before
            dropped, in_all = counted(daemon, "broadcast")
            assert in_all == dropped >= 1  # the other end of the link is here too, and hears a group again
            daemon.write(listener + "udp-broadcast = yes\n")
            daemon.reload()
            client.settimeout(10)
            client.sendto(b"who is there?", many)
            assert client.recv(100) == b"who is there?"


def test_a_reply_too_large_is_not_sent_and_told(start, counted):
    text = "x" * 200
    daemon = start(UDP + f"policy = acknowledge\nacknowledge-text = {text}\n")
    with daemon.datagrams() as client:
        client.send(b"brief")
        warned = daemon.wait("datagram_dropped", reason="reply_too_large", listener="main")
        assert warned["level"] == "warning" and "udp-reply-ratio" in warned["message"]
        assert client.ask(b"at more length" * 10) == text.encode()
        assert counted(daemon, "reply_too_large") == (1, 1)
        daemon.write(UDP + f"policy = acknowledge\nacknowledge-text = {text}\nudp-reply-ratio = 0\n")
        daemon.reload()
        assert client.ask(b"brief") == text.encode()


def test_a_timestamp_fits_short_messages(start):
    daemon = start(UDP + "policy = timestamp\n")
    with daemon.datagrams() as client:
        assert client.ask(b"h").endswith(b"] h")


@pytest.mark.parametrize("key, reason", [("udp-replies-per-address", "replies_per_address"),
                                         ("udp-replies-per-prefix", "replies_per_prefix"),
                                         ("udp-replies", "replies_in_all")])
def test_replies_above_the_rate_are_dropped(start, counted, key, reason):
    daemon = start(UDP + f"{key} = 10\n")
    with daemon.datagrams() as client:
        for number in range(200):
            client.send(b"%d" % number)
        answered = client.all_within(0.5)
    assert 1 <= len(answered) <= 40
    assert counted(daemon, reason) == (200 - len(answered), 200 - len(answered))


def test_what_is_refused_draws_no_error(start):
    daemon = start(UDP + "max-message-size = 5\nallow = 127.0.0.1/32\n")
    with unconnected("127.0.0.2") as denied, unconnected() as long:
        long.sendto(b"too long", target(daemon))
        assert not is_answered(daemon, denied)
        assert is_answered(daemon, long)  # and nothing came before


@pytest.mark.parametrize("bind, hosts", [("*", V4 + V6), ("0.0.0.0", V4), ("[::]", V6)])
def test_each_of_many_addresses_answers_for_itself(start, bind, hosts):
    with with_addresses(*NETWORK):
        daemon = start(f"[listener.main]\nbind = udp://{bind}:0\n")
        for host in hosts:
            with unconnected(V6[0] if ":" in host else V4[0]) as client:
                client.sendto(b"hello", target(daemon, host))
                assert client.recvfrom(100)[1][0] == host
