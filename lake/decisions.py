"""What reviewers decided: appended, never changed, the latest word on a finding holds.

LAKE/decisions holds one file per call of `append`, named by a number that only grows and by chance, so
that any number of browsers and processes write at once without waiting. A file gets its name when it
is whole. Runs never touch these files. Undoing a decision is a later row with the word `open`.
"""

from __future__ import annotations

import hashlib
import os
import time
import uuid
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ..schemas.errors import LakeError
from .files import add_file, dataset_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..schemas.records import Decision, Finding
    from .remote import Place

DATASET = "decisions"
OPEN = "open"
WORDS = ("confirmed", "dismissed", "explained", "extraction-error", OPEN)


class Standing(StrEnum):
    """Whether a decision still speaks of what the lake says."""

    CURRENT = "current"
    CHANGED = "changed"  # the finding stays, but its figures are others now: to be looked at again
    GONE = "gone"  # the last run no longer found it


@dataclass(frozen=True, slots=True)
class Judgement:
    """The latest decision on a finding, and whether it still applies."""

    decision: Decision
    standing: Standing


def figures_of(finding: Finding) -> str:
    """Return what a decision remembers of a finding's figures: a digest of stated, expected and unit.

    Equal amounts give equal digests however they were written (1.50 and 1.5).
    """
    amounts = (finding.stated, finding.expected)
    parts = ["" if value is None else f"{value.normalize():f}" for value in amounts]
    return hashlib.sha256("|".join([*parts, finding.unit or ""]).encode()).hexdigest()[:16]


def append(path: Place, decisions: Sequence[Decision], findings: Mapping[str, Finding]) -> None:
    """Add decisions to the history, all of them or none; the figures they speak of are remembered.

    Args:
        path: The lake.
        decisions: In order; of two on one finding the later holds.
        findings: Findings by id, from which `figures` is filled where it is empty.

    Raises:
        LakeError: A decision is none of `WORDS`.
    """
    for decision in decisions:
        if decision.decision not in WORDS:
            raise LakeError(
                f"问题 {decision.finding_id} 的复核结论“{decision.decision}”无效，应为 {'、'.join(WORDS)} 之一。"
            )
    if decisions:
        signed = [_with_figures(decision, findings) for decision in decisions]
        add_file(path, DATASET, _next_name(path), signed)


def _with_figures(decision: Decision, findings: Mapping[str, Finding]) -> Decision:
    finding = findings.get(decision.finding_id)
    if decision.figures or finding is None:
        return decision
    return replace(decision, figures=figures_of(finding))


def _next_name(path: Place) -> str:
    """Return a name that sorts after every file there, even when the clock was set back."""
    last = max((file.name for file in dataset_files(path, DATASET)), default="")
    number = max(time.time_ns(), int(last.split("-")[0]) + 1 if last else 0)
    return f"{number:020d}-{os.getpid()}-{uuid.uuid4().hex[:8]}.parquet"


def latest(history: Iterable[Decision]) -> dict[str, Decision]:
    """Return the decision that holds for each finding; one that was opened again has none."""
    last = {decision.finding_id: decision for decision in history}
    return {key: decision for key, decision in last.items() if decision.decision != OPEN}


def judge(history: Iterable[Decision], findings: Mapping[str, Finding]) -> dict[str, Judgement]:
    """Return the decisions that hold, by finding, and whether each still speaks of what was found."""
    return {
        key: Judgement(decision, _standing(decision, findings.get(key)))
        for key, decision in latest(history).items()
    }


def _standing(decision: Decision, finding: Finding | None) -> Standing:
    if finding is None:
        return Standing.GONE
    known = decision.figures in ("", figures_of(finding))
    return Standing.CURRENT if known else Standing.CHANGED
