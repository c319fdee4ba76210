# SPDX-License-Identifier: MIT
"""Where an exchange's processor time goes, by layer: sampled with perf, drawn as one bar for each server and work."""

import contextlib
import re
import subprocess
import tempfile

from measure import load, plot
from measure.servers import lanchatd, yardstick

WORKS = (("1 on the way", 1), ("64 on the way", 64))
SECONDS = 3

# The first pattern that is found in "program symbol" names the layer.
LAYERS = (("kernel", r"kernel\.kallsyms|\[unknown\]"),
          ("C library", r"^(libc|\[vdso\]|libstdc)"),
          ("Asio", r"boost::asio"),
          ("waiting (async)", r"lanchat::async"),
          ("session (net)", r"lanchat::net"),
          ("policy", r"lanchat::policy"),
          ("framing (protocol)", r"lanchat::protocol"),
          ("the rest", r""))
COLOURS = ("#818b98", "#54aeff", "#bf8700", "#8250df", "#1f883d", "#cf222e", "#bc4c00", "#0969da")


def layer_of(line):
    return next(index for index, (_, pattern) in enumerate(LAYERS) if re.search(pattern, line))


def profile(server):
    """The share of each layer in the processor time of the next two thirds of the load."""
    with tempfile.NamedTemporaryFile() as data:
        record = ["perf", "record", "-q", "-e", "cpu-clock", "-F", "5000", "-p", server.pid, "-o", data.name, "--",
                  "sleep", SECONDS * 2 / 3]
        subprocess.run(list(map(str, record)), check=True, capture_output=True)
        report = ["perf", "report", "-i", data.name, "--stdio", "--no-children", "--sort", "dso,sym"]
        said = subprocess.run(report, check=True, capture_output=True, text=True).stdout
    shares = [0.0] * len(LAYERS)
    for percent, what in re.findall(r"^\s+(\d+\.\d+)%\s+(\S+\s+.*)$", said, re.M):
        shares[layer_of(what)] += float(percent) / 100
    return shares


def measured(bench, server, depth):
    """Nanoseconds of each layer for an operation."""
    command = [bench.programs / "load", *load.words("closed", [(server, {})],
                                                    {"clients": 50, "depth": depth, "seconds": SECONDS})]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=load.on({bench.there})) as process:
        shares = profile(server)
        process.wait()
    cost = load.run(bench, "closed", [(server, {})], clients=50, depth=depth, seconds=1).servers[0].cost
    return [share / sum(shares) * cost for share in shares]


def bars(bench):
    """(what, nanoseconds by layer) for each server and work."""
    with contextlib.ExitStack() as running:
        servers = [running.enter_context(yardstick(bench, "line")), running.enter_context(lanchatd(bench))]
        for what, depth in WORKS:
            for server in servers:
                yield f"{server.name.replace('yardstick_stream', 'yardstick')}, {what}", measured(bench, server, depth)


def draw(found, path):
    """Each work has a scale of its own: its longest bar is as wide as the picture."""
    left, width, row = 190, 560, 30
    parts = []
    for index, (what, layers) in enumerate(found):
        longest = max(sum(other) for name, other in found if name.split(", ")[1] == what.split(", ")[1])
        x, y = left, 20 + row * index
        parts.append(plot.text(left - 10, y + 14, what, "end"))
        for colour, nanoseconds in zip(COLOURS, layers):
            length = nanoseconds / longest * width
            parts.append(f'<rect x="{x:.1f}" y="{y}" width="{length:.1f}" height="20" fill="{colour}"/>')
            x += length
        parts.append(plot.text(x + 8, y + 14, f"{sum(layers):,.0f} ns"))
    bottom = 20 + row * len(found) + 12
    for index, (name, _) in enumerate(LAYERS):
        x, y = left + index % 4 * 160, bottom + index // 4 * 20
        parts.append(f'<rect x="{x}" y="{y}" width="12" height="12" fill="{COLOURS[index]}"/>')
        parts.append(plot.text(x + 18, y + 11, name))
    head = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 90} {bottom + 44}" role="img">',
            "<!-- SPDX-License-Identifier: MIT -->", "<title>Where the processor time of an exchange goes</title>",
            f"<style>{plot.STYLE}</style>"]
    path.write_text("\n".join([*head, *parts, "</svg>"]) + "\n")


def table(found):
    """The same in figures, as Markdown."""
    head = "| ns | " + " | ".join(what for what, _ in found) + " |\n|" + "---|" * (len(found) + 1)
    rows = [f"| {name} | " + " | ".join(f"{layers[index]:,.1f}" for _, layers in found) + " |"
            for index, (name, _) in enumerate(LAYERS)]
    return "\n".join([head, *rows])
