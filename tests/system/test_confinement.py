# SPDX-License-Identifier: MIT
"""What the sandbox keeps from the daemon, seen from outside: its mounts, and the folders it may not use."""

import re
import select
import socket
import time

import pytest

from wire import DEADLINE, eventually


@pytest.fixture
def mounts(lanchat):
    """Mount point → options, as the running daemon has them."""
    text = lanchat.box.run("cat", f"/proc/{lanchat.pid()}/mountinfo").stdout
    return {line.split()[4]: set(line.split()[5].split(",")) for line in text.splitlines()}


def mount_of(mounts, path):
    while path not in mounts:
        path = path.rpartition("/")[0] or "/"
    return mounts[path]


@pytest.mark.parametrize("path", ["/", "/etc", "/run/lanchat", "/tmp", "/var/tmp", "/dev/shm"])
def test_nothing_can_be_executed_where_something_could_be_written(mounts, path):
    assert "noexec" in mount_of(mounts, path), mounts


@pytest.mark.parametrize("path", ["/", "/etc", "/usr/lib", "/usr/sbin/lanchatd", "/run", "/tmp", "/var/tmp"])
def test_nothing_can_be_written_but_the_folder_of_the_sockets(mounts, path):
    assert "ro" in mount_of(mounts, path), mounts
    assert "rw" in mount_of(mounts, "/run/lanchat")


def test_there_is_no_shell_and_no_key_in_its_root(lanchat):
    lanchat.box.shell("mkdir -p /etc/ssh /etc/ssl/private; touch /etc/ssh/key /etc/ssl/private/key")
    lanchat.restart()
    root = f"/proc/{lanchat.pid()}/root"
    programs = lanchat.box.shell(f"cd {root}; find bin sbin usr/bin usr/sbin -type f 2>/dev/null || true").stdout
    assert set(programs.split()) == {"usr/bin/lanchatctl", "usr/sbin/lanchatd"}
    for folder in ("/etc/ssh", "/etc/ssl/private"):
        said = lanchat.box.run("ls", "-lnd", root + folder).stdout
        assert said.startswith("d---------"), said
        assert lanchat.box.run("ls", root + folder).stdout == ""


def test_a_unix_socket_outside_of_its_folder_is_refused_with_a_reason(lanchat):
    lanchat.configure("[listener.main]\nbind = tcp://*:8888\nbind = unix:///run/elsewhere.sock\n")
    since = lanchat.mark()
    assert lanchat.reload(check=False).returncode != 0
    said = lanchat.messages(since)
    assert re.search(r"unix:///run/elsewhere\.sock: .*may the daemon write in it\?", said), said
    assert lanchat.answers()


def test_a_stop_that_may_take_long_is_not_cut_short(lanchat):
    """With shutdown-grace = 0 it takes as long as the last client; systemd is told."""
    lanchat.drop_in("stop", "[Service]\nTimeoutStopSec=2s\n")
    lanchat.configure("shutdown-grace = 0\n[listener.main]\nbind = tcp://*:8888\n")
    lanchat.restart()
    line = b"x" * 60000 + b"\n"
    with lanchat.connect() as client:
        # Until nothing has been taken for a while: the daemon waits for this client to read.
        sent = 0
        while select.select([], [client.sock], [], 0.5)[1]:
            sent += client.sock.send(line[sent % len(line):], socket.MSG_DONTWAIT)
            assert sent < 1 << 30, "the daemon reads without end from a client that does not"
        with lanchat.box.start("systemctl", "stop", "lanchat.service") as stop:
            eventually(lambda: lanchat.show("SubState").startswith("stop"), "it is stopping")
            assert client.quiet_for(0) is False  # its replies wait for it
            begun = int(lanchat.show("StateChangeTimestampMonotonic")) / 1e6
            eventually(lambda: time.monotonic() > begun + 3, "TimeoutStopSec= is over")
            assert lanchat.show("ActiveState") == "deactivating"
            assert client.until_end()
            assert stop.wait(DEADLINE) == 0
    assert lanchat.show("Result") == "success"
