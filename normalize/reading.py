"""What every cell of a table means: which row label, column, stage, period and unit its numbers have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from ..schemas.labels import clean_label, unit_in_label
from ..schemas.layouts import load_layouts
from ..schemas.records import Kind, Stage
from .blocks import find_blocks
from .grid import Grid
from .naming import amounts_named, group_indicator, is_rate, named_group
from .numbers import find_numbers, is_numeric
from .plain_tables import (
    Headers,
    first_named,
    indicator_of_column,
    naming_headers,
    period_above,
    stage_above,
    unit_above,
)
from .prose_labels import of_whole_unit
from .stages import stage_of

if TYPE_CHECKING:
    from ..schemas.records import Cell, Table
    from .blocks import Block, Span


LONG = 40  # characters; a longer cell holds text
FULL_MARKS = frozenset({Decimal(100)})  # a lone total of 100 may be the marks or the score
OWN_LABEL_BLOCKS = frozenset({"staff", "building", "funds"})  # there the column names the figure, not the row


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the numbers of a cell have in common, before their own text is looked at.

    Attributes:
        label: Words that name the number.
        indicator: Id in the catalogue; None if unknown.
        kind: Kind of a bare number; None if the number must say.
        unit: Unit of a bare number; None if nothing says.
        stage: Stage of the budget year; None if it has none.
        period: Year as "2023"; None if nothing says.
        entity: Unit of a result notice's row; None elsewhere.
        is_prose: The cell holds running text; its numbers take their labels from the words.
    """

    label: str
    indicator: str | None = None
    kind: Kind | None = None
    unit: str | None = None
    stage: Stage | None = None
    period: str | None = None
    entity: str | None = None
    is_prose: bool = False


