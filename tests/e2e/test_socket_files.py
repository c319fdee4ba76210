# SPDX-License-Identifier: MIT
"""Unix sockets have files: a dead daemon's is replaced, a live one's is not, and the file goes at the end."""

import socket
import stat

import pytest

from wire import Stream


def listener(path):
    return f"[listener.main]\nbind = unix://{path}\n"


def test_the_file_goes_at_the_end(start, folder):
    path = folder / "echo.sock"
    daemon = start(listener(path))
    assert path.exists() and daemon.control.exists()
    assert daemon.stop() == 0
    assert not path.exists() and not daemon.control.exists()


def test_everybody_who_may_enter_the_folder_may_connect(start, folder):
    path = folder / "echo.sock"
    start(listener(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o666


def test_the_file_has_the_mode_and_the_group_it_is_given(start, folder):
    path = folder / "echo.sock"
    daemon = start(listener(path) + "unix-mode = 0600\nunix-group = 54321\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and path.stat().st_gid == 54321
    daemon.write(listener(path) + "unix-mode = 0660\nunix-group = 54322\n")
    assert daemon.reload()[0]["event"] == "reloaded"
    assert stat.S_IMODE(path.stat().st_mode) == 0o660 and path.stat().st_gid == 54322
    with daemon.connect() as client:
        assert client.ask(b"hello\n") == b"hello\n"


def test_a_group_that_is_not_there_is_a_mistake(programs, folder):
    said = programs.daemon("--check-config", "--bind", f"unix://{folder}/echo.sock",
                           "--set", "listener.main.unix-group=no-such-group")
    assert said.returncode == 64
    assert b"unix-group: 'no-such-group' is wrong, allowed is the name or the number of a group" in said.stderr


def test_the_file_of_a_killed_daemon_is_replaced(start, folder):
    path = folder / "echo.sock"
    dead = start(listener(path))
    dead.kill()
    assert path.exists() and dead.control.exists()
    alive = start(listener(path), control_socket=dead.control)
    with alive.connect() as client:
        assert client.ask(b"hello\n") == b"hello\n"
    assert not [event for event in alive.events if event.get("level") == "warning"]


def test_the_file_of_a_live_daemon_is_left_alone(start, programs, folder):
    path = folder / "echo.sock"
    alive = start(listener(path))
    said = programs.daemon("--bind", f"unix://{path}", "--set", "control-socket=")
    assert said.returncode == 71 and str(path).encode() in said.stderr
    with alive.connect() as client:
        assert client.ask(b"hello\n") == b"hello\n"


def test_a_live_daemons_control_socket_is_left_alone(start, programs):
    alive = start("[listener.main]\nbind = tcp://127.0.0.1:0\n")
    second = start("[listener.main]\nbind = tcp://127.0.0.1:0\n", control_socket=alive.control)
    assert [event for event in second.events if event.get("level") == "warning" and str(alive.control) in str(event)]
    second.stop()
    assert programs.ask(alive, "status")["pid"] == alive.process.pid


@pytest.mark.parametrize("make", [lambda path: path.write_text("precious"), lambda path: path.mkdir()],
                         ids=["file", "folder"])
def test_what_is_no_socket_is_never_removed(programs, folder, make):
    path = folder / "precious"
    make(path)
    said = programs.daemon("--bind", f"unix://{path}", "--set", "control-socket=")
    assert said.returncode == 71 and path.exists() and not stat.S_ISSOCK(path.stat().st_mode)


def test_a_file_that_somebody_replaced_meanwhile_stays(start, folder):
    path = folder / "echo.sock"
    daemon = start(listener(path))
    path.unlink()
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(path))
        other.listen()
        daemon.stop()
        Stream.connect(("unix", str(path))).close()


def test_the_control_socket_is_for_its_owner_and_group(start):
    daemon = start("[listener.main]\nbind = tcp://127.0.0.1:0\n")
    assert stat.S_IMODE(daemon.control.stat().st_mode) == 0o660


def test_without_a_folder_for_it_there_is_a_warning_and_no_control_socket(start, folder):
    daemon = start("[listener.main]\nbind = tcp://127.0.0.1:0\n", control_socket=folder / "absent" / "control.sock")
    assert [event for event in daemon.events if event.get("level") == "warning" and "absent" in str(event)]
    with daemon.connect() as client:
        assert client.ask(b"hello\n") == b"hello\n"


def test_an_empty_path_is_no_control_socket_and_no_warning(start):
    daemon = start("[listener.main]\nbind = tcp://127.0.0.1:0\n", control_socket="")
    assert not [event for event in daemon.events if event.get("level") == "warning"]
