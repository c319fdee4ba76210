# SPDX-License-Identifier: MIT
"""The package under test, and the same one with a lower version to upgrade from."""

import os
import pathlib
import re
import subprocess

from base_root import ROOT


def built_package():
    """The package that LANCHAT_DEB names, else the one that packaging/build-deb made last."""
    named = os.environ.get("LANCHAT_DEB")
    found = [pathlib.Path(named)] if named else sorted(
        (ROOT / "build" / "packages").glob("lanchat_*.deb"), key=lambda path: path.stat().st_mtime)
    assert found and found[-1].is_file(), \
        "no package: packaging/build-deb makes build/packages/lanchat_*.deb; LANCHAT_DEB names another"
    return found[-1].resolve()


def version(package):
    return subprocess.run(["dpkg-deb", "--field", package, "Version"], capture_output=True, text=True,
                          check=True).stdout.strip()


def older(package, folder, change=lambda tree: None):
    """The package with a lower version; `change` may alter its unpacked tree."""
    tree = folder / "older"
    subprocess.run(["dpkg-deb", "--raw-extract", package, tree], check=True)
    control = tree / "DEBIAN" / "control"
    lower = f"{version(package)}~older"
    control.write_text(re.sub(r"(?m)^Version: .*$", f"Version: {lower}", control.read_text()))
    change(tree)
    made = folder / f"lanchat_{lower}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "--build", tree, made], check=True, capture_output=True)
    return made
