# SPDX-License-Identifier: MIT
"""--check-config and --print-config, files and their drop-ins, and what the command line adds to them."""

import re

import pytest

WRONG = """workers = several
log-levle = info

[listener.main]
bind = tcp://127.0.0.1:99999
polcy = uppercase
max-message-size = 12 apples
allow = 300.0.0.0/8
[listener.datagrams]
bind = udp://127.0.0.1:0
framing = length
this is no setting
"""

RICH = """workers = 3
log-level = warning
log-format = json
max-clients = 77
shutdown-grace = 1500ms
control-socket = /tmp/no such folder/control.sock
idle-timeout = 2m

[listener.one]
bind = tcp://127.0.0.1:4001
bind = tcp://[::1]:4001
bind = udp://*:4002
policy = timestamp
timestamp-format = "%H:%M:%S # "
timestamp-zone = utc
allow = 10.0.0.0/8
allow = fd00::/8
deny = 10.1.2.3

[listener.two]
bind = unix:///tmp/two.sock
framing = length
length-bytes = 2
length-order = little
max-message-size = 3K
idle-timeout = 0
policy = acknowledge
acknowledge-text = "  a text with # and \\"quotation marks\\"  "
rate-limit = 9
"""


def effective(text):
    """The settings of a printed configuration without the comments that say where they come from."""
    return [re.sub(r"\s+# [^#\"]*$", "", line) for line in text.decode().splitlines() if not line.startswith("#")]


def test_a_right_file_is_ok(programs, folder):
    file = folder / "right.conf"
    file.write_text(RICH)
    said = programs.daemon("--check-config", "--config", file)
    assert (said.returncode, said.stdout.decode()) == (0, f"{file}: ok\n")


def test_every_mistake_is_told_with_file_line_and_key(programs, folder):
    file = folder / "wrong.conf"
    file.write_text(WRONG)
    said = programs.daemon("--check-config", "--config", file)
    text = (said.stdout + said.stderr).decode()
    assert said.returncode == 78
    for line, key in [(1, "workers"), (2, "log-levle"), (5, "bind"), (6, "polcy"), (7, "max-message-size"), (8, "allow"),
                      (12, "")]:
        assert f"{file}:{line}: {key}" in text
    assert re.search(rf"{re.escape(str(file))}:1[01]: (bind|framing): ", text)  # length on udp://
    assert "ok" not in text.replace(str(file), "").split()


@pytest.mark.parametrize("wrong, meant", [("polcy", "policy"), ("max_clients", "max-clients"), ("Workers", "workers"),
                                          ("timeout-idle", None), ("idle-timout", "idle-timeout"),
                                          ("random-mx", "random-max")])
def test_an_unknown_key_names_the_nearest_known_one(programs, folder, wrong, meant):
    file = folder / "wrong.conf"
    file.write_text(f"{wrong} = 1\n")
    said = programs.daemon("--check-config", "--config", file)
    text = (said.stdout + said.stderr).decode()
    assert said.returncode == 78 and f"{file}:1: {wrong}: " in text
    if meant:
        assert f"'{meant}'" in text


def test_a_wrong_value_names_what_is_allowed(programs, folder):
    file = folder / "wrong.conf"
    file.write_text("framing = lines\npolicy = shout\nlog-level = loud\n")
    said = programs.daemon("--check-config", "--config", file)
    text = (said.stdout + said.stderr).decode()
    for allowed in ("length", "raw", "echo", "acknowledge", "operator", "trace", "warning"):
        assert allowed in text


def test_a_file_that_is_not_there_is_a_wrong_configuration(programs, folder):
    said = programs.daemon("--check-config", "--config", folder / "absent.conf")
    assert said.returncode == 78 and b"absent.conf" in said.stdout + said.stderr


def test_what_is_printed_reads_back_as_the_same(programs, folder):
    first, second = folder / "first.conf", folder / "second.conf"
    first.write_text(RICH)
    printed = programs.daemon("--print-config", "--config", first)
    assert printed.returncode == 0 and printed.stderr == b""
    second.write_bytes(printed.stdout)
    again = programs.daemon("--print-config", "--config", second)
    assert again.returncode == 0, again.stderr
    assert effective(again.stdout) == effective(printed.stdout)
    text = "\n".join(effective(printed.stdout))
    for setting in ("workers = 3", "shutdown-grace = 1500ms", "bind = tcp://[::1]:4001", "length-order = little",
                    "rate-limit = 9", "deny = 10.1.2.3"):
        assert setting in text


