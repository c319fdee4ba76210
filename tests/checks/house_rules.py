#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Fails on what the house does without: files without a licence line, swallowed exceptions, sleeping tests,
folders that collect what has no home, notes to oneself, skipped tests."""

import re

import tree

# The patterns are written so that they do not match themselves here.
ANYWHERE = {
    r"^(?!\s*//).*\bdetache[d]\b": "swallows exceptions: spawn it under a task group",
    r"\bTOD[O]\b|\bFIXM[E]\b|\bXX[X]\b": "a note to oneself: do it, or open an issue",
}
IN_TESTS = {
    r"\bsleep_fo[r]\b|\bsleep_unti[l]\b|\buslee[p]\b|\btime\.slee[p]\b|\bslee[p] [0-9.]+": "a test waits for the event",
    r"\bGTEST_SKI[P]\b|\bDISABLE[D]_|\bpytest\.ski[p]|\bmark\.(ski[p]|xfai[l])": "a test that does not run proves nothing",
}
NO_HOME = {"util", "utils", "common", "helpers", "misc"}
SPDX = "SPDX-License-Identifier: MIT"


def needs_licence(path):
    named = path.suffix in tree.CODE or path.name == "CMakeLists.txt" or path.suffix == ".cmake"
    return named or tree.is_script(path, "sh") or tree.is_script(path, "python")


def matches(path, patterns):
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        for pattern, why in patterns.items():
            found = re.search(pattern, line)
            if found:
                yield f"{tree.relative(path)}:{number}: {found.group().strip()}: {why}"


def main():
    mistakes, looked_at = [], 0
    for path in tree.files():
        name = tree.relative(path)
        if NO_HOME & set(path.relative_to(tree.ROOT).parts[:-1]):
            mistakes.append(f"{name}: a folder that collects what has no home")
        if not needs_licence(path):
            continue
        looked_at += 1
        lines = path.read_text(errors="replace").splitlines()
        if sum(SPDX in line for line in lines[:3]) != 1:
            mistakes.append(f"{name}: one line '{SPDX}' at the top is missing")
        mistakes += matches(path, ANYWHERE)
        if name.startswith("tests/"):
            mistakes += matches(path, IN_TESTS)
    tree.finish(mistakes, looked_at)


if __name__ == "__main__":
    main()
