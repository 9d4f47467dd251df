"""Charts and pictures in Word files: odd ones cost themselves, too large ones are said to be unread."""

from __future__ import annotations

import pytest

from fuhe.corpus.hostile import chart, drawings
from fuhe.corpus.metafiles import Text, align, emf, font, texts_wide
from fuhe.corpus.word_markup import Feature, paragraph, word_file
from fuhe.extract import limits, read
from fuhe.extract.older.office import find_program

RTF = (
    rb"{\rtf1\ansi {\u25253?\u34920?\par}"
    rb"\trowd\cellx2000\cellx4000\pard\intbl A\cell 1,203.50\cell\row"
    rb"\trowd\cellx2000\cellx4000\pard\intbl B\cell 70\cell\row\pard\par}"
)
UNREAD = "chart-not-read"


def said(data: bytes) -> tuple[int, list[tuple[str, bool]]]:
    """Return the number of tables of a document, and its notices with whether content may be missing."""
    document = read(data, "报告.docx")
    assert [paragraph.text for paragraph in document.paragraphs] == ["正文"]
    return len(document.tables), [(notice.code, notice.partial) for notice in document.notices]


@pytest.mark.parametrize(
    ("series", "is_read"),
    [
        ([range(limits.CHART_POINTS)], True),
        ([range(limits.CHART_POINTS + 1)], False),
        ([range(2)] * limits.CHART_SERIES, True),
        ([range(2)] * (limits.CHART_SERIES + 1), False),
        ([range(n * 190, n * 190 + 190) for n in range(99)], False),
        ([range(10**9, 10**9 + 3)], True),
    ],
    ids=[
        "most points",
        "too many points",
        "most series",
        "too many series",
        "too many cells",
        "numbered high",
    ],
)
def test_chart_is_read_as_a_whole_or_said_to_be_unread(series: list[range], *, is_read: bool) -> None:
    assert said(drawings([chart(series)])) == ((1, []) if is_read else (0, [(UNREAD, True)]))


@pytest.mark.parametrize("place", ["²", "9" * 5000, "-1", "x", ""])
def test_point_without_a_place_costs_itself(place: str) -> None:
    odd = chart([range(3)]).replace(b'idx="1"', f'idx="{place}"'.encode())
    (table,) = read(drawings([odd]), "报告.docx").tables
    assert table.n_rows == 1 + 2


@pytest.mark.parametrize("order", ["²", "9" * 5000])
def test_series_without_an_order(order: str) -> None:
    odd = chart([range(3)]).replace(b"<c:val>", f'<c:order val="{order}"/><c:val>'.encode())
    assert said(drawings([odd])) == (1, [])


def test_so_many_parts_are_read_and_the_others_said_to_be_unread() -> None:
    document = read(drawings([chart([range(2)])] * (limits.EMBEDDED_PARTS + 7)), "报告.docx")
    assert len(document.tables) == limits.EMBEDDED_PARTS
    (notice,) = document.notices
    assert (notice.code, notice.partial) == (UNREAD, True)
    assert "有 7 个" in notice.text


@pytest.mark.parametrize(("n_records", "is_read"), [(1000, True), (limits.METAFILE_RECORDS, False)])
def test_picture_is_read_as_a_whole_or_said_to_be_unread(n_records: int, *, is_read: bool) -> None:
    words = [font(1, 200), texts_wide([Text(100, 100, "合计"), Text(900, 100, "1,203.50")])]
    document = read(drawings([emf([*words, *[align(0)] * n_records])]), "报告.docx")
    shown = [paragraph.text for paragraph in document.paragraphs][1:]
    assert bool(shown) is is_read
    assert [(notice.code, notice.partial) for notice in document.notices] == (
        [] if is_read else [("picture-not-read", True)]
    )


def imports(texts: list[bytes]) -> bytes:
    """Return a Word file that imports texts in Rich Text Format."""
    return word_file(
        Feature(
            "".join(paragraph(f"前{n}") + f'<w:altChunk r:id="k{n}"/>' for n in range(len(texts))),
            parts=tuple((f"chunk{n}.rtf", text) for n, text in enumerate(texts)),
            relations=tuple((f"k{n}", "aFChunk", f"chunk{n}.rtf") for n in range(len(texts))),
        )
    )


@pytest.mark.skipif(find_program() is None, reason="LibreOffice is not installed")
def test_imported_rich_text_is_converted_as_often_as_a_report_needs() -> None:
    document = read(imports([RTF + b"\n" * n for n in range(limits.CONVERTED_PARTS + 1)]), "报告.docx")
    places = [f"前{n}" for n in range(limits.CONVERTED_PARTS)]
    assert [one.text for one in document.paragraphs] == [
        *(text for place in places for text in (place, "报表")),
        f"前{limits.CONVERTED_PARTS}",
    ]
    assert [[cell.text for cell in table.cells] for table in document.tables] == (
        [["A", "1,203.50", "B", "70"]] * limits.CONVERTED_PARTS
    )
    assert [(one.code, one.partial) for one in document.notices] == [
        ("converted", False),
        ("part-not-read", True),
    ]


def test_imported_rich_text_is_said_to_be_unread_without_its_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    document = read(imports([RTF]), "报告.docx")
    assert [one.text for one in document.paragraphs] == ["前0"]
    assert [(one.code, one.partial) for one in document.notices] == [("part-not-read", True)]
