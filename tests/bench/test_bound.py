# SPDX-License-Identifier: MIT
"""The bound on memory: the sums that docs/limits.md gives as examples."""

from measure import bound

DEFAULTS = {"workers": "2", "max-clients": "10000", "max-client-memory": "256M", "log-queue": "1024",
            "max-operator-questions": "10000", "max-operator-memory": "4M"}
STREAM = {"bind": ["tcp://*:8888", "udp://*:8888"], "connection-rate": "0", "connection-rate-per-prefix": "0",
          "max-sources": "4096", "max-message-size": "64K", "policy": "echo"}


def test_the_defaults_come_to_what_the_document_says():
    total = bound.bound(DEFAULTS, [STREAM]) / bound.MIB
    assert 378 < total < 382


def test_a_connection_rate_costs_its_table_on_stream_addresses_alone():
    with_rate = STREAM | {"connection-rate": "10"}
    assert bound.bound(DEFAULTS, [with_rate]) - bound.bound(DEFAULTS, [STREAM]) == 4096 * 48


def test_a_datagram_address_that_waits_for_an_operator_costs_more():
    operated = STREAM | {"policy": "operator"}
    assert bound.bound(DEFAULTS, [operated]) - bound.bound(DEFAULTS, [STREAM]) == 16 * bound.MIB


def test_every_worker_may_hold_eight_of_the_largest_messages():
    larger = STREAM | {"max-message-size": "1M"}
    assert bound.bound(DEFAULTS, [STREAM, larger]) - bound.bound(DEFAULTS, [STREAM, STREAM]) == 2 * 8 * (1024 - 64) * 1024


def test_units_are_of_1024():
    assert bound.size("64K") == 65536 and bound.size("3") == 3 and bound.size("1G") == 1024 ** 3
