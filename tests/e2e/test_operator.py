# SPDX-License-Identifier: MIT
"""The operator policy: messages answered by people at consoles."""

import json

from console import ABSENT, Console

OPERATOR = "[listener.main]\nbind = tcp://127.0.0.1:0\nbind = udp://127.0.0.1:0\npolicy = operator\n"


def test_without_a_console_the_absent_text_comes_at_once(start):
    daemon = start(OPERATOR + "operator-absent-text = nobody is in\n")
    with daemon.connect() as client, daemon.datagrams() as datagrams:
        assert client.ask(b"hello\n") == b"nobody is in\n"
        assert datagrams.ask(b"hello") == b"nobody is in"


def test_datagrams_leave_half_of_the_desk_to_streams(start, programs):
    daemon = start("max-operator-questions = 4\n" + OPERATOR)
    with Console(programs, daemon) as console, daemon.connect() as client, daemon.datagrams() as datagrams:
        console.attend(daemon.address())
        for question in ("datagram one", "datagram two"):
            datagrams.send(question.encode())
            console.number_of(question)
        with daemon.datagrams() as another:
            assert another.ask(b"datagram three") + b"\n" == ABSENT
        for question in ("stream one", "stream two"):
            client.send(question.encode() + b"\n")
            console.number_of(question)


def test_without_an_answer_in_time_the_absent_text_comes(start, programs):
    daemon = start(OPERATOR + "operator-timeout = 1s\n")
    with Console(programs, daemon) as console, daemon.connect() as client:
        console.attend(daemon.address())
        client.send(b"hello\n")
        console.number_of("hello")
        assert client.line() == ABSENT


def test_a_console_shows_number_listener_and_client(start, programs):
    daemon = start(OPERATOR)
    with Console(programs, daemon) as console, daemon.connect() as client:
        console.attend(daemon.address())
        client.send(b"a question\n")
        number = console.number_of("a question")
        line = console.wait(rf".*\b{number}\b.*a question.*").group()
        assert "main" in line and client.name() in line
        console.type(f"{number} an answer")
        assert client.line() == b"an answer\n"


def test_text_alone_answers_the_oldest(start, programs):
    daemon = start(OPERATOR)
    with Console(programs, daemon) as console, daemon.connect() as first, daemon.connect() as second:
        console.attend(daemon.address())
        first.send(b"first question\n")
        console.number_of("first question")
        second.send(b"second question\n")
        console.number_of("second question")
        console.type("for the first")
        console.type("for the second")
        assert first.line() == b"for the first\n"
        assert second.line() == b"for the second\n"


def test_a_number_answers_that_one(start, programs):
    daemon = start(OPERATOR)
    with Console(programs, daemon) as console, daemon.connect() as first, daemon.connect() as second:
        console.attend(daemon.address())
        first.send(b"first question\n")
        one = console.number_of("first question")
        second.send(b"second question\n")
        two = console.number_of("second question")
        console.type(f"{two} for the second")
        assert second.line() == b"for the second\n"
        console.type(f"{one} for the first")
        assert first.line() == b"for the first\n"


def test_replies_keep_the_order_of_a_clients_messages(start, programs):
    daemon = start(OPERATOR)
    with Console(programs, daemon) as console, daemon.connect() as client:
        console.attend(daemon.address())
        client.send(b"question A\nquestion B\nquestion C\n")
        numbers = {name: console.number_of(f"question {name}") for name in "ABC"}
        for name in "CBA":
            assert client.quiet_for(0.1)
            console.type(f"{numbers[name]} answer {name}")
        assert [client.line() for _ in "ABC"] == [b"answer A\n", b"answer B\n", b"answer C\n"]


def test_a_datagram_is_answered_too(start, programs):
    daemon = start(OPERATOR)
    with Console(programs, daemon) as console, daemon.datagrams() as client:
        console.attend(daemon.address())
        client.send(b"by datagram\n")
        number = console.number_of("by datagram")
        console.type(f"{number} answer")
        assert client.receive() == b"answer\n"


