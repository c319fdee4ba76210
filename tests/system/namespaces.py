# SPDX-License-Identifier: MIT
"""What Python 3.11 has no functions for: entering a namespace, dying with the parent, mapping pids."""

import contextlib
import ctypes
import os
import pathlib
import signal

CLONE_NEWNET = 0x40000000
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(number=signal.SIGTERM):
    """In a child: the kernel sends it this signal when the parent is gone, however that ended."""
    _libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)


def _enter_network(descriptor):
    if _libc.setns(descriptor, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


@contextlib.contextmanager
def network_of(pid):
    """This thread is in the network of that process; sockets, threads and processes made meanwhile stay in it."""
    home = os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
    away = os.open(f"/proc/{pid}/ns/net", os.O_RDONLY | os.O_CLOEXEC)
    try:
        _enter_network(away)
        yield
    finally:
        _enter_network(home)
        os.close(away)
        os.close(home)


def pid_within(pid):
    """The pid of this process in its own pid namespace; None: it is gone."""
    with contextlib.suppress(OSError):
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("NSpid:"):
                return int(line.split()[-1])
    return None


def pid_outside(init, pid):
    """Our pid of the process that has `pid` in the pid namespace whose first process is `init`."""
    namespace = os.readlink(f"/proc/{init}/ns/pid")
    for entry in os.listdir("/proc"):
        with contextlib.suppress(OSError):
            if entry.isdigit() and os.readlink(f"/proc/{entry}/ns/pid") == namespace and pid_within(entry) == pid:
                return int(entry)
    raise ProcessLookupError(f"no process {pid} in the box")
