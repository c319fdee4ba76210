# SPDX-License-Identifier: MIT
"""One datagram with another server's address on it must not make two daemons answer each other (CVE-2024-2169). The
daemons count what arrives: they are settled when all that was sent has arrived. Writing another's address on a
datagram needs root."""

import contextlib
import socket
import struct
import threading

import pytest

from wire import eventually, family, reachable

POLICIES = ("echo", "timestamp", "uppercase", "random", "acknowledge", "operator")
PAYLOAD = b"thirty-four bytes, as in the paper"
UDP_CHECKSUM = 6  # where it stands in the header

# What is counted as a message and as dropped: its reply went nowhere.
WITHOUT_REPLY = ("reply_too_large", "replies_per_address", "replies_per_prefix", "replies_in_all", "not_sent")

# Where the two daemons listen: their own address each, one address, and both families at once.
PLACES = {"ipv4": ("127.0.0.1", "127.0.0.2"), "ipv6": ("[::1]", "[::1]"), "both": ("*", "*")}


def listeners(host, keys="", ports=None):
    """One for each policy."""
    return "".join(f"[listener.{name}]\nbind = udp://{host}:{ports[name] if ports else 0}\npolicy = {name}\n{keys}"
                   for name in POLICIES)


def forge(source, target, payload=PAYLOAD):
    """Sends a datagram from `source` to `target`, each (host, port), as if `source` had sent it."""
    with socket.socket(family(source[0]), socket.SOCK_RAW, socket.IPPROTO_UDP) as raw:
        if raw.family == socket.AF_INET6:  # IPv4 needs no checksum
            raw.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_CHECKSUM, UDP_CHECKSUM)
        raw.bind((source[0], 0))
        header = struct.pack("!4H", source[1], target[1], 8 + len(payload), 0)
        raw.sendto(header + payload, (target[0], 0))


def place(daemon, listener):
    _, host, port = daemon.address("udp", listener)
    return reachable(host), port


class Pair:
    """Daemons that may answer each other, and what became of the forged datagrams."""

    def __init__(self, programs, *daemons):
        self.programs = programs
        self.daemons = daemons
        self.forged = 0
        self.replies = 0

    def counters(self):
        sums = {}
        for daemon in self.daemons:
            for name, value in self.programs.ask(daemon, "statistics")["statistics"].items():
                sums[name] = sums.get(name, 0) + value
        return sums

    def replies_to(self, source, target):
        """How many datagrams both send in all because of one that neither sent."""
        forge(source, target)
        self.forged += 1
        eventually(self.settled, "both have taken all that was sent")
        before, self.replies = self.replies, self.counters()["replies"]
        return self.replies - before

    def settled(self):
        now = self.counters()
        arrived = now["messages"] + now["datagrams_dropped"]
        arrived -= sum(now[f"datagrams_dropped_{reason}"] for reason in WITHOUT_REPLY)
        return arrived == self.forged + now["replies"]


@pytest.fixture
def pair(start, programs):
    def start_pair(first, second):
        return Pair(programs, start(first), start(second))
    return start_pair


@pytest.mark.parametrize("hosts", PLACES.values(), ids=PLACES)
def test_one_forged_datagram_draws_one_reply_at_most(pair, hosts):
    both = pair(*(listeners(host) for host in hosts))
    first, second = both.daemons
    figures = {(asked, bearing): both.replies_to(place(second, bearing), place(first, asked))
               for asked in POLICIES for bearing in POLICIES}
    print(f"{len(figures)} pairs, {both.forged} forged datagrams, {sum(figures.values())} replies, "
          f"at most {max(figures.values())} of a pair")
    assert set(figures.values()) == {1}, figures  # the one the forger asked for
    counters = both.counters()
    assert counters["datagrams_dropped_reply_mark"] == counters["datagrams_dropped"] == len(figures)


def test_listeners_of_one_daemon_draw_none(start, programs):
    daemon = start(listeners("127.0.0.1"))
    alone = Pair(programs, daemon)
    figures = {(asked, bearing): alone.replies_to(place(daemon, bearing), place(daemon, asked))
               for asked in POLICIES for bearing in POLICIES}
    assert set(figures.values()) == {0}, figures
    assert alone.counters()["datagrams_dropped_own_port"] == len(figures)