def test_an_answer_too_large_for_a_datagram_is_told_as_not_delivered(start, programs):
    daemon = start(OPERATOR)
    with Console(programs, daemon) as console, daemon.datagrams() as client:
        console.attend(daemon.address())
        client.send(b"by datagram\n")
        number = console.number_of("by datagram")
        since = len(console.shown)
        console.type(f"{number} " + "a" * 70_000)
        console.wait(rf"#{number}\b.*not delivered", since)
        client.send(b"once more\n")
        console.type(f"{console.number_of('once more')} briefly")
        assert client.receive() == b"briefly\n"


def test_two_consoles_see_the_same_and_one_answers(start, programs):
    daemon = start(OPERATOR)
    with Console(programs, daemon) as left:
        left.attend(daemon.address())
        with Console(programs, daemon) as right, daemon.connect() as client:
            right.attend(daemon.address())
            client.send(b"who answers\n")
            number = left.number_of("who answers")
            assert right.number_of("who answers") == number
            since = len(left.shown)
            right.type(f"{number} the right one")
            assert client.line() == b"the right one\n"
            left.wait(rf"\b{number}\b.*answered", since)


def test_an_answer_after_the_client_has_gone_is_told(start, programs):
    daemon = start(OPERATOR)
    with Console(programs, daemon) as console:
        console.attend(daemon.address())
        client = daemon.connect()
        client.send(b"leaving soon\n")
        number = console.number_of("leaving soon")
        since = len(console.shown)
        client.reset()
        console.wait(rf"\b{number}\b.*gone", since)
        since = len(console.shown)
        console.type(f"{number} too late")
        console.wait(r"(?i)gone|no (such )?question|not", since)


def test_an_answer_to_a_number_nobody_has_is_told(start, programs):
    daemon = start(OPERATOR)
    with Console(programs, daemon) as console:
        console.attend(daemon.address())
        since = len(console.shown)
        console.type("4711 hello?")
        console.wait(r"4711", since)
        since = len(console.shown)
        console.type("is anybody there")
        console.wait(r"(?i)no (question|message)|nothing", since)


def test_a_console_that_opens_late_sees_what_waits(start, programs):
    daemon = start(OPERATOR)
    with Console(programs, daemon) as early, daemon.connect() as client:
        early.attend(daemon.address())
        client.send(b"a patient question\n")
        early.number_of("a patient question")
        with Console(programs, daemon) as late:
            number = late.number_of("a patient question")
            late.type(f"{number} at last")
            assert client.line() == b"at last\n"


def test_hostile_bytes_never_reach_the_console_unescaped(start, programs):
    daemon = start(OPERATOR)
    with Console(programs, daemon) as console, daemon.connect() as client:
        console.attend(daemon.address())
        client.send(b"evil \x1b[2J\x07\xff\x00 end\n")
        console.number_of("evil")
        text = "".join(console.shown)
        assert not set(text) & set("\x1b\x07\x00")


def test_a_half_closed_client_still_gets_its_answer(start, programs):
    daemon = start(OPERATOR)
    with Console(programs, daemon) as console, daemon.connect() as client:
        console.attend(daemon.address())
        client.send(b"half a question")
        client.sock.shutdown(1)
        number = console.number_of("half a question")
        console.type(f"{number} a whole answer")
        assert client.until_end() == b"a whole answer\n"


def test_when_the_last_console_closes_waiting_questions_are_not_lost(start, programs):
    daemon = start(OPERATOR + "operator-timeout = 2s\n")
    with daemon.connect() as client:
        with Console(programs, daemon) as console:
            console.attend(daemon.address())
            client.send(b"are you leaving\n")
            console.number_of("are you leaving")
        assert client.line() == ABSENT


def test_in_json_the_console_is_for_a_program(start, programs):
    daemon = start(OPERATOR)
    with Console(programs, daemon) as console, Console(programs, daemon, "--json") as program:
        console.attend(daemon.address())
        with daemon.connect() as client:
            client.send(b"a question\n")
            program.wait("a question")
            number = next(said["number"] for said in map(json.loads, program.shown)
                          if said.get("message") == "a question")
            assert console.number_of("a question") == number
            console.type(f"{number} an answer")
            assert client.line() == b"an answer\n"
