#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""clang-tidy over every source in src: `tidy.py BUILD_TREE`, a tree that clang has been configured for.

Four fifths of the time go into the headers of Asio and of the standard library, which every check walks through again
in every file. So several files are looked at together, as a batch that includes them: one of each module, since what
two files of different modules name alike is in different namespaces. The checks of ALONE speak of no file that is
included; they see the files that hold what they look for one by one. That the others say the same of a file in a
batch as of the file alone was tried with forty kinds of mistakes."""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

import tree

SOURCES = tree.ROOT / "src"
# Half of the other program: Asio itself, compiled once, before anybody has included a header of it.
BY_THEMSELVES = {"src/async/asio.cpp"}
ALONE = {
    "misc-unused-using-decls": re.compile(r"^\s*using\s+(?!namespace\b)[\w:\s]*::\s*\w+\s*[;,]", re.M),
    "bugprone-suspicious-include": re.compile(r"^\s*#\s*include\s*[<\"].*\.c(c|pp|xx)?[>\"]", re.M),
}


class Source:
    def __init__(self, entry):
        self.path = pathlib.Path(entry["file"])
        self.name = tree.relative(self.path)
        self.module = self.path.relative_to(SOURCES).parts[0]
        words = shlex.split(entry["command"])
        start = next(index for index, word in enumerate(words) if "clang" in pathlib.Path(word).name)
        self.compiler = words[start]
        self.options = options_of(words[start + 1 :])

    @property
    def has_main(self):
        return self.path.name == "main.cpp"


def options_of(words):
    """What a compile command says about the language, the headers and the definitions, an option a tuple."""
    options, index = [], 0
    while index < len(words):
        word = words[index]
        if word in ("-o", "-MF", "-MT", "-c"):
            index += 2
        elif word in ("-I", "-isystem", "-include"):
            options.append((word, words[index + 1]))
            index += 2
        else:
            if not word.startswith(("-M", "-O")):
                options.append((word,))
            index += 1
    return options


class Batch:
    def __init__(self):
        self.sources = []

    def takes(self, source):
        if any(source.name in BY_THEMSELVES or other.name in BY_THEMSELVES for other in self.sources):
            return False
        return all(other.module != source.module and not (other.has_main and source.has_main)
                   for other in self.sources)

    def command(self, file):
        options = dict.fromkeys(option for source in self.sources for option in source.options)
        return [self.sources[0].compiler, *(word for option in options for word in option), "-c", str(file)]


def batches_of(sources):
    batches = []
    for source in sources:
        taking = [batch for batch in batches if batch.takes(source)]
        if not taking:
            taking = [Batch()]
            batches += taking
        min(taking, key=lambda batch: len(batch.sources)).sources.append(source)
    return batches


def sources_of(build):
    found = [Source(entry) for entry in json.loads((build / "compile_commands.json").read_text())
             if pathlib.Path(entry["file"]).is_relative_to(SOURCES)]
    # The largest module first: it decides how many batches there are.
    count = {module: sum(source.module == module for source in found) for module in {s.module for s in found}}
    return sorted(found, key=lambda source: (-count[source.module], source.name))


def write_batches(folder, batches):
    """A translation unit for each batch and the database that says how it is compiled."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("batch_*.cpp"):
        old.unlink()
    database, files = [], []
    for number, batch in enumerate(batches):
        file = folder / f"batch_{number:02}.cpp"
        file.write_text("".join(f'#include "{source.path}"\n' for source in batch.sources))
        database.append({"directory": str(folder), "file": str(file), "arguments": batch.command(file)})
        files.append(file)
    (folder / "compile_commands.json").write_text(json.dumps(database, indent=1))
    return files


def work_of(build, sources, batches):
    """(database, file, checks) for each run of clang-tidy, the longest first."""
    folder = build / "batches"
    never_included = ",".join("-" + check for check in ALONE)
    yield from ((folder, file, never_included) for file in write_batches(folder, batches))
    for source in sources:
        text = source.path.read_text()
        checks = [check for check, pattern in ALONE.items() if pattern.search(text)]
        if checks:
            yield build, source.path, "-*," + ",".join(checks)


def tidy(database, file, checks):
    done = subprocess.run(["clang-tidy-19", "-quiet", f"-checks={checks}", "-warnings-as-errors=*", "-p",
                           str(database), str(file)], capture_output=True, check=False)
    return done.returncode, (done.stderr + done.stdout).decode(errors="replace")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    given = parser.parse_args()
    build = given.build.resolve()
    sources = sources_of(build)
    work = list(work_of(build, sources, batches_of(sources)))
    with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        outcomes = list(pool.map(lambda run: tidy(*run), work))
    said = [text for status, text in outcomes if status != 0]
    print(f"{len(sources)} files in {len(work)} runs, {len(said)} of them with mistakes")
    tree.finish(said, len(sources))


if __name__ == "__main__":
    main()