def test_what_is_printed_says_where_each_value_comes_from(programs, folder):
    file = folder / "lanchat.conf"
    file.write_text("workers = 3\n[listener.main]\nbind = tcp://127.0.0.1:0\n")
    text = programs.daemon("--print-config", "--config", file, "--set", "max-clients=5").stdout.decode()
    lines = {line.split(" ")[0]: line for line in text.splitlines() if " = " in line}
    assert f"{file}:1" in lines["workers"]
    assert f"{file}:3" in lines["bind"]
    assert "command line" in lines["max-clients"]
    assert "default" in lines["log-level"]


def test_the_built_in_defaults(programs, folder):
    empty = folder / "empty.conf"
    empty.write_text("")
    settings = effective(programs.daemon("--print-config", "--config", empty).stdout)
    for setting in ("[listener.main]", "bind = tcp://*:8888", "bind = udp://*:8888", "framing = line", "policy = echo",
                    "workers = auto", "log-level = info", "log-format = auto", "max-clients = 10000",
                    "shutdown-grace = 5s", "control-socket = /run/lanchat/control.sock", "backlog = 4096",
                    "max-message-size = 64K", "max-clients-per-address = 0", "message-timeout = 30s",
                    "idle-timeout = 0", "write-timeout = 30s", "max-pending-output = 1M", "rate-limit = 0"):
        assert setting in settings


def test_drop_ins_are_read_in_name_order_and_the_later_wins(programs, folder):
    file = folder / "lanchat.conf"
    drop_ins = folder / "lanchat.conf.d"
    drop_ins.mkdir()
    file.write_text("workers = 1\nmax-clients = 1\nlog-level = error\n")
    (drop_ins / "20-later.conf").write_text("workers = 3\n")
    (drop_ins / "10-early.conf").write_text("workers = 2\nmax-clients = 2\n")
    (drop_ins / "30-not-read.conf.orig").write_text("workers = 4\n")
    settings = effective(programs.daemon("--print-config", "--config", file).stdout)
    assert {"workers = 3", "max-clients = 2", "log-level = error"} <= set(settings)


def test_a_mistake_in_a_drop_in_names_the_drop_in(programs, folder):
    file = folder / "lanchat.conf"
    file.write_text("workers = 1\n")
    (folder / "lanchat.conf.d").mkdir()
    (folder / "lanchat.conf.d" / "50-mine.conf").write_text("\nworkers = none\n")
    said = programs.daemon("--check-config", "--config", file)
    assert said.returncode == 78 and b"50-mine.conf:2: workers: " in said.stdout + said.stderr


def test_one_listener_from_the_command_line_alone(programs):
    said = programs.daemon("--bind", "tcp://127.0.0.1:0", "--framing", "raw", "--policy", "random", "--set",
                           "listener.main.random-max=6", "--set", "workers=2", "--log-level", "debug", "--print-config")
    assert {"[listener.main]", "bind = tcp://127.0.0.1:0", "framing = raw", "policy = random", "random-max = 6",
            "workers = 2", "log-level = debug"} <= set(effective(said.stdout))
    assert b":8888" not in said.stdout  # nor the addresses where nobody names one


def test_a_mistake_on_the_command_line_is_told_as_such(programs):
    said = programs.daemon("--bind", "tcp://127.0.0.1:0", "--set", "listener.main.polcy=echo", "--check-config")
    text = said.stdout + said.stderr
    assert said.returncode == 64 and b"command line: listener.main.polcy: " in text and b"'policy'" in text


def test_a_file_of_another_system_is_no_danger(programs, folder):
    file = folder / "hostile.conf"
    file.write_bytes(b"\xff\xfe\x00\x01 = \x1b[31m\nworkers\r = \x00\n" + b"x" * 100_000 + b"\n[listener.\x1b]\n")
    said = programs.daemon("--check-config", "--config", file)
    text = said.stdout + said.stderr
    assert said.returncode == 78 and b"\x1b" not in text and b"\x00" not in text
