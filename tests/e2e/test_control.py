# SPDX-License-Identifier: MIT
"""lanchatctl: every command as a table for a person and as JSON for a program, and its exit statuses."""

import json
import os
import shutil
import socket

import pytest

from programs import run
from wire import eventually

PLAIN = "[listener.main]\nbind = tcp://127.0.0.1:0\n"
UDP = "[listener.dgram]\nbind = udp://127.0.0.1:0\n"


def listener(status, name):
    return next(row for row in status["listeners"] if row["name"] == name)


def test_status(start, programs):
    daemon = start(PLAIN + UDP + "policy = uppercase\n")
    with daemon.connect() as client:
        client.ask(b"hello\n")
        status = programs.ask(daemon, "status")
        assert status["pid"] == daemon.process.pid
        assert status["version"] == daemon.wait("ready")["version"]
        assert status["configuration_file"] == str(daemon.file)
        assert status["workers"] == 2 and status["clients"] == 1 and status["max_clients"] == 10000
        assert status["uptime_ms"] >= 0 and status["log_level"] == "debug" and status["reload_refused"] is False
        main, dgram = listener(status, "main"), listener(status, "dgram")
        assert main["addresses"] == daemon.addresses("main")
        assert (dgram["framing"], dgram["policy"]) == ("line", "uppercase")
        assert main["counters"]["bytes_in"] == 6 and main["counters"]["messages"] == 1
    table = programs.control(daemon, "status")
    assert table.returncode == 0 and not table.stderr
    for word in (b"main", b"dgram", b"uppercase", daemon.addresses("main")[0].encode(), str(daemon.file).encode()):
        assert word in table.stdout


def test_status_tells_why_a_reload_was_refused(start, programs):
    daemon = start(PLAIN)
    daemon.write(PLAIN + "backlog = many\n")
    assert programs.control(daemon, "reload").returncode == 78
    status = programs.ask(daemon, "status")
    assert status["reload_refused"] and "backlog" in status["reload_mistakes"][0]
    assert b"backlog" in programs.control(daemon, "status").stdout
    daemon.write(PLAIN)
    assert programs.control(daemon, "reload").returncode == 0
    assert programs.ask(daemon, "status")["reload_refused"] is False


def test_clients(start, programs, folder):
    daemon = start(PLAIN + f"[listener.local]\nbind = unix://{folder}/local.sock\n")
    with daemon.connect() as first, daemon.connect("local") as second:
        first.ask(b"one\n")
        first.ask(b"two\n")
        second.ask(b"hello\n")
        rows = programs.ask(daemon, "clients")["clients"]
        row = next(row for row in rows if row["listener"] == "main")
        assert row["address"] == first.name() and row["messages"] == 2
        assert (row["bytes_in"], row["bytes_out"], row["waiting_output"]) == (8, 8, 0)
        assert row["session"] == daemon.wait("client_connected", client=first.name())["session"]
        assert {row["listener"] for row in rows} == {"main", "local"} and len(rows) == 2
        table = programs.control(daemon, "clients").stdout.decode()
        line = next(line for line in table.splitlines() if first.name() in line)
        assert str(row["session"]) in line and "main" in line
    eventually(lambda: not programs.ask(daemon, "clients")["clients"], "clients that left are no longer listed")


def test_output_that_waits_is_shown_and_bounded(start, programs):
    daemon = start(PLAIN + "max-pending-output = 128K\nwrite-timeout = 0\n")
    with daemon.connect() as client:
        client.sock.settimeout(1)
        try:
            for _ in range(2000):
                client.send((b"x" * 999 + b"\n") * 100)
        except TimeoutError:
            pass
        row = programs.ask(daemon, "clients")["clients"][0]
        assert 0 < row["waiting_output"] <= 128 * 1024 + 65536 + 64
        client.reset()


def test_statistics(start, programs):
    daemon = start(PLAIN + UDP)
    before = programs.ask(daemon, "statistics")["statistics"]
    with daemon.connect() as client, daemon.datagrams("dgram") as datagrams:
        client.ask(b"hello\n")
        datagrams.ask(b"hello")
        after = programs.ask(daemon, "statistics")["statistics"]
    changed = {name: after[name] - before.get(name, 0) for name in after if after[name] != before.get(name, 0)}
    assert changed and all(isinstance(value, int) for value in after.values())
    expected = {"accepted": 1, "clients": 1, "messages": 2, "replies": 2, "bytes_in": 11, "bytes_out": 11}
    assert {name: changed.get(name) for name in expected} == expected
    table = programs.control(daemon, "statistics")
    assert table.returncode == 0 and all(name.encode() in table.stdout for name in after)


def test_reload(start, programs):
    daemon = start(PLAIN)
    daemon.write(PLAIN + "policy = uppercase\n")
    said = programs.control(daemon, "reload")
    assert said.returncode == 0 and not said.stderr
    with daemon.connect() as client:  # it waited: the new policy is in force
        assert client.ask(b"hello\n") == b"HELLO\n"
    daemon.wait("reloaded")


def test_a_refused_reload_prints_every_mistake(start, programs):
    daemon = start(PLAIN)
    daemon.write(PLAIN + "policy = shout\nbacklog = many\n")
    lines = daemon.file.read_text().splitlines()
    said = programs.control(daemon, "reload")
    text = (said.stdout + said.stderr).decode()
    assert said.returncode == 78
    for key in ("policy = shout", "backlog = many"):
        assert f"{daemon.file}:{lines.index(key) + 1}: {key.split()[0]}: " in text
    in_json = programs.control(daemon, "--json", "reload")
    assert in_json.returncode == 78 and len(json.loads(in_json.stdout)["mistakes"]) == 2
    with daemon.connect() as client:
        assert client.ask(b"hello\n") == b"hello\n"


