# SPDX-License-Identifier: MIT
"""SIGHUP: a right configuration is taken over and keeps every client, a wrong one is refused whole."""

import threading

from wire import DEADLINE, Stream, free_port

PLAIN = "[listener.main]\nbind = tcp://127.0.0.1:0\n"


def test_a_session_keeps_the_settings_it_began_with(start):
    daemon = start(PLAIN)
    with daemon.connect() as early:
        assert early.ask(b"hello\n") == b"hello\n"
        port = daemon.port()
        daemon.write(PLAIN + "policy = uppercase\n")
        said, _ = daemon.reload()
        assert said["event"] == "reloaded"
        assert daemon.port() == port
        with daemon.connect() as late:
            assert late.ask(b"hello\n") == b"HELLO\n"
        assert early.ask(b"hello\n") == b"hello\n"


def test_datagrams_follow_the_new_settings(start):
    udp = "[listener.main]\nbind = udp://127.0.0.1:0\n"
    daemon = start(udp)
    with daemon.datagrams() as client:
        assert client.ask(b"hello") == b"hello"
        daemon.write(udp + "policy = uppercase\n")
        assert daemon.reload()[0]["event"] == "reloaded"
        assert client.ask(b"hello") == b"HELLO"


def test_a_new_listener_and_a_new_address_open(start, folder):
    daemon = start(PLAIN)
    with daemon.connect() as early:
        early.ask(b"hello\n")
        daemon.write(PLAIN + f"bind = unix://{folder}/more.sock\n"
                     "[listener.second]\nbind = tcp://127.0.0.1:0\npolicy = uppercase\n")
        assert daemon.reload()[0]["event"] == "reloaded"
        daemon.wait("listening", listener="second")
        with daemon.connect("second") as second, daemon.connect("main", "unix") as more:
            assert second.ask(b"a\n") == b"A\n"
            assert more.ask(b"a\n") == b"a\n"
        assert early.ask(b"hello\n") == b"hello\n"


def test_clients_of_a_removed_listener_are_let_go_in_an_orderly_way(start):
    both = PLAIN + "[listener.second]\nbind = tcp://127.0.0.1:0\n"
    daemon = start(both)
    address = daemon.address("tcp", "second")
    with daemon.connect("second") as leaving, daemon.connect() as staying:
        leaving.ask(b"hello\n")
        staying.ask(b"hello\n")
        sent = b"".join(b"%d\n" % number for number in range(500))
        leaving.send(sent)
        daemon.write(PLAIN)
        assert daemon.reload()[0]["event"] == "reloaded"
        assert leaving.until_end().startswith(sent)
        daemon.wait("client_disconnected", listener="second", reason="server_stopping")
        assert staying.ask(b"hello\n") == b"hello\n"
    try:
        Stream.connect(address).close()
    except ConnectionRefusedError:
        pass
    else:
        raise AssertionError("a removed listener still listens")


def test_a_listener_moves_to_another_address(start):
    first, second = free_port(), free_port()
    daemon = start(f"[listener.main]\nbind = tcp://127.0.0.1:{first}\n")
    daemon.write(f"[listener.main]\nbind = tcp://127.0.0.1:{second}\n")
    assert daemon.reload()[0]["event"] == "reloaded"
    with Stream.connect(("tcp", "127.0.0.1", second)) as client:
        assert client.ask(b"hello\n") == b"hello\n"


def test_an_address_moves_to_another_listener(start):
    port = free_port()
    daemon = start(f"[listener.old]\nbind = tcp://127.0.0.1:{port}\n")
    daemon.write(f"[listener.new]\nbind = tcp://127.0.0.1:{port}\npolicy = uppercase\n")
    assert daemon.reload()[0]["event"] == "reloaded"
    with Stream.connect(("tcp", "127.0.0.1", port)) as client:
        assert client.ask(b"hello\n") == b"HELLO\n"


