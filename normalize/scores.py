"""Indicator rows of score forms and the unit rows of result notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..schemas.labels import clean_label
from ..schemas.records import ResultRow, ScoreRow
from .numbers import find_numbers, is_numeric

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from .blocks import Block
    from .reading import TableReading

LEVELS = ("level1", "level2", "level3")


def score_rows(reading: TableReading) -> Iterator[ScoreRow]:
    """Yield one row per indicator of every indicator block; total and blank rows are left out."""
    for block in reading.blocks:
        if block.id != "indicators":
            continue
        carried, is_closed = ["", "", ""], False
        for row in range(block.start, block.end):
            if reading.is_total_row(row) or reading.is_subtotal_row(row):
                is_closed = is_closed or reading.is_total_row(row)
                continue
            levels = [reading.text_in(block, row, role).strip() for role in LEVELS]
            carried = _carry(carried, levels)
            record = _score_row(reading, block, row, carried)
            if record is not None and (not is_closed or _is_scored(reading, block, record)):
                yield record


def _is_scored(reading: TableReading, block: Block, record: ScoreRow) -> bool:
    """Below a total only rows with marks and score are indicators (the total was a group's), not the foot."""
    cells = [reading.cell_in(block, record.row, role) for role in ("level3", "marks", "score")]
    return None not in (record.weight, record.score) and len(set(map(id, cells))) == len(cells)


def _carry(carried: list[str], levels: list[str]) -> list[str]:
    """Fill blank outer levels from the row above, where the form merges by leaving blank."""
    level1 = levels[0] or carried[0]
    level2 = levels[1] or (carried[1] if not levels[0] or levels[0] == carried[0] else "")
    return [level1, level2, levels[2]]


def _score_row(reading: TableReading, block: Block, row: int, levels: list[str]) -> ScoreRow | None:
    name = levels[2] or ("" if "level3" in block.roles() else levels[1])
    weight = _number(reading, block, row, "marks")
    score = _number(reading, block, row, "score")
    target = reading.text_in(block, row, "target").strip()
    actual = reading.text_in(block, row, "actual_value").strip()
    if not clean_label(name) and weight is None and score is None and not target and not actual:
        return None
    anchor = reading.cell_in(block, row, "level3") or reading.cell_in(block, row, "level2")
    if anchor is None or anchor.row != row or anchor is reading.cell_in(block, row, "marks"):
        return None  # a cell that runs across the marks is a remark below the indicators
    sign = reading.text_in(block, row, "indicator_sign").strip()
    unit = reading.text_in(block, row, "target_unit").strip()
    return ScoreRow(
        table=reading.table.number,
        row=row,
        level1=levels[0],
        level2=levels[1],
        level3=name,
        target_text=_with_unit(f"{sign}{target}" if is_numeric(target) else target, unit),
        actual_text=_with_unit(actual, unit),
        weight=weight,
        score=score,
        deduction=_number(reading, block, row, "deduction"),
        reason=(
            reading.text_in(block, row, "reason") or reading.text_in(block, row, "deduction_reason")
        ).strip(),
        source=anchor.source,
    )


def _with_unit(text: str, unit: str) -> str:
    return f"{text}{unit}" if unit and is_numeric(text) and not text.endswith(unit) else text


def _number(reading: TableReading, block: Block, row: int, role: str) -> Decimal | None:
    """Return the only number of a cell; None where it is blank, not a number, or merged from a row above."""
    cell = reading.cell_in(block, row, role)
    if cell is None or cell.row != row:
        return None
    numbers = find_numbers(cell.text)
    return numbers[0].value if len(numbers) == 1 else None


def result_rows(reading: TableReading) -> Iterator[ResultRow]:
    """Yield one row per unit of a result notice's list, of lists side by side the left one first."""
    for block in reading.blocks:
        if block.id != "results":
            continue
        for part in block.side_by_side():
            for row in range(part.start, part.end):
                if (record := _result_row(reading, part, row)) is not None:
                    yield record


def _result_row(reading: TableReading, block: Block, row: int) -> ResultRow | None:
    score_role = "result_score" if "result_score" in block.roles() else "score"
    cell = reading.cell_in(block, row, "result_unit")
    score = _number(reading, block, row, score_role)
    grade = reading.text_in(block, row, "grade").strip()
    if cell is None or not cell.text.strip() or (score is None and not grade):
        return None
    return ResultRow(
        table=reading.table.number,
        row=row,
        rank=_number(reading, block, row, "rank"),
        unit="".join(cell.text.split()),
        score=score,
        grade=grade,
        remark=reading.text_in(block, row, "remark").strip(),
        source=cell.source,
    )
