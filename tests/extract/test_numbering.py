"""Automatic numbers: how they are counted, spelled and joined to the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fuhe.extract.word.numerals import numeral
from fuhe.schemas.records import Document

Reader = Callable[..., Document]


@pytest.mark.parametrize(
    ("number_format", "value", "expected"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "１２"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 101, "一○一"),
        ("chineseCountingThousand", 11, "十一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1005, "一千零五"),
        ("japaneseCounting", 115, "百十五"),
        ("chineseLegalSimplified", 10, "壹拾"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 2, "丑"),
        ("decimalEnclosedCircle", 1, "①"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedCircle", 51, "51"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("upperRoman", 49, "XLIX"),
        ("lowerRoman", 4, "iv"),
        ("upperLetter", 28, "BB"),
        ("bullet", 1, ""),
        ("none", 1, ""),
    ],
)
def test_numeral(number_format: str, value: int, expected: str) -> None:
    assert numeral(value, number_format) == expected


def test_unknown_format_is_not_guessed() -> None:
    assert numeral(1, "hebrew1") is None


def level(index: int, number_format: str, text: str, *, start: int = 1, extra: str = "") -> str:
    return (
        f"<w:lvl w:ilvl='{index}'><w:start w:val='{start}'/><w:numFmt w:val='{number_format}'/>{extra}"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
    )


def numbering(*levels: str, overrides: str = "") -> str:
    """List 1 with these levels, and list 2 that shares them and adds overrides."""
    return (
        f"<w:abstractNum w:abstractNumId='0'>{''.join(levels)}</w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
        f"<w:num w:numId='2'><w:abstractNumId w:val='0'/>{overrides}</w:num>"
    )


def item(text: str, index: int = 0, number: int = 1) -> str:
    return (
        f"<w:p><w:pPr><w:numPr><w:ilvl w:val='{index}'/><w:numId w:val='{number}'/></w:numPr></w:pPr>"
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
    )


def texts(document: Document) -> list[str]:
    return [found.text for found in document.paragraphs]


OUTLINE = numbering(
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    overrides="<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>",
)


def test_levels_restart_below_their_parents(read_word: Reader) -> None:
    body = (
        item("甲")
        + item("乙", 1)
        + item("丙", 2)
        + item("丁", 1)
        + item("戊", 2)
        + item("己")
        + item("庚", 1)
    )
    assert texts(read_word(body, numbering=OUTLINE)) == [
        "一、甲",
        "（一）乙",
        "1. 丙",
        "（二）丁",
        "1. 戊",
        "二、己",
        "（一）庚",
    ]


def test_automatic_numbers_make_headings(read_word: Reader) -> None:
    document = read_word(item("概况") + item("机构", 1) + item("职责。", 2), numbering=OUTLINE)
    assert [(p.level, p.heading) for p in document.paragraphs] == [
        (1, ()),
        (2, ("一、概况",)),
        (None, ("一、概况", "（一）机构")),
    ]


def test_lists_of_one_pattern_count_on_unless_overridden(read_word: Reader) -> None:
    shared = numbering(level(0, "decimal", "%1."))
    body = item("甲") + item("乙", number=2) + item("丙")
    assert texts(read_word(body, numbering=shared)) == ["1. 甲", "2. 乙", "3. 丙"]
    assert texts(read_word(body + item("丁", number=2), numbering=OUTLINE)) == [
        "一、甲",
        "一、乙",
        "二、丙",
        "三、丁",
    ]


def test_several_levels_in_one_number(read_word: Reader) -> None:
    levels = numbering(
        level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", extra="<w:isLgl/>")
    )
    assert texts(read_word(item("总则") + item("目的", 1) + item("依据", 1), numbering=levels)) == [
        "第一章 总则",
        "1.1 目的",
        "1.2 依据",
    ]


def test_level_that_never_restarts(read_word: Reader) -> None:
    levels = numbering(
        level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)", extra="<w:lvlRestart w:val='0'/>")
    )
    body = item("甲") + item("乙", 1) + item("丙") + item("丁", 1)
    assert texts(read_word(body, numbering=levels)) == ["1. 甲", "a) 乙", "2. 丙", "b) 丁"]


def test_own_start_and_no_gap(read_word: Reader) -> None:
    levels = numbering(level(0, "decimal", "%1.", start=4, extra="<w:suff w:val='nothing'/>"))
    assert texts(read_word(item("甲"), numbering=levels)) == ["4.甲"]


def test_bullets_are_left_out(read_word: Reader) -> None:
    assert texts(read_word(item("甲"), numbering=numbering(level(0, "bullet", "\uf0b7")))) == ["甲"]


def test_number_alone_fills_a_cell(read_word: Reader) -> None:
    row = "<w:tr><w:tc>{}</w:tc></w:tr>".format(item(""))
    (table,) = read_word(f"<w:tbl>{row * 2}</w:tbl>", numbering=numbering(level(0, "decimal", "%1"))).tables
    assert [cell.text for cell in table.cells] == ["1", "2"]


def test_numbers_by_style(read_word: Reader) -> None:
    styles = (
        "<w:style w:type='paragraph' w:styleId='a'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='b'><w:basedOn w:val='a'/>"
        "<w:pPr><w:numPr><w:ilvl w:val='1'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='c'><w:basedOn w:val='a'/>"
        "<w:pPr><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr></w:style>"
    )
    tied = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"))
    body = "".join(
        f"<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{style}</w:t></w:r></w:p>"
        for style in "abbc"
    )
    assert texts(read_word(body, styles=styles, numbering=tied)) == ["1. a", "1.1 b", "1.2 b", "c"]


def test_level_tied_to_a_style(read_word: Reader) -> None:
    styles = "<w:style w:type='paragraph' w:styleId='t'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
    levels = numbering(
        level(0, "decimal", "%1."), level(1, "upperLetter", "%2.", extra="<w:pStyle w:val='t'/>")
    )
    body = "<w:p><w:pPr><w:pStyle w:val='t'/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>"
    assert texts(read_word(body, styles=styles, numbering=levels)) == ["A. 甲"]


def test_pattern_by_way_of_a_numbering_style(read_word: Reader) -> None:
    lists = (
        "<w:abstractNum w:abstractNumId='0'><w:numStyleLink w:val='s'/></w:abstractNum>"
        f"<w:abstractNum w:abstractNumId='1'><w:styleLink w:val='s'/>{level(0, 'chineseCounting', '%1、')}</w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>"
    )
    styles = "<w:style w:type='numbering' w:styleId='s'><w:pPr><w:numPr><w:numId w:val='2'/></w:numPr></w:pPr></w:style>"
    assert texts(read_word(item("甲"), numbering=lists, styles=styles)) == ["一、甲"]


def test_unknown_format_is_printed_in_digits_and_said(read_word: Reader) -> None:
    document = read_word(item("甲"), numbering=numbering(level(0, "hebrew1", "%1.")))
    assert texts(document) == ["1. 甲"]
    assert [notice.code for notice in document.notices] == ["unknown-number-format"]


def test_deleted_item_is_not_counted(read_word: Reader) -> None:
    deleted = (
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>"
        "<w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
    )
    assert texts(read_word(item("甲") + deleted + item("乙"), numbering=OUTLINE)) == ["一、甲", "二、乙"]
