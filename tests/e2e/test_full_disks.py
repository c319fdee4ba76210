# SPDX-License-Identifier: MIT
"""A disk that is full, and one that is read-only: what the daemon says, and that its clients do not notice."""

import json
import signal
import subprocess

import pytest

from programs import run
from wire import DEADLINE, Stream, eventually


def reaches(path):
    try:
        Stream.connect(("unix", str(path))).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_a_log_on_a_full_disk_keeps_nobody_waiting(programs, folder, log_format):
    path = folder / "echo.sock"
    with open("/dev/full", "wb") as full:
        daemon = subprocess.Popen(
            [programs.lanchatd, "--bind", f"unix://{path}", "--log-level", "debug", "--log-format", log_format,
             "--set", "control-socket="], stdin=subprocess.DEVNULL, stdout=full, stderr=full)
    try:
        eventually(lambda: reaches(path), "the daemon listens")
        for _ in range(100):
            with Stream.connect(("unix", str(path))) as client:
                assert client.ask(b"hello\n") == b"hello\n"
    finally:
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(DEADLINE) == 0


def on_read_only_disk(folder, *command):
    """The command that runs another, which sees nothing but a read-only disk in this folder; needs root."""
    return ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs -o ro none "$1" && shift && exec "$@"', "sh",
            str(folder), *map(str, command)]


def test_an_address_on_a_read_only_disk_is_named(programs, folder):
    said = run(on_read_only_disk(folder, programs.lanchatd, "--bind", f"unix://{folder}/echo.sock",
                                 "--set", "control-socket="))
    assert said.returncode == 71
    assert f"unix://{folder}/echo.sock: Read-only file system".encode() in said.stderr


def test_a_control_socket_on_a_read_only_disk_is_done_without(programs, folder):
    daemon = subprocess.Popen(
        on_read_only_disk(folder, programs.lanchatd, "--bind", "tcp://127.0.0.1:0", "--log-format", "json",
                          "--set", f"control-socket={folder}/control.sock"),
        stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = {}
    for line in daemon.stderr:
        event = json.loads(line)
        said[event["event"]] = event
        if event["event"] == "ready":
            break
    daemon.send_signal(signal.SIGTERM)
    daemon.communicate(timeout=DEADLINE)
    assert daemon.returncode == 0
    assert "Read-only file system" in said["control_unavailable"]["reason"]
    assert "ready" in said
