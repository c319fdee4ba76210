# SPDX-License-Identifier: MIT
"""A worker of the shipped daemon that hangs: its thread is held from outside (held_thread.py)."""

import contextlib
import pathlib
import subprocess
import sys

import namespaces

PROGRAM = pathlib.Path(__file__).with_name("held_thread.py")


def thread_named(pid, name):
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        if (task / "comm").read_text().strip() == name:
            return task.name
    raise AssertionError(f"no thread {name} in {pid}")


@contextlib.contextmanager
def held_worker(service, name="worker-0"):
    """This worker of the daemon hangs until the context ends, or the daemon does."""
    thread = thread_named(service.box.pid_outside(service.pid()), name)
    with subprocess.Popen([sys.executable, PROGRAM, thread], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          preexec_fn=namespaces.die_with_parent) as holder:
        assert holder.stdout.readline() == b"held\n"
        yield
        holder.stdin.close()
