from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import docx
import pytest

from fuhe.review.letters.letter import Letter, LetterError, write_letter
from fuhe.review.letters.letter_template import TemplateError
from fuhe.schemas.records import Decision

if TYPE_CHECKING:
    from pathlib import Path

    from fuhe.lake import Lake


def decide(lake: Lake, **words: str) -> None:
    lake.decide(
        [
            Decision(key, word, "rounding", "", "王", "2024-05-01T09:00:00+08:00")
            for key, word in words.items()
        ]
    )


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def test_letter_lists_confirmed_items_only(lake: Lake) -> None:
    decide(lake, f1="confirmed", f2="dismissed", f3="confirmed")
    written = write_letter(lake, Letter("甲", until=date(2024, 5, 31), office="某财政局"))
    text = texts(written.data)
    assert (written.unit, written.items) == ("甲单位", 2)
    assert text[0] == "2023年度绩效自评复核意见反馈函"
    assert text[1] == "甲单位："
    assert "下列2处数据不符" in text[2]
    assert text[3].startswith("1．《自评报告.docx》表1 第3行“公务接待费”：")
    assert text[5].startswith("2．《自评报告.docx》表1 第3行“公务接待费”：决算数3.60万元 ≠ 3.20万元")
    assert text[6] == "文中数：3.60万元；复算数：3.2万元"
    assert "于2024年5月31日前更正" in text[7]
    assert text[-2:] == ["某财政局", "____年__月__日"]
    assert not any("{{" in line for line in text)


def test_nothing_confirmed_is_told(lake: Lake) -> None:
    decide(lake, f2="dismissed")
    with pytest.raises(LetterError, match="“甲单位”没有已确认的问题"):
        write_letter(lake, Letter("甲单位"))


def test_unknown_unit_is_told_with_the_known_ones(lake: Lake) -> None:
    with pytest.raises(LetterError, match="没有名称含“乙”的单位。现有：甲单位"):
        write_letter(lake, Letter("乙"))


def template(path: Path, *lines: str) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("序号", "问题", "{{序号}}", "{{ 位置 }}：{{两数}}"), strict=True):
        cell.text = text
    document.sections[0].header.paragraphs[0].text = "{{发函单位}}"
    document.save(str(path))
    return path


def test_own_template_repeats_its_table_row(lake: Lake, tmp_path: Path) -> None:
    decide(lake, f1="confirmed", f3="confirmed")
    path = template(tmp_path / "a.docx", "致 {{单位}}", "请于{{期限}}前回复")
    document = docx.Document(io.BytesIO(write_letter(lake, Letter("甲", office="某局", template=path)).data))
    assert [p.text for p in document.paragraphs] == ["致 甲单位", "请于____年__月__日前回复"]
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert [row[0] for row in cells] == ["序号", "1", "2"]
    assert cells[2][1] == "表1 第3行“公务接待费”：文中数：3.60万元；复算数：3.2万元"
    assert document.sections[0].header.paragraphs[0].text == "某局"


def test_placeholder_split_over_runs_is_replaced(lake: Lake, tmp_path: Path) -> None:
    decide(lake, f1="confirmed")
    document = docx.Document()
    paragraph = document.add_paragraph("致")
    for part in ("{", "{单", "位}", "}："):
        paragraph.add_run(part).bold = True
    document.save(str(tmp_path / "a.docx"))
    assert texts(write_letter(lake, Letter("甲", template=tmp_path / "a.docx")).data) == ["致甲单位："]


def test_unknown_placeholder_and_other_file_are_told(lake: Lake, tmp_path: Path) -> None:
    decide(lake, f1="confirmed")
    with pytest.raises(TemplateError, match=r"电话.*无法识别"):
        write_letter(lake, Letter("甲", template=template(tmp_path / "a.docx", "{{电话}}")))
    (tmp_path / "b.docx").write_text("nichts", encoding="utf-8")
    with pytest.raises(TemplateError, match="打不开"):
        write_letter(lake, Letter("甲", template=tmp_path / "b.docx"))
