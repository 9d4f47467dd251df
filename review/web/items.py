"""One finding as the desk shows it: its sheets at the left, its arithmetic at the right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...schemas.records import Outcome
from ..lists.places import CellNames
from ..marking.figure_boxes import Operand
from ..marking.masked_boxes import masked_texts
from .pictures import PictureError
from .sheets import Mark, ShownSheet, Spot, prose_sheet, table_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...schemas.records import Cell, Check, DocumentRow, Evidence, Finding, Source
    from .pictures import Pictures
    from .shelf import Shelf


@dataclass(frozen=True, slots=True)
class ShownOperand:
    """An operand: number from 1, role, words as printed, place for people, and its sheet (from 1)."""

    number: int
    role: str
    text: str
    place: str
    sheet: int


@dataclass(frozen=True, slots=True)
class Item:
    """A finding with all that is shown of it.

    Attributes:
        finding: The finding.
        document: The file that it is filed under.
        operands: In order; the first is the stated figure.
        sheets: Where they stand, in the order of the operands.
        check: The relation that is broken; None if the finding is not about one.
    """

    finding: Finding
    document: DocumentRow
    operands: tuple[ShownOperand, ...]
    sheets: tuple[ShownSheet, ...]
    check: Check | None

    @property
    def arithmetic(self) -> str:
        """The relation with its printed figures; empty if the sentence tells it already."""
        relation = self.check.relation if self.check else ""
        return "" if relation.partition("=")[2].strip() in self.finding.message else relation

    @property
    def room(self) -> bool:
        """Whether the printed digits leave the recomputed figure some room."""
        check = self.check
        return (
            check is not None and check.expected_low is not None and check.expected_low != check.expected_high
        )


@dataclass(frozen=True, slots=True)
class ItemReader:
    """Makes items from what the lake holds and from pictures of the originals."""

    shelf: Shelf
    pictures: Pictures

    def read(self, finding: Finding) -> Item:
        """Return a finding with the sheets that its operands stand on.

        Raises:
            LookupError: The lake does not hold the document of the finding.
        """
        document = self.shelf.document(finding.document)
        if document is None:
            raise LookupError(finding.document)
        parts = [
            part
            for key, spots in _by_sheet(finding.evidence).items()
            for part in self._parts(key, spots, finding)
        ]
        sheet_of = {spot.number: number for number, (spots, _) in enumerate(parts, 1) for spot in spots}
        names = self._names(finding.evidence)
        operands = tuple(
            ShownOperand(
                number, item.role, item.text, self._place(item.source, finding, names), sheet_of[number]
            )
            for number, item in enumerate(finding.evidence, 1)
        )
        return Item(finding, document, operands, tuple(sheet for _, sheet in parts), self._check(finding))

    def picture(self, document: DocumentRow, page: int, turn: int) -> bytes:
        """Return a page as WebP, turned to the right by so many degrees, personal data covered.

        Raises:
            PictureError: See `Pictures.page`.
        """
        key = document.document_id
        masked = masked_texts((*self.shelf.cells(key), *self.shelf.paragraphs(key)), page)
        return self.pictures.page(document, page, turn, masked)

    def _check(self, finding: Finding) -> Check | None:
        key = finding.rule, finding.stated, finding.expected
        checks = self.shelf.checks(finding.document)
        matching = (
            c for c in checks if (c.rule, c.stated, c.expected) == key and c.outcome is not Outcome.HOLDS
        )
        return next(matching, None) if finding.stated is not None else None

    def _names(self, evidence: Sequence[Evidence]) -> CellNames:
        documents = {item.source.document for item in evidence if item.source.table is not None}
        return CellNames.of(cell for key in sorted(documents) for cell in self.shelf.cells(key))

    def _place(self, place: Source, finding: Finding, names: CellNames) -> str:
        words = names.place(place)
        if place.document == finding.document:
            return words
        other = self.shelf.document(place.document)
        return f"“{other.name}”{words}" if other else words

    def _parts(self, key: _Key, spots: Sequence[Spot], finding: Finding) -> list[_Part]:
        document = self.shelf.document(key.document)
        if document is None:
            note = "该文件已从结果文件夹中移除，请重新运行 fuhe check。"
            return [(spots, ShownSheet("文件不在结果文件夹中", note=note))]
        if key.page is None:
            return [(spots, self._from_lake(document, key, spots))]
        evidence = {spot.number: finding.evidence[spot.number - 1] for spot in spots}
        try:
            return [(spots, self._page(document, key.page, evidence))]
        except PictureError as error:
            return [
                (own, replace(self._from_lake(document, part, own), note=str(error)))
                for part, own in _by_part(spots).items()
            ]

    def _page(self, document: DocumentRow, page: int, evidence: Mapping[int, Evidence]) -> ShownSheet:
        operands = [Operand(item, self._text(item.source)) for item in evidence.values()]
        sheet = self.pictures.sheets(document, {page: operands})[page]
        boxes = zip(evidence, sheet.figures.boxes, strict=True)
        return ShownSheet(
            f"{document.name} 第{page}页",
            document_id=document.document_id,
            page=page,
            turn=sheet.figures.turn,
            width=sheet.width,
            height=sheet.height,
            marks=tuple(Mark(number, tuple(found)) for number, found in boxes),
        )

    def _text(self, place: Source) -> str:
        if place.paragraph is not None:
            found = (p.text for p in self.shelf.paragraphs(place.document) if p.number == place.paragraph)
        else:
            key = place.table, place.row, place.column
            found = (
                cell.text
                for cell in self.shelf.cells(place.document)
                if (cell.source.table, cell.row, cell.column) == key
            )
        return next(found, "")

    def _from_lake(self, document: DocumentRow, key: _Key, spots: Sequence[Spot]) -> ShownSheet:
        if key.table is None:
            return prose_sheet(f"{document.name} 正文", self.shelf.paragraphs(document.document_id), spots)
        tables = self.shelf.tables(document.document_id)
        table = next((entry for entry in tables if entry.table.number == key.table), None)
        return table_sheet(f"{document.name} 表{key.table}", table, self._cells(key), spots)

    def _cells(self, key: _Key) -> Iterator[Cell]:
        return (cell for cell in self.shelf.cells(key.document) if cell.source.table == key.table)


@dataclass(frozen=True, slots=True)
class _Key:
    """What is shown together: a page, or in a file without pages a table or the prose."""

    document: str
    page: int | None
    table: int | None


if TYPE_CHECKING:
    _Part = tuple[Sequence[Spot], ShownSheet]


def _by_sheet(evidence: Sequence[Evidence]) -> dict[_Key, list[Spot]]:
    groups: dict[_Key, list[Spot]] = {}
    for number, item in enumerate(evidence, 1):
        place = item.source
        has_page = place.page is not None and place.box is not None
        key = _Key(place.document, place.page if has_page else None, None if has_page else place.table)
        groups.setdefault(key, []).append(Spot(number, place))
    return groups


def _by_part(spots: Sequence[Spot]) -> dict[_Key, list[Spot]]:
    parts: dict[_Key, list[Spot]] = {}
    for spot in spots:
        parts.setdefault(_Key(spot.place.document, None, spot.place.table), []).append(spot)
    return parts
