"""Measures the discovery of aggregations on the labelled sheets of AggreCol (validation.jl.gz).

A found aggregation counts when target cell, operator and operand cells are those of a label; blank cells
hold no number and are left out on both sides. Numbers are parsed in each file's own number format.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from fuhe.validate.discovery.discovering import discover, is_error
from fuhe.validate.discovery.grid import Aggregation, Axis, Number, NumberGrid, Operator

Item = tuple[str, tuple[int, int], tuple[tuple[int, int], ...]]

MARKS = {"Point": ".", "Comma": ",", "Space": " ", "None": ""}
OPERATORS = ("Sum", "Average", "Division", "RelativeChange")
NAMES = {
    Operator.SUM: "Sum",
    Operator.DIFFERENCE: "Sum",
    Operator.AVERAGE: "Average",
    Operator.RATIO: "Division",
    Operator.CHANGE: "RelativeChange",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path, help="validation.jl.gz of the AggreCol data")
    parser.add_argument(
        "--verbose", action="store_true", help="list what was missed or wrongly found, per sheet"
    )
    parser.add_argument("--part", type=int, choices=(0, 1), help="only every other sheet: even or odd ones")
    arguments = parser.parse_args()
    sheets = read_sheets(arguments.path)
    tallies = {name: Counter[str]() for name in OPERATORS}
    alarms, untouched, slowest = Counter[str](), 0, 0.0
    for number, sheet in enumerate(sheets):
        if arguments.part is not None and number % 2 != arguments.part:
            continue
        grid = grid_of(sheet)
        start = time.perf_counter()
        found = discover(grid)
        slowest = max(slowest, time.perf_counter() - start)
        truth, shown = truth_of(sheet, grid), {i for a in found for i in items_of(a, grid)}
        for name in OPERATORS:
            count(tallies[name], {i for i in truth if i[0] == name}, {i for i in shown if i[0] == name})
        if not sheet["aggregation_annotations"]:
            untouched += 1
            alarms["error"] += sum(len(a.fails) for a in found if is_error(a))
            alarms["any"] += sum(len(a.fails) for a in found)
        if arguments.verbose:
            explain(number, sheet, truth, shown)
    report(tallies, alarms, untouched)
    print(f"slowest sheet: {slowest:.2f} s")


def read_sheets(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def grid_of(sheet: dict[str, Any]) -> NumberGrid:
    """Numbers in the sheet's format; the words left of them and above them as labels."""
    table = sheet["table_array"]
    group, point = (MARKS[word] for word in sheet["number_format"].split())
    cells = tuple(tuple(parse(text, group, point) for text in row) for row in table)
    rows = tuple(
        "\n".join(t for t, n in zip(row[:6], ns, strict=False) if n is None and has_words(t))
        for row, ns in zip(table, cells, strict=True)
    )
    columns = tuple(
        header(column, numbers)
        for column, numbers in zip(zip(*table, strict=True), zip(*cells, strict=True), strict=True)
    )
    return NumberGrid(cells, rows, columns)


def header(column: tuple[str, ...], numbers: tuple[Number | None, ...]) -> str:
    first = next((n for n, v in enumerate(numbers) if v is not None and not 1900 <= v.value <= 2100), 0)
    return "\n".join(text for text in column[:first] if has_words(text) and len(text) < 80)


def has_words(text: str) -> bool:
    return re.search(r"[^\W\d_]|%", text) is not None


def parse(text: str, group: str, point: str) -> Number | None:
    """A cell that holds one number and nothing else; zeros that the export appended are not decimals."""
    plain = re.sub(r"\s+", " ", text.replace("\xa0", " ")).strip().replace("–", "-").replace("−", "-")
    plain = re.sub(r"^[$€£] ?(?!0\d)", "", plain.removesuffix("%").strip())
    if group:
        plain = re.sub(rf"(?<=\d){re.escape(group)}(?=\d\d\d(?!\d))", "", plain)
    if negative := re.fullmatch(r"\((.*)\)", plain):
        plain = "-" + negative[1]
    if not re.fullmatch(rf"[-+]?\s?\d*(?:{re.escape(point)}\d+)?", plain) or not re.search(r"\d", plain):
        return None
    value = Decimal(plain.replace(" ", "").replace(point, ".")).normalize()
    return Number(value, max(0, -int(value.as_tuple().exponent)))


