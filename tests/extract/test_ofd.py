from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from fuhe.corpus.write_ofd import content, pack, parts, path, write_ofd
from fuhe.extract import Recognition, limits, read
from fuhe.extract.ofd.ofd_page import deltas
from fuhe.schemas.errors import UnreadableDocument

CORPUS = Path(__file__).parents[2] / "corpus"
FILES = sorted((CORPUS / "features" / "ofd").glob("*.ofd"))
SIZE = "210 297"


def text(words: str, x: float, y: float, extra: str = "") -> str:
    """A line of 4 mm characters whose base line is at y."""
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y - 4} {4 * len(words)} 5" Size="4" {extra}>'
        f'<ofd:TextCode X="0" Y="4" DeltaX="g {len(words) - 1} 4">{words}</ofd:TextCode></ofd:TextObject>'
    )


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    """A line between two points in millimetres."""
    scale = 72 / 25.4
    return path(x0 * scale, y0 * scale, x1 * scale, y1 * scale, "M 0 0 L {x} {y}").format(id=8)


GRID = "".join([*(line(20, y, 120, y) for y in (40, 50, 60)), *(line(x, 40, x, 60) for x in (20, 70, 120))])
TABLE = GRID + text("指标", 22, 47) + text("数值", 72, 47) + text("在职人数", 22, 57) + text("27", 72, 57)
CELLS = [["指标", "数值"], ["在职人数", "27"]]


def file_of(*pages: str) -> dict[str, str]:
    return parts(pages, SIZE, "试")


def cells(document) -> list[list[list[str]]]:
    found = []
    for table in document.tables:
        rows = [[""] * table.n_columns for _ in range(table.n_rows)]
        for cell in table.cells:
            rows[cell.row][cell.column] = cell.text
        found.append(rows)
    return found


def read_parts(made: dict[str, str]):
    return read(pack(made), "报告.ofd", recognition=Recognition("never"))


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_corpus(file):
    expected = json.loads((CORPUS / "expected" / f"{file.stem}.json").read_text("utf-8"))["tables"]
    document = read(file.read_bytes(), file.name)
    assert document.format == "ofd"
    assert not document.notices
    assert [
        [(c.row, c.column, c.rowspan, c.colspan, "".join(c.text.split())) for c in table.cells]
        for table in document.tables
    ] == [
        [(c["row"], c["col"], c["rowspan"], c["colspan"], "".join(c["text"].split())) for c in table["cells"]]
        for table in expected
    ]


def test_places_are_those_of_the_page_that_was_printed():
    data = (CORPUS / "files" / "langu.pdf").read_bytes()
    printed, placed = read(data, "a.pdf"), read(write_ofd(data, "a"), "a.ofd")
    assert placed.pages == printed.pages
    for one, other in zip(printed.tables, placed.tables, strict=True):
        for cell, same in zip(one.cells, other.cells, strict=True):
            assert cell.source.page == same.source.page
            assert cell.source.box == pytest.approx(same.source.box, abs=0.5)


