#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Fails on source files above 400 lines, functions above 60 and `main` above 40; says which are the longest."""

import ast
import re

import tree

FILE_LIMIT = 400
FUNCTION_LIMIT = 60
MAIN_LIMIT = 40

NOISE = re.compile(
    r"""R"(?P<tag>[^()\\\s]{0,16})\(.*?\)(?P=tag)"   # raw string
      | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)+'     # string, character
      | //[^\n]* | /\*.*?\*/                          # comments
      | ^[ \t]*\#(?:[^\n\\]|\\.)*                     # preprocessor
    """,
    re.S | re.M | re.X,
)
DIGIT_SEPARATOR = re.compile(r"(?<=[0-9a-fA-F])'(?=[0-9a-fA-F])")
CONTAINER = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b(?![^{]*\)\s*(const|noexcept|override|->|$))")
ACCESS = re.compile(r"\s*((public|protected|private)\s*:(?!:)\s*)?")
INITIALIZERS = re.compile(r"\)\s*(noexcept\s*(\([^)]*\))?\s*)?:(?!:)")


def blank(text):
    """The text with everything that is not code replaced by spaces, line by line."""
    text = DIGIT_SEPARATOR.sub("_", text)
    return NOISE.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)


def closing(text, opening):
    depth = 0
    for index in range(opening, len(text)):
        depth += {"{": 1, "}": -1}.get(text[index], 0)
        if depth == 0:
            return index
    return len(text) - 1


def functions(source):
    """(name, first line, last line) of every function that has a body here, outside other functions."""
    text = blank(source)
    start, index = 0, 0  # start: where the declaration in hand begins
    while index < len(text):
        character = text[index]
        if character in ";}":
            start = index + 1
        elif character == "{":
            head = text[start:index]
            initializer = INITIALIZERS.search(head) and re.search(r"[\w>]\s*$", head)
            if CONTAINER.search(head):
                start = index + 1
            elif initializer:
                index = closing(text, index)
            elif "(" in head and not re.search(r"[^=!<>]=\s*$", head):
                end = closing(text, index)
                first = start + ACCESS.match(head).end()
                name = re.search(r"(operator\W+|[\w:~]+)\s*\(", head)
                yield (name.group(1) if name else "?", text.count("\n", 0, first) + 1, text.count("\n", 0, end) + 1)
                index, start = end, end + 1
            else:
                index = closing(text, index)
        index += 1


def python_functions(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node.lineno, node.end_lineno


def main():
    mistakes, looked_at = [], 0
    longest_file, longest_function = (0, ""), (0, "")
    for path in tree.files():
        python = path.suffix == ".py" or tree.is_script(path, "python")
        if not python and path.suffix not in tree.CODE and not tree.is_script(path, "sh"):
            continue
        looked_at += 1
        name, source = tree.relative(path), path.read_text()
        lines = source.count("\n")
        longest_file = max(longest_file, (lines, name))
        if lines > FILE_LIMIT:
            mistakes.append(f"{name}: {lines} lines, {FILE_LIMIT} are allowed")
        found = python_functions(source) if python else functions(source) if path.suffix in tree.CODE else ()
        for function, first, last in found:
            length = last - first + 1
            longest_function = max(longest_function, (length, f"{function} in {name}"))
            limit = MAIN_LIMIT if function == "main" else FUNCTION_LIMIT
            if length > limit:
                mistakes.append(f"{name}:{first}: {function} has {length} lines, {limit} are allowed")
    print(f"longest file: {longest_file[1]}, {longest_file[0]} lines")
    print(f"longest function: {longest_function[1]}, {longest_function[0]} lines")
    tree.finish(mistakes, looked_at)


if __name__ == "__main__":
    main()
