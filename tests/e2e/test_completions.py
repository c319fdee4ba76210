# SPDX-License-Identifier: MIT
"""What bash, zsh and fish offer for the three programs, asked of the shells themselves: each is started without
anybody's settings, and finds the completions where packages put them."""

import os
import pty
import re
import select
import subprocess
import time

import pytest

from programs import run
from wire import DEADLINE

LEVELS = {"trace", "debug", "info", "warning", "error"}
COMMANDS = {"status", "clients", "statistics", "reload", "log-level", "disconnect", "operator"}

# A line that is being typed, and every word that is offered at its end.
OFFERED = [
    ("lanchatctl re", {"reload"}),
    ("lanchatctl ", COMMANDS),
    ("lanchatctl --socket /tmp/a.sock ", COMMANDS),
    ("lanchatctl --json log-level ", LEVELS),
    ("lanchatctl --j", {"--json"}),
    ("lanchatd --framing ", {"line", "length", "raw"}),
    ("lanchatd --policy u", {"uppercase"}),
    ("lanchatd --log-level ", LEVELS),
    ("lanchatd --log-format ", {"auto", "journal", "text", "json"}),
    ("lanchatd --set max-cl", {"max-clients=", "max-clients-per-address=", "max-clients-per-prefix=", "max-client-memory="}),
    ("lanchatd --set listener.main.random-", {"listener.main.random-min=", "listener.main.random-max="}),
    ("lanchatd --bind t", {"tcp://"}),
    ("lanchat --length-bytes ", {"1", "2", "4", "8"}),
    ("lanchat --length-order ", {"big", "little"}),
    ("lanchat --re", {"--reconnect"}),
    ("lanchat unix", {"unix:///"}),
]
LINES = pytest.mark.parametrize("line, words", OFFERED, ids=[line for line, _ in OFFERED])
PROGRAMS = ("lanchatd", "lanchat", "lanchatctl")


@pytest.fixture
def share(programs):
    return programs.folder.parent / "share"


def options(programs, name):
    text = run([programs.folder / name, "--help"]).stdout.decode()
    return set(re.findall(r"^  (?:-\w, )?(--[\w-]+)", text, re.M))


# bash: the function is called as readline calls it, with the words as bash has cut them.

ASK_BASH = r"""
source "$1"; shift
compopt() { :; }  # is allowed to readline alone
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
"_$1" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
[ ${#COMPREPLY[@]} -eq 0 ] || printf '%s\n' "${COMPREPLY[@]}"
"""


def bash(share, line):
    words = [word for part in line.split(" ") for word in (re.split("(=)", part) if part.startswith("--") else [part])]
    words = words if len(words) < 2 or words[-2:] != ["=", ""] else words[:-1]
    said = run(["bash", "--norc", "-c", ASK_BASH, "ask",
                share / "bash-completion" / "completions" / words[0], *words])
    assert said.stderr == b"", said.stderr
    return said.stdout.decode().split("\n")[:-1]


@LINES
def test_bash_offers(share, line, words):
    assert sorted(bash(share, line)) == sorted(words)


@pytest.mark.parametrize("name", PROGRAMS)
def test_bash_offers_every_option(share, programs, name):
    assert set(bash(share, f"{name} --")) == options(programs, name)


@pytest.mark.parametrize("line, words", [("lanchatd --framing=", {"line", "length", "raw"}),
                                         ("lanchatd --framing=l", {"line", "length"}),
                                         ("lanchatctl --socket=/tmp/a log-level i", {"info"}),
                                         ("lanchatctl status ", set())])
def test_bash_knows_options_with_an_equals_sign(share, line, words):
    assert set(bash(share, line)) == words


def test_bash_offers_files_with_blanks_in_their_names(share, folder):
    (folder / "my lanchat.conf").touch()
    assert bash(share, f"lanchatd --config {folder}/my") == [f"{folder}/my lanchat.conf"]


def test_bash_offers_hosts(share):
    assert "localhost" in bash(share, "lanchat localh")


# zsh and bash at a terminal: a person types, and presses the tabulator.

