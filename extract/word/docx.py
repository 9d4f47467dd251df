"""Reads .docx: a direct walk over the XML, since the usual library leaves out what revisions and controls hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..collector import collector_paused
from ..flow import Original, flow_document
from ..limits import check_size
from ..scans.ocr import DEFAULT
from .blocks import Line, Remark, Story
from .notices import notices
from .package import Package
from .scan import scan
from .shapes import UnusualError
from .tables import Grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...schemas.records import Document
    from ..scans.ocr import Recognition
    from .blocks import Block


def read(
    data: bytes,
    name: str,
    source: str,
    original: Original | None = None,
    recognition: Recognition = DEFAULT,
) -> Document:
    """Return what stands in a Word file, revisions taken as accepted, headers and footers left out.

    Args:
        data: Bytes of the file.
        name: File name without folder.
        source: Path as the caller gave it.
        original: The file that these bytes were converted from; None if they are the file.
        recognition: Whether large pictures are recognised, and how long that may take.

    Raises:
        UnreadableDocument: Not a Word file, cut short, encrypted or too large.
    """
    check_size(len(data), name)
    with collector_paused():
        return _read(data, original or Original.of(data, name, source, "docx"), recognition)


def _read(data: bytes, original: Original, recognition: Recognition) -> Document:
    with Package(data, original.name, recognition) as package:
        story, body = _body(package)
        notes = [*story.notes("footnotes"), *story.notes("endnotes")]
    document = flow_document(original, body, notes)
    told = notices(
        _places(body),
        story.unknown_formats,
        tuple(dict.fromkeys(package.broken)),
        has_text=bool(document.paragraphs or document.tables),
    )
    return replace(document, notices=told)


def _body(package: Package) -> tuple[Story, list[Block]]:
    """Return the blocks of the main part, and the story that read them."""
    text = package.main_text()
    try:
        story = Story(package)
        return story, scan(text, story)
    except UnusualError:
        story = Story(package)
        return story, list(story.blocks(package.body(text)))


def _places(body: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """Yield (code, place for people) of every remark."""
    lines = tables = 0
    for block in body:
        if isinstance(block, Line):
            lines += 1
        elif isinstance(block, Grid):
            tables += 1
        elif isinstance(block, Remark):
            yield block.code, f"表{tables}" if block.in_table else f"第{lines}段" if lines else "篇首"
