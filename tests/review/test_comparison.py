from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from fuhe.review.lists.comparison import Change, compared, comparison, comparison_table
from fuhe.review.lists.discrepancies import discrepancies

if TYPE_CHECKING:
    from fuhe.lake import Lake


def test_every_finding_is_in_one_class(lake: Lake) -> None:
    rows = {row.finding.id: row for row in discrepancies(lake)}
    changed = replace(rows["f1"], finding=replace(rows["f1"].finding, stated=Decimal("3.70")))
    found = compared([rows["f1"], rows["f2"], rows["f3"]], [changed, rows["f3"], rows["f4"]])
    classes = {item.row.finding.id: item.change for item in found.items}
    assert classes == {"f1": Change.CHANGED, "f2": Change.GONE, "f3": Change.STILL, "f4": Change.NEW}
    assert found.lines() == ["新增 1", "数字有变 1", "仍在 1", "已消除 1"]


def test_equal_amounts_written_otherwise_are_no_change(lake: Lake) -> None:
    (row,) = (row for row in discrepancies(lake) if row.finding.id == "f1")
    other = replace(row, finding=replace(row.finding, stated=Decimal("3.6"), message="另一句"))
    assert compared([row], [other]).count(Change.STILL) == 1


def test_lake_against_itself_has_nothing_new(lake: Lake) -> None:
    found = comparison(lake, lake)
    assert [found.count(change) for change in Change] == [0, 0, 4, 0]
    assert comparison(lake, lake, "乙").items == ()


def test_table_shows_both_figures(lake: Lake) -> None:
    rows = {row.finding.id: row for row in discrepancies(lake)}
    changed = replace(rows["f1"], finding=replace(rows["f1"].finding, stated=Decimal("3.70")))
    (line,) = comparison_table(compared([rows["f1"]], [changed])).to_pylist()
    assert (line["变化"], line["原文中数"], line["现文中数"]) == ("数字有变", Decimal("3.6"), Decimal("3.7"))
    assert comparison_table(compared([], [])).num_rows == 0
