"""Puts one error into a Word file: finds the cell or paragraph of a printed figure and rewrites it there."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from fuhe.extract import read
from fuhe.schemas.records import Cell, Document, Fact, Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN = "word/document.xml"
MOST_TRIES = 12  # places that print the same text; the right one is found by reading the file again


@dataclass(frozen=True)
class WordFile:
    """A Word file as bytes, with what is read from it."""

    name: str
    data: bytes

    @cached_property
    def document(self) -> Document:
        return read(self.data, self.name, self.name)

    @cached_property
    def main(self) -> bytes:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return archive.read(MAIN)

    def with_main(self, main: bytes) -> WordFile:
        """Return a copy of the file with another main part."""
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self.data)) as old,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for item in old.infolist():
                new.writestr(item, main if item.filename == MAIN else old.read(item.filename))
        return WordFile(self.name, out.getvalue())


def squeezed(text: str) -> str:
    return "".join(text.split())


def home_of(document: Document, fact: Fact) -> Cell | Paragraph | None:
    """Return the cell or paragraph that prints a figure."""
    place = fact.source
    if place.paragraph is not None:
        return next((p for p in document.paragraphs if p.number == place.paragraph), None)
    cells = [c for t in document.tables if t.number == place.table for c in t.cells]
    return next((c for c in cells if (c.row, c.column) == (place.row, place.column)), None)


def rewritten(file: WordFile, fact: Fact, old: str, new: str) -> WordFile | None:
    """Return the file with `old`, which the figure's span begins, printed as `new`; None if it cannot be placed."""
    home = home_of(file.document, fact)
    if home is None or fact.source.start is None or fact.source.end is None:
        return None
    at = home.text.find(old, fact.source.start)
    if at < 0 or at >= fact.source.end:
        return None
    wanted = squeezed(home.text[:at] + new + home.text[at + len(old) :])
    after = len(squeezed(home.text[at + len(old) :]))

    def edit(holder: etree._Element) -> None:
        letters = [
            (t, n) for t in holder.iter(f"{W}t") for n, c in enumerate(t.text or "") if not c.isspace()
        ]
        end = len(letters) - after
        spoil(letters[end - len(squeezed(old)) : end], new)

    for changed in tried(file, home, edit):
        if (
            squeezed(getattr(home_of(changed.document, fact), "text", "")) == wanted
            and differing(file, changed) == 1
        ):
            return changed
    return None


def spoil(letters: list[tuple[etree._Element, int]], new: str) -> None:
    """Replace characters of text elements by `new`, which goes where the first of them stood."""
    for element, n in reversed(letters):
        text = element.text or ""
        put = new if (element, n) == letters[0] else ""
        element.text = text[:n] + put + text[n + 1 :]


def without_row(file: WordFile, fact: Fact) -> WordFile | None:
    """Return the file without the table row that prints a figure; None where merged cells hang on it."""
    home = home_of(file.document, fact)

    def edit(holder: etree._Element) -> None:
        row = next(holder.iterancestors(f"{W}tr"))
        if any(m.get(f"{W}val") == "restart" for m in row.iter(f"{W}vMerge")):
            raise LookupError
        table = row.getparent()
        if table is not None:
            table.remove(row)

    if not isinstance(home, Cell):
        return None
    for changed in tried(file, home, edit):
        before, after = tables_as_texts(file), tables_as_texts(changed)
        number = (fact.source.table or 0) - 1
        kept = [row for n, row in enumerate(before[number]) if n != fact.source.row]
        if len(before) == len(after) and after[number] == kept:
            return changed
    return None


def tables_as_texts(file: WordFile) -> list[list[list[str]]]:
    return [
        [[c.text for c in table.cells if c.row == row] for row in range(table.n_rows)]
        for table in file.document.tables
    ]


def tried(
    file: WordFile, home: Cell | Paragraph, edit: Callable[[etree._Element], None]
) -> Iterator[WordFile]:
    """Yield the file edited at each place that prints the text of `home`, the likeliest place first."""
    text = squeezed(home.text)
    rank = [h for h in homes(file.document, type(home)) if squeezed(h.text) == text].index(home)
    count = len(holders(etree.fromstring(file.main), home, text))
    for at in sorted(range(count), key=lambda n: abs(n - rank))[:MOST_TRIES]:
        root = etree.fromstring(file.main)
        try:
            edit(holders(root, home, text)[at])
        except LookupError:
            continue
        yield file.with_main(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def homes(document: Document, kind: type) -> list[Cell | Paragraph]:
    return [*document.paragraphs] if kind is Paragraph else [c for t in document.tables for c in t.cells]


def holders(root: etree._Element, home: Cell | Paragraph, text: str) -> list[etree._Element]:
    """Elements with the text of a cell or paragraph; an automatic number is not part of an element's text."""
    if isinstance(home, Cell):
        return [e for e in root.iter(f"{W}tc") if own_text(e) == text]
    found = [(e, own_text(e)) for e in root.iter(f"{W}p")]
    return [e for e, t in found if t and text.endswith(t) and len(t) > len(text) - 12]


def own_text(element: etree._Element) -> str:
    return squeezed("".join(t.text or "" for t in element.iter(f"{W}t")))


def differing(one: WordFile, other: WordFile) -> int:
    """Return how many cells and paragraphs differ."""
    pairs = [(homes(one.document, kind), homes(other.document, kind)) for kind in (Cell, Paragraph)]
    if any(len(a) != len(b) for a, b in pairs):
        return -1
    return sum(x.text != y.text for a, b in pairs for x, y in zip(a, b, strict=True))


def printed_number(fact: Fact) -> str | None:
    """Return the digits of a figure as printed, if they are plain ones: "1,203.50"."""
    found = re.search(r"\d[\d,]*(?:\.\d+)?", fact.text)
    if found is None or found[0].replace(",", "") != f"{abs(fact.value):f}":
        return None
    return found[0]
