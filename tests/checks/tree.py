# SPDX-License-Identifier: MIT
"""The files of the source tree that the checks look at, and how a check reports what it found."""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CPP = {".cpp", ".hpp"}
CODE = CPP | {".c", ".h", ".py", ".sh"}


def files():
    """Every file that belongs to the project: what git tracks or would track, else all but build trees."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0:
        names = [name for name in listed.stdout.decode().split("\0") if name]
        found = [ROOT / name for name in names]
    else:
        ignored = {"build", ".git", "__pycache__", ".cache"}
        found = [path for path in ROOT.rglob("*") if not ignored & set(path.relative_to(ROOT).parts)]
    return sorted({path for path in found if path.is_file() and not path.is_symlink()})


def relative(path):
    return path.relative_to(ROOT).as_posix()


def is_script(path, interpreter):
    """Whether the first line of a file without a suffix names this interpreter."""
    if path.suffix:
        return False
    with path.open("rb") as file:
        first = file.readline(200)
    return first.startswith(b"#!") and interpreter.encode() in first


def finish(mistakes, looked_at):
    """Prints the mistakes, one a line, and ends the check; one that looked at nothing has failed too."""
    for mistake in mistakes:
        print(mistake)
    if looked_at == 0:
        print("nothing to check was found: the check itself is broken")
    sys.exit(1 if mistakes or looked_at == 0 else 0)
