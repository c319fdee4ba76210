# SPDX-License-Identifier: MIT
"""A network of a test's own: what it does to addresses concerns nobody else. Needs root."""

import contextlib
import ctypes
import os
import subprocess

CLONE_NEWNET = 0x40000000

_libc = ctypes.CDLL(None, use_errno=True)


def _checked(status, what):
    if status != 0:
        raise OSError(ctypes.get_errno(), what)


@contextlib.contextmanager
def with_addresses(*addresses):
    """This thread is in a network with loopback and a link that has these addresses (ADDR/BITS); so are the sockets and
    processes it makes meanwhile."""
    home = os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
    try:
        _checked(_libc.unshare(CLONE_NEWNET), "unshare")
        _ip("link", "set", "lo", "up")
        _ip("link", "add", "here", "type", "veth", "peer", "name", "there")
        for link in ("there", "here"):
            _ip("link", "set", link, "up")
        for address in addresses:
            _ip("address", "add", address, "dev", "here", *(["nodad"] if ":" in address else ["broadcast", "+"]))
        yield
    finally:
        _checked(_libc.setns(home, CLONE_NEWNET), "setns")
        os.close(home)


def _ip(*arguments):
    subprocess.run(["ip", *arguments], stdin=subprocess.DEVNULL, check=True, timeout=10)
