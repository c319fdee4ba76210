# SPDX-License-Identifier: MIT
"""How much of the machine the service could reach if it were taken over, as systemd counts it: 0.0 to 10.0."""

import re

import pytest

from service import DROP_INS, EXAMPLES


@pytest.fixture
def exposure(lanchat):
    def measure(*examples):
        lanchat.box.run("mkdir", "-p", DROP_INS)
        for example in examples:
            lanchat.box.run("cp", f"{EXAMPLES}/{example}", DROP_INS)
        lanchat.box.run("systemctl", "daemon-reload")
        for words in ([], ["--offline=true"]):
            said = lanchat.box.run("systemd-analyze", "security", *words, "lanchat.service").stdout
            found = re.search(r"Overall exposure level for lanchat\.service: ([0-9.]+)", said)
        return float(found.group(1)), said

    return measure


def test_the_shipped_unit(exposure, record_property):
    level, said = exposure()
    record_property("exposure as shipped", level)
    assert level <= 1.0, said


def test_with_sockets_handed_over(exposure, record_property):
    level, said = exposure("handed-over.conf")
    record_property("exposure with sockets handed over", level)
    assert level <= 0.2, said


def test_every_setting_of_the_units_is_known_to_systemd(lanchat):
    lanchat.box.shell(f"mkdir -p {DROP_INS}; cp {EXAMPLES}/*.conf {DROP_INS}; cp {EXAMPLES}/*.socket {DROP_INS}/..")
    lanchat.box.run("systemctl", "daemon-reload")
    said = lanchat.box.run("systemd-analyze", "verify", "lanchat.service", "lanchat.socket", check=False)
    ours = [line for line in (said.stdout + said.stderr).splitlines() if "lanchat" in line and "man " not in line]
    assert ours == []


def test_a_port_below_1024_with_the_drop_in_and_not_without(lanchat):
    lanchat.configure("[listener.main]\nbind = tcp://*:80\n")
    since = lanchat.mark()
    lanchat.systemctl("stop")
    assert lanchat.start(check=False).returncode != 0
    assert "tcp://*:80: Permission denied" in lanchat.messages(since)
    lanchat.box.shell(f"mkdir -p {DROP_INS}; cp {EXAMPLES}/privileged-port.conf {DROP_INS}")
    lanchat.box.run("systemctl", "daemon-reload")
    lanchat.restart()
    assert lanchat.answers(80)
    lanchat.restart()
    assert lanchat.answers(80)
