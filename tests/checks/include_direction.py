#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Fails on an include that points up or sideways: the table of docs/architecture.md, enforced."""

import re

import tree

# What each module may include of the others. Level-mates are absent from each other's sets.
MAY_USE = {
    "usage": set(),
    "protocol": set(),
    "policy": {"protocol"},
    "logging": {"protocol"},
    "service": set(),
    "async": set(),
    "net": {"protocol", "policy", "logging", "async"},
    "control": {"protocol", "policy", "logging", "async"},
    "config": {"usage", "protocol", "policy", "logging", "async", "net", "control"},
    "daemon": {"protocol", "policy", "logging", "service", "async", "net", "control", "config"},
    "line_editor": {"logging", "async"},
    "client": {"usage", "protocol", "logging", "async", "line_editor"},
    "lanchatctl": {"usage", "protocol", "logging", "async", "line_editor"},
    "manual": {"usage", "policy", "config", "client", "lanchatctl"},
}

# Headers of libraries a module may use; what is not listed is the standard library's or the system's.
LIBRARIES = {
    "boost/asio": {"async", "net", "control", "config", "daemon", "line_editor", "client", "lanchatctl"},
    "boost/system": {"async", "net", "control", "config", "daemon", "line_editor", "client", "lanchatctl"},
    "boost/json": {"logging", "control", "daemon", "client", "lanchatctl"},
    "boost/program_options": {"config", "daemon", "client", "lanchatctl"},
    "spdlog": {"logging"},
    "fmt": {"logging", "net", "control", "config", "daemon", "client", "lanchatctl", "manual"},
    "unicode": {"policy"},
    "histedit.h": {"line_editor"},
    "editline": {"line_editor"},
    "systemd": {"logging", "service"},
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def module_of(path):
    parts = path.relative_to(tree.ROOT).parts
    if parts[:2] == ("include", "lanchat") and len(parts) > 3:
        return parts[2]
    return parts[1] if parts[0] == "src" and len(parts) > 2 else None


def included_module(quote, target):
    """The module a project header belongs to; None for a header of somebody else."""
    parts = target.split("/")
    if parts[0] == "lanchat" and len(parts) > 2:
        return parts[1]
    return parts[0] if quote == '"' and len(parts) > 1 else None


def library_of(target):
    return next((name for name in LIBRARIES if target == name or target.startswith((name + "/", name + "."))), None)


def fault(module, quote, target):
    """What is wrong with this include in this module, or None."""
    if quote == '"' and "/" not in target:
        return f'"{target}": write the module too: "{module}/{target}"'
    other = included_module(quote, target)
    if other is None:
        library = library_of(target)
        if library and module not in LIBRARIES[library]:
            return f"{module} must not use {library}"
        return None
    if other not in MAY_USE:
        return f'"{target}": {other} is no module'
    if other != module and other not in MAY_USE[module]:
        return f"{module} must not include {other}"
    if other != module and not target.startswith("lanchat/"):
        return f'"{target}" is private to {other}'
    return None


def check(path, module):
    public = path.relative_to(tree.ROOT).parts[0] == "include"
    for number, line in enumerate(path.read_text().splitlines(), 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        quote, target = found.groups()
        wrong = fault(module, quote, target)
        if not wrong and public and quote == '"' and not target.startswith("lanchat/"):
            wrong = f'a public header must not include the private "{target}"'
        if wrong:
            yield f"{tree.relative(path)}:{number}: {wrong}"


def main():
    mistakes, looked_at = [], 0
    for path in tree.files():
        module = module_of(path)
        if path.suffix not in tree.CPP or module is None:
            continue
        if module not in MAY_USE:
            mistakes.append(f"{tree.relative(path)}: {module} is no module of docs/architecture.md")
            continue
        looked_at += 1
        mistakes += check(path, module)
    tree.finish(mistakes, looked_at)


if __name__ == "__main__":
    main()