def test_an_address_that_stays_never_refuses(start):
    daemon = start(PLAIN)
    address, stop, wrong, served = daemon.address(), threading.Event(), [], [0]

    def hammer():
        while not stop.is_set():
            try:
                with Stream.connect(address) as client:
                    if client.ask(b"hello\n").lower() != b"hello\n":
                        wrong.append("a wrong reply")
                served[0] += 1
            except OSError as error:
                wrong.append(repr(error))

    threads = [threading.Thread(target=hammer) for _ in range(3)]
    for thread in threads:
        thread.start()
    for turn in range(20):
        policy = ("uppercase", "echo")[turn % 2]
        daemon.write(PLAIN + f"policy = {policy}\nbacklog = {100 + turn}\n")
        assert daemon.reload()[0]["event"] == "reloaded"
    stop.set()
    for thread in threads:
        thread.join(DEADLINE)
    assert not wrong and served[0] > 20


def test_a_client_sends_through_a_reload_without_a_gap(start):
    daemon = start(PLAIN)
    with daemon.connect() as client:
        for turn in range(10):
            client.send(b"before %d\n" % turn)
            daemon.write(PLAIN + f"message-timeout = {turn + 1}s\n")
            daemon.reload()
            client.send(b"after %d\n" % turn)
            assert client.line() == b"before %d\n" % turn
            assert client.line() == b"after %d\n" % turn


def test_a_wrong_configuration_is_refused_whole(start):
    daemon = start(PLAIN)
    with daemon.connect() as early:
        early.ask(b"hello\n")
        daemon.write(PLAIN + "policy = uppercase\nbacklog = many\nframing = lines\n"
                     "[listener.second]\nbind = tcp://127.0.0.1:0\npolcy = echo\n")
        said, since = daemon.reload()
        assert said["event"] == "reload_failed" and said["level"] == "error"
        text = str(said)
        for mistake in ("backlog", "framing", "polcy", daemon.file.name):
            assert mistake in text
        assert not daemon.addresses("second")
        with daemon.connect() as late:
            assert late.ask(b"hello\n") == b"hello\n"
        assert early.ask(b"hello\n") == b"hello\n"
    daemon.write(PLAIN + "policy = uppercase\n")
    assert daemon.reload()[0]["event"] == "reloaded"
    with daemon.connect() as client:
        assert client.ask(b"hello\n") == b"HELLO\n"


def test_a_configuration_whose_address_is_taken_is_refused_whole(start):
    other = start(PLAIN)
    daemon = start(PLAIN)
    daemon.write(PLAIN + f"policy = uppercase\n[listener.second]\nbind = tcp://127.0.0.1:{other.port()}\n")
    said, _ = daemon.reload()
    assert said["event"] == "reload_failed" and str(other.port()) in str(said)
    with daemon.connect() as client:
        assert client.ask(b"hello\n") == b"hello\n"


def test_a_missing_file_is_refused(start):
    daemon = start(PLAIN)
    daemon.file.unlink()
    assert daemon.reload()[0]["event"] == "reload_failed"
    with daemon.connect() as client:
        assert client.ask(b"hello\n") == b"hello\n"


def test_the_command_line_still_wins_after_a_reload(start):
    daemon = start(PLAIN + "policy = echo\n", arguments=["--set", "listener.main.policy=uppercase"])
    daemon.write(PLAIN + "policy = acknowledge\n")
    assert daemon.reload()[0]["event"] == "reloaded"
    with daemon.connect() as client:
        assert client.ask(b"hello\n") == b"HELLO\n"


def test_a_reload_changes_the_log_level_and_the_number_of_clients(start):
    daemon = start(PLAIN)
    daemon.write(PLAIN, log_level="info", max_clients=1)
    assert daemon.reload()[0]["event"] == "reloaded"
    since = daemon.mark()
    with daemon.connect() as first, daemon.connect() as second:
        assert first.ask(b"hello\n") == b"hello\n"
        assert second.until_end() == b"error: too many clients\n"
    assert daemon.find("client_connected", since) is None
