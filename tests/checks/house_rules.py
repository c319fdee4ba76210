#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Fails on what the house does without: files without a licence line, swallowed exceptions, sleeping tests,
folders that collect what has no home, notes to oneself, skipped tests, conditions that await."""

import re

import sizes
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
# Where the coroutines are whose promise is our own.
ROUTINES = re.compile(r"(include/lanchat|src|tests/unit)/(async|net)/")
CONDITION = re.compile(r"\b(if|while)\s*(constexpr\s*)?\(")


def needs_licence(path):
    named = path.suffix in tree.CODE or path.name == "CMakeLists.txt" or path.suffix == ".cmake"
    return named or tree.is_script(path, "sh") or tree.is_script(path, "python")


def matches(path, patterns):
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        for pattern, why in patterns.items():
            found = re.search(pattern, line)
            if found:
                yield f"{tree.relative(path)}:{number}: {found.group().strip()}: {why}"


def awaiting_conditions(source):
    """The lines of every `if` and `while` that awaits in its parentheses: GCC 12 lays such a frame out wrongly."""
    text = sizes.blank(source)
    for found in CONDITION.finditer(text):
        depth, end = 1, found.end()
        while depth and end < len(text):
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        if re.search(r"\bco_await\b", text[found.end() : end]):
            yield text.count("\n", 0, found.start()) + 1


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
        if path.suffix in tree.CPP and ROUTINES.match(name):
            awaiting = awaiting_conditions(path.read_text())
            mistakes += (f"{name}:{line}: await before the condition: GCC 12 cannot" for line in awaiting)
        if name.startswith("tests/"):
            mistakes += matches(path, IN_TESTS)
    tree.finish(mistakes, looked_at)


if __name__ == "__main__":
    main()