def test_daemons_with_the_same_ports_draw_none(start, programs):
    first = start(listeners("127.0.0.1"))
    ports = {name: place(first, name)[1] for name in POLICIES}
    second = start(listeners("127.0.0.2", ports=ports))
    both = Pair(programs, first, second)
    figures = {(asked, bearing): both.replies_to(place(second, bearing), place(first, asked))
               for asked in POLICIES for bearing in POLICIES}
    assert set(figures.values()) == {0}, figures


def test_echoes_that_know_no_mark_end_by_their_repetition(pair):
    keys = "udp-reply-dscp = 0\nudp-repeat-limit = 20\n"
    both = pair(*(listeners(host, keys) for host in PLACES["ipv4"]))
    first, second = both.daemons
    replies = both.replies_to(place(second, "echo"), place(first, "echo"))
    assert 20 <= replies <= 200  # 40, where no second ended in between
    assert both.counters()["datagrams_dropped_repeat"] == 1
    assert sum(len([event for event in daemon.events if event["event"] == "datagram_dropped"]) for daemon in
               both.daemons) == 1


@contextlib.contextmanager
def naive_echo():
    """Another program's: sends everything back to where it came from. Its address."""
    def echo(sock):
        while (arrived := sock.recvfrom(1 << 16))[1] != sock.getsockname():
            sock.sendto(*arrived)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=echo, args=(sock,))
        thread.start()
        try:
            yield sock.getsockname()
        finally:
            sock.sendto(b"", sock.getsockname())
            thread.join()


LIMIT = 3
# How many replies one forged datagram draws at least, and why it draws no more. The reply to a reply of the last four is
# the same: they end by udp-repeat-limit, in the second in which there are so many. Two of random's may be the same.
ENDS = {"timestamp": (4, "own_reply"), "random": (4, "own_reply"), "echo": (LIMIT, "repeat"),
        "uppercase": (LIMIT + 1, "repeat"), "acknowledge": (LIMIT + 1, "repeat"), "operator": (LIMIT + 1, "repeat")}


@pytest.mark.parametrize("policy", POLICIES)
def test_another_programs_echo_draws_few_replies(start, programs, policy):
    daemon = start(listeners("127.0.0.1", f"udp-repeat-limit = {LIMIT}\n"))
    replies, reason = ENDS[policy]

    def statistics():
        return programs.ask(daemon, "statistics")["statistics"]
    with naive_echo() as echo:
        forge(echo, place(daemon, policy))
        eventually(lambda: statistics()["datagrams_dropped"] == 1, "the loop has ended")
    counters = statistics()
    assert counters[f"datagrams_dropped_{reason}"] == 1
    assert replies <= counters["replies"] <= 10 * replies
    daemon.wait("datagram_dropped", reason=reason)
    told, = [event for event in daemon.events if event["event"] == "datagram_dropped"]
    assert told["reason"] == reason


def test_a_person_may_say_a_reply_back(start):
    daemon = start(listeners("127.0.0.1"))
    for policy, asked, answer in (("uppercase", b"hi", b"HI"), ("echo", b"HI", b"HI")):
        with daemon.datagrams(listener=policy) as client:
            for _ in range(20):
                assert client.ask(asked) == answer
                assert client.ask(answer) == answer


def test_the_mark_follows_a_reload(start, programs):
    off = "udp-reply-dscp = 0\n"
    first, second = start(listeners("127.0.0.1", off)), start(listeners("127.0.0.2", off + "udp-repeat-limit = 5\n"))
    both = Pair(programs, first, second)
    assert both.replies_to(place(second, "echo"), place(first, "echo")) > 1
    for daemon, host in zip(both.daemons, PLACES["ipv4"]):
        daemon.write(listeners(host, "udp-reply-dscp = 7\n"))
        happened, _ = daemon.reload()
        assert happened["event"] == "reloaded"
    assert both.replies_to(place(second, "echo"), place(first, "echo")) == 1
