"""Annotated copies of the corpus: every remark stands at the words of its operand."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pypdf
import pypdfium2
import pytest
from docx.oxml.ns import qn

import fuhe
from fuhe.review.marking.annotate import annotate
from fuhe.review.marking.originals import OriginalError, why_missing
from fuhe.schemas.records import Decision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fuhe.lake import Lake

FILES = Path(__file__).parents[2] / "corpus" / "files"
NAMES = ("langu.docx", "yunxi.docx", "langu.pdf", "yunxi.pdf")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Submitted files and the lake that was made of them."""
    folder = tmp_path_factory.mktemp("annotate")
    for name in NAMES:
        shutil.copy(FILES / name, folder)
    fuhe.check([folder / name for name in NAMES], out=folder / "lake")
    return folder


def lake_of(folder: Path) -> Lake:
    return fuhe.open_lake(folder / "lake")


def operands(lake: Lake, name: str) -> list[str]:
    """What the operands say; one that is a whole table is marked at its first cell."""
    keys = [row.document_id for row in lake.records("documents") if row.name == name]
    first = {cell.source.table: cell.text for cell in reversed(lake.records("cells", keys))}
    found = [item for finding in lake.records("findings", keys) for item in finding.evidence]
    texts = (first[e.source.table] if e.source.table and e.source.row is None else e.text for e in found)
    return sorted("".join(text.split()) for text in texts)


def commented_words(data: bytes) -> Iterator[str]:
    """The text between the marks of each comment."""
    body = docx.Document(io.BytesIO(data)).element.body
    open_comments: dict[str, str] = {}
    for element in body.iter():
        if element.tag == qn("w:commentRangeStart"):
            open_comments[element.get(qn("w:id"))] = ""
        elif element.tag == qn("w:commentRangeEnd"):
            yield "".join(open_comments.pop(element.get(qn("w:id"))).split())
        elif element.tag == qn("w:t"):
            open_comments = {key: text + (element.text or "") for key, text in open_comments.items()}


@pytest.mark.parametrize("name", ["langu.docx", "yunxi.docx"])
def test_comments_stand_at_the_words_of_the_operands(folder: Path, name: str) -> None:
    lake = lake_of(folder)
    found = annotate(lake, name)
    words = operands(lake, name)
    assert words
    assert (found.placed, found.missed) == (len(words), 0)
    assert sorted(commented_words(found.data)) == words


def test_comment_tells_rule_message_and_number(folder: Path) -> None:
    lake = lake_of(folder)
    comments = list(docx.Document(io.BytesIO(annotate(lake, "langu.docx").data)).comments)
    full = [comment.text for comment in comments if "编号：" in comment.text]
    ids = {finding.id for finding in lake.records("findings")}
    assert full
    assert {text.rpartition("编号：")[2] for text in full} <= ids
    assert {comment.author for comment in comments} == {"fuhe 复核"}


def test_text_and_formats_of_the_word_file_stay(folder: Path) -> None:
    before = docx.Document(str(folder / "yunxi.docx"))
    after = docx.Document(io.BytesIO(annotate(lake_of(folder), "yunxi.docx").data))
    assert [p.text for p in after.paragraphs] == [p.text for p in before.paragraphs]
    for old, new in zip(before.tables, after.tables, strict=True):
        assert [c.text for row in new.rows for c in row.cells] == [
            c.text for row in old.rows for c in row.cells
        ]
    assert _formats(after) == _formats(before)


def _formats(document: docx.document.Document) -> list[tuple[str, bytes]]:
    """Every visible character with the properties of its run."""
    from lxml import etree

    formats = []
    for text in document.element.body.iter(qn("w:t")):
        properties = text.getparent().find(qn("w:rPr"))
        printed = b"" if properties is None else etree.tostring(properties, method="c14n")
        formats += [(char, printed) for char in text.text or ""]
    return formats


