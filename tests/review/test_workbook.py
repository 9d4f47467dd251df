from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from fuhe.review.lists.columns import COLUMNS
from fuhe.review.lists.discrepancies import discrepancies
from fuhe.review.lists.export import export
from fuhe.review.workbook.spreadsheet import AS_EXPORTED, workbook
from fuhe.review.workbook.taking_in import DecisionsError, decisions_json, take_in
from fuhe.schemas.records import Decision

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from fuhe.lake import Lake

HEADERS = [column.header for column in COLUMNS]
SHEETS = ["汇总", "差异清单", "待核实", "指标明细", "评分复算", "项目清单核对", "依据", "文件"]


def sheets(data: bytes) -> dict[str, Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {name: book[name] for name in book.sheetnames}


def rows_of(sheet: Worksheet) -> list[dict[object, object]]:
    headers, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    return [dict(zip(headers, row, strict=True)) for row in rows]


def test_workbook_holds_the_list_and_what_was_checked(lake: Lake) -> None:
    book = sheets(export(lake, discrepancies(lake), "xlsx"))
    assert list(book) == SHEETS
    assert [cell.value for cell in book["差异清单"][1]] == [*HEADERS, AS_EXPORTED]
    row = rows_of(book["差异清单"])[2]
    assert (row["文中数值"], row["复算数"], row["差额"]) == (3.6, 3.2, 0.4)
    assert (row["严重程度"], row["单位名称"], row["年度"]) == ("预警", "甲单位", 2023)
    assert (row["疑似原因"], row["处理建议"]) == ("=cmd|' /C calc'!A1", "核对[31m凭证")


def test_workbook_can_be_worked_with(lake: Lake) -> None:
    sheet = sheets(export(lake, discrepancies(lake), "xlsx"))["差异清单"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:{get_column_letter(len(COLUMNS) + 1)}5"
    cause = sheet.cell(4, HEADERS.index("疑似原因") + 1)
    difference = sheet.cell(4, HEADERS.index("差额") + 1)
    assert cause.data_type == "s"
    assert difference.number_format == "#,##0.0"
    severity = HEADERS.index("严重程度") + 1
    assert len({sheet.cell(row, severity).fill.fgColor.rgb for row in (2, 4, 5)}) == 3
    hidden = get_column_letter(len(COLUMNS) + 1)
    assert sheet.column_dimensions[hidden].hidden


def test_reviewer_chooses_from_lists(lake: Lake) -> None:
    sheet = sheets(export(lake, discrepancies(lake), "xlsx"))["差异清单"]
    choices = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    column = get_column_letter(HEADERS.index("处理意见") + 1)
    assert choices[f"{column}2:{column}5"] == '"已确认,不成立,已说明,识别有误"'


def test_finding_leads_to_its_operands_and_back(lake: Lake) -> None:
    book = sheets(export(lake, discrepancies(lake), "xlsx"))
    link = book["差异清单"].cell(4, 1).hyperlink
    assert link is not None
    assert link.location is not None
    row = int(link.location.rpartition("A")[2])
    assert [book["依据"].cell(row + n, 4).value for n in range(3)] == ["3.60", "3.20", "12.50"]
    back = book["依据"].cell(row, 1).hyperlink
    assert back is not None
    assert back.location == "'差异清单'!A4"


def test_files_that_were_not_read_are_listed(lake: Lake) -> None:
    book = sheets(export(lake, discrepancies(lake), "xlsx"))
    by_name = {row["文件"]: row for row in rows_of(book["文件"])}
    assert (by_name["坏.pdf"]["读取状态"], by_name["坏.pdf"]["说明"]) == ("未能读取", "文件不完整。")
    first = by_name["自评报告.docx"]
    assert (first["错误"], first["预警"], first["提示"], first["不符"]) == (2, 1, 0, 1)
    assert first["说明"] == "第3页：没有文字"
    unit, nameless = rows_of(book["汇总"])
    assert [unit[name] for name in ("单位名称", "文件数", "错误", "预警", "提示", "待复核")] == [
        "甲单位",
        2,
        2,
        1,
        1,
        4,
    ]
    assert (nameless["文件数"], nameless["未完整读取"]) == (1, 1)


def test_text_too_long_and_number_too_exact_for_excel(lake: Lake) -> None:
    (row, *_) = discrepancies(lake)
    finding = replace(row.finding, message="长" * 40_000, stated=Decimal("1234567890123456.78"))
    sheet = sheets(workbook(lake, [replace(row, finding=finding)]))["差异清单"]
    assert len(str(sheet.cell(2, HEADERS.index("问题") + 1).value)) == 32_767
    assert sheet.cell(2, HEADERS.index("文中数值") + 1).value == "1234567890123456.78"
    assert (sheet.row_dimensions[2].height or 0) <= 120


def test_empty_list_is_a_workbook_too(lake: Lake) -> None:
    assert len(sheets(workbook(lake, []))["差异清单"]["A"]) == 1


# ------------------------------------------------------------------ decisions come back


def filled(lake: Lake, path: Path, **cells: dict[str, str]) -> Path:
    """Write the workbook with cells typed into it: `f1={"处理意见": "已确认"}`."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(lake, discrepancies(lake))))
    sheet = book["差异清单"]
    for row in range(2, sheet.max_row + 1):
        finding = str(sheet.cell(row, HEADERS.index("问题编号") + 1).value)
        for header, text in cells.get(finding, {}).items():
            sheet.cell(row, HEADERS.index(header) + 1).value = text
    book.save(path)
    return path


CONFIRMED = {"处理意见": "已确认", "备注": "见凭证\n第二行", "复核人": "王"}


def test_what_was_typed_comes_back_and_is_shown_again(lake: Lake, tmp_path: Path) -> None:
    dismissed = {"处理意见": "不成立", "理由": "四舍五入或保留位数所致", "复核人": "李"}
    path = filled(lake, tmp_path / "a.xlsx", f1=CONFIRMED, f2=dismissed)
    assert take_in(lake, path).changed == 2
    held = {key: judgement.decision for key, judgement in lake.judgements().items()}
    assert (held["f1"].decision, held["f1"].note, held["f1"].reviewer) == (
        "confirmed",
        "见凭证\n第二行",
        "王",
    )
    assert (held["f2"].decision, held["f2"].reason) == ("dismissed", "rounding")
    rows = {row["问题编号"]: row for row in rows_of(sheets(workbook(lake, discrepancies(lake)))["差异清单"])}
    assert [rows["f1"][name] for name in ("状态", "处理意见", "备注", "复核人")] == [
        "已确认",
        "已确认",
        "见凭证\n第二行",
        "王",
    ]
    assert [rows["f2"][name] for name in ("处理意见", "理由")] == ["不成立", "四舍五入或保留位数所致"]


def test_taking_in_twice_changes_nothing(lake: Lake, tmp_path: Path) -> None:
    path = filled(lake, tmp_path / "a.xlsx", f1=CONFIRMED)
    take_in(lake, path)
    assert take_in(lake, path).changed == 0


def test_emptied_cell_takes_the_decision_back(lake: Lake, tmp_path: Path) -> None:
    take_in(lake, filled(lake, tmp_path / "a.xlsx", f1=CONFIRMED))
    take_in(lake, filled(lake, tmp_path / "b.xlsx", f1={"处理意见": ""}))
    assert "f1" not in lake.judgements()


def test_old_workbook_does_not_undo_what_others_decided(lake: Lake, tmp_path: Path) -> None:
    path = filled(lake, tmp_path / "a.xlsx", f2=CONFIRMED)
    lake.decide([Decision("f1", "explained", "", "", "赵", "2024-05-01T09:00:00+08:00")])
    assert take_in(lake, path).changed == 1
    assert lake.judgements()["f1"].decision.reviewer == "赵"


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (
            {"处理意见": "同意"},
            "“差异清单”第4行：处理意见“同意”无效，请填 已确认、不成立、已说明、识别有误 之一",
        ),
        ({"处理意见": "不成立"}, "第4行：处理意见是“不成立”，请在“理由”列选择理由"),
        ({"处理意见": "不成立", "理由": "不想改"}, "第4行：理由“不想改”不在列表中"),
        ({"处理意见": "不成立", "理由": "其他"}, "第4行：理由是“其他”，请在“备注”列写明"),
        ({"问题编号": "f9", "处理意见": "已确认"}, "第4行：问题编号“f9”不在此结果文件夹中"),
    ],
)
def test_wrong_row_is_named_and_nothing_is_taken_in(
    lake: Lake, tmp_path: Path, cells: dict[str, str], message: str
) -> None:
    path = filled(lake, tmp_path / "a.xlsx", f1=cells, f2=CONFIRMED)
    with pytest.raises(DecisionsError) as caught:
        take_in(lake, path)
    assert message in str(caught.value)
    assert lake.judgements() == {}


def test_row_that_someone_else_changed_since_is_named(lake: Lake, tmp_path: Path) -> None:
    path = filled(lake, tmp_path / "a.xlsx", f1=CONFIRMED)
    lake.decide([Decision("f1", "explained", "", "", "赵", "2024-05-01T09:00:00+08:00")])
    with pytest.raises(DecisionsError, match="第4行：导出之后已有人在别处改过此条意见"):
        take_in(lake, path)


def test_decisions_travel_as_json(lake: Lake, tmp_path: Path) -> None:
    take_in(lake, filled(lake, tmp_path / "a.xlsx", f1=CONFIRMED))
    path = tmp_path / "a.json"
    path.write_bytes(decisions_json(lake))
    assert take_in(lake, path).changed == 0
    path.write_text(path.read_text(encoding="utf-8").replace("confirmed", "explained"), encoding="utf-8")
    assert take_in(lake, path).changed == 1
    assert lake.judgements()["f1"].decision.decision == "explained"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.json", "{", "不是 JSON 文件"),
        ("a.json", "{}", "应是复核意见的列表"),
        ("a.json", '[{"finding_id": 1}]', "第1条：应是含"),
        (
            "a.json",
            '[{"finding_id": "f1", "decision": "confirmed", "decided_at": "gestern"}]',
            "第1条：复核时间“gestern”",
        ),
        ("a.xlsx", "PK", "不是 Excel 工作簿"),
    ],
)
def test_file_that_holds_no_decisions(lake: Lake, tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(DecisionsError, match=message):
        take_in(lake, tmp_path / name)


def test_other_workbook_is_told_what_is_missing(lake: Lake, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(DecisionsError, match="里没有“差异清单”表"):
        take_in(lake, tmp_path / "a.xlsx")
