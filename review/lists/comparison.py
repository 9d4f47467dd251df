"""Two runs compared: findings that are new, still there with the same or other figures, or gone.

Like `compare` of the R package validate, this is a partition: every finding of either run is in exactly one class.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ...lake import figures_of
from .discrepancies import Filters, discrepancies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    import pyarrow as pa

    from ...lake import Lake
    from .discrepancies import Discrepancy

    Key = tuple[str, str]  # organisation and finding


class Change(StrEnum):
    """What became of a finding."""

    NEW = "new"
    CHANGED = "changed"
    STILL = "still"
    GONE = "gone"


HEADERS = (
    "变化",
    "单位名称",
    "年度",
    "文件",
    "规则编号",
    "位置",
    "原文中数",
    "原复算数",
    "现文中数",
    "现复算数",
    "问题",
    "问题编号",
)
CHANGE_WORDS = {
    Change.NEW: "新增",
    Change.CHANGED: "数字有变",
    Change.STILL: "仍在",
    Change.GONE: "已消除",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """A finding in two runs.

    Attributes:
        change: What became of it.
        old: As the earlier run has it; None if it is new.
        new: As the later run has it; None if it is gone.
    """

    change: Change
    old: Discrepancy | None
    new: Discrepancy | None

    @property
    def row(self) -> Discrepancy:
        """The finding as it was last seen."""
        row = self.new or self.old
        assert row is not None
        return row


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs compared; new findings first, then changed, remaining and gone ones, each as in the list."""

    items: tuple[Compared, ...]

    def count(self, change: Change) -> int:
        """Return how many findings are in a class."""
        return Counter(item.change for item in self.items)[change]

    def lines(self) -> list[str]:
        """Return the size of each class in Chinese, for people."""
        return [f"{CHANGE_WORDS[change]} {self.count(change)}" for change in Change]


def comparison(old: Lake, new: Lake, unit: str = "") -> Comparison:
    """Compare two runs.

    Args:
        old: Lake of the earlier run.
        new: Lake of the later run.
        unit: Part of an organisation's name; empty for all.
    """
    filters = Filters(unit=unit)
    return compared(discrepancies(old, filters), discrepancies(new, filters))


def compared(old: Iterable[Discrepancy], new: Iterable[Discrepancy]) -> Comparison:
    """Compare two lists of findings."""
    before, after = _by_key(old), _by_key(new)
    items = [_compared(before.get(key), row) for key, row in after.items()]
    items += [_compared(row, None) for key, row in before.items() if key not in after]
    order = list(Change)
    return Comparison(tuple(sorted(items, key=lambda item: order.index(item.change))))


def _by_key(rows: Iterable[Discrepancy]) -> Mapping[Key, Discrepancy]:
    return {(row.document.organisation or row.document.name, row.finding.id): row for row in rows}


def _compared(old: Discrepancy | None, new: Discrepancy | None) -> Compared:
    if old is None or new is None:
        return Compared(Change.NEW if old is None else Change.GONE, old, new)
    is_same = figures_of(old.finding) == figures_of(new.finding)
    return Compared(Change.STILL if is_same else Change.CHANGED, old, new)


def comparison_table(found: Comparison) -> pa.Table:
    """Return a comparison as a table with Chinese headers, one row per finding."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    columns = (
        zip(*(_values(item) for item in found.items), strict=True) if found.items else ([] for _ in HEADERS)
    )
    return pa.table({name: pa.array(list(column)) for name, column in zip(HEADERS, columns, strict=True)})


def _values(item: Compared) -> tuple[str | int | Decimal | None, ...]:
    row, old, new = item.row, item.old and item.old.finding, item.new and item.new.finding
    return (
        CHANGE_WORDS[item.change],
        row.document.organisation,
        row.document.fiscal_year,
        row.document.name,
        row.finding.rule,
        row.place,
        old.stated if old else None,
        old.expected if old else None,
        new.stated if new else None,
        new.expected if new else None,
        row.finding.message,
        row.finding.id,
    )
