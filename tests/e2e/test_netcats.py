# SPDX-License-Identifier: MIT
"""Other people's clients: OpenBSD netcat, ncat, socat and bash's /dev/tcp, as somebody would type them."""

import select
import subprocess

import pytest

from programs import netcat, run
from wire import DEADLINE

ECHO = "[listener.main]\nbind = tcp://127.0.0.1:0\nbind = udp://127.0.0.1:0\n"
ECHO_V6 = "[listener.main]\nbind = tcp://[::1]:0\nbind = udp://[::1]:0\n"
TEXT = b"first line\nsecond line\nno line feed at the end"
REPLY = TEXT + b"\n"


@pytest.fixture
def echo(start):
    return start(ECHO)


def test_the_netcat_here_is_openbsds(echo):
    assert b"OpenBSD" in run(["nc", "-h"]).stderr


def test_netcat_over_tcp(echo):
    assert netcat("-N", "127.0.0.1", echo.port(), text=TEXT) == REPLY


def test_netcat_over_ipv6(start):
    assert netcat("-6", "-N", "::1", start(ECHO_V6).port(), text=TEXT) == REPLY


def test_netcat_over_udp(echo):
    # -W 1: leaves after one datagram has come
    assert netcat("-u", "-W", "1", "127.0.0.1", echo.port("udp"), text=b"hello\n") == b"hello\n"


def test_netcat_over_udp_and_ipv6(start):
    assert netcat("-6", "-u", "-W", "1", "::1", start(ECHO_V6).port("udp"), text=b"hello\n") == b"hello\n"


def test_netcat_over_a_unix_socket(start, folder):
    start(f"[listener.main]\nbind = unix://{folder}/echo.sock\n")
    assert netcat("-N", "-U", folder / "echo.sock", text=TEXT) == REPLY


def test_ncat_over_tcp(echo):
    assert run(["ncat", "127.0.0.1", echo.port()], TEXT).stdout == REPLY


def test_ncat_with_crlf_endings(echo):
    assert run(["ncat", "--crlf", "127.0.0.1", echo.port()], b"one\ntwo\n").stdout == b"one\r\ntwo\r\n"


def test_ncat_over_ipv6(start):
    assert run(["ncat", "-6", "::1", start(ECHO_V6).port()], TEXT).stdout == REPLY


def test_ncat_over_udp(echo):
    # Over UDP ncat leaves at the end of its input, without waiting for an answer: so the input ends after it.
    with subprocess.Popen(["ncat", "--udp", "127.0.0.1", str(echo.port("udp"))], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as ncat:
        ncat.stdin.write(b"hello\n")
        ncat.stdin.flush()
        assert select.select([ncat.stdout], [], [], DEADLINE)[0] and ncat.stdout.readline() == b"hello\n"


def test_ncat_over_a_unix_socket(start, folder):
    start(f"[listener.main]\nbind = unix://{folder}/echo.sock\n")
    assert run(["ncat", "-U", folder / "echo.sock"], TEXT).stdout == REPLY


def test_socat_over_tcp(echo):
    assert run(["socat", "-t30", "-", f"TCP4:127.0.0.1:{echo.port()}"], TEXT).stdout == REPLY


def test_socat_over_ipv6(start):
    assert run(["socat", "-t30", "-", f"TCP6:[::1]:{start(ECHO_V6).port()}"], TEXT).stdout == REPLY


def test_socat_over_udp(echo):
    assert run(["socat", "-t1", "-", f"UDP4:127.0.0.1:{echo.port('udp')}"], b"hello\n").stdout == b"hello\n"


def test_socat_over_a_unix_socket(start, folder):
    start(f"[listener.main]\nbind = unix://{folder}/echo.sock\n")
    assert run(["socat", "-t30", "-", f"UNIX-CONNECT:{folder}/echo.sock"], TEXT).stdout == REPLY


def bash(script, port):
    return run(["bash", "-c", script, "bash", port])


def test_bash_over_dev_tcp(echo):
    said = bash(r"""
exec 3<>/dev/tcp/127.0.0.1/$1
for word in one two three; do
  printf '%s\n' "$word" >&3
  read -r -u 3 reply
  printf 'got %s\n' "$reply"
done
""", echo.port())
    assert said.stdout == b"got one\ngot two\ngot three\n" and said.stderr == b""


def test_bash_over_dev_udp(echo):
    said = bash(r"""
exec 3<>/dev/udp/127.0.0.1/$1
printf 'hello\n' >&3
head -n 1 <&3   # not read: it takes single bytes, and the rest of a datagram is lost
""", echo.port("udp"))
    assert said.stdout == b"hello\n" and said.stderr == b""
