# SPDX-License-Identifier: MIT
"""How lanchatd ends: status, and what it says on the way out."""

import resource
import signal
import subprocess

import pytest

from daemon import Daemon
from programs import run
from wire import DEADLINE, Stream, eventually, free_port

PLAIN = "[listener.main]\nbind = tcp://127.0.0.1:0\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_stop_ends_with_0(start, number):
    daemon = start(PLAIN)
    daemon.signal(number)
    assert daemon.wait_ended() == 0
    names = [event.get("event") for event in daemon.events]
    assert names.index("stopping") < names.index("stopped")


@pytest.mark.parametrize("arguments", [["--frobnicate"], ["--config"], ["stray"], ["--bind"], ["--set", "no-value"],
                                       ["-x"]])
def test_a_wrong_command_line_ends_with_64(programs, arguments):
    said = programs.daemon(*arguments)
    assert said.returncode == 64 and said.stderr and not said.stdout


def test_an_option_that_nearly_exists_is_named(programs):
    said = programs.daemon("--polcy", "echo")
    assert said.returncode == 64 and b"--policy" in said.stderr


def test_a_wrong_configuration_ends_with_78(programs, folder):
    file = folder / "wrong.conf"
    file.write_text("workers = none\nbacklog = x\n")
    said = programs.daemon("--config", file)
    assert said.returncode == 78
    assert f"{file}:1: workers: ".encode() in said.stderr and f"{file}:2: backlog: ".encode() in said.stderr


def test_an_address_in_use_ends_with_71_and_is_named(start, programs):
    port = start(PLAIN).port()
    said = programs.daemon("--bind", f"tcp://127.0.0.1:{port}", "--set", "control-socket=", "--log-format", "text")
    assert said.returncode == 71
    assert f"tcp://127.0.0.1:{port}".encode() in said.stderr and b"ddress already in use" in said.stderr


def test_a_udp_address_in_use_ends_with_71(start, programs):
    port = start("[listener.main]\nbind = udp://127.0.0.1:0\n").port("udp")
    said = programs.daemon("--bind", f"udp://127.0.0.1:{port}", "--set", "control-socket=")
    assert said.returncode == 71 and f"udp://127.0.0.1:{port}".encode() in said.stderr


def test_an_address_of_another_machine_ends_with_71(programs):
    said = programs.daemon("--bind", "tcp://192.0.2.1:0", "--set", "control-socket=")
    assert said.returncode == 71 and b"tcp://192.0.2.1:0" in said.stderr


def test_a_unix_socket_in_a_folder_that_is_not_there_ends_with_71(programs, folder):
    said = programs.daemon("--bind", f"unix://{folder}/absent/a.sock", "--set", "control-socket=")
    assert said.returncode == 71 and f"{folder}/absent/a.sock".encode() in said.stderr


@pytest.mark.native("with eight descriptors valgrind itself does not start")
def test_too_few_descriptors_end_with_71(programs):
    said = run([programs.lanchatd, "--bind", "tcp://127.0.0.1:0", "--set", "control-socket="],
               preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8)))
    assert said.returncode == 71 and b"the operating system refuses" in said.stderr


def test_nothing_stays_open_where_the_second_address_fails(start, programs, folder):
    port = start(PLAIN).port()
    said = programs.daemon("--bind", f"unix://{folder}/first.sock", "--bind", f"tcp://127.0.0.1:{port}", "--set",
                           "control-socket=")
    assert said.returncode == 71 and not (folder / "first.sock").exists()


def test_version_and_help_end_with_0(programs):
    version = programs.daemon("--version")
    assert version.returncode == 0 and version.stdout.startswith(b"lanchatd ")
    text = programs.daemon("--help")
    assert text.returncode == 0
    for option in (b"--config", b"--check-config", b"--print-config", b"--bind", b"--framing", b"--policy", b"--set",
                   b"--log-level", b"--log-format", b"--version", b"--help"):
        assert option in text.stdout


def test_it_restarts_on_its_port_while_old_connections_linger(programs, folder):
    port = free_port()
    for _ in range(3):
        daemon = Daemon(programs.lanchatd, folder, "lanchat", f"[listener.main]\nbind = tcp://127.0.0.1:{port}\n")
        daemon.await_ready()
        client = daemon.connect()
        assert client.ask(b"hello\n") == b"hello\n"
        assert daemon.stop() == 0  # the daemon closes first: its side lingers in TIME_WAIT
        assert client.until_end() == b""
        client.close()
        assert daemon.put_away() == []


def test_a_log_that_nobody_reads_stops_nothing(programs, folder):
    """Standard error is a full pipe: clients are served, and the end comes all the same."""
    file = folder / "lanchat.conf"
    socket = folder / "echo.sock"
    file.write_text(f"log-level = trace\nlog-format = json\ncontrol-socket =\n[listener.main]\nbind = unix://{socket}\n")
    with subprocess.Popen([programs.lanchatd, "--config", file], stderr=subprocess.PIPE) as process:
        assert process.stderr.readline()
        eventually(socket.exists, "the socket is there")
        for _ in range(2000):
            with Stream.connect(("unix", str(socket))) as client:
                assert client.ask(b"hello\n") == b"hello\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(DEADLINE) == 0
