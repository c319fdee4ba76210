# SPDX-License-Identifier: MIT
"""The package's life: changed configuration, upgrade, removal, purge, and the test it brings along."""

import shlex

import packages
from base_root import ROOT
from service import CONFIGURATION, Service

CHANGED = "# changed by the administrator\n[listener.main]\nbind = tcp://*:9001\n"
# What dpkg, apt and the journal keep about packages that were there, and caches that are made anew.
BOOKKEEPING = ("/var/log/", "/var/lib/dpkg/", "/var/lib/apt/", "/var/cache/", "/var/lib/systemd/catalog/",
               "/var/lib/systemd/timers/", "/root/")


def files(box):
    """Every file of the root, and of /run what is no systemd's own, as a set of paths."""
    listed = box.shell("find / -xdev; find /run -mindepth 1 -maxdepth 1").stdout.splitlines()
    return {path for path in listed if not path.startswith(BOOKKEEPING)}


def accounts(box):
    return box.run("cat", "/etc/passwd", "/etc/group", "/etc/shadow", "/etc/gshadow").stdout


def test_a_changed_configuration_survives_an_upgrade(box, package, tmp_path):
    def change(tree):
        (tree / CONFIGURATION[1:]).write_text("# the older package's\n")

    service = Service(box, packages.older(package, tmp_path, change))
    service.configure(CHANGED)
    service.restart()
    box.run("apt-get", "install", "--yes", "-o", "Dpkg::Options::=--force-confold", put(box, package))
    assert box.path(CONFIGURATION).read_text() == CHANGED
    assert service.answers(9001)
    assert box.run("dpkg-query", "-W", "-f=${Version}", "lanchat").stdout == packages.version(package)


def test_an_unchanged_configuration_is_replaced_by_an_upgrade(box, package, tmp_path):
    def change(tree):
        (tree / CONFIGURATION[1:]).write_text("# the older package's\n")

    service = Service(box, packages.older(package, tmp_path, change))
    box.install(package)
    assert "the older package's" not in box.path(CONFIGURATION).read_text()
    assert service.answers()


def put(box, package):
    name = f"/root/{package.name}"
    box.path(name).write_bytes(package.read_bytes())
    return name


def test_removal_keeps_the_configuration_and_purge_leaves_nothing(box, package):
    before = files(box)
    service = Service(box, package)
    service.configure(CHANGED.replace("tcp://*:9001", "unix:///run/lanchat/x.sock"))
    service.restart()
    with service.connect_unix() as client:
        client.ask(b"hello\n")
    box.run("apt-get", "remove", "--yes", "lanchat")
    assert box.path(CONFIGURATION).read_text().startswith("# changed")
    assert box.run("systemctl", "is-active", "lanchat.service", check=False).stdout.strip() != "active"
    assert box.run("pgrep", "-c", "lanchatd", check=False).stdout.strip() == "0"
    box.run("apt-get", "purge", "--yes", "lanchat")
    left = sorted(files(box) - before)
    assert left == []
    assert "lanchat" not in accounts(box)
    assert box.run("systemctl", "--failed", "--plain", "--no-legend").stdout == ""


def test_it_can_be_installed_again_after_removal(box, package):
    service = Service(box, package)
    service.configure(CHANGED)
    box.run("apt-get", "remove", "--yes", "lanchat")
    box.install(package)
    assert service.answers(9001) and service.show("ActiveState") == "active"


def autopkgtests(folder):
    """The commands of debian/tests/control."""
    for line in (folder / "control").read_text().splitlines():
        kind, _, value = line.partition(":")
        if kind == "Tests":
            yield from (f"debian/tests/{name}" for name in value.replace(",", " ").split())
        elif kind == "Test-Command":
            yield value.strip()


def test_the_packages_own_test_passes(box, package):
    folder = ROOT / "packaging" / "debian" / "tests"
    box.install(package)
    for path in folder.iterdir():
        box.write(f"/root/tree/debian/tests/{path.name}", path.read_text())
        box.path(f"/root/tree/debian/tests/{path.name}").chmod(0o755)
    commands = list(autopkgtests(folder))
    assert commands
    for command in commands:
        done = box.shell(f"mkdir -p /root/tmp /root/artifacts; cd /root/tree; {shlex.join(shlex.split(command))}",
                         check=False, environment={"AUTOPKGTEST_TMP": "/root/tmp",
                                                   "AUTOPKGTEST_ARTIFACTS": "/root/artifacts"})
        assert done.returncode == 0, f"{command}:\n{done.stdout}{done.stderr}"