def truth_of(sheet: dict[str, Any], grid: NumberGrid) -> set[Item]:
    found = set()
    for label in sheet["aggregation_annotations"]:
        target = tuple(label["aggregator_index"])
        found.add(item(label["operator"], target, [tuple(i) for i in label["aggregatee_indices"]], grid))
    return {i for i in found if i is not None}


def items_of(found: Aggregation, grid: NumberGrid) -> set[Item]:
    if found.operator not in NAMES:
        return set()
    lines = (found.target, *found.operands)
    if found.operator is Operator.DIFFERENCE:
        lines = (found.operands[0], found.operands[1], found.target)
    if found.operator is Operator.CHANGE:
        lines = (found.target, found.operands[0], found.operands[1])
    places = [[(n, s) if found.axis is Axis.ROWS else (s, n) for n in lines] for s in found.holds]
    items = (item(NAMES[found.operator], where[0], where[1:], grid) for where in places)
    return {i for i in items if i is not None}


def item(
    name: str, target: tuple[int, int], operands: list[tuple[int, int]], grid: NumberGrid
) -> Item | None:
    shown = [place for place in operands if grid.cells[place[0]][place[1]] is not None]
    if not shown or grid.cells[target[0]][target[1]] is None:
        return None
    ordered = name == "Division"
    return name, target, tuple(shown if ordered else sorted(shown))


def count(tally: Counter[str], truth: set[Item], shown: set[Item]) -> None:
    tally.update(right=len(truth & shown), shown=len(shown), labelled=len(truth))
    if truth or shown:
        tally.update(sheets=1, thousandths=2000 * len(truth & shown) // (len(truth) + len(shown)))


def report(tallies: dict[str, Counter[str]], alarms: Counter[str], untouched: int) -> None:
    print(
        f"{'operator':<16}{'labelled':>9}{'found':>8}{'right':>8}{'prec.':>8}{'recall':>8}{'F1':>8}{'F1/sheet':>10}"
    )
    tallies["all"] = sum(tallies.values(), Counter())
    for name, tally in tallies.items():
        right, shown, labelled = tally["right"], tally["shown"], tally["labelled"]
        precision, recall = right / max(shown, 1), right / max(labelled, 1)
        f1 = 2 * right / max(shown + labelled, 1)
        mean = tally["thousandths"] / 1000 / max(tally["sheets"], 1)
        print(
            f"{name:<16}{labelled:>9}{shown:>8}{right:>8}{precision:>8.3f}{recall:>8.3f}{f1:>8.3f}{mean:>10.3f}"
        )
    share = 100 / max(untouched, 1)
    print(
        f"sheets without aggregation: {untouched}; findings per 100 of them: "
        f"error {alarms['error'] * share:.1f}, any {alarms['any'] * share:.1f}"
    )


def explain(number: int, sheet: dict[str, Any], truth: set[Item], shown: set[Item]) -> None:
    for title, items in (("missed", truth - shown), ("wrong", shown - truth)):
        lines = Counter[tuple[Any, ...]]()
        for name, target, operands in items:
            axis = int(all(place[0] == target[0] for place in operands))
            lines[name, "col" if axis else "row", target[axis], tuple(p[axis] for p in operands)] += 1
        for line, cells in sorted(lines.items()):
            print(
                f"{number:4} {sheet['file_name'][:20]:20} {title:7} {cells:4} {line[0]:8} {line[1]} {line[2]} <- {line[3]}"
            )


if __name__ == "__main__":
    main()
