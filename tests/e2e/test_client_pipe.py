# SPDX-License-Identifier: MIT
"""lanchat in a pipe: each line a message, replies on standard output, and an exit status one can trust."""

import socket
import subprocess
import threading

import pytest

from programs import run
from wire import DEADLINE, free_port

BOTH = "[listener.main]\nbind = tcp://127.0.0.1:0\nbind = udp://127.0.0.1:0\n"


def test_every_line_is_answered_and_nothing_else_is_printed(start, programs):
    daemon = start(BOTH + "policy = uppercase\n")
    said = programs.client("127.0.0.1", daemon.port(), text="one\nstraße\nthree\n".encode())
    assert (said.returncode, said.stdout, said.stderr) == (0, b"ONE\nSTRASSE\nTHREE\n", b"")


def test_a_last_line_without_its_end_is_a_message(start, programs):
    assert programs.client("127.0.0.1", start(BOTH).port(), text=b"one\ntwo").stdout == b"one\ntwo\n"


def test_no_input_is_no_failure(start, programs):
    said = programs.client("127.0.0.1", start(BOTH).port())
    assert (said.returncode, said.stdout) == (0, b"")


def test_a_hundred_thousand_lines(start, programs):
    text = b"".join(b"line number %d\n" % number for number in range(100_000))
    said = programs.client("127.0.0.1", start(BOTH, log_level="info").port(), text=text)
    assert said.returncode == 0 and said.stdout == text


def test_from_a_file_to_a_file(start, programs, folder):
    source = folder / "source"
    source.write_bytes(b"one\ntwo\n")
    with source.open("rb") as given, (folder / "target").open("wb") as taken:
        subprocess.run([programs.lanchat, "127.0.0.1", str(start(BOTH).port())], stdin=given, stdout=taken, check=True,
                       timeout=DEADLINE)
    assert (folder / "target").read_bytes() == b"one\ntwo\n"


def test_udp(start, programs):
    daemon = start(BOTH)
    said = programs.client("--udp", "127.0.0.1", daemon.port("udp"), text=b"one\ntwo\n")
    assert (said.returncode, said.stdout) == (0, b"one\ntwo\n")


def test_udp_without_an_answer_fails_in_time(programs):
    said = programs.client("--udp", "--timeout", "500ms", "127.0.0.1", free_port(socket.SOCK_DGRAM), text=b"one\n")
    assert said.returncode != 0 and said.stderr and said.stdout == b""


def test_unix(start, programs, folder):
    start(f"[listener.main]\nbind = unix://{folder}/echo.sock\n")
    said = programs.client(f"unix://{folder}/echo.sock", text=b"hello\n")
    assert (said.returncode, said.stdout) == (0, b"hello\n")


def test_ipv6_and_names(start, programs):
    daemon = start("[listener.main]\nbind = tcp://*:0\n")
    for host in ("::1", "127.0.0.1", "localhost"):
        said = programs.client(host, daemon.port(), text=b"hello\n")
        assert (said.returncode, said.stdout) == (0, b"hello\n"), host


@pytest.mark.parametrize("options, keys", [
    (["--framing", "length"], "framing = length\n"),
    (["--framing", "length", "--length-bytes", "2", "--length-order", "little"],
     "framing = length\nlength-bytes = 2\nlength-order = little\n"),
    (["--framing", "length", "--length-bytes", "8"], "framing = length\nlength-bytes = 8\n"),
])
def test_length_framing(start, programs, options, keys):
    daemon = start(BOTH.replace("bind = udp://127.0.0.1:0\n", "") + keys + "policy = uppercase\n")
    said = programs.client(*options, "127.0.0.1", daemon.port(), text=b"one\ntwo\n")
    assert (said.returncode, said.stdout) == (0, b"ONE\nTWO\n")


def test_raw_framing(start, programs):
    daemon = start(BOTH + "framing = raw\npolicy = uppercase\n")
    said = programs.client("--framing", "raw", "127.0.0.1", daemon.port(), text=b"hello\n")
    assert said.returncode == 0 and said.stdout.strip() == b"HELLO"


def test_count_sends_each_message_so_often(start, programs):
    said = programs.client("--count", "3", "127.0.0.1", start(BOTH).port(), text=b"one\ntwo\n")
    assert (said.returncode, said.stdout) == (0, b"one\n" * 3 + b"two\n" * 3)


def test_reconnect_takes_a_new_connection_for_each_message(start, programs):
    daemon = start(BOTH)
    said = programs.client("--reconnect", "--count", "5", "127.0.0.1", daemon.port(), text=b"one\ntwo\n")
    assert (said.returncode, said.stdout) == (0, b"one\n" * 5 + b"two\n" * 5)
    daemon.wait("client_disconnected")
    sessions = {event["session"] for event in daemon.events if event.get("event") == "client_connected"}
    assert len(sessions) == 10


def test_a_hundred_connections_one_after_the_other(start, programs):
    daemon = start(BOTH + "policy = acknowledge\n")
    said = programs.client("--reconnect", "--count", "100", "127.0.0.1", daemon.port(), text=b"hello\n")
    assert (said.returncode, said.stdout) == (0, b"received\n" * 100)


def test_nobody_there_is_a_failure_that_names_the_address(programs):
    port = free_port()
    said = programs.client("127.0.0.1", port, text=b"hello\n")
    assert said.returncode != 0 and str(port).encode() in said.stderr and said.stdout == b""


def test_a_name_that_does_not_exist_is_a_failure(programs):
    said = programs.client("no-such-host.invalid", text=b"hello\n")
    assert said.returncode != 0 and b"no-such-host.invalid" in said.stderr


def test_a_silent_server_is_a_failure_in_time(programs):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        said = programs.client("--timeout", "500ms", "127.0.0.1", silent.getsockname()[1], text=b"hello\n")
    assert said.returncode != 0 and said.stderr


def test_a_server_that_dies_before_its_last_reply_is_a_failure(programs):
    with socket.create_server(("127.0.0.1", 0)) as server:
        def serve():
            connection, _ = server.accept()
            with connection:
                connection.recv(1024)
                connection.sendall(b"one\n")

        thread = threading.Thread(target=serve)
        thread.start()
        said = programs.client("127.0.0.1", server.getsockname()[1], text=b"one\ntwo\n")
        thread.join(DEADLINE)
    assert said.returncode != 0 and said.stdout == b"one\n" and said.stderr


def test_an_error_of_the_server_is_no_success(start, programs):
    daemon = start(BOTH + "max-message-size = 10\n")
    said = programs.client("127.0.0.1", daemon.port(), text=b"fine\n" + b"x" * 50 + b"\nnever answered\n")
    assert said.returncode != 0 and b"error: message longer than 10 bytes" in said.stdout + said.stderr


def test_a_reader_that_leaves_is_no_hang(start, programs):
    port = start(BOTH, log_level="info").port()
    said = run(["bash", "-c", 'seq 1 200000 | "$0" 127.0.0.1 "$1" | head -n 1', programs.lanchat, port])
    assert said.stdout == b"1\n"


@pytest.mark.parametrize("arguments", [[], ["--frobnicate", "127.0.0.1"], ["127.0.0.1", "eighty"], ["127.0.0.1", "99999"],
                                       ["--framing", "lines", "127.0.0.1"], ["--count", "none", "127.0.0.1"],
                                       ["a", "1", "b"]])
def test_a_wrong_command_line_ends_with_64(programs, arguments):
    said = programs.client(*arguments)
    assert said.returncode == 64 and said.stderr and not said.stdout
