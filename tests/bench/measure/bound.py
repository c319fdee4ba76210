# SPDX-License-Identifier: MIT
"""The bound on a daemon's memory as docs/limits.md states it, from its effective configuration."""

import re
import subprocess

KIB, MIB = 1024, 1024 * 1024

# What is no key: docs/limits.md has the same terms.
PROGRAM = 12 * MIB  # what is resident when nobody is there: the program and its libraries
WORKER = 1 * MIB  # stack, read buffer, reply buffer, event queue
CLIENT = 2 * KIB  # a session without what it keeps
SHARE = 1.125  # what the allocator adds to the bytes that clients make the daemon keep
STEP = 512 * KIB  # of each worker: by so much one step may go beyond the budget before somebody is let go
FIXED = 8 * MIB  # queues of their own bounds: the log, the operator's questions, the sources of datagrams

UNITS = {"": 1, "K": KIB, "M": MIB, "G": KIB * MIB}


def settings(command):
    """The global keys that a daemon started with this command would have."""
    told = subprocess.run([*map(str, command), "--print-config"], check=True, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL).stdout
    return dict(re.findall(r"^([a-z-]+) = ([^#\n]*?) *(?:#.*)?$", told.partition("\n[")[0], re.M))


def size(text):
    """As the configuration writes it: 64K."""
    number, unit = re.fullmatch(r"(\d+)([KMG]?)", text).groups()
    return int(number) * UNITS[unit]


def bound(keys):
    """Bytes at most that are resident, whatever clients do."""
    workers, clients = int(keys["workers"]), int(keys["max-clients"])
    kept = size(keys["max-client-memory"])
    return int(PROGRAM + FIXED + workers * (WORKER + STEP) + clients * CLIENT + kept * SHARE)
