"""Result lists (通报结果表) and score and deduction sheets (得分扣分表): rows, and what must hold."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from .figures import Broken, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .layouts import Rows

Pair = tuple[str, tuple[str, str]]


# ------------------------------------------------------------------ result list


def result_rows(data: Mapping[str, Any]) -> Rows:
    """Return header and rows; an entry without a grade of its own gets the grade of its band."""
    rows: Rows = [["序号", "单位", "分数", "等次", "备注"]]
    for number, entry in enumerate(_entries(data), start=1):
        rows.append([str(number), *entry])
    return rows


def result_exports(data: Mapping[str, Any]) -> dict[str, str]:
    """Return counts by printed grade as l1_grade1 (best) …, and l1_count."""
    entries = _entries(data)
    counts = Counter(entry[2] for entry in entries)
    found = {f"{data['results']}_count": str(len(entries))}
    for number, (_, word) in enumerate(data["bands"], start=1):
        found[f"{data['results']}_grade{number}"] = str(counts[word])
    return found


def result_names(data: Mapping[str, Any], word: str) -> list[str]:
    """Return the units of one grade in list order."""
    return [entry[0] for entry in _entries(data) if entry[2] == word]


def check_results(data: Mapping[str, Any]) -> Broken:
    """Return what does not hold: band of the grade, falling scores, one row per unit."""
    return {f"{data['results']}.{name}": pair for name, pair in _check_results(data)}


def _check_results(data: Mapping[str, Any]) -> Iterator[Pair]:
    entries = _entries(data)
    for number, (unit, score, grade, _) in enumerate(entries, start=1):
        band = _band(Decimal(score), data["bands"])
        if grade != band:
            yield f"row{number}.band", (grade, band)
        if number > 1 and Decimal(score) > Decimal(entries[number - 2][1]):
            yield f"row{number}.order", (score, entries[number - 2][1])
        if unit in {entry[0] for entry in entries[: number - 1]}:
            yield f"row{number}.twice", (unit, "")


def _entries(data: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    entries = []
    for row in data["entries"]:
        unit, score, *rest = [str(value) for value in row]
        remark = rest[0] if rest else ""
        grade = rest[1] if len(rest) > 1 else _band(Decimal(score), data["bands"])
        entries.append((unit, score, grade, remark))
    return entries


def _band(score: Decimal, bands: Sequence[tuple[Any, str]]) -> str:
    return next(word for low, word in bands if score >= Decimal(str(low)))


# ------------------------------------------------------------------ score and deduction sheet


def sheet_rows(data: Mapping[str, Any]) -> Rows:
    """Return the sheet: first and second level with their marks, one row per indicator, and the total."""
    rows: Rows = [["一级指标", "二级指标", "三级指标", "分值", "得分", "扣分", "扣分说明", "评价要点"]]
    for name, marks, group in _sheet_groups(data):
        first = f"{name}\n（{marks}分）|r{len(group)}"
        for level2, same in groupby(group, key=lambda row: (row[0], row[1])):
            members = list(same)
            second = f"{level2[0]}（{level2[1]}分）|r{len(members)}"
            for row in members:
                rows.append([*[text for text in (first, second) if text], *row[2:]])
                first = second = ""
    rows.append(["合计|c3", *[str(value) for value in data["total"]], "", ""])
    return rows


def check_sheet(data: Mapping[str, Any]) -> Broken:
    """Return what does not hold: marks less score, marks in brackets, columns of the total row."""
    return {f"{data['sheet']}.{name}": pair for name, pair in _check_sheet(data)}


def _check_sheet(data: Mapping[str, Any]) -> Iterator[Pair]:
    columns = [Decimal(0), Decimal(0), Decimal(0)]
    number = 0
    for name, marks, group in _sheet_groups(data):
        if (weight := sum(Decimal(row[3]) for row in group)) != Decimal(marks):
            yield f"group.{name}", (marks, trimmed(Decimal(weight)))
        for (level2, second), same in groupby(group, key=lambda row: (row[0], row[1])):
            if (weight := sum(Decimal(row[3]) for row in same)) != Decimal(second):
                yield f"group.{level2}", (second, trimmed(Decimal(weight)))
        for row in group:
            number += 1
            values = [Decimal(text or 0) for text in row[3:6]]
            columns = [total + value for total, value in zip(columns, values, strict=True)]
            yield from _check_sheet_row(number, row, values)
    for name, printed, total in zip(("marks", "score", "deduction"), data["total"], columns, strict=True):
        if Decimal(str(printed)) != total:
            yield f"total.{name}", (str(printed), trimmed(total))


def _check_sheet_row(number: int, row: Sequence[str], values: Sequence[Decimal]) -> Iterator[Pair]:
    if values[0] - values[1] != values[2]:
        yield f"row{number}.deduction", (row[5], trimmed(values[0] - values[1]))
    if values[2] and not row[6].strip():
        yield f"row{number}.reason", (row[5], "")


def _sheet_groups(data: Mapping[str, Any]) -> Iterator[tuple[str, str, list[list[str]]]]:
    for group in data["groups"]:
        yield group["name"], str(group["marks"]), [[str(value) for value in row] for row in group["items"]]