def test_several_documents_are_read_one_after_the_other():
    made = file_of(TABLE)
    made["Doc_1/Document.xml"] = made["Doc_0/Document.xml"]
    made["Doc_1/Pages/Page_0/Content.xml"] = content(text("第二份文件", 30, 60))
    made["OFD.xml"] = made["OFD.xml"].replace(
        "</ofd:OFD>", "<ofd:DocBody><ofd:DocRoot>/Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )
    document = read_parts(made)
    assert document.pages == 2
    assert cells(document) == [CELLS]
    assert [(p.text, p.source.page) for p in document.paragraphs] == [("第二份文件", 2)]


def test_template_behind_a_page():
    made = file_of("")
    made["Doc_0/Document.xml"] = made["Doc_0/Document.xml"].replace(
        "</ofd:CommonData>", '<ofd:TemplatePage ID="5" BaseLoc="Tpls/T.xml"/></ofd:CommonData>'
    )
    made["Doc_0/Tpls/T.xml"] = content(GRID)
    made["Doc_0/Pages/Page_0/Content.xml"] = content(
        TABLE.removeprefix(GRID), '<ofd:Template TemplateID="5" ZOrder="Background"/>'
    )
    assert cells(read_parts(made)) == [CELLS]


@pytest.mark.parametrize(
    "objects",
    {
        "blocks in blocks": f"<ofd:PageBlock><ofd:PageBlock>{TABLE}</ofd:PageBlock></ofd:PageBlock>",
        "hidden text": TABLE + text("草稿", 30, 57, 'Visible="false"'),
        "points under a matrix": TABLE.replace('Size="4" >', 'Size="8" CTM="0.5 0 0 0.5 0 0" >')
        .replace('X="0" Y="4" DeltaX="g ', 'X="0" Y="8" DeltaX="g ')
        .replace(' 4">', ' 8">'),
        "filled borders": GRID.replace('LineWidth="0.2"', 'Stroke="false" Fill="true"')
        + TABLE.removeprefix(GRID),
    }.values(),
    ids=["blocks in blocks", "hidden text", "matrix", "filled borders"],
)
def test_way_of_writing(objects):
    assert cells(read_parts(file_of(objects))) == [CELLS]


def test_turned_page():
    """Text and lines that a matrix turns to the left: the page is read as it is meant, places as it lies."""
    turned = TABLE.replace("<ofd:TextObject", '<ofd:TextObject CTM="{m}"').replace(
        "<ofd:PathObject", '<ofd:PathObject CTM="{m}"'
    )
    pieces = []
    for piece in turned.split("<ofd:")[1:]:
        if 'Boundary="' not in piece:
            pieces.append("<ofd:" + piece)
            continue
        x, y, width, height = piece.split('Boundary="')[1].split('"')[0].split()
        moved = f"{y} {200 - float(x) - float(width)} {height} {width}"
        placed = piece.replace(f'Boundary="{x} {y} {width} {height}"', f'Boundary="{moved}"')
        pieces.append("<ofd:" + placed.replace("{m}", f"0 -1 1 0 0 {width}"))
    document = read_parts(file_of("".join(pieces)))
    assert cells(document) == [CELLS]
    box = document.tables[0].cells[0].source.box
    assert box is not None
    assert box.bottom - box.top > 2 * (box.x1 - box.x0)


@pytest.mark.parametrize(
    ("written", "most", "steps"),
    [("g 3 3.5 2", 9, [3.5, 3.5, 3.5, 2]), ("1 2 3", 2, [1, 2]), ("g 900000000 1", 3, [1, 1, 1]),
     ("1 g 2", 5, [1]), ("1 x 2", 5, [1]), (None, 5, [])],
)  # fmt: skip
def test_deltas(written, most, steps):
    assert deltas(written, most) == steps


def test_page_that_is_missing_is_named():
    made = file_of(TABLE, TABLE)
    del made["Doc_0/Pages/Page_1/Content.xml"]
    document = read_parts(made)
    assert [(n.code, n.place, n.partial) for n in document.notices] == [("page-unreadable", "第2页", True)]


def test_characters_without_a_meaning_are_named():
    document = read_parts(file_of(TABLE.replace("在职人数", "\ue11e\ue236\ue28a\ue0c0")))
    assert [notice.code for notice in document.notices] == ["no-unicode-map"]


def test_page_of_too_many_objects(monkeypatch):
    monkeypatch.setattr(limits, "PAGE_OBJECTS", 3)
    with pytest.raises(UnreadableDocument) as caught:
        read_parts(file_of(TABLE))
    assert caught.value.code == "no-text"
    assert "上限" in caught.value.reason


def test_entities_are_not_read():
    made = file_of(TABLE)
    name = "Doc_0/Pages/Page_0/Content.xml"
    head, rest = made[name].split("?>\n")
    made[name] = f'{head}?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>{rest}'.replace(
        ">27<", ">2&e;7<"
    )
    assert cells(read_parts(made)) == [[["指标", "数值"], ["在职人数", "2"]]]


def test_picture_page_without_recognition():
    image = '<ofd:ImageObject ID="7" Boundary="0 0 210 297" ResourceID="77"/>'
    document = read_parts(file_of(TABLE, image))
    assert [(n.code, n.place) for n in document.notices] == [("page-without-text", "第2页")]
    assert "fuhe[ocr]" in document.notices[0].text


def test_locked_container():
    data = bytearray(pack(file_of(TABLE)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as container:
        first = container.infolist()[0].header_offset
    data[first + 6] |= 1
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    with pytest.raises(UnreadableDocument) as caught:
        read(bytes(data), "报告.ofd")
    assert caught.value.code == "encrypted"
