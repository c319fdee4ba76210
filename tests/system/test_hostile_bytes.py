# SPDX-License-Identifier: MIT
"""Whatever clients and files contain: each event stays one entry of the journal, with a message one can read, at the
priority and with the fields that lanchat gave it."""

import os
import re

from service import EVERYWHERE
from wire import Stream

FORGED = (b"<0>forged by a client\n", b"\n<1>forged\nMESSAGE=forged\nLANCHAT_EVENT=forged\n", b"forged\x00forged\n",
          b"\x1b[2Jforged\x1b]0;forged\x07\r\n", b"\xff\xfe\xc3forged\xed\xa0\x80\n",
          b"PRIORITY=0\nforged" * 300 + b"\n")
LEVELS = {"client_connected": "7", "client_disconnected": "7", "client_rejected": "4"}


def own_entries(lanchat, since):
    pid = str(lanchat.pid())
    return [entry for entry in lanchat.journal(since) if entry["_PID"] == pid]


def assert_honest(entry):
    """Written by lanchat itself, through the native protocol, as readable text of one line."""
    assert entry["_TRANSPORT"] == "journal" and re.fullmatch("[a-z_]+", entry["LANCHAT_EVENT"]), entry
    for name, value in entry.items():
        assert isinstance(value, str), f"{name} is no text: {value}"
        if name == "MESSAGE" or name.startswith("LANCHAT_"):
            assert value and not re.search(r"[\x00-\x1f\x7f]", value), f"{name}: {value!r}"


def test_clients_cannot_forge_split_or_blank_an_entry(lanchat):
    lanchat.configure(f"log-level = debug\nmax-message-size = 1K\n{EVERYWHERE}"
                      "[listener.length]\nbind = tcp://*:9001\nframing = length\n")
    lanchat.reload()
    since = lanchat.mark()
    connected = 0
    for payload in (*FORGED, os.urandom(4096)):
        for connect in (lanchat.connect, lanchat.connect_unix, lambda: lanchat.connect(9001)):
            with connect() as client:
                client.send(payload)
                client.reset() if len(payload) % 2 else client.sock.shutdown(1)
                connected += 1
        with lanchat.datagrams() as client:
            client.send(payload[:1024])
    lanchat.await_event("client_disconnected", since)
    with Stream.connect(("unix", str(lanchat.box.path("/run/lanchat/x.sock")))) as last:
        assert last.ask(b"the last\n") == b"the last\n"
    entries = own_entries(lanchat, since)
    for entry in entries:
        assert_honest(entry)
        assert entry["PRIORITY"] == LEVELS[entry["LANCHAT_EVENT"]]
        assert "forged" not in str(entry)
    assert [entry["LANCHAT_EVENT"] for entry in entries].count("client_connected") == connected + 1


def test_a_configuration_cannot_either(lanchat):
    since = lanchat.mark()
    lanchat.box.path("/etc/lanchat.conf").write_bytes(
        b"<0>forged\x1b[31m = 1\nlog-level = \xff\xfe\x07loud\n[listener.x\x00]\npolicy = \x1b]0;title\x07\n")
    assert lanchat.reload(check=False).returncode != 0
    failed = lanchat.await_event("reload_failed", since)
    assert "/etc/lanchat.conf:1" in str(failed["LANCHAT_MISTAKES"])
    for entry in own_entries(lanchat, since):
        assert_honest(entry)