@pytest.mark.parametrize("name", ["langu.pdf", "yunxi.pdf"])
def test_highlights_lie_on_the_figures(folder: Path, name: str) -> None:
    lake = lake_of(folder)
    found = annotate(lake, name)
    words = operands(lake, name)
    assert (found.placed, found.missed) == (len(words), 0)
    assert sorted(highlighted_words(found.data)) == words


def highlighted_words(data: bytes) -> Iterator[str]:
    """The characters whose middle lies in a highlight."""
    drawn = pypdfium2.PdfDocument(data)
    for page, shown in zip(pypdf.PdfReader(io.BytesIO(data)).pages, drawn, strict=True):
        text = shown.get_textpage()
        places = [
            (text.get_charbox(index), text.get_text_range(index, 1)) for index in range(text.count_chars())
        ]
        for note in page.get("/Annots", ()):
            corners = [float(value) for value in note.get_object()["/QuadPoints"]]
            quads = [(corners[n : n + 8 : 2], corners[n + 1 : n + 8 : 2]) for n in range(0, len(corners), 8)]
            yield "".join(
                char.strip()
                for xs, ys in quads
                for (x0, y0, x1, y1), char in places
                if min(xs) < (x0 + x1) / 2 < max(xs) and min(ys) < (y0 + y1) / 2 < max(ys)
            )
    drawn.close()


def test_pdf_keeps_its_pages_and_text(folder: Path) -> None:
    before = pypdf.PdfReader(folder / "langu.pdf")
    after = pypdf.PdfReader(io.BytesIO(annotate(lake_of(folder), "langu.pdf").data))
    assert [page.extract_text() for page in after.pages] == [page.extract_text() for page in before.pages]


def test_dismissed_finding_is_not_marked(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "lake", tmp_path / "lake")
    lake = fuhe.open_lake(tmp_path / "lake")
    before = annotate(lake, str(folder / "langu.docx")).placed
    finding = next(f for f in lake.records("findings") if f.rule == "U01")
    lake.decide([Decision(finding.id, "dismissed", "rounding", "", "王", "2024-05-01T09:00:00+08:00")])
    assert annotate(lake, str(folder / "langu.docx")).placed == before - len(finding.evidence)


def test_file_is_found_by_path_name_and_id(folder: Path) -> None:
    lake = lake_of(folder)
    row = next(row for row in lake.records("documents") if row.name == "langu.docx")
    for wanted in ("langu.docx", row.source, str(folder / "langu.docx"), row.document_id[:10]):
        assert annotate(lake, wanted).placed


def test_changed_or_unknown_original_is_refused(folder: Path, tmp_path: Path) -> None:
    lake = lake_of(folder)
    changed = tmp_path / "langu.docx"
    changed.write_bytes((folder / "langu.docx").read_bytes() + b" ")
    with pytest.raises(OriginalError, match="不是复核时的文件"):
        annotate(lake, str(changed))
    with pytest.raises(OriginalError, match="没有文件“nichts”"):
        annotate(lake, "nichts")


def test_missing_original_is_told(tmp_path: Path) -> None:
    shutil.copy(FILES / "langu.docx", tmp_path)
    fuhe.check([tmp_path / "langu.docx"], out=tmp_path / "lake")
    lake = fuhe.open_lake(tmp_path / "lake")
    (tmp_path / "langu.docx").write_bytes(b"PK")
    with pytest.raises(OriginalError, match="在复核之后改动过"):
        annotate(lake, "langu.docx")
    (tmp_path / "langu.docx").unlink()
    with pytest.raises(OriginalError, match="找不到原件"):
        annotate(lake, "langu.docx")


def test_original_that_is_not_a_file_of_this_machine_says_why():
    assert "压缩包“报送/材料.zip”内" in why_missing("报送/材料.zip!/甲/自评表.docx")
    assert "不在本机" in why_missing("s3://bucket/自评表.docx")
    assert "找不到" in why_missing("报送/自评表.docx")
