#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Holds one thread of another process still, as a debugger does, until standard input ends or the thread does: a
worker that hangs, without a hook in the product. Says `held` once it is."""

import ctypes
import os
import select
import sys

PTRACE_DETACH = 17
PTRACE_SEIZE = 0x4206
PTRACE_INTERRUPT = 0x4207
WALL = 0x40000000  # threads too
_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
_libc.ptrace.restype = ctypes.c_long


def ptrace(request, thread):
    if _libc.ptrace(request, thread, None, None) != 0:
        raise OSError(ctypes.get_errno(), "ptrace")


def main():
    thread = int(sys.argv[1])
    ptrace(PTRACE_SEIZE, thread)
    ptrace(PTRACE_INTERRUPT, thread)
    os.waitpid(thread, WALL)
    print("held", flush=True)
    while not select.select([sys.stdin], [], [], 0.01)[0]:
        ended, status = os.waitpid(thread, WALL | os.WNOHANG)
        if ended and (os.WIFEXITED(status) or os.WIFSIGNALED(status)):
            return  # killed with its process; had we not collected it, its process would stay as a zombie
    ptrace(PTRACE_DETACH, thread)


if __name__ == "__main__":
    main()