class TableReading:
    """Reads one table: its blocks, its unit, and the meaning of each cell."""

    def __init__(self, table: Table, fiscal_year: int | None) -> None:
        self.table = table
        self.grid = Grid(table)
        self.headers = Headers(self.grid)
        self.blocks = find_blocks(self.grid)
        self.fiscal_year = fiscal_year
        self._left: dict[tuple[int, int], str] = {}  # nearest words left of a place, as far as asked for

    @cached_property
    def unit(self) -> str | None:
        """Unit printed above the table, in its caption, or alone in its first rows."""
        texts = [self.table.unit_line, self.table.caption]
        texts += [cell.text for row in range(min(3, self.table.n_rows)) for cell in self.grid.starts(row)]
        for text in texts:
            if text and "单位" in text and (unit := unit_in_label(text)):
                return unit
        return unit_in_label(self.table.caption) if self.table.caption else None

    def block_at(self, row: int) -> Block | None:
        """Return the block whose body holds a row; None outside of all blocks."""
        return next((b for b in self.blocks if b.start <= row < b.end), None)

    def meaning(self, cell: Cell) -> Meaning:
        """Return what the numbers of a cell mean."""
        block = self.block_at(cell.row)
        if self._is_number_of_line(cell):
            return Meaning(label="", kind=Kind.ORDINAL)
        if is_running_text(cell.text) and not (block and block.id == "indicators"):
            return Meaning(label="", unit=None, is_prose=True)
        if block is None or (block.id == "expenditure" and block.first_value_column() == 0):
            return self._plain(cell)  # no words stand left of the figures: the headers above name them
        if block.id == "indicators" and (total := self._paired_total(cell)):
            return total
        span = block.span_of(cell)
        if span is None or span.column is None or self._is_pair_row(block, cell.row):
            return self._pair(cell, block)
        return self._in_column(cell, block, span)

    def _is_number_of_line(self, cell: Cell) -> bool:
        """Return whether a figure numbers a column or a row, or is the code of what the row is about."""
        if not is_numeric(cell.text):
            return False
        headers = self.headers.above(cell)
        is_code = bool(headers) and clean_label(headers[0]) in load_layouts().code_columns
        return is_code or self.headers.is_numbering(cell.row)

    # ------------------------------------------------------------ blocks

    def _paired_total(self, cell: Cell) -> Meaning | None:
        """Read a total row that names its figures itself: "总分值 100 总得分 97.5"."""
        label = self._label_in_or_left(cell)[0]
        role = load_layouts().total_labels.get(label)
        if role is None or not self.is_total_row(cell.row):
            return None
        indicator = load_layouts().column_indicators["total"][role]
        period = str(self.fiscal_year) if self.fiscal_year else None
        return Meaning(label, indicator, Kind.SCORE, "分", period=period)

    def _in_column(self, cell: Cell, block: Block, span: Span) -> Meaning:
        column = span.column
        assert column is not None
        label = self.row_label(block, cell.row)
        by_column = self._column_indicator(cell, block, column.role)
        if column.role in ("level1", "level2"):
            label, by_column = clean_label(cell.text), group_indicator(cell.text)
        elif span.group:
            by_column = self._fund_named(clean_label(span.header))
        elif by_column and block.id in OWN_LABEL_BLOCKS:
            label = clean_label(span.header)
        indicator = by_column
        if indicator is None and not span.group:
            indicator = self._row_indicator(block, cell.row, label, column.kind)
        kind = column.kind
        unit = span.unit or (self._inherited_unit(block, cell.row) if kind in (Kind.AMOUNT, None) else None)
        if kind is Kind.SCORE:
            unit = "分"
        elif kind is Kind.COUNT:
            unit = unit or "人"
        return Meaning(
            label=label or span.header,
            indicator=indicator,
            kind=kind,
            unit=unit if kind is not None else None,
            stage=column.stage,
            period=self._period(block, span),
            entity=self._entity(block, cell, span),
            is_prose=kind is None and is_running_text(cell.text),
        )

    def _entity(self, block: Block, cell: Cell, span: Span) -> str | None:
        if block.has_own_totals():
            return self.row_label(block, cell.row) or None
        part = next(part for part in block.side_by_side() if span in part.spans)
        return "".join(self.text_in(part, cell.row, "result_unit").split()) or None

    def _column_indicator(self, cell: Cell, block: Block, role: str) -> str | None:
        groups = load_layouts().column_indicators
        if block.id == "indicators" and self.is_total_row(cell.row):
            return groups["total"].get(role)
        if role in ("marks", "score") and block.has_own_totals() and not self.is_total_row(cell.row):
            return None
        if block.id == "indicators" and self.is_subtotal_row(cell.row):
            return None
        if block.id == "indicators" and role in ("marks", "score") and self._is_of_group(cell, block, role):
            left = self.grid.at(cell.row, cell.column - 1)
            return named_group(left.text) if left and role == "marks" else None
        return groups.get(block.id, {}).get(role)

    def _is_of_group(self, cell: Cell, block: Block, role: str) -> bool:
        """In sheets with a marks column per level, the outer ones hold the marks of their group."""
        return [s for s in block.spans if s.role == role][-1].first > cell.column

    def _row_indicator(self, block: Block, row: int, label: str, kind: Kind | None) -> str | None:
        if kind is not Kind.AMOUNT:
            return None
        if block.id == "funds" and label in load_layouts().fund_names and self._has_indicators():
            return load_layouts().fund_names[label]
        hits = amounts_named(label, load_layouts().row_sections.get(block.id, ()))
        if hits or block.id != "expenditure":
            return hits[0].id if hits else None
        return self._item_of_list(block, row)

    def _fund_named(self, label: str) -> str | None:
        layouts = load_layouts()
        hits = amounts_named(label, layouts.row_sections["funds"])
        return layouts.fund_names.get(label) or (hits[0].id if hits else None)

    def _has_indicators(self) -> bool:
        return any(block.id == "indicators" for block in self.blocks)

    def _item_of_list(self, block: Block, row: int) -> str | None:
        """A row with a name of its own below "专项资金（一个专项一行）" is one of its items."""
        for above in range(row - 1, block.start - 1, -1):
            if hits := amounts_named(self.row_label(block, above), load_layouts().row_sections[block.id]):
                return load_layouts().list_items.get(hits[0].id)
        return None

    def _is_pair_row(self, block: Block, row: int) -> bool:
        """Return whether words stand under a value column: label and value alternate in such a row."""
        if block.id == "indicators":
            return False
        first = block.first_value_column()
        numeric = [s for s in block.spans if s.column and s.column.kind]
        for cell in self.grid.row(row):
            is_under = any(
                s.first <= cell.column + cell.colspan - 1 and cell.column <= s.last for s in numeric
            )
            words = clean_label(cell.text)
            if is_under and cell.column >= first and len(words) > 2 and not is_numeric(cell.text):
                return not find_numbers(words) or "：" in cell.text.replace(":", "：")
        return False

    def _pair(self, cell: Cell, block: Block) -> Meaning:
        label, unit_text = self._label_in_or_left(cell)
        if block.id == "indicators":
            total = self._total_across(cell, block) if self.is_total_row(cell.row) else None
            kind = Kind.SCORE if total else None
            return Meaning(label, total or group_indicator(cell.text), kind, "分" if total else None)
        hits = amounts_named(label, load_layouts().row_sections.get(block.id, ()))
        unit = unit_in_label(unit_text) or self._inherited_unit(block, cell.row)
        period = str(self.fiscal_year) if self.fiscal_year else None
        stage = None if hits else stage_of(label)  # "一般公共预算" names a source of funds, no stage
        return Meaning(label, hits[0].id if hits else None, Kind.AMOUNT, unit, stage, period)

    def _total_across(self, cell: Cell, block: Block) -> str | None:
        """A total merged across marks and score is the score, unless it may be the full marks."""
        numbers = find_numbers(cell.text)
        roles = {span.role for span in block.spans if cell.column <= span.first < cell.column + cell.colspan}
        roles &= {"marks", "score"}
        if len(numbers) != 1 or not roles or (len(roles) > 1 and numbers[0].value in FULL_MARKS):
            return None
        return load_layouts().column_indicators["total"]["score" if "score" in roles else "marks"]

    def _label_in_or_left(self, cell: Cell) -> tuple[str, str]:
        """Return (label, printed label): words before the number in the cell, else the cell to the left."""
        numbers = find_numbers(cell.text)
        before = cell.text[: numbers[0].start] if numbers else cell.text
        if clean_label(before):
            return clean_label(before), before
        left = self.text_left_of(cell)
        return clean_label(left), left

    def text_left_of(self, cell: Cell) -> str:
        """Return the nearest words to the left in the row; empty if there are none."""
        column, passed, found = cell.column, [], ""
        while column > 0:
            if (cell.row, column) in self._left:
                found = self._left[cell.row, column]
                break
            passed.append(column)
            column -= 1
            other = self.grid.at(cell.row, column)
            if other is not None and clean_label(other.text) and not is_numeric(other.text):
                found = other.text
                break
        self._left.update(((cell.row, place), found) for place in passed)
        return found

    def row_label(self, block: Block, row: int) -> str:
        """Return the cleaned row label: of an indicator row its 三级指标, else the words left of the values."""
        if block.id == "indicators":
            return clean_label(self.text_in(block, row, "level3") or self.text_in(block, row, "level2"))
        return clean_label(self._row_stub(block, row))

    def _row_stub(self, block: Block, row: int) -> str:
        stubs = [
            cell
            for cell in self.grid.row(row)
            if cell.column < max(block.first_value_column(), 1) and clean_label(cell.text)
        ]
        own = [cell for cell in stubs if cell.row >= block.start] or stubs
        return own[-1].text if own else ""

    def text_in(self, block: Block, row: int, role: str) -> str:
        """Return the text of a row in the last column with a role that has any; empty if none has."""
        cells = (self.grid.at(row, span.first) for span in reversed(block.spans) if span.role == role)
        return next((cell.text for cell in cells if cell and cell.text.strip()), "")

    def cell_in(self, block: Block, row: int, role: str) -> Cell | None:
        """Return the cell of a row in the last column with a role; None if the block has none."""
        for span in reversed(block.spans):
            if span.role == role:
                return self.grid.at(row, span.first)
        return None

    def is_total_row(self, row: int) -> bool:
        """Return whether a row of an indicator block is its 总分 or 合计, with or without a figure ("总分：96")."""
        return any(load_layouts().is_total_label(cell.text) for cell in self.grid.starts(row))

    def is_subtotal_row(self, row: int) -> bool:
        """Return whether a row of an indicator block adds up a group ("小计")."""
        labels = (clean_label(cell.text) for cell in self.grid.starts(row))
        return any(label.endswith(word) for label in labels for word in load_layouts().subtotal_rows)

    def _inherited_unit(self, block: Block, row: int) -> str | None:
        """Unit of the row's label, the side label, the header row, or of the whole table."""
        texts = [cell.text for cell in self.grid.row(row) if cell.column < max(block.first_value_column(), 1)]
        texts += [cell.text for cell in self.grid.row(block.header_row) if len(cell.text) < 30]
        for text in texts:
            if unit := unit_in_label(text):
                return unit
        return self.unit

    def _period(self, block: Block, span: Span) -> str | None:
        if span.year:
            return str(span.year)
        if self.fiscal_year is None or span.column is None:
            return None
        known = {s.year for s in block.spans if s.year}
        year = self.fiscal_year if not known or self.fiscal_year in known else max(known)
        return str(year - 1 if span.column.is_prior else year)

    # ------------------------------------------------------------ plain tables

    def _plain(self, cell: Cell) -> Meaning:
        """Row stub and column headers of a table that has no known layout."""
        headers = self.headers.above(cell)
        naming = naming_headers(headers)
        header = clean_label(naming[0]) if naming else ""
        label, printed = self._label_in_or_left(cell)
        above = indicator_of_column(naming, lambda: self._named)
        named = self._row_named(label)
        if named and above and is_rate(above) and not is_rate(named) and re.search("[%％]", cell.text):
            named, label = None, header  # beside "执行数：186" the header names the rate
        indicator = of_whole_unit(named or above, self.table.caption or "")
        return Meaning(
            label=label or header,
            indicator=indicator,
            kind=None,
            unit=unit_in_label(printed) or unit_above(headers[:1]) or self.unit,
            stage=None if indicator and is_rate(indicator) else stage_above(headers, label),
            period=period_above(headers, label, self.fiscal_year),
        )

    def _row_named(self, label: str) -> str | None:
        """Return what a row is of; among 工资福利支出 and 商品和服务支出 公务接待费 is the item of that class."""
        if self._named.issuperset(load_layouts().economic_class):
            hits = amounts_named(label, ("economic_class",)) if label else []
            if hits:
                return hits[0].id
        return first_named(label)

    @cached_property
    def _named(self) -> frozenset[str]:
        """Indicators that the words of the table name."""
        found = (first_named(clean_label(cell.text)) for cell in self.table.cells if len(cell.text) < LONG)
        return frozenset(name for name in found if name)


def is_running_text(text: str) -> bool:
    """Return whether a cell holds sentences rather than a value or a label."""
    return len(text) > LONG or any(mark in text for mark in "。；")
