#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Fails where a Markdown file links to a file of this tree, or a heading in it, that does not exist."""

import re
import urllib.parse

import tree

LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)<>\s]+)>?[^)]*\)|^\[[^\]]+\]:\s*(\S+)", re.M)
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.M | re.S)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.M)


def anchors(text):
    """The anchors GitHub gives the headings: lower case, punctuation gone, spaces as hyphens."""
    without_blocks = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(without_blocks)}


def broken(path, target):
    """What is wrong with the link, or None. Links to elsewhere are taken as they are."""
    if re.match(r"[a-z][a-z0-9+.-]*:", target):
        return None
    name, _, anchor = urllib.parse.unquote(target).partition("#")
    goal = path if not name else (path.parent / name)
    if not goal.exists():
        return "no such file"
    if anchor and goal.suffix == ".md" and anchor not in anchors(goal.read_text()):
        return "no such heading"
    return None


def main():
    mistakes, looked_at = [], 0
    for path in tree.files():
        if path.suffix != ".md":
            continue
        looked_at += 1
        for found in LINK.finditer(CODE.sub("", path.read_text())):
            target = found.group(1) or found.group(2)
            wrong = broken(path, target)
            if wrong:
                mistakes.append(f"{tree.relative(path)}: {target}: {wrong}")
    tree.finish(mistakes, looked_at)


if __name__ == "__main__":
    main()
