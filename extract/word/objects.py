"""What hangs in a paragraph of a Word file besides text, pictures, charts, diagrams, embedded files; and what they say."""

from __future__ import annotations

import re
import struct
import time
from typing import TYPE_CHECKING, NamedTuple

from ...schemas.errors import UnreadableDocument
from .. import limits
from ..compound_file import CompoundFile
from ..drawings.chart import read_chart
from ..drawings.metafile import is_metafile, read_metafile
from ..older.office import CONVERSIONS, convert
from ..sniff import sniff
from .package import R, W
from .tables import Grid, GridCell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from ...schemas.records import Paragraph, Table
    from .blocks import Line
    from .package import Package

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_VML = "{urn:schemas-microsoft-com:vml}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
# Charts of newer kinds (waterfall, funnel) keep their data elsewhere, and have a picture as fallback.
_NEW_CHART = "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_EMU_PER_POINT = 12700
# 60 cm²: seals and logos stay below, a pasted table or scanned page does not.
_LARGE_SQUARE_POINTS = 48_200
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75}
_SIZE = re.compile(r"(width|height)\s*:\s*([0-9.]+)(pt|in|cm|mm|px)")
_DIAGRAM_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_DIAGRAM_POINT = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}pt"
# The pictures of these say nothing: signs of a formula in no order, and the icon of a packed file.
_SILENT_PROGRAMS = ("equation", "mathtype", "package")
_NESTED_DOCUMENTS = 3


class Anchor(NamedTuple):
    """An object that hangs in a paragraph.

    Attributes:
        kind: picture, chart, diagram or object.
        relation: Identifier of the part that holds it, None if there is none.
        is_large: It is printed so large that it may show a table.
        preview: Identifier of the picture that shows an embedded file; None for an icon.
        program: Program that made an embedded file, e.g. Excel.Sheet.12.
    """

    kind: str
    relation: str | None = None
    is_large: bool = False
    preview: str | None = None
    program: str = ""


class Content(NamedTuple):
    """What an object says.

    Attributes:
        blocks: Lines of text and tables, in reading order.
        remark: Code of what could not be read; None if all was.
        document: Bytes of an embedded Word file, whose blocks belong here; None if it is none.
    """

    blocks: tuple[str | Line | Grid, ...] = ()
    remark: str | None = None
    document: bytes | None = None


class Objects:
    """Reads the objects of one document; each part once, however often it is shown."""

    def __init__(self, package: Package, level: int = 0) -> None:
        """Prepare.

        Args:
            package: The file that holds the objects.
            level: How many Word files this one is embedded in.
        """
        self._package = package
        self._level = level
        self._deadline = package.recognition.deadline()
        self._known: dict[tuple[str, str], Content] = {}
        self._conversions = 0

    def read(self, anchor: Anchor, part: str) -> Content:
        """Return what an object says.

        Args:
            anchor: The object.
            part: Name of the part that anchors it.
        """
        picture = "large-picture" if anchor.is_large else "picture"
        target = self._target(anchor.relation, part)
        if anchor.kind == "picture":
            scan = self._known_content("scan", target) if anchor.is_large else None
            return scan or self._known_content("picture", target) or Content(remark=picture)
        found = self._known_content(anchor.kind, target)
        if found is None and anchor.preview and not anchor.program.lower().startswith(_SILENT_PROGRAMS):
            found = self._known_content("picture", self._target(anchor.preview, part))
        if found is None and anchor.kind == "object":
            found = self._known_content("old-workbook", target)
        return found or Content(remark="chart" if anchor.kind == "diagram" else anchor.kind)

    def imported(self, relation: str | None, part: str) -> Content:
        """Return what a part says that a w:altChunk puts into the text."""
        return self._known_content("import", self._target(relation, part)) or Content(remark="import")

    def _target(self, relation: str | None, part: str) -> str | None:
        found = self._package.relations(part).get(relation or "")
        return None if found is None else found.part

    def _known_content(self, kind: str, target: str | None) -> Content | None:
        """Return what a part says, None if that cannot be read."""
        if target is None:
            return None
        if (kind, target) not in self._known:
            if len(self._known) >= limits.EMBEDDED_PARTS:
                return None
            self._known[kind, target] = self._read(kind, target)
        found = self._known[kind, target]
        return found if found.blocks or found.document else None

    def _read(self, kind: str, target: str) -> Content:
        if kind == "chart":
            return self._chart(target)
        if kind == "diagram":
            return self._diagram(target)
        data = self._package.read(target)
        if data is None:
            return Content()
        if kind in {"picture", "scan"}:
            return _picture(data) if kind == "picture" else self._scan(data)
        if kind == "old-workbook":
            return _old_workbook(data, self._package.name)
        return self._imported(data, target) if kind == "import" else self._file(data)

    def _imported(self, data: bytes, target: str) -> Content:
        kind = sniff(data)
        if kind not in CONVERSIONS or CONVERSIONS[kind].target.suffix != "docx":
            return self._file(data, is_text=target.lower().endswith(".txt"))
        if self._conversions == limits.CONVERTED_PARTS or self._level >= _NESTED_DOCUMENTS:
            return Content()
        self._conversions += 1
        try:
            return Content(document=convert(data, kind, self._package.name), remark="converted")
        except UnreadableDocument:
            return Content()

    def _scan(self, data: bytes) -> Content:
        """Return what a picture says that may be a scan, as long as there is time."""
        recognition = self._package.recognition
        if is_metafile(data) or not recognition.can_run():
            return Content()
        from ..scans.picture_file import read_picture  # noqa: PLC0415 - rarely needed

        seconds = max(self._deadline - time.monotonic(), 0.0)
        found = read_picture(data, recognition._replace(seconds=seconds))
        return Content(_ordered(*found), "recognised-picture")

    def _chart(self, target: str) -> Content:
        root = self._package.parse(target)
        chart = None if root is None else read_chart(root)
        return Content() if chart is None else Content((_to_grid(chart.rows, "chart", chart.title),))

    def _diagram(self, target: str) -> Content:
        root = self._package.parse(target)
        points = () if root is None else root.iter(_DIAGRAM_POINT)
        texts = ("".join(text.text or "" for text in point.iter(_DIAGRAM_TEXT)).strip() for point in points)
        return Content(tuple(text for text in texts if text))

    def _file(self, data: bytes, *, is_text: bool = False) -> Content:
        kind = sniff(data)
        if kind in {"ole", "xls"}:
            data = _packed(data)
            kind = sniff(data)
        if kind == "xlsx":
            from ..spreadsheets.workbook import read_workbook  # noqa: PLC0415 - its library is slow to load and rarely needed

            return Content(read_workbook(data, self._package.name))
        if kind == "docx" and self._level < _NESTED_DOCUMENTS:
            return Content(document=data)
        if kind in {"html", "mhtml"}:
            from ..web.html import read_html  # noqa: PLC0415 - rarely needed

            return Content(read_html(data, self._package.name))
        if is_text:
            lines = data[: limits.MEGABYTE].decode("utf-8", "replace").splitlines()
            return Content(tuple(line.strip() for line in lines if line.strip()))
        return Content()


