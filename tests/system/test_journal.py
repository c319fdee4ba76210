# SPDX-License-Identifier: MIT
"""What an administrator finds in the journal."""

import re

PRIORITIES = {"debug": 7, "info": 6, "warning": 4, "error": 3}


def test_events_have_native_fields(lanchat):
    since = lanchat.mark()
    lanchat.restart()
    listening = lanchat.await_event("listening", since, address="tcp://*:8888")
    assert listening["PRIORITY"] == "6" and re.fullmatch("[0-9a-f]{32}", listening["MESSAGE_ID"])
    assert (listening["LANCHAT_LISTENER"], listening["LANCHAT_FRAMING"], listening["LANCHAT_POLICY"]) == (
        "main", "line", "echo")
    assert listening["SYSLOG_IDENTIFIER"] == "lanchatd" and listening["_TRANSPORT"] == "journal"
    assert listening["_SYSTEMD_UNIT"] == "lanchat.service"
    ready = lanchat.await_event("ready", since)
    assert ready["LANCHAT_VERSION"] and int(ready["LANCHAT_WORKERS"]) > 0


def test_every_event_of_info_and_above_has_an_id_and_an_entry_in_the_catalog(lanchat):
    since = lanchat.mark()
    lanchat.restart()
    lanchat.box.run("systemctl", "kill", "--signal=USR1", "lanchat.service")
    lanchat.await_event("statistics", since)
    lanchat.configure("nonsense = 1\n")
    lanchat.reload(check=False)
    lanchat.await_event("reload_failed", since)
    events = [entry for entry in lanchat.journal(since) if "LANCHAT_EVENT" in entry]
    assert {entry["LANCHAT_EVENT"] for entry in events} >= {
        "stopping", "stopped", "listening", "ready", "statistics", "reload_failed"}
    listed = lanchat.box.run("journalctl", "--list-catalog").stdout
    for entry in events:
        assert entry["MESSAGE_ID"] in listed, entry["LANCHAT_EVENT"]


def test_the_catalog_fills_in_the_fields(lanchat):
    said = lanchat.box.run("journalctl", "-x", "-u", "lanchat.service", "--no-pager", "LANCHAT_EVENT=listening").stdout
    assert "Subject: Listening on tcp://*:8888" in said
    assert "@LANCHAT_" not in lanchat.box.run("journalctl", "-x", "-u", "lanchat.service", "--no-pager").stdout


def test_priorities_follow_the_level(lanchat):
    lanchat.configure("log-level = debug\n[listener.main]\nbind = tcp://*:8888\ndeny = 127.0.0.9/32\n")
    lanchat.reload()
    since = lanchat.mark()
    with lanchat.connect() as client:
        client.ask(b"hello\n")
    assert lanchat.await_event("client_disconnected", since)["PRIORITY"] == str(PRIORITIES["debug"])
    lanchat.box.shell("echo hello | nc -N -s 127.0.0.9 127.0.0.1 8888")
    rejected = lanchat.await_event("client_rejected", since)
    assert rejected["PRIORITY"] == str(PRIORITIES["warning"]) and rejected["LANCHAT_REASON"] == "denied"
    assert rejected["LANCHAT_CLIENT"].startswith("127.0.0.9:")


def test_fields_can_be_searched(lanchat):
    lanchat.configure("log-level = debug\n")
    lanchat.reload()
    since = lanchat.mark()
    with lanchat.connect() as one, lanchat.connect() as other:
        one.ask(b"hello\n"), other.ask(b"hello\n")
        name = one.name()
    lanchat.await_event("client_disconnected", since, client=name)
    found = lanchat.journal(None, f"LANCHAT_CLIENT={name}")
    assert [entry["LANCHAT_EVENT"] for entry in found] == ["client_connected", "client_disconnected"]
