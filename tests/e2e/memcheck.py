# SPDX-License-Identifier: MIT
"""The end-to-end tests with lanchatd under valgrind: `pytest --memcheck`. Every daemon that a test starts, to serve or
only to say what it has to say, is watched; what valgrind says against it fails the test, also where the test kills
the daemon or expects an exit status."""

import pathlib
import shutil
import tempfile

import pytest

# No suppressions: nothing that lanchatd uses needs one. Leaks are those of blocks that nothing points to; what is
# still reachable at the end is the libraries' (ICU's data, the locale) and goes with the process. --fair-sched, or
# the thread that runs keeps the others from running for as long as it has work.
VALGRIND = ["valgrind", "--quiet", "--error-exitcode=99", "--leak-check=full", "--show-leak-kinds=definite,possible",
            "--errors-for-leak-kinds=definite,possible", "--num-callers=30", "--fair-sched=yes", "--trace-children=no"]


class Memcheck:
    def __init__(self, lanchatd):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lanchat-memcheck-"))
        self.lanchatd = self.folder / "lanchatd"
        command = " ".join([*VALGRIND, f"--log-file={self.folder}/%p.log"])
        self.lanchatd.write_text(f'#!/bin/sh\nexec {command} {lanchatd} "$@"\n')
        self.lanchatd.chmod(0o755)

    def complaints(self):
        """What valgrind has said since it was last asked."""
        said = []
        for log in sorted(self.folder.glob("*.log")):
            said.append(log.read_text(errors="replace"))
            log.unlink()
        return "\n".join(filter(None, said))

    def put_away(self):
        shutil.rmtree(self.folder)


class Selection:
    """Leaves out, with its reason, what says nothing under valgrind; the run lists it."""

    def __init__(self):
        self.left_out = []

    def pytest_collection_modifyitems(self, items):
        kept = []
        for item in items:
            marker = item.get_closest_marker("native")
            if marker is None:
                kept.append(item)
            else:
                self.left_out.append(f"{item.nodeid}: {marker.args[0]}")
        items[:] = kept

    def pytest_sessionfinish(self, session):
        if hasattr(session.config, "workeroutput"):  # one of several processes that share the tests (xdist)
            session.config.workeroutput["left_out"] = self.left_out

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node):
        self.left_out = getattr(node, "workeroutput", {}).get("left_out", [])

    def pytest_terminal_summary(self, terminalreporter):
        for line in self.left_out:
            terminalreporter.write_line(f"not under valgrind: {line}")
