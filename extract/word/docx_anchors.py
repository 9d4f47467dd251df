"""What hangs in a paragraph of a Word file besides text: pictures, charts, diagrams, embedded files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from .docx_package import R, W

if TYPE_CHECKING:
    from lxml.etree import _Element

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
