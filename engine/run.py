"""A run: files in, one commit of the lake out.

Files are read in worker processes, which stage what they read; then the submissions that these
files belong to are checked, together with documents of theirs that the lake already has; then
everything is committed at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..lake import Lake, read_report, stage, transaction
from ..lake.files import files_of
from ..schemas.records import Status
from .checking import CheckTask, check_submission, require_rules
from .copies import clusters, digest, variants
from .guard import Failure
from .inputs import collect
from .notices import COPY, NOT_CHECKED, copy_notice, duplicate_notice, not_checked_notice, without_run_notices
from .options import RunOptions
from .plan import plan_checks
from .pool import Batch
from .reading import ReadTask, failed_row, read_file
from .summary import summarise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ..lake import Transaction
    from ..schemas.records import DocumentRow, Notice
    from .checking import DocumentCounts
    from .copies import Digest
    from .inputs import InputFile
    from .summary import Summary

    Progress = Callable[[str, int], Callable[[], None]]

DEFAULTS = RunOptions()


def silent(_title: str, _total: int) -> Callable[[], None]:
    """Show no progress."""
    return lambda: None


def run(
    inputs: Sequence[str | Path], out: str | Path, options: RunOptions = DEFAULTS, progress: Progress = silent
) -> Summary:
    """Read and check files and write their datasets; nothing is written unless all of it is.

    Work is done in processes of their own, so a script that calls this needs the usual
    `if __name__ == "__main__":` around its main part.

    Args:
        inputs: Files and folders.
        out: The lake; made if it does not exist.
        options: Workers, bounds, rules.
        progress: Called with the title and size of each step; gives the function to call at each advance.

    Raises:
        FuheError: An input does not exist, `out` is no lake, or the rules are wrong.
    """
    require_rules(options)
    files = collect(inputs, Path(out))
    with transaction(Path(out)) as writing:
        crew = Crew(writing, options, progress)
        reading = crew.read(files)
        stored = {row.document_id: row for row in Lake(writing.path).records("documents")}
        plan = plan_checks(reading.rows, stored)
        checking = crew.check(plan.groups, reading.digests)
        rows = reading.rows | {
            row.document_id: final_row(row, checking) for group in plan.groups.values() for row in group
        }
        for document_id, row in rows.items():
            stage(writing.staging, document_id, {"documents": [row]})
        writing.commit({*reading.rows, *plan.removed}, rechecked=rows.keys() - reading.rows.keys())
        given = [rows[document_id] for document_id in reading.rows]
        counts = [count for count in checking.counts if count.document_id in reading.rows]
        return summarise(writing.path, given, counts, reading.facts)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading: rows and digests by document, and how many numbers were read."""

    rows: dict[str, DocumentRow]
    digests: dict[str, Digest]
    facts: int


@dataclass(frozen=True, slots=True)
class Checking:
    """What came of checking: counts, and what is to be said about documents."""

    counts: list[DocumentCounts]
    notices: Mapping[str, list[Notice]]


@dataclass(frozen=True, slots=True)
class Crew:
    """What every step of a run needs."""

    writing: Transaction
    options: RunOptions
    progress: Progress

    def read(self, files: Sequence[InputFile]) -> Reading:
        """Read every file; each gets a row, read or not."""
        staging = self.writing.staging
        tasks = [ReadTask(file, staging, self.options.mask, self.options.reader) for file in files]
        results = Batch(read_file, tasks, self.options, self.progress("读取", len(tasks))).run()
        reading = Reading({}, {}, sum(result.facts for result in results if not isinstance(result, Failure)))
        for file, result in zip(files, results, strict=True):
            if isinstance(result, Failure):
                row = failed_row(file, result)
                _discard(files_of(staging, row.document_id))
            else:
                row = result.row
                reading.digests[row.document_id] = result.digest
            if file.same:
                row = replace(row, notices=(*row.notices, duplicate_notice(file.same)))
            reading.rows[row.document_id] = row
        return reading

    def check(self, groups: Mapping[str, Sequence[DocumentRow]], digests: Mapping[str, Digest]) -> Checking:
        """Check submissions; one that fails leaves a notice with its documents."""
        notices: dict[str, list[Notice]] = {}
        tasks = [task for key, rows in groups.items() for task in self._tasks(key, rows, digests, notices)]
        results = Batch(check_submission, tasks, self.options, self.progress("复核", len(tasks))).run()
        counts: list[DocumentCounts] = []
        for task, result in zip(tasks, results, strict=True):
            if not isinstance(result, Failure):
                counts += result
                continue
            for document_id in task.variant.homes:
                _discard(files_of(self.writing.staging, document_id, ("checks", "findings")))
                notices.setdefault(document_id, []).append(not_checked_notice(result))
        return Checking(counts, notices)

    def _tasks(
        self,
        key: str,
        rows: Sequence[DocumentRow],
        digests: Mapping[str, Digest],
        notices: dict[str, list[Notice]],
    ) -> list[CheckTask]:
        """Return the checks of one submission, one per set of copies, and note who is a copy of whom."""
        roots = (self.writing.staging, self.writing.path)
        names = {row.document_id: row.name for row in rows}
        known = [digests.get(key) or digest(read_report(roots, key)) for key in names]
        reports = clusters(known)
        for copies in reports:
            for copy in copies if len(copies) > 1 else ():
                others = [names[other.document_id] for other in copies if other is not copy]
                notices.setdefault(copy.document_id, []).append(copy_notice(others))
        return [CheckTask(key, variant, roots, self.options) for variant in variants(reports)]


def final_row(row: DocumentRow, checking: Checking) -> DocumentRow:
    """Return a document's row with what this run says about it in place of what an earlier one said."""
    kept = without_run_notices(row.notices, COPY, NOT_CHECKED)
    notices = (*kept, *checking.notices.get(row.document_id, ()))
    status = Status.PARTIAL if any(notice.partial for notice in notices) else Status.OK
    return replace(row, notices=notices, status=status)


def _discard(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink()
