# SPDX-License-Identifier: MIT
"""The results as a table to read and as JSON to keep."""

import json
import statistics


def number(value):
    """Three or four digits, whatever the size."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def absolute(values, unit):
    if not values:
        return "–"
    middle = statistics.median(values)
    if unit == "ns" and middle >= 1000:
        middle, unit = middle / 1000, "µs"
    return f"{number(middle)} {unit}"


def goal(result):
    if result.goal is None:
        return "–"
    unit = f" {result.unit}" if result.unit else ""
    return f"{result.goal:g}{unit}"


def verdict(result):
    if result.goal is None:
        return "–"
    return "reached" if result.reached else "missed"


def row(result):
    figure = f"{result.value:.2f}" if not result.unit else number(result.value)
    spread = f"{number(min(result.values))}–{number(max(result.values))}"
    against = f" ({result.against})" if result.beside and result.against != "yardstick" else ""
    repeated = f"{result.repeated}" + (f", {result.restless} in vain" if result.restless else "")
    return (f"| {result.work} | {goal(result)} | **{figure}** | {verdict(result)} | {spread} "
            f"| {absolute(result.beside, result.absolute_unit)}{against} "
            f"| {absolute(result.lanchat, result.absolute_unit)} | {repeated} | {'; '.join(result.notes)} |")


HEAD = ("| work | goal, at most | result | | least–most | beside | lanchat | repeated | |\n"
        "|---|---|---|---|---|---|---|---|---|")


def summary(results):
    judged = [result for result in results if result.goal is not None]
    reached = sum(result.reached for result in judged)
    restless = sum(result.restless for result in results)
    doubt = f"; {restless} samples are of a disturbed machine" if restless else ""
    return f"{reached} of {len(judged)} goals reached{doubt}"


def save(results, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([result.as_json() for result in results], indent=1) + "\n")
