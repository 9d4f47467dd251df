"""Files that were made to harm who opens them, each in one way; a run must survive all of them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from fuhe.corpus.metafiles import align, emf
from fuhe.corpus.word_markup import NAMESPACES, Feature, paragraph, word_file
from fuhe.corpus.word_objects import graphic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# File name to what a run says of it, a gigabyte of memory given. Where the library ends the process
# rather than unpack or draw without end, the code is `crash`; markup that a parser refuses counts as broken.
EXPECTED = {
    "too_many_parts.docx": "too-large",
    "claims_half_a_gigabyte.docx": "too-large",
    "huge_part.docx": "too-large",
    "bomb.docx": "too-large",
    "path_outside.docx": "not-a-document",
    "wide_cell.docx": "too-large",
    "late_start.docx": "too-large",
    "many_cells.docx": "too-large",
    "nested_tables.docx": "too-large",
    "nested_tags.docx": "too-large",
    "entity_bomb.docx": "truncated",
    "chart_of_many_points.docx": "partial",
    "chart_of_many_series.docx": "partial",
    "sparse_chart.docx": "partial",
    "many_charts.docx": "partial",
    "picture_of_many_records.docx": "partial",
    "too_many_pages.pdf": "too-large",
    "too_many_characters.pdf": "too-large",
    "too_many_strokes.pdf": "too-large",
    "drawing_in_itself.pdf": "crash",
    "bomb.pdf": "crash",
    "drawing_that_draws_itself.pdf": "no-text",
    "many_rulings.pdf": "partial",
    "huge_page.pdf": "no-text",
    "pages_in_a_circle.pdf": "not-a-document",
    "nested_arrays.pdf": "no-text",
    "huge_picture.png": "too-large",
}
MEGABYTE = 2**20
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def hostile_files() -> dict[str, bytes]:
    """Return name and bytes of every hostile file."""
    return {
        "too_many_parts.docx": word(further={f"word/media/{n}.png": b"" for n in range(5001)}),
        "claims_half_a_gigabyte.docx": word(further=dict.fromkeys("abc", b"x"), claimed=190 * MEGABYTE),
        "huge_part.docx": word(further={"a": b"x"}, claimed=300 * MEGABYTE),
        "bomb.docx": word(further={"word/media/a.png": bytes(20 * MEGABYTE)}),
        "path_outside.docx": word(further={"../../outside.xml": b"x"}),
        "wide_cell.docx": word(table(row('<w:tcPr><w:gridSpan w:val="30000000"/></w:tcPr>'))),
        "late_start.docx": word(
            table('<w:tr><w:trPr><w:gridBefore w:val="30000000"/></w:trPr><w:tc/></w:tr>')
        ),
        "many_cells.docx": word(table(row("", 200) * 1001)),
        "nested_tables.docx": word("<w:tbl><w:tr><w:tc>" * 45 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 45),
        "nested_tags.docx": word("<w:p>" + "<w:smartTag>" * 60 + "</w:smartTag>" * 60 + "</w:p>"),
        "entity_bomb.docx": word("<w:p><w:r><w:t>&e9;</w:t></w:r></w:p>", doctype=entities()),
        "chart_of_many_points.docx": drawings([chart([range(20_001)])]),
        "chart_of_many_series.docx": drawings([chart([range(2)] * 101)]),
        "sparse_chart.docx": drawings([chart([range(n * 190, n * 190 + 190) for n in range(99)])]),
        "many_charts.docx": drawings([chart([range(2)])] * 501),
        "picture_of_many_records.docx": drawings([emf([align(0)] * 200_000)]),
        "too_many_pages.pdf": pdf([b""] * 2001),
        "too_many_characters.pdf": pdf([b"BT /F 1 Tf " + b"(%s) Tj " % (b"ab" * 500) * 300 + b"ET"]),
        "too_many_strokes.pdf": pdf([b"0 0 m 9 9 l S " * 400_000]),
        "drawing_in_itself.pdf": pdf([b"/X0 Do"], drawings_in_drawings),
        "bomb.pdf": pdf([b" " * MEGABYTE], repeated=900),
        "drawing_that_draws_itself.pdf": pdf([b"/X0 Do"], lambda first: [drawing(b"/X Do", first)]),
        "many_rulings.pdf": pdf(
            [b"BT /F 1 Tf (text) Tj ET " + b"".join(separate_lines())], box=b"0 0 5000 5000"
        ),
        "huge_page.pdf": pdf([b""], box=b"0 0 200000 200000"),
        "pages_in_a_circle.pdf": pdf([b""], kids=b"2 0 R 2 0 R"),
        "nested_arrays.pdf": pdf([b"[" * 200_000 + b"] TJ"]),
        "huge_picture.png": picture(30_000),
    }


def word(
    body: str = "<w:p/>", *, further: dict[str, bytes] | None = None, claimed: int = 0, doctype: str = ""
) -> bytes:
    """Return a Word file with a body, further parts, and the size that these claim to unpack to."""
    parts = {
        "[Content_Types].xml": TYPES.encode(),
        "_rels/.rels": RELATIONS.encode(),
        "word/document.xml": f"{doctype}<w:document {WORD}><w:body>{body}</w:body></w:document>".encode(),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in (parts | (further or {})).items():
            container.writestr(name, data)
        for entry in container.infolist()[len(parts) :]:
            entry.file_size = claimed or entry.file_size
    return buffer.getvalue()


def drawings(parts: list[bytes]) -> bytes:
    """Return a Word file that shows charts or metafiles, each at 240 square centimetres."""
    kinds = ["chart" if part.startswith(b"<") else "image" for part in parts]
    shown = {
        "chart": '<c:chart r:id="r{}"/>',
        "image": '<pic:pic><pic:blipFill><a:blip r:embed="r{}"/></pic:blipFill></pic:pic>',
    }
    return word_file(
        Feature(
            paragraph("正文") + "".join(graphic(shown[kind].format(n)) for n, kind in enumerate(kinds)),
            parts=tuple((f"drawings/{n}", part) for n, part in enumerate(parts)),
            relations=tuple((f"r{n}", kind, f"drawings/{n}") for n, kind in enumerate(kinds)),
        )
    )


def chart(series: list[range]) -> bytes:
    """Return a chart with series of points at these places."""
    drawn = "".join(
        "<c:ser><c:val><c:numRef><c:numCache>"
        + "".join(f'<c:pt idx="{place}"><c:v>1</c:v></c:pt>' for place in places)
        + "</c:numCache></c:numRef></c:val></c:ser>"
        for places in series
    )
    return f"<c:chartSpace {NAMESPACES}><c:chart><c:barChart>{drawn}</c:barChart></c:chart></c:chartSpace>".encode()


def table(rows: str) -> str:
    """Return a Word table."""
    return f"<w:tbl>{rows}</w:tbl>"


def row(cell: str, times: int = 1) -> str:
    """Return a row of a Word table that holds a cell some times."""
    return "<w:tr>" + f"<w:tc>{cell}<w:p/></w:tc>" * times + "</w:tr>"


def entities() -> str:
    """Return a document type whose last entity stands for ten thousand million letters."""
    lines = ['<!ENTITY e0 "ha">', *(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))]
    return f"<!DOCTYPE d [{''.join(lines)}]>"


def pdf(
    pages: list[bytes],
    drawings: Callable[[int], list[bytes]] | None = None,
    *,
    repeated: int = 1,
    box: bytes = b"0 0 595 842",
    kids: bytes = b"",
) -> bytes:
    """Return a PDF without a table of its objects, which readers rebuild.

    Args:
        pages: Descriptions of the pages.
        drawings: Given the number of its first object, returns form objects; the first is called X0.
        repeated: How many times each description is written, one after the other.
        box: Corners of every page, in points.
        kids: What the list of pages holds in place of them; the list itself is object 2.
    """
    first = 4 + 2 * len(pages)
    kids = kids or b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for n, content in enumerate(pages):
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>"
            b"/XObject<</X0 %d 0 R>>>>>>" % (box, 5 + 2 * n, first),
            stream(packed(content, repeated), b"/Filter/FlateDecode"),
        ]
    objects += drawings(first) if drawings else []
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % item for item in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"


def packed(content: bytes, repeated: int) -> bytes:
    """Return a content compressed, written some times."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(content) for _ in range(repeated)) + packer.flush()


def stream(content: bytes, entries: bytes) -> bytes:
    """Return a stream object of a PDF."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def drawings_in_drawings(first: int, levels: int = 7, calls: int = 12) -> list[bytes]:
    """Return form objects, the first numbered `first`, each of which draws the next one twelve times."""
    forms = [drawing(b"/X Do " * calls, first + level + 1) for level in range(levels)]
    return [*forms, drawing(b"0 0 m 9 9 l S", 1)]


def drawing(content: bytes, other: int) -> bytes:
    """Return a form object that calls the object numbered `other` X."""
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % other
    return stream(content, entries)


def separate_lines() -> Iterator[bytes]:
    """Yield the description of 10 000 lines on a sheet of two metres, none of which goes on in another."""
    for x in range(0, 5000, 50):
        for y in range(0, 5000, 50):
            yield b"%d %d m %d %d l S " % (x, y, x + 20, y)


def picture(side: int) -> bytes:
    """Return a white square of so many pixels as PNG, which packs well."""
    rows = zlib.compressobj(9)
    line = b"\0" + b"\xff" * (side // 8)
    data = b"".join(rows.compress(line) for _ in range(side)) + rows.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = (b"IHDR" + header, b"IDAT" + data, b"IEND")
    body = (struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)
