# SPDX-License-Identifier: MIT
"""The bound on a daemon's memory, from its effective configuration: the formula of docs/limits.md, no console open."""

import re
import subprocess

KIB, MIB = 1024, 1024 * 1024
UNITS = {"": 1, "K": KIB, "M": MIB, "G": KIB * MIB}

# What is no key, term by term as in docs/limits.md.
BASE = 12 * MIB
WORKER = 4 * MIB
CLIENT = 2 * KIB
CLIENT_MEMORY = 1.25
WORKER_MESSAGES = 8
DATAGRAM_ADDRESS, DATAGRAM_SOURCE, OPERATED_DATAGRAMS = 5 * MIB, 128, 16 * MIB
STREAM_SOURCE = 48
LOG_ENTRY = QUESTION = 1 * KIB


def configuration(command):
    """What a daemon started with this command tells of its keys: (global keys, one dictionary for each listener);
    `bind` is a list."""
    told = subprocess.run([*map(str, command), "--print-config"], check=True, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL).stdout
    sections = [{"bind": []}]
    for line in told.splitlines():
        if line.startswith("["):
            sections.append({"bind": []})
        elif found := re.match(r"([a-z0-9-]+) =\s*([^#]*?)\s*(?:#.*)?$", line):
            key, value = found.groups()
            if key == "bind":
                sections[-1]["bind"].append(value)
            else:
                sections[-1][key] = value
    return sections[0], sections[1:]


def size(text):
    """As the configuration writes it: 64K."""
    number, unit = re.fullmatch(r"(\d+)([KMG]?)", text).groups()
    return int(number) * UNITS[unit]


def of_listener(keys):
    datagram = sum(uri.startswith("udp:") for uri in keys["bind"])
    limited = any(int(keys[key]) for key in ("connection-rate", "connection-rate-per-prefix"))
    sources = size(keys["max-sources"])
    operated = OPERATED_DATAGRAMS * (keys["policy"] == "operator")
    return (datagram * (DATAGRAM_ADDRESS + sources * DATAGRAM_SOURCE + operated)
            + (len(keys["bind"]) - datagram) * sources * STREAM_SOURCE * limited)


def bound(keys, listeners):
    """Bytes that are resident at most, whatever clients do."""
    largest = max(size(keys["max-message-size"]) for keys in listeners)
    own = BASE + int(keys["workers"]) * (WORKER + WORKER_MESSAGES * largest) + size(keys["log-queue"]) * LOG_ENTRY
    operators = size(keys["max-operator-questions"]) * QUESTION + size(keys["max-operator-memory"])
    clients = size(keys["max-clients"]) * CLIENT + size(keys["max-client-memory"]) * CLIENT_MEMORY
    return int(own + operators + clients + sum(map(of_listener, listeners)))
