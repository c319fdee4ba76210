# SPDX-License-Identifier: MIT
"""What the system tests start from: the package, boxes, the service in them; a failed test shows the journal."""

import pytest

import packages
from box import Box
from service import Service


@pytest.fixture(scope="session")
def package():
    return packages.built_package()


@pytest.fixture(scope="session")
def older_package(package, tmp_path_factory):
    return packages.older(package, tmp_path_factory.mktemp("older"))


@pytest.fixture(scope="module")
def installed(package):
    """One box for a module, with the package installed."""
    with Box() as box:
        yield Service(box, package)


@pytest.fixture
def lanchat(installed):
    """The installed service as shipped, just started."""
    installed.reset()
    return installed


@pytest.fixture
def box():
    """A box of the test's own, without lanchat."""
    with Box() as fresh:
        yield fresh


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    report = (yield).get_result()
    service = getattr(item, "funcargs", {}).get("installed")
    of_box = service.box if service else getattr(item, "funcargs", {}).get("box")
    if report.failed and of_box is not None and report.when != "teardown":
        journal = of_box.run("journalctl", "--no-pager", "--lines=60", "--output=short-monotonic", check=False)
        report.sections.append(("the journal's end", journal.stdout))


def pytest_terminal_summary(terminalreporter):
    """What the tests measured; tests/run shows these lines."""
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"figure: {name}: {value}")
