# SPDX-License-Identifier: MIT
"""A soak as curves over its time: memory, descriptors, latency, processor."""

from measure import plot

LEFT, WIDTH, HEIGHT, GAP = 70, 700, 110, 46
COLOURS = ("#0969da", "#bc4c00", "#818b98")


def panels(samples):
    """(title, unit, {name: values}) of each."""
    def values(key, scale=1):
        return [sample[key] / scale for sample in samples]

    pairs = list(zip(samples, samples[1:]))
    busy = [(later["cpu"] - sooner["cpu"]) / (later["time"] - sooner["time"]) * 100 for sooner, later in pairs]
    return [("memory", "MiB", {"RSS": values("rss", 2**20), "PSS": values("pss", 2**20),
                               "anonymous": values("anonymous", 2**20)}),
            ("descriptors", "", {"descriptors": values("descriptors")}),
            ("latency of the watched clients", "ms", {"p50": values("p50_us", 1000), "p99": values("p99_us", 1000)}),
            ("processor", "%", {"of one processor": busy[:1] + busy})]


def thinned(values, most):
    """So many at most; the largest of each stretch, so that no peak is lost."""
    step = max(1, -(-len(values) // most))
    return [max(values[index:index + step]) for index in range(0, len(values), step)]


def curve(values, highest, y, colour):
    shown = thinned(values, WIDTH)
    points = " ".join(f"{LEFT + WIDTH * index / max(1, len(shown) - 1):.1f},{y + HEIGHT * (1 - value / highest):.1f}"
                      for index, value in enumerate(shown))
    return f'<polyline fill="none" stroke="{colour}" stroke-width="1.2" points="{points}"/>'


def panel(title, unit, series, y):
    highest = max(max(values) for values in series.values()) * 1.05 or 1
    yield plot.text(LEFT, y - 8, f"{title}{', ' + unit if unit else ''}")
    for index, name in enumerate(series):
        yield f'<rect x="{LEFT + 320 + index * 110}" y="{y - 16}" width="10" height="10" fill="{COLOURS[index]}"/>'
        yield plot.text(LEFT + 334 + index * 110, y - 7, name, style="quiet")
    for share in (0, 0.5, 1):
        yield plot.line("grid", LEFT, y + HEIGHT * (1 - share), LEFT + WIDTH, y + HEIGHT * (1 - share))
        yield plot.text(LEFT - 8, y + HEIGHT * (1 - share) + 4, f"{highest * share:.3g}", "end", "quiet")
    for colour, values in zip(COLOURS, series.values()):
        yield curve(values, highest, y, colour)


def draw(samples, path):
    drawn = panels(samples)
    height = 40 + len(drawn) * (HEIGHT + GAP)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 20} {height}" role="img">',
             "<!-- SPDX-License-Identifier: MIT -->", "<title>A soak of lanchatd</title>",
             f"<style>{plot.STYLE}</style>"]
    for index, (title, unit, series) in enumerate(drawn):
        parts += panel(title, unit, series, 30 + index * (HEIGHT + GAP))
    minutes = (samples[-1]["time"] - samples[0]["time"]) / 60
    parts.append(plot.text(LEFT + WIDTH, height - 18, f"{minutes:.1f} minutes", "end", "quiet"))
    path.write_text("\n".join([*parts, "</svg>"]) + "\n")
