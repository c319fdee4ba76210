# SPDX-License-Identifier: MIT
"""What `systemctl status` says of a running lanchat."""

import re

from wire import eventually


def test_clients_are_counted_while_they_are_there(lanchat):
    lanchat.await_status(lambda text: re.search(r"\b0 clients\b", text), "no clients")
    with lanchat.connect() as one, lanchat.connect() as two:
        one.ask(b"hello\n"), two.ask(b"hello\n")
        lanchat.await_status(lambda text: re.search(r"\b2 clients\b", text), "two clients")
    lanchat.await_status(lambda text: re.search(r"\b0 clients\b", text), "no clients")


def test_messages_a_second_are_shown(lanchat):
    with lanchat.connect() as client:
        def busy(_=None):
            for _ in range(50):
                client.ask(b"hello\n")
            return re.search(r"\b[1-9]\d* messages a second", lanchat.show("StatusText"))

        eventually(busy, "a rate of messages")


def test_the_mistake_of_a_refused_reload_is_shown_until_one_succeeds(lanchat):
    lanchat.configure("[listener.main]\nbind = tcp://*:8888\npolicy = shouting\n")
    assert lanchat.reload(check=False).returncode != 0
    lanchat.await_status(lambda text: "/etc/lanchat.conf:3" in text, "the mistake")
    lanchat.configure(lanchat.shipped)
    lanchat.reload()
    lanchat.await_status(lambda text: "lanchat.conf" not in text and "clients" in text, "no mistake")
