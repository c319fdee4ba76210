# SPDX-License-Identifier: MIT
"""After `apt-get install ./lanchat_*.deb` on a fresh machine, and nothing else."""

import json

from service import CONFIGURATION


def show(lanchat, *names):
    said = lanchat.box.run("systemctl", "show", "lanchat.service", *(f"-p{name}" for name in names)).stdout
    return dict(line.split("=", 1) for line in said.splitlines())


def test_the_service_is_enabled_and_runs(installed):
    assert installed.box.run("systemctl", "is-enabled", "lanchat.service").stdout.strip() == "enabled"
    assert installed.box.run("systemctl", "is-active", "lanchat.service").stdout.strip() == "active"
    assert show(installed, "Type", "SubState", "NotifyAccess", "NRestarts", "Result") == {
        "Type": "notify", "SubState": "running", "NotifyAccess": "main", "NRestarts": "0", "Result": "success"}


def test_netcat_is_answered_over_tcp_and_udp(installed):
    for words in ("nc -N 127.0.0.1 8888", "nc -N ::1 8888", "nc -u -w1 127.0.0.1 8888", "nc -u -w1 ::1 8888"):
        assert installed.box.shell(f"printf 'hello\\n' | {words}").stdout == "hello\n", words


def test_it_runs_as_the_static_user_without_capabilities(installed):
    status = installed.box.run("cat", f"/proc/{installed.pid()}/status").stdout
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    user = installed.box.run("id", "-u", "lanchat").stdout.strip()
    group = installed.box.run("id", "-g", "lanchat").stdout.strip()
    assert set(fields["Uid"].split()) == {user} and set(fields["Gid"].split()) == {group}
    assert {fields[name] for name in ("CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0000000000000000"}
    assert fields["NoNewPrivs"] == "1" and fields["Seccomp"] == "2"


def test_every_address_is_open_when_start_returns(lanchat):
    for _ in range(20):
        lanchat.systemctl("stop")
        assert not lanchat.answers()
        lanchat.start()
        assert lanchat.answers() and lanchat.answers(host="::1")
        with lanchat.datagrams() as client:
            assert client.ask(b"hello") == b"hello"


def test_an_address_that_cannot_be_bound_fails_the_start_with_its_name(lanchat):
    lanchat.systemctl("stop")
    lanchat.configure("[listener.main]\nbind = tcp://127.0.0.1:8888\nbind = tcp://192.0.2.1:8888\n")
    since = lanchat.mark()
    assert lanchat.start(check=False).returncode != 0
    lanchat.systemctl("stop")
    assert "tcp://192.0.2.1:8888: Cannot assign requested address" in lanchat.messages(since)


def test_what_is_installed_says_the_same_version(lanchat):
    said = {lanchat.box.run(program, "--version").stdout.split()[-1]
            for program in ("lanchatd", "lanchat", "lanchatctl")}
    assert said == {json.loads(lanchat.ctl("--json", "status").stdout)["version"]}


def test_the_shipped_configuration_is_the_built_in_default(installed):
    settings = [line for line in installed.shipped.splitlines() if line.strip() and not line.startswith("#")]
    assert settings == []
    assert installed.box.run("lanchatd", "--check-config").stdout.strip() == f"{CONFIGURATION}: ok"


def test_it_stops_when_asked_and_refuses_then(lanchat):
    with lanchat.connect() as client:
        assert client.ask(b"hello\n") == b"hello\n"
        lanchat.systemctl("stop")
        client.until_end()  # in order, no reset
    assert lanchat.show("Result") == "success" and lanchat.show("ExecMainStatus") == "0"
    assert not lanchat.answers()