def _ordered(paragraphs: Sequence[Paragraph], tables: Sequence[Table]) -> tuple[Line | Grid, ...]:
    """Return paragraphs and tables of a picture from top to bottom."""
    from .blocks import Line  # noqa: PLC0415 - blocks are made of objects, among others

    lines = [Line(one.text, None, one.readings) for one in paragraphs]
    blocks: list[Line | Grid] = []
    done = 0
    for table in tables:
        blocks += lines[done : table.after_paragraph]
        done = table.after_paragraph
        cells = tuple((c.row, c.column, c.rowspan, c.colspan, c.text) for c in table.cells)
        readings = tuple(cell.readings for cell in table.cells)
        blocks.append(Grid(cells, table.n_rows, table.n_columns, table.origin, readings=readings))
    return (*blocks, *lines[done:])


def _picture(data: bytes) -> Content:
    if not is_metafile(data):
        return Content()
    found = read_metafile(data)
    return Content(found.blocks, "large-picture" if found.unread else None)


def _packed(data: bytes) -> bytes:
    """Return the file that an embedded object wraps; nothing if it wraps none."""
    try:
        return CompoundFile(data).stream("Package", "package") or b""
    except (ValueError, struct.error):
        return b""


def _old_workbook(data: bytes, name: str) -> Content:
    if sniff(data) != "xls":
        return Content()
    from ..spreadsheets.old_workbook import read_old_workbook  # noqa: PLC0415 - its library is rarely needed

    return Content(read_old_workbook(data, name))


def _to_grid(rows: Sequence[Sequence[str]], origin: str, caption: str | None) -> Grid:
    cells = tuple(GridCell(r, c, 1, 1, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Grid(cells, len(rows), len(rows[0]), origin, caption)


def read_anchor(element: _Element) -> Anchor | None:
    """Return the object that an element anchors, None if it anchors none itself."""
    tag = element.tag
    if tag == f"{_DRAWING}blip":
        is_large = _drawing_area(element) >= _LARGE_SQUARE_POINTS
        return Anchor("picture", element.get(f"{R}embed"), is_large)
    if tag == f"{_VML}imagedata":
        is_large = _vml_area(element) >= _LARGE_SQUARE_POINTS
        return Anchor("picture", element.get(f"{R}id"), is_large)
    if tag in {_CHART, _NEW_CHART}:
        return Anchor("chart", element.get(f"{R}id"))
    if tag == _DIAGRAM:
        return Anchor("diagram", element.get(f"{R}dm"))
    return _embedded(element) if tag == f"{W}object" else None


def _embedded(element: _Element) -> Anchor | None:
    """Return the file that a w:object embeds; None if it is a control or a drawing."""
    embedded = next(element.iter(f"{_OFFICE}OLEObject"), None)
    if embedded is None:
        return None
    image = next(element.iter(f"{_VML}imagedata"), None)
    is_icon = embedded.get("DrawAspect") == "Icon"
    preview = None if image is None or is_icon else image.get(f"{R}id")
    program = embedded.get("ProgID", "")
    return Anchor("object", embedded.get(f"{R}id"), is_large=True, preview=preview, program=program)


def _drawing_area(blip: _Element) -> float:
    """Return the printed area of a picture in square points; 0 if the file does not say."""
    for frame in blip.iterancestors(f"{_PLACED}inline", f"{_PLACED}anchor"):
        extent = frame.find(f"{_PLACED}extent")
        try:
            sides = (0, 0) if extent is None else (int(extent.get("cx", "0")), int(extent.get("cy", "0")))
        except ValueError:
            return 0.0
        return sides[0] / _EMU_PER_POINT * sides[1] / _EMU_PER_POINT
    return 0.0


def _vml_area(image: _Element) -> float:
    """Return the printed area of an old-style picture in square points; 0 if the file does not say."""
    parent = image.getparent()
    style = "" if parent is None else parent.get("style", "")
    sides = {
        side: float(size) * _POINTS[unit] for side, size, unit in _SIZE.findall(style) if size.count(".") < 2
    }
    return sides.get("width", 0.0) * sides.get("height", 0.0)
