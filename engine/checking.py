"""The second task: the documents of a submission are checked together, from their datasets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ..lake import read_report, stage
from ..schemas.errors import CatalogueError
from ..schemas.records import Submission
from . import at_hand
from .copies import clusters, digest, variants
from .notices import copy_notice, final_row, readers_notices
from .tally import Entry, tally

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..lake import Place
    from ..schemas.records import Notice, Report
    from ..validate import Verdict
    from .copies import Digest, Variant
    from .options import RunOptions
    from .plan import Group
    from .tally import Tally


@dataclass(frozen=True, slots=True)
class CheckTask:
    """A submission to be checked.

    Attributes:
        group: The submission.
        homes: Document, neighbours included, to the folder of datasets that holds it.
        staging: Where rows, checks and findings are written.
        options: Which rules.
    """

    group: Group
    homes: Mapping[str, Place]
    staging: Place
    options: RunOptions


def check_submission(task: CheckTask) -> list[Entry]:
    """Check a submission, stage rows, checks and findings of its documents, and return what these come to.

    Copies of one report are never compared with each other.
    """
    reports = {
        row.document_id: _bare_report(task.homes[row.document_id], row.document_id) for row in task.group.rows
    }
    neighbours = tuple(
        _neighbour(task.homes[row.document_id], row.document_id) for row in task.group.neighbours
    )
    copies = clusters([digest(report) for report in reports.values()])
    tallies: dict[str, Tally] = {}
    said = _said_of_copies(copies, reports)
    for variant in variants(copies):
        found, notices = _check_variant(task, variant, reports, neighbours)
        tallies |= found
        said |= {key: (*said.get(key, ()), *given_up) for key, given_up in notices.items()}
    entries = [
        Entry(final_row(row, *said.get(row.document_id, ())), tallies[row.document_id])
        for row in task.group.rows
    ]
    for entry in entries:
        stage(task.staging, entry.row.document_id, {"documents": [entry.row]})
    return entries


def _check_variant(
    task: CheckTask, variant: Variant, reports: Mapping[str, Report], neighbours: tuple[Report, ...]
) -> tuple[dict[str, Tally], dict[str, tuple[Notice, ...]]]:
    """Stage what comes of a variant for its home documents; return what was found in each, and what was given up."""
    members = tuple(reports[key] for key in variant.members)
    verdict = _validate(Submission(task.group.key, members, neighbours), task.options)
    tallies = {}
    for document_id in sorted(variant.homes):
        checks = [check for check in verdict.checks if check.document == document_id]
        findings = [finding for finding in verdict.findings if finding.document == document_id]
        unchecked = [item for item in verdict.unchecked if item.document == document_id]
        stage(task.staging, document_id, {"checks": checks, "findings": findings, "unchecked": unchecked})
        tallies[document_id] = tally(len(reports[document_id].facts), checks, findings, unchecked)
    return tallies, {key: verdict.notices.get(key, ()) for key in variant.homes}


def _said_of_copies(
    copies: list[list[Digest]], reports: Mapping[str, Report]
) -> dict[str, tuple[Notice, ...]]:
    said: dict[str, tuple[Notice, ...]] = {}
    for cluster in copies:
        for one in cluster if len(cluster) > 1 else ():
            others = [reports[other.document_id].document.name for other in cluster if other is not one]
            said[one.document_id] = (copy_notice(others),)
    return said


def rules_fault(options: RunOptions) -> str:
    """Return what is wrong with the rules asked for: one does not exist, or a rule file is wrong."""
    try:
        _validate(Submission(key=""), options)
    except CatalogueError as error:
        return str(error)
    return ""


def _validate(submission: Submission, options: RunOptions) -> Verdict:
    from ..validate import Options, validate  # noqa: PLC0415 - the rules are heavy and only checks need them

    chosen = Options(options.select, options.ignore, options.rule_files, options.profile)
    return validate(submission, chosen)


def _bare_report(home: Place, document_id: str) -> Report:
    """Return a report without what an earlier run said about it, so that every run checks the same."""
    report = at_hand.take(document_id) or read_report([home], document_id)
    notices = readers_notices(report.notices)
    return replace(report, notices=notices, document=replace(report.document, notices=notices))


# A result notice stands beside every submission of its year. A process lives for one run, in which nothing changes.
_neighbour = lru_cache(maxsize=16)(_bare_report)
