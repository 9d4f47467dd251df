"""Formulas of a sheet as plain arithmetic on its cells: sums, products, quotients; nothing is ever evaluated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.records import Formula

if TYPE_CHECKING:
    from collections.abc import Iterator

    Operands = tuple[tuple[int, int, int], ...]

# More cells than a total adds up in any report.
_MOST_OPERANDS = 2000
_CELL = r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})"
_RANGE = re.compile(rf"{_CELL}(?::{_CELL})?")
_ROUND = re.compile(r"ROUND\((.*),\s*\d+\s*\)")
_SUM = re.compile(r"SUM\(([^()]*)\)")
_ADDED = re.compile(rf"\s*([+-]?)\s*(SUM\([^()]*\)|{_CELL})\s*")
_PRODUCT = re.compile(rf"\s*{_CELL}\s*\*\s*{_CELL}\s*")
_QUOTIENT = re.compile(rf"\s*{_CELL}\s*/\s*{_CELL}\s*(\*\s*100(?:\.0+)?\s*)?")


def read_formula(text: str, row: int, column: int) -> Formula | None:
    """Return a formula as arithmetic; None if it is anything else, or reaches into other sheets.

    Args:
        text: As stored, e.g. "=SUM(B2:B5)-C3".
        row: Row of its cell, from 0.
        column: Its column.

    Examples:
        >>> read_formula("=B2/B3*100", 0, 0)
        Formula(row=0, column=0, text='=B2/B3*100', operator='%', operands=((1, 1, 1), (2, 1, -1)))
    """
    body = text.removeprefix("=").strip().upper()
    while rounded := _ROUND.fullmatch(body):
        body = rounded[1].strip()
    if found := _PRODUCT.fullmatch(body):
        return Formula(row, column, text, "*", (_cell(found[1], found[2]), _cell(found[3], found[4])))
    if found := _QUOTIENT.fullmatch(body):
        operands = (_cell(found[1], found[2]), _cell(found[3], found[4], -1))
        return Formula(row, column, text, "%" if found[5] else "/", operands)
    summed = _sum(body)
    return None if summed is None else Formula(row, column, text, "+", summed)


def _cell(letters: str, digits: str, weight: int = 1) -> tuple[int, int, int]:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(digits) - 1, column - 1, weight


def _sum(body: str) -> Operands | None:
    """Return what a chain of cells and SUMs adds up; None if it is no such chain, or nothing is added."""
    operands: list[tuple[int, int, int]] = []
    at = 0
    while at < len(body):
        found = _ADDED.match(body, at)
        if found is None or (at and not found[1]):
            return None
        added = _addend(found[2], -1 if found[1] == "-" else 1)
        if added is None or len(operands) + len(added) > _MOST_OPERANDS:
            return None
        operands += added
        at = found.end()
    return tuple(operands) if len(operands) > 1 else None


def _addend(text: str, weight: int) -> list[tuple[int, int, int]] | None:
    summed = _SUM.fullmatch(text)
    parts = summed[1].split(",") if summed else [text]
    operands: list[tuple[int, int, int]] = []
    for part in parts:
        found = _RANGE.fullmatch(part.strip())
        if found is None:
            return None
        first = _cell(found[1], found[2])
        last = _cell(found[3], found[4]) if found[3] else first
        operands += _between(first, last, weight)
        if len(operands) > _MOST_OPERANDS:
            return None
    return operands


def _between(
    first: tuple[int, int, int], last: tuple[int, int, int], weight: int
) -> Iterator[tuple[int, int, int]]:
    """Yield the cells of a range, at most one more than a formula may have."""
    count = 0
    for row in range(min(first[0], last[0]), max(first[0], last[0]) + 1):
        for column in range(min(first[1], last[1]), max(first[1], last[1]) + 1):
            count += 1
            if count > _MOST_OPERANDS + 1:
                return
            yield row, column, weight
