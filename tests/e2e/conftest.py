# SPDX-License-Identifier: MIT
"""What every end-to-end test starts from: the built programs, a folder of its own, daemons that are looked at
again when the test is over."""

import os
import pathlib
import resource
import shutil
import tempfile

import pytest

from daemon import Daemon
from memcheck import Memcheck, Selection
from programs import Programs


def pytest_addoption(parser):
    parser.addoption("--memcheck", action="store_true", help="with lanchatd under valgrind")


def pytest_configure(config):
    config.addinivalue_line("markers", "native(reason): says nothing under valgrind, and why")
    if config.getoption("memcheck"):
        config.pluginmanager.register(Selection())
    # A test may need several thousand sockets; the daemons it starts inherit the limit.
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@pytest.fixture(scope="session")
def programs(pytestconfig):
    folder = os.environ.get("LANCHAT_BIN")
    assert folder, "LANCHAT_BIN must name the folder of the built programs"
    built = Programs(pathlib.Path(folder).resolve())
    for program in (built.lanchatd, built.lanchat, built.lanchatctl):
        assert program.is_file(), f"{program} has not been built"
    if not pytestconfig.getoption("memcheck"):
        yield built
        return
    built.memcheck = Memcheck(built.lanchatd)
    built.lanchatd = built.memcheck.lanchatd
    yield built
    built.memcheck.put_away()


@pytest.fixture(autouse=True)
def what_valgrind_says(programs):
    """What valgrind has to say, after the daemons of the test have been stopped."""
    yield
    if programs.memcheck:
        said = programs.memcheck.complaints()
        assert not said, said


@pytest.fixture
def folder():
    """A folder with a short name: the path of a unix socket may have 107 bytes."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="lanchat-", dir="/tmp"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def start(programs, folder):
    """Starts a daemon with these listener sections and global keys. At the end of the test each is stopped, and
    must have ended as it should."""
    started = []

    def start_daemon(listeners, **options):
        name = f"lanchat{len(started) or ''}"
        daemon = Daemon(programs.lanchatd, folder, name, listeners, **options)
        started.append(daemon)
        daemon.await_ready()
        return daemon

    yield start_daemon
    unwell = []
    for daemon in started:
        unwell += daemon.put_away()
    assert not unwell, "\n".join(unwell)
