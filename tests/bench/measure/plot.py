# SPDX-License-Identifier: MIT
"""The ratios as a picture: one line a work, with its goal. Readable on a light and on a dark page."""

import html
import math

LABELS, PLOT, ROW, TOP, BOTTOM, RIGHT = 190, 520, 22, 56, 40, 60
MARKS = (0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 4, 6, 8)

STYLE = """
text { font: 12px system-ui, sans-serif; fill: #1f2328 }
.quiet { fill: #59636e }
.grid { stroke: #d1d9e0 }
.one { stroke: #818b98; stroke-width: 1.5 }
.spread { stroke: #818b98; stroke-width: 2 }
.goal { stroke: #1f2328; stroke-width: 2.5 }
.reached { fill: #0969da; stroke: #0969da }
.missed { fill: #ffffff; stroke: #bc4c00; stroke-width: 2.5 }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc }
  .quiet { fill: #9198a1 }
  .grid { stroke: #3d444d }
  .one, .spread { stroke: #9198a1 }
  .goal { stroke: #f0f6fc }
  .reached { fill: #4493f8; stroke: #4493f8 }
  .missed { fill: #0d1117; stroke: #db6d28 }
}
"""


class Scale:
    """Where a ratio lies: logarithmic, so that half and double are as far from one."""

    def __init__(self, values):
        self.low = min(0.9, *values) / 1.05
        self.high = max(1.6, *values) * 1.05

    def marks(self):
        return [mark for mark in MARKS if self.low <= mark <= self.high]

    def __call__(self, ratio):
        inside = min(max(ratio, self.low), self.high)
        return LABELS + PLOT * math.log(inside / self.low) / math.log(self.high / self.low)


def line(style, x1, y1, x2, y2):
    return f'<line class="{style}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def text(x, y, words, anchor="start", style=""):
    return f'<text class="{style}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{html.escape(words)}</text>'


def dot(style, x, y):
    return f'<circle class="{style}" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>'


def legend():
    y = 20
    return [dot("reached", LABELS + 6, y - 4), text(LABELS + 16, y, "goal reached"),
            dot("missed", LABELS + 116, y - 4), text(LABELS + 126, y, "missed"),
            line("goal", LABELS + 196, y - 11, LABELS + 196, y + 3), text(LABELS + 204, y, "goal"),
            line("spread", LABELS + 256, y - 4, LABELS + 280, y - 4), text(LABELS + 288, y, "least to most"),
            text(0, y, "lower is better", style="quiet")]


def grid(scale, bottom):
    for mark in scale.marks():
        x = scale(mark)
        yield line("one" if mark == 1 else "grid", x, TOP - 12, x, bottom)
        yield text(x, bottom + 16, f"{mark:g}", "middle", "quiet")
    yield text(LABELS + PLOT / 2, bottom + 34, "times the cost of what it is compared with", "middle", "quiet")


def work_line(result, scale, y):
    yield text(LABELS - 12, y + 4, result.work, "end")
    yield line("spread", scale(min(result.values)), y, scale(max(result.values)), y)
    yield line("goal", scale(result.goal), y - 8, scale(result.goal), y + 8)
    yield dot("reached" if result.reached else "missed", scale(result.value), y)
    yield text(LABELS + PLOT + RIGHT, y + 4, f"{result.value:.2f}", "end")


def draw(results, path):
    """Only what is a ratio and has a goal."""
    shown = [result for result in results if not result.unit and result.goal]
    if not shown:
        raise SystemExit("nothing to plot: no work with a ratio was measured")
    scale = Scale([value for result in shown for value in (*result.values, result.goal)])
    width, bottom = LABELS + PLOT + RIGHT + 8, TOP + ROW * len(shown)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {bottom + BOTTOM}" role="img">',
             "<!-- SPDX-License-Identifier: MIT -->",
             "<title>What lanchat costs beside the least a program can do</title>", f"<style>{STYLE}</style>",
             *legend(), *grid(scale, bottom)]
    for index, result in enumerate(shown):
        parts += work_line(result, scale, TOP + ROW * index)
    path.write_text("\n".join([*parts, "</svg>"]) + "\n")
