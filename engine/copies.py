"""One report in two formats: recognised, and never compared with itself."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..schemas.records import Report

# A printed PDF may break or drop a few numbers of its Word file (page numbers, text boxes).
LEAST_SHARED_FIGURES = 0.95
LEAST_FIGURES = 20  # below, equal figures say nothing about equal reports


@dataclass(frozen=True, slots=True)
class Digest:
    """What a copy of a report is recognised by.

    Attributes:
        document_id: The document.
        format: Its file format.
        title: Title without white space.
        fingerprint: Hash of its text without white space.
        figures: Its printed values, sorted, normalised so that 1.50 equals 1.5.
    """

    document_id: str
    format: str
    title: str
    fingerprint: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """Documents to be checked together.

    Attributes:
        members: One copy of each report of the submission.
        homes: Members whose checks and findings are kept; the others have theirs from another variant.
    """

    members: tuple[str, ...]
    homes: frozenset[str]


def digest(report: Report) -> Digest:
    """Return what copies of a report are recognised by."""
    document = report.document
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for cell in table.cells]
    text = _bare("".join(texts))
    return Digest(
        document_id=document.id,
        format=document.format,
        title=_bare(report.title or ""),
        fingerprint=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        figures=tuple(sorted(format(fact.value.normalize(), "f") for fact in report.facts)),
    )


def _bare(text: str) -> str:
    return "".join(text.split())


def is_copy(one: Digest, other: Digest) -> bool:
    """Return whether two digests of one submission are of the same report."""
    if one.fingerprint == other.fingerprint:
        return True
    most = max(len(one.figures), len(other.figures))
    if one.format == other.format or one.title != other.title or most < LEAST_FIGURES:
        return False
    shared = (Counter(one.figures) & Counter(other.figures)).total()
    return shared >= LEAST_SHARED_FIGURES * most


def clusters(digests: Sequence[Digest]) -> list[list[Digest]]:
    """Return the reports of a submission, each with its copies, in the order given."""
    found: list[list[Digest]] = []
    for candidate in digests:
        home = next((cluster for cluster in found if is_copy(cluster[0], candidate)), None)
        if home is None:
            found.append([candidate])
        else:
            home.append(candidate)
    return found


def variants(reports: Sequence[Sequence[Digest]]) -> list[Variant]:
    """Return the sets of documents to be checked together, so that no set holds two copies.

    A report with one file takes part in every set and is at home in the first.
    """
    places = {name: _slots(copies) for copies in reports if len(copies) > 1 for name in _slots(copies)}
    slots = sorted(places) or [("", 0)]
    return [_variant(reports, slot, first=slot == slots[0]) for slot in slots]


def _slots(copies: Sequence[Digest]) -> dict[tuple[str, int], str]:
    """Return a slot for each copy: its format, and its number among those of that format."""
    seen: Counter[str] = Counter()
    slots = {}
    for copy in copies:
        slots[copy.format, seen[copy.format]] = copy.document_id
        seen[copy.format] += 1
    return slots


def _variant(reports: Sequence[Sequence[Digest]], slot: tuple[str, int], *, first: bool) -> Variant:
    members, homes = [], set()
    for copies in reports:
        held = _slots(copies).get(slot) if len(copies) > 1 else None
        members.append(held or copies[0].document_id)
        if held or (first and len(copies) == 1):
            homes.add(members[-1])
    return Variant(tuple(members), frozenset(homes))
