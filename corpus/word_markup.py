"""Markup of small Word files, and the record of what such a file says."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="emf" ContentType="image/x-emf"/><Default Extension="wmf" ContentType="image/x-wmf"/>'
    '<Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


class Feature(NamedTuple):
    """A Word file and what a person reads in it.

    Attributes:
        body: Markup of the body.
        paragraphs: Texts, in reading order.
        tables: Tables, as made by `grid`.
        notices: Codes of the notices that a reader must give.
        parts: Other parts below word/, by name.
        relations: Identifier, last word of the type, and target of each part that the body refers to.
    """

    body: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[dict[str, Any], ...] = ()
    notices: tuple[str, ...] = ()
    parts: tuple[tuple[str, bytes], ...] = ()
    relations: tuple[tuple[str, str, str], ...] = ()


def run(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """Return a paragraph of text, or of markup."""
    inner = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def cell(content: str, properties: str = "") -> str:
    """Return a cell with one paragraph, or with markup of blocks."""
    inner = content if content.startswith(("<w:p>", "<w:tbl>", "<w:sdt>")) else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """Return a row of cells."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    """Return a table."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def texts_table(rows: list[list[str]]) -> str:
    """Return a table of texts."""
    return table(*(row(*(cell(text) for text in texts)) for texts in rows))


def grid(
    rows: Sequence[Sequence[str | None]],
    origin: str = "native",
    caption: str | None = None,
    spans: dict[tuple[int, int], tuple[int, int]] | None = None,
) -> dict[str, Any]:
    """Return an expected table; None stands for a place without a cell of its own."""
    cells = []
    for r, texts in enumerate(rows):
        for c, text in enumerate(texts):
            if text is not None:
                down, across = (spans or {}).get((r, c), (1, 1))
                cells.append({"text": text, "row": r, "col": c, "rowspan": down, "colspan": across})
    return {"origin": origin, "caption": caption, "n_rows": len(rows), "n_cols": len(rows[0]), "cells": cells}


def word_file(feature: Feature) -> bytes:
    """Return the Word file of a feature."""
    document = f"<w:document {NAMESPACES}><w:body>{feature.body}<w:sectPr/></w:body></w:document>"
    relations = "".join(
        f'<Relationship Id="{identifier}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for identifier, kind, target in feature.relations
    )
    main = f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    parts = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONSHIPS}">{main}</Relationships>'.encode(),
        "word/document.xml": document.encode(),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{_RELATIONSHIPS}">{relations}</Relationships>'.encode()
        ),
    }
    return zipped(parts | {f"word/{name}": data for name, data in feature.parts})


def zipped(parts: dict[str, bytes], onto: bytes = b"") -> bytes:
    """Return a container, stored at a fixed time: the same bytes whatever the packing library.

    Args:
        parts: Contents by name; a name that ends with a slash is a folder.
        onto: A container that they are added to.
    """
    stream = io.BytesIO(onto)
    with zipfile.ZipFile(stream, "a" if onto else "w") as container:
        for name, data in parts.items():
            container.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data)
    return stream.getvalue()
