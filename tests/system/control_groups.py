# SPDX-License-Identifier: MIT
"""A control group for each box where this machine has no systemd that would make one, so that the box's systemd owns
what is below it. The name says which process made it: what a crashed run left behind is found and removed."""

import contextlib
import os
import pathlib
import re
import signal

from wire import eventually

PREFIX = "lanchat-system"


def hierarchies():
    """Where a group must be made: the unified hierarchy, and systemd's own of the old kind."""
    for line in pathlib.Path("/proc/self/mounts").read_text().splitlines():
        _, target, kind, options = line.split()[:4]
        if kind == "cgroup2" or kind == "cgroup" and "name=systemd" in options:
            yield pathlib.Path(target)


def make(name):
    """The folders of a new group; none where the machine's systemd makes one itself."""
    if os.path.isdir("/run/systemd/system"):
        return []
    folders = [hierarchy / f"{PREFIX}-{os.getpid()}-{name}" for hierarchy in hierarchies()]
    assert folders, "no unified control group hierarchy is mounted here; " \
        "tests/run --without-system leaves these tests out"
    for folder in folders:
        folder.mkdir()
    return folders


def _removed(folder):
    for below, _, _ in os.walk(folder, topdown=False):
        for pid in pathlib.Path(below, "cgroup.procs").read_text().split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        with contextlib.suppress(OSError):
            os.rmdir(below)
    return not folder.exists()


def remove(folders):
    """Ends what is still in the groups, by pid, and removes them."""
    for folder in folders:
        eventually(lambda folder=folder: _removed(folder), f"{folder} is removed")


def remove_abandoned():
    """Removes the groups of runs whose process is gone."""
    for hierarchy in hierarchies():
        for folder in hierarchy.glob(f"{PREFIX}-*"):
            maker = re.fullmatch(rf"{PREFIX}-(\d+)-.*", folder.name)
            if maker and not os.path.exists(f"/proc/{maker.group(1)}"):
                remove([folder])