class Terminal:
    def __init__(self, command, environment):
        self.master, slave = pty.openpty()
        self.seen = ""
        self.process = subprocess.Popen([str(part) for part in command], stdin=slave, stdout=slave, stderr=slave,
                                        start_new_session=True, env=environment | {
                                            "PATH": os.environ["PATH"], "TERM": "dumb", "COLUMNS": "200"})
        os.close(slave)

    def type(self, text):
        os.write(self.master, text.encode())

    def wait(self, pattern):
        """Waits until what is on the screen matches."""
        end = time.monotonic() + DEADLINE
        while not re.search(pattern, self.seen):
            left = end - time.monotonic()
            assert left > 0 and select.select([self.master], [], [], left)[0], f"{pattern!r} never came: {self.seen!r}"
            self.seen += os.read(self.master, 65536).decode(errors="replace").replace("\r", "")

    def wait_for_words(self, words):
        for word in words:
            self.wait(rf"(?<!\S){re.escape(word)}(?!\S)")

    def close(self):
        self.process.kill()
        self.process.wait(DEADLINE)
        os.close(self.master)


@pytest.fixture
def zsh(share, folder):
    terminal = Terminal(["zsh", "-f", "-i"], {"HOME": str(folder), "LC_ALL": "C.UTF-8"})
    terminal.type("PS1='ready> '; unsetopt beep auto_menu; setopt list_ambiguous; "
                  f"fpath=({share}/zsh/vendor-completions $fpath); autoload -U compinit; compinit -u -D; "
                  "zstyle ':completion:*' list-prompt ''; LISTMAX=1000; print loaded-$((1 + 1))\n")
    terminal.wait(r"loaded-2\n(.*\n)*.*ready> ")
    yield terminal
    terminal.close()


@LINES
def test_zsh_offers(zsh, line, words):
    zsh.type(f"{line}\t")
    if len(words) == 1:
        zsh.wait(re.escape(next(iter(words)).removeprefix(line.rpartition(" ")[2])))
        return
    zsh.type("\x04")  # lists what there is, also where something was begun
    zsh.wait_for_words(words)


@pytest.mark.parametrize("name", PROGRAMS)
def test_zsh_offers_every_option(zsh, programs, name):
    zsh.type(f"{name} --\t\x04")
    zsh.wait_for_words(options(programs, name))


def test_bash_finds_the_completion_by_itself(share, folder):
    """As installed: the package bash-completion loads the file when the program's name has been typed."""
    terminal = Terminal(["bash", "--norc", "--noprofile", "-i"],
                        {"HOME": str(folder), "XDG_DATA_DIRS": str(share), "BASH_COMPLETION_USER_DIR": str(folder)})
    try:
        terminal.type("PS1='ready> '; source /usr/share/bash-completion/bash_completion; echo loaded-$((1 + 1))\n")
        terminal.wait(r"loaded-2\n(.*\n)*.*ready> ")
        terminal.type("lanchatctl rel\t")
        terminal.wait("lanchatctl reload ")
    finally:
        terminal.close()


# fish tells what it would offer.

def fish(share, folder, line):
    said = run(["fish", "-c", "complete -C $argv[1]", line],
               env={"PATH": f"{share.parent}/bin:{os.environ['PATH']}", "HOME": str(folder), "LC_ALL": "C.UTF-8",
                    "XDG_DATA_DIRS": f"{share}:/usr/share"})
    assert (said.returncode, said.stderr) == (0, b""), said
    return {offered.split("\t")[0] for offered in said.stdout.decode().splitlines()}


@LINES
def test_fish_offers(share, folder, line, words):
    assert fish(share, folder, line) == words


@pytest.mark.parametrize("name", PROGRAMS)
def test_fish_offers_every_option(share, folder, programs, name):
    assert fish(share, folder, f"{name} --") == options(programs, name)


def test_fish_offers_files(share, folder):
    (folder / "lanchat.conf").touch()
    assert fish(share, folder, f"lanchatd --config {folder}/lanch") == {f"{folder}/lanchat.conf"}