def test_log_level(start, programs):
    daemon = start(PLAIN, log_level="info")
    assert programs.control(daemon, "log-level", "debug").returncode == 0
    assert programs.ask(daemon, "status")["log_level"] == "debug"
    with daemon.connect() as client:
        client.ask(b"hello\n")
        daemon.wait("client_connected", client=client.name())


def test_log_level_survives_a_reload_that_changes_nothing(start, programs):
    daemon = start(PLAIN, log_level="info")
    assert programs.control(daemon, "log-level", "debug").returncode == 0
    assert programs.control(daemon, "reload").returncode == 0
    assert programs.ask(daemon, "status")["log_level"] == "debug"
    with daemon.connect() as client:
        client.ask(b"hello\n")
        daemon.wait("client_connected", client=client.name())


def test_log_level_for_a_while(start, programs):
    daemon = start(PLAIN, log_level="info")
    assert programs.control(daemon, "log-level", "trace", "2s").returncode == 0
    assert programs.ask(daemon, "status")["log_level"] == "trace"
    eventually(lambda: programs.ask(daemon, "status")["log_level"] == "info", "the level is as before")


def test_disconnect(start, programs):
    daemon = start(PLAIN)
    with daemon.connect() as first, daemon.connect() as second, daemon.connect() as third:
        sessions = []
        for client in (first, second, third):
            client.ask(b"hello\n")
            sessions.append(daemon.wait("client_connected", client=client.name())["session"])
        assert programs.control(daemon, "disconnect", *sessions[:2]).returncode == 0
        for client in (first, second):
            assert client.until_end().startswith(b"error: ")
        daemon.wait("client_disconnected", session=sessions[0], reason="disconnected_by_operator")
        assert third.ask(b"still here\n") == b"still here\n"


def test_disconnect_of_a_session_that_is_not_there_is_no_success(start, programs):
    daemon = start(PLAIN)
    said = programs.control(daemon, "disconnect", "4711")
    assert said.returncode != 0 and b"4711" in said.stderr


@pytest.mark.parametrize("arguments", [[], ["frobnicate"], ["log-level"], ["log-level", "loud"], ["disconnect"],
                                       ["disconnect", "many"], ["--frobnicate", "status"], ["status", "stray"],
                                       ["log-level", "debug", "soon"]])
def test_a_wrong_command_line_ends_with_64(start, programs, arguments):
    said = programs.control(start(PLAIN), *arguments)
    assert said.returncode == 64 and said.stderr


def test_without_a_daemon_it_ends_with_69(programs, folder):
    absent = folder / "absent.sock"
    said = run([programs.lanchatctl, "--socket", absent, "status"])
    assert said.returncode == 69 and str(absent).encode() in said.stderr
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(folder / "left.sock"))
    left.close()
    assert run([programs.lanchatctl, "--socket", folder / "left.sock", "status"]).returncode == 69


def test_without_permission_it_ends_with_77(start, programs, folder):
    daemon = start(PLAIN)
    if os.geteuid() == 0:
        # Somebody who is neither root nor of the group, with a program he can reach.
        copy = folder / "lanchatctl"
        shutil.copy(programs.lanchatctl, copy)
        said = run([copy, "--socket", daemon.control, "status"], user=65534, group=65534, extra_groups=[])
    else:
        daemon.control.chmod(0)
        said = programs.control(daemon, "status")
    assert said.returncode == 77 and said.stderr


def test_a_daemon_that_dies_is_noticed(start, programs):
    daemon = start(PLAIN)
    daemon.kill()
    assert programs.control(daemon, "status").returncode == 69


def test_the_control_socket_survives_nonsense(start, programs):
    daemon = start(PLAIN)
    for nonsense in (b"\n", b"{}\n", b"[1,2\n", b"\xff\xfe\n", b"x" * 3_000_000, b'{"command": 5}\n', b"{" * 50_000 + b"\n",
                     b'{"command":"disconnect","sessions":[-1,1e99,"x"]}\n'):
        with socket.socket(socket.AF_UNIX) as sock:
            sock.settimeout(10)
            sock.connect(str(daemon.control))
            try:
                sock.sendall(nonsense)
                sock.shutdown(socket.SHUT_WR)
                while sock.recv(65536):
                    pass
            except ConnectionError:
                pass
    assert programs.ask(daemon, "status")["pid"] == daemon.process.pid


def test_many_control_clients_at_once(start, programs):
    daemon = start(PLAIN)
    idle = []
    for _ in range(50):
        sock = socket.socket(socket.AF_UNIX)
        sock.connect(str(daemon.control))
        idle.append(sock)
    status = programs.control(daemon, "status")
    assert status.returncode == 0 or status.stderr  # it may be one too many, and says so
    for sock in idle:
        sock.close()
    eventually(lambda: programs.control(daemon, "status").returncode == 0, "it answers again")


def test_help_and_version_need_no_daemon(programs):
    assert b"disconnect" in run([programs.lanchatctl, "--help"]).stdout
    assert run([programs.lanchatctl, "--version"]).returncode == 0
