#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Fails on shell and Python files that their interpreters cannot even read."""

import subprocess

import tree


def complaint(path):
    """What the interpreter says against the file; None: nothing; and whether it is a script at all."""
    if path.suffix == ".py" or tree.is_script(path, "python"):
        try:
            compile(path.read_text(), tree.relative(path), "exec")
        except SyntaxError as error:
            return True, f"{tree.relative(path)}:{error.lineno}: {error.msg}"
        return True, None
    if path.suffix == ".sh" or tree.is_script(path, "sh"):
        read = subprocess.run(["bash", "-n", str(path)], capture_output=True, text=True, check=False, timeout=60)
        return True, read.stderr.strip() if read.returncode else None
    return False, None


def main():
    mistakes, looked_at = [], 0
    for path in tree.files():
        script, wrong = complaint(path)
        looked_at += script
        if wrong:
            mistakes.append(wrong)
    tree.finish(mistakes, looked_at)


if __name__ == "__main__":
    main()
