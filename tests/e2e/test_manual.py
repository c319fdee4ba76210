# SPDX-License-Identifier: MIT
"""The manual pages as they are installed: clean under both formatters, complete, and true: the conversations in
them are held with a real daemon."""

import pathlib
import re
import subprocess

import pytest

from programs import run
from wire import free_port

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = {"lanchatd.8": "lanchatd", "lanchat.1": "lanchat", "lanchatctl.1": "lanchatctl", "lanchat.conf.5": None,
         "lanchat-policies.7": None}
# What mandoc calls style, and what is meant here: our own name and version in the footer, and pages of others
# that are not installed everywhere.
MEANT = re.compile(r"operating system explicitly specified|referenced manual not found|outdated mandoc\.db")


@pytest.fixture
def manual(programs):
    return programs.folder.parent / "share" / "man"


def page(manual, name):
    return manual / f"man{name[-1]}" / name


def read(manual, name):
    """The page as plain text of a wide terminal."""
    shown = run(["mandoc", "-T", "utf8", "-O", "width=1000", page(manual, name)])
    assert shown.returncode == 0, shown
    return re.sub(".\x08", "", shown.stdout.decode())  # bold is a letter, a step back, and the letter again


@pytest.mark.parametrize("name", PAGES)
def test_mandoc_has_nothing_to_say(manual, name):
    said = run(["mandoc", "-T", "lint", "-W", "style", page(manual, name)])
    lines = (said.stdout + said.stderr).decode().splitlines()
    assert [line for line in lines if not MEANT.search(line)] == []


@pytest.mark.parametrize("name", PAGES)
def test_groff_and_man_have_nothing_to_say(manual, name):
    file = page(manual, name)
    for command in (["groff", "-mandoc", "-ww", "-Tutf8", "-z", file],
                    ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", file]):
        said = subprocess.run(command, capture_output=True, check=False, timeout=60,
                              env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "80", "MANROFFSEQ": ""})
        assert (said.returncode, said.stderr) == (0, b""), command


@pytest.mark.parametrize("name", [name for name, program in PAGES.items() if program])
def test_a_page_has_everything_that_help_has(programs, manual, name):
    text = run([programs.folder / PAGES[name], "--help"]).stdout.decode()
    shown = read(manual, name)
    options = re.findall(r"^  (?:-\w, )?(--[\w-]+)", text, re.M)
    assert len(options) >= 4
    assert [option for option in options if not re.search(rf"^ +(-\w, )?{option}\b", shown, re.M)] == []
    statuses = re.findall(r"^  (\d+)  ", text.partition("Exit status:")[2], re.M)
    assert len(statuses) >= 5
    assert [status for status in statuses if not re.search(rf"^ +{status}  +\S", shown, re.M)] == []
    commands = re.findall(r"^  ([a-z-]+)", text.partition("Commands:")[2].partition("Options:")[0], re.M)
    assert [command for command in commands if not re.search(rf"^ +{command}\b", shown, re.M)] == []


def test_every_key_has_its_place(manual):
    keys = set(re.findall(r"^#([a-z-]+) =", (ROOT / "config" / "lanchat.conf").read_text(), re.M))
    assert {"workers", "bind", "random-max"} <= keys
    shown = read(manual, "lanchat.conf.5") + read(manual, "lanchat-policies.7")
    assert [key for key in keys if not re.search(rf"^ +{key}$|^ +{key}  ", shown, re.M)] == []


def displays(section):
    """The literal blocks of a section of a page's source, as a reader sees them."""
    blocks = re.findall(r"^\.Bd -literal[^\n]*\n(.*?)^\.Ed", section, re.M | re.S)
    return [block.replace("\\-", "-").replace("\\e", "\\").replace("\\[ss]", "ß") for block in blocks]


def conversations():
    """(policy, configuration, session) of each section of lanchat-policies(7)."""
    source = (ROOT / "docs" / "man" / "lanchat-policies.7.in").read_text()
    for section in source.partition(".Sh POLICIES")[2].partition(".Sh ")[0].split(".Ss ")[1:]:
        blocks = displays(section)
        yield section.split()[0], blocks[0], blocks[1]


def test_every_policy_has_a_conversation(programs):
    text = " ".join(programs.daemon("--help").stdout.decode().split())
    named = re.search(r"what the reply is: ([\w, ]+) or (\w+)", text)
    assert [policy for policy, _, _ in conversations()] == [*named.group(1).split(", "), named.group(2)]


@pytest.mark.parametrize("policy, configuration, session", conversations())
def test_a_conversation_is_true(start, policy, configuration, session):
    port = free_port()
    documented = re.search(r"tcp://\*:(\d+)", configuration).group(1)
    assert f"policy = {policy}" in configuration or policy == "echo"
    start(configuration.replace(f"tcp://*:{documented}", f"tcp://127.0.0.1:{port}"))
    command, _, expected = session.removeprefix("$ ").partition("\n")
    said = run(["bash", "-c", command.replace(f"localhost {documented}", f"127.0.0.1 {port}")])
    # The time and the number are others each time.
    pattern = "".join(r"\d" if letter.isdigit() else re.escape(letter) for letter in expected)
    assert said.returncode == 0 and re.fullmatch(pattern, said.stdout.decode()), (said, expected)
