# SPDX-License-Identifier: MIT
"""The verdict of a soak: what grows is found, what only trembles is not."""

import random

from soaking import daemon, verdict

MIB = 1024 * 1024
CHANCE = random.Random(5)


def series(count=600, leak=0.0, slowdown=0.0, tremble=2 * MIB):
    """A sample a second: 20 MiB that tremble upwards, `leak` bytes a second, p99 that grows by so many µs a second."""
    return [{"time": 100.0 + second, "anonymous": 20 * MIB + leak * second + CHANCE.uniform(0, tremble),
             "p99_us": 300 + slowdown * second + CHANCE.choice((0, 50, 100, 20_000))} for second in range(count)]


def balanced(**changed):
    return {"accepted": 10, "rejected": 3, "clients": 0, "closed_client_closed": 9, "closed_denied": 3,
            "closed_client_reset": 1, "closed_internal_error": 0} | changed


def test_a_leak_is_found_and_told_in_figures():
    fault, = verdict.growing_memory(series(leak=20_000))
    assert fault.startswith("memory grew by 8.") and "5." in fault.split("quarters, ")[1]


def test_memory_that_only_trembles_is_no_leak():
    assert verdict.growing_memory(series()) == []
    assert verdict.growing_memory(series(tremble=15 * MIB)) == []


def test_memory_that_fills_up_in_the_first_quarter_is_no_leak():
    filling = series()
    for sample in filling[:140]:
        sample["anonymous"] -= 15 * MIB
    assert verdict.growing_memory(filling) == []


def test_a_single_wild_sample_hides_no_leak_and_makes_none():
    leaking, calm = series(leak=20_000), series()
    leaking[-1]["anonymous"], calm[-1]["anonymous"] = MIB, 500 * MIB
    assert verdict.growing_memory(leaking)
    assert verdict.growing_memory(calm) == []


def test_nothing_seen_is_a_fault():
    assert verdict.growing_memory([]) == ["memory: too few samples to judge"]
    assert verdict.slower([]) == ["latency: too few samples to judge"]
    assert verdict.growing_memory(series(count=2)) == ["memory: too few samples to judge"]


def test_memory_kept_when_all_have_left_is_a_fault():
    assert verdict.kept_memory({"anonymous": 10 * MIB}, {"anonymous": 13 * MIB}) == []
    assert verdict.kept_memory({"anonymous": 10 * MIB}, {"anonymous": 15 * MIB})
    assert verdict.kept_memory({"anonymous": 15 * MIB}, {"anonymous": 10 * MIB}) == []


def test_one_descriptor_more_or_less_is_a_fault():
    assert verdict.kept_descriptors({"descriptors": 37}, {"descriptors": 37}) == []
    assert verdict.kept_descriptors({"descriptors": 37}, {"descriptors": 38})
    assert verdict.kept_descriptors({"descriptors": 37}, {"descriptors": 36})


def test_latency_that_grows_is_found_though_single_windows_are_wild():
    assert verdict.slower(series(slowdown=10))
    assert verdict.slower(series()) == []


def test_who_came_must_have_left_for_one_reason():
    assert verdict.unbalanced(balanced()) == []
    assert "10 accepted and 3 rejected" in verdict.unbalanced(balanced(closed_client_reset=0))[0]
    assert verdict.unbalanced(balanced(accepted=11, clients=1)) == [
        "counters: 1 clients connected when all had left"]
    assert "internal_error" in verdict.unbalanced(balanced(closed_client_reset=0, closed_internal_error=1))[0]


def test_a_busy_idle_daemon_and_a_bad_end_are_faults():
    assert verdict.restless(0.005) == [] and verdict.restless(0.2)
    assert verdict.ended_badly(0) == [] and verdict.ended_badly(70) and verdict.ended_badly(None)


def test_lines_of_the_log_that_ought_not_to_be_there():
    unexpected = daemon.unexpected
    assert unexpected(b'{"event":"ready","level":"info"}\n') is None
    assert unexpected(b'{"event":"ready","level":"error"}\n')
    assert unexpected(b'{"event":"start_failed","level":"error"}\n')
    assert unexpected(b'{"event":"client_disconnected","level":"debug","reason":"internal_error"}\n')
    assert unexpected(b"terminate called after throwing\n").startswith("not JSON")
