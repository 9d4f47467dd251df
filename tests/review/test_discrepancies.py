from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import fuhe
from fuhe.review.lists.columns import difference_rate, evidence_words, status
from fuhe.review.lists.discrepancies import Filters, discrepancies, money
from fuhe.review.lists.places import CellNames
from fuhe.schemas.records import Cell, Severity, Source

if TYPE_CHECKING:
    from fuhe.lake import Lake

CORPUS = Path(__file__).parents[2] / "corpus" / "files"


def test_most_serious_first_then_by_money_whatever_its_unit(lake: Lake) -> None:
    rows = discrepancies(lake)
    assert [(row.number, row.finding.id) for row in rows] == [(1, "f3"), (2, "f2"), (3, "f1"), (4, "f4")]
    assert [money(row.finding) for row in rows[:2]] == [Decimal(15000), Decimal(9000)]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(severity=Severity.ERROR), ["f3", "f2"]),
        (Filters(severity=Severity.WARN), ["f3", "f2", "f1"]),
        (Filters(rules=("A",)), ["f1", "f4"]),
        (Filters(rules=("B02", "C")), ["f3", "f2"]),
        (Filters(document="项目"), ["f4"]),
        (Filters(document="bbbb"), ["f4"]),
        (Filters(unit="甲"), ["f3", "f2", "f1", "f4"]),
        (Filters(unit="乙"), []),
    ],
)
def test_filters(lake: Lake, filters: Filters, expected: list[str]) -> None:
    assert [row.finding.id for row in discrepancies(lake, filters)] == expected


def test_row_tells_where_and_what(lake: Lake) -> None:
    (row,) = (row for row in discrepancies(lake) if row.finding.id == "f1")
    assert row.place == "表1 第3行“公务接待费”"
    assert (row.row_label, row.column_label, row.project) == ("公务接待费", "决算数", "办公楼维修")
    assert row.others == ("表1 第3行“公务接待费”", "“项目报告.docx”第3页 第1段")
    assert row.fact is not None
    assert row.fact.indicator == "hospitality"
    assert row.relation == "3.60 = 3.20"
    assert difference_rate(row) == "12.50%"
    assert status(row) == "待复核"
    assert evidence_words(row) == "决算数：3.60；预算数：3.20；正文：12.50"


def test_finding_about_the_whole_document(lake: Lake) -> None:
    (row,) = (row for row in discrepancies(lake) if row.finding.id == "f4")
    assert (row.place, row.row_label, row.fact, row.stated) == ("全文", "", None, None)


D = "d" * 64


def names(*cells: tuple[int, int, int, int, str]) -> CellNames:
    return CellNames.of(
        Cell(r, c, rs, cs, text, Source(D, table=2, row=r, column=c)) for r, c, rs, cs, text in cells
    )


def test_label_of_a_merged_cell_names_all_its_rows() -> None:
    grid = names((0, 0, 3, 1, "产出指标"), (0, 1, 1, 1, "数量"), (2, 1, 1, 1, "7"))
    assert grid.row(Source(D, table=2, row=2, column=1)) == "产出指标"


def test_label_left_of_the_figure_goes_before_the_first_of_the_row() -> None:
    grid = names(
        (0, 0, 1, 1, "资金"), (0, 1, 1, 1, "其中：财政拨款"), (0, 2, 1, 1, "5.00"), (0, 3, 1, 1, "备注")
    )
    assert grid.row(Source(D, table=2, row=0, column=2)) == "其中：财政拨款"


def test_header_is_found_above_other_figures_and_spans() -> None:
    grid = names((0, 0, 1, 3, "决算数（万元）"), (1, 2, 1, 1, "4.1"), (2, 2, 1, 1, "4.2"))
    assert grid.column(Source(D, table=2, row=2, column=2)) == "决算数（万元）"


def test_long_label_is_shortened() -> None:
    grid = names((0, 0, 1, 1, "一" * 30), (0, 1, 1, 1, "1"))
    assert grid.place(Source(D, page=4, table=2, row=0, column=1)) == f"第4页 表2 第1行“{'一' * 19}…”"


def test_place_without_known_cells() -> None:
    assert names().place(Source(D, paragraph=12)) == "第12段"
    assert names().place(Source(D, page=3)) == "第3页"
    assert names().place(Source(D)) == "全文"


def test_copy_in_another_folder_is_named_and_not_listed_again(tmp_path: Path) -> None:
    for folder, name in (("a", "yunxi.docx"), ("b", "yunxi.pdf")):
        (tmp_path / folder).mkdir()
        shutil.copy(CORPUS / name, tmp_path / folder / name)
    fuhe.check([tmp_path / "a", tmp_path / "b"], out=tmp_path / "lake")
    opened = fuhe.open_lake(tmp_path / "lake")
    rows = discrepancies(opened)
    assert rows
    assert len({row.finding.id for row in rows}) == len(rows)
    assert any(row.copies == ("yunxi.pdf",) for row in rows)
    assert len(discrepancies(opened, Filters(each_copy=True))) == len(opened.records("findings"))
