"""Prints a PDF file as an .ofd file (GB/T 33190-2016), as the virtual printers of offices do; the same bytes every time.

What stands on a page is told by another reader than the one that the files are made to try.
"""

from __future__ import annotations

import io
import zipfile
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import pdfplumber

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MILLIMETRES = 25.4 / 72
_TIME = (2024, 1, 1, 0, 0, 0)
_FONT, _LAYER, _TEMPLATE = 2, 3, 4
_FIRST_OBJECT = 10


def write_ofd(pdf: bytes, name: str) -> bytes:
    """Return an .ofd file of the pages of a PDF file.

    Args:
        pdf: The file that is printed.
        name: Identifier of the document.
    """
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        pages = [_page(page) for page in document.pages]
        size = _numbers(document.pages[0].width, document.pages[0].height)
    return pack(parts(pages, size, name))


def parts(pages: Sequence[str], size: str, name: str) -> dict[str, str]:
    """Return the parts of a file with one document.

    Args:
        pages: Objects of each page, as XML.
        size: Width and height of its pages, in millimetres.
        name: Identifier of the document.
    """
    listed = "".join(
        f'<ofd:Page ID="{1000 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    return {
        "OFD.xml": f'{_HEAD}<ofd:OFD {_NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{escape(name)}</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"{_HEAD}<ofd:Document {_NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>99999</ofd:MaxUnitID>"
        f"<ofd:PageArea><ofd:PhysicalBox>0 0 {size}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'{_HEAD}<ofd:Res {_NAMESPACE} BaseLoc="Res"><ofd:Fonts>'
        f'<ofd:Font ID="{_FONT}" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>',
        **{f"Doc_0/Pages/Page_{n}/Content.xml": content(page) for n, page in enumerate(pages)},
    }


def content(objects: str, before: str = "") -> str:
    """Return the part of a page that shows objects."""
    return (
        f"{_HEAD}<ofd:Page {_NAMESPACE}>{before}<ofd:Content>"
        f'<ofd:Layer ID="{_LAYER}" Type="Body">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def pack(made: dict[str, str]) -> bytes:
    """Return the container of parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        for name, text in made.items():
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            container.writestr(entry, text)
    return buffer.getvalue()


def _page(page: Any) -> str:
    objects = [*map(_line, page.lines), *map(_frame, page.rects), *_texts(page.chars)]
    return "".join(text.format(id=number) for number, text in enumerate(objects, start=_FIRST_OBJECT))


def _line(line: dict[str, float]) -> str:
    return path(line["x0"], line["top"], line["x1"], line["bottom"], "M 0 0 L {x} {y}")


def _frame(rect: dict[str, float]) -> str:
    return path(rect["x0"], rect["top"], rect["x1"], rect["bottom"], "M 0 0 L {x} 0 L {x} {y} L 0 {y} C")


def path(x0: float, top: float, x1: float, bottom: float, drawn: str) -> str:
    """Return a path object without its identifier; `drawn` has {x} and {y} for its far corner."""
    boundary = _numbers(x0, top, x1 - x0, bottom - top)
    width, height = _numbers(x1 - x0, bottom - top).split()
    data = drawn.format(x=width, y=height)
    return (
        f'<ofd:PathObject ID="{{id}}" Boundary="{boundary}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _texts(chars: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield a text object for each run of characters on one base line."""
    for _, group in groupby(chars, key=lambda char: (round(char["matrix"][5], 1), char["size"])):
        yield _text(list(group))


def _text(run: Sequence[dict[str, Any]]) -> str:
    first, last = run[0], run[-1]
    size = first["size"]
    boundary = _numbers(first["x0"], first["top"], last["x1"] - first["x0"], size)
    steps = [b["x0"] - a["x0"] for a, b in pairwise(run)]
    text = escape("".join(char["text"] for char in run)).replace("{", "{{").replace("}", "}}")
    return (
        f'<ofd:TextObject ID="{{id}}" Boundary="{boundary}" Font="{_FONT}" Size="{_numbers(size)}">'
        f'<ofd:TextCode X="0" Y="{_numbers(0.88 * size)}"{_deltas(steps)}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def _deltas(steps: Sequence[float]) -> str:
    """Return the steps as an attribute; three and more equal ones are counted."""
    words: list[str] = []
    for value, group in groupby(_numbers(step) for step in steps):
        count = len(list(group))
        words += ["g", str(count), value] if count > 2 else [value] * count
    return f' DeltaX="{" ".join(words)}"' if words else ""


def _numbers(*points: float) -> str:
    """Return points as millimetres."""
    return " ".join(f"{value * _MILLIMETRES:.4f}".rstrip("0").rstrip(".") for value in points)
