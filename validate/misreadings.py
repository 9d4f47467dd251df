"""Findings on recognised pages: a misread figure is likelier there than a wrong one, and it must be said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..schemas.records import Severity
from .cases.slips import slip_shape

if TYPE_CHECKING:
    from decimal import Decimal

    from ..schemas.records import Fact, Finding
    from .context import Context

# Of 793 figures on clean scans 20 scored less, and all were right: the bound is for worse scans, and on the safe side.
SURE = 0.95
# What a recogniser does to a figure: another digit, one too many or too few, the point lost.
MISREAD_SHAPES = frozenset({"replaced", "inserted", "dropped", "slide"})
MISREAD = 0.8  # what is left of the confidence where one misread digit explains all
REMARK = "可能是扫描识别有误，请先对照原件"


def tempered(finding: Finding, context: Context) -> Finding:
    """Return a finding with what recognition takes from its confidence; as it is where its text is native.

    Where a figure was read with doubt, or one misread digit would explain the difference, it says so and
    is no error.
    """
    places = [(context.view_of(item.source), item.source) for item in finding.evidence]
    read = [fact for view, at in places if view.has_recognised for fact in view.at(at) if fact.confidence < 1]
    if not read:
        return finding
    lowest = min(fact.confidence for fact in read)
    confidence = min(finding.confidence, lowest)
    if lowest >= SURE and not any(_is_misread(fact, finding) for fact in read):
        return replace(finding, confidence=confidence)
    return replace(
        finding,
        confidence=round(confidence * MISREAD, 3),
        severity=Severity.WARN if finding.severity is Severity.ERROR else finding.severity,
        message=f"{finding.message}；{REMARK}",
    )


def _is_misread(fact: Fact, finding: Finding) -> bool:
    """Say whether another reading of one digit of a figure would make up for the difference."""
    if not finding.difference or fact.unit != finding.unit:
        return False
    needed: tuple[Decimal, Decimal] = (fact.value - finding.difference, fact.value + finding.difference)
    return any(slip_shape(fact.value, value) in MISREAD_SHAPES for value in needed)
