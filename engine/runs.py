"""A run: files in, one commit of the lake out.

What has not changed since an earlier run is left alone. The rest is read by guarded children, which
write what they read into a store beside the lake; a run that is broken off leaves it there, and the
next one goes on from it. Then the submissions concerned are checked, together with documents of
theirs that the lake already has, and everything becomes visible at once.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..lake import place_of, stage, transaction
from ..lake.files import count_of, files_of, is_lake
from ..schemas.errors import CatalogueError
from ..schemas.records import Status
from .checking import CheckTask, check_submission, rules_fault
from .crews import assembled
from .failures import Failure
from .index import Index
from .inputs import collect, covering
from .notices import final_row, not_checked_notice
from .options import RunOptions
from .plan import plan_checks, plan_reading
from .progress import FailedDocument, Step, silent
from .reading import ReadTask, failed_row, read_file
from .seen import Seen
from .stamps import read_key, rules_key
from .store import Store
from .summary import Changes, summarise
from .tally import Entry, tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from ..lake import Place, Transaction
    from ..schemas.records import DocumentRow
    from .crews import Crew
    from .inputs import InputFile
    from .plan import Group, Plan
    from .progress import Progress
    from .summary import Summary

DEFAULTS = RunOptions()


def run(
    inputs: Sequence[str | Path], out: str | Path, options: RunOptions = DEFAULTS, progress: Progress = silent
) -> Summary:
    """Read and check files and write their datasets; readers of the lake see all of it at once.

    Work is done in processes of their own, so a script that calls this needs the usual
    `if __name__ == "__main__":` around its main part. Interrupted, it leaves the lake as it was, and
    the next run with the same inputs goes on where it stopped.

    Args:
        inputs: Files and folders, as paths or URLs.
        out: The lake, as path or URL; made if it does not exist.
        options: Workers, bounds, rules.
        progress: Told of each step.

    Raises:
        FuheError: An input does not exist, `out` is no lake, the rules are wrong, or there is no cluster.
    """
    lake = place_of(out)
    with assembled(options) as crew, _opened(inputs, lake, crew, options) as (writing, files):
        work = Work(writing, Store(writing.path), crew, options, progress)
        index = Index.of(writing.path)
        stored = {key: entry.row for key, entry in index.entries.items()}
        interrupted = {} if options.force else work.store.rows()
        plan = plan_reading(inputs, files, stored, interrupted, options)
        work.store.keep(plan.resumed)
        fresh = plan.resumed | work.read(plan)
        rows = plan.known | fresh
        given = plan.unchanged | fresh.keys()
        checked = work.check(plan_checks(rows, given, rules_key(options)), fresh)
        failed = work.write_failed(rows, stored)
        written = checked | failed
        if written or fresh or plan.gone:
            work.store.move_to(writing.staging)
            writing.commit(fresh.keys() | plan.gone, rechecked=written.keys() - fresh.keys())
            index = index.updated(written, plan.gone)
        changes = Changes(
            read=len(plan.todo),
            resumed=len(plan.resumed),
            unchanged=len(plan.unchanged - written.keys()),
            rechecked=len(checked.keys() - fresh.keys()),
            renamed=len(plan.renamed),
            gone=len(plan.gone),
        )
    return summarise(writing.path, [index.entries[key] for key in given], changes)


@contextmanager
def _opened(
    inputs: Sequence[str | Path], lake: Place, crew: Crew, options: RunOptions
) -> Iterator[tuple[Transaction, tuple[InputFile, ...]]]:
    """Give the lake, open for writing, and the files to be read.

    A new lake is made empty first, so that readers can open it while it is being filled; none for wrong rules.
    """
    if is_new := not is_lake(lake):
        crew.prepare()  # while the files are being looked for
    seen = Seen() if options.force else Seen.of(lake)
    files = collect(inputs, lake, seen)
    if is_new:
        require_rules(crew, options)
    with transaction(lake) as writing:
        if is_new:
            writing.commit([])
        seen.save(lake, covering(map(os.path.realpath, inputs)))
        yield writing, files


def require_rules(crew: Crew, options: RunOptions) -> None:
    """Raise CatalogueError if the rules asked for cannot be used.

    A child looks, as rules are heavy; should it fail, the checks will say so.
    """
    for _, fault in crew.work(rules_fault, [options]):
        if fault and not isinstance(fault, Failure):
            raise CatalogueError(fault)


@dataclass(frozen=True, slots=True)
class Work:
    """What every step of a run needs."""

    writing: Transaction
    store: Store
    crew: Crew
    options: RunOptions
    progress: Progress

    def read(self, plan: Plan) -> dict[str, DocumentRow]:
        """Read what is to be read; every file gets a row, read or not, which is in the store at once."""
        key = read_key(self.options)
        tasks = [ReadTask(file, self.store.path, self.options, key) for file in plan.todo]
        if tasks:
            require_rules(self.crew, self.options)  # before hours are spent on reading
            self.store.open()
        advance = self.progress("读取", len(tasks))
        rows = {}
        for task, result in self.crew.work(read_file, tasks):
            if isinstance(result, Failure):
                row = failed_row(task.file, result, read_key(self.options, result.code))
                self.store.put_failed(row)
                advance(Step(failures=(FailedDocument.of(row, result),)))
            else:
                row = result
                advance(Step(pages=row.pages or 0))
            rows[row.document_id] = row
        return rows

    def check(self, groups: Sequence[Group], fresh: Mapping[str, DocumentRow]) -> dict[str, Entry]:
        """Check submissions, and return their documents; a check that fails leaves a notice with them.

        Args:
            groups: The submissions.
            fresh: Documents that are in the store; the others are in the lake.
        """
        tasks = [self._check_task(group, fresh) for group in groups]
        if tasks:
            require_rules(self.crew, self.options)
        advance = self.progress("复核", len(tasks))
        written: dict[str, Entry] = {}
        for task, result in self.crew.work(check_submission, tasks):
            if isinstance(result, Failure):
                entries = self._write_not_checked(task, result)
                advance(Step(failures=tuple(FailedDocument.of(entry.row, result) for entry in entries)))
            else:
                entries = result
                advance(Step(findings=frozenset(key for entry in entries for key in entry.tally.findings)))
            written |= {entry.row.document_id: entry for entry in entries}
        return written

    def _check_task(self, group: Group, fresh: Mapping[str, DocumentRow]) -> CheckTask:
        homes = {
            row.document_id: self.store.path if row.document_id in fresh else self.writing.path
            for row in (*group.rows, *group.neighbours)
        }
        return CheckTask(group, homes, self.writing.staging, self.options)

    def _write_not_checked(self, task: CheckTask, failure: Failure) -> list[Entry]:
        entries = []
        for row in task.group.rows:
            key = row.document_id
            for file in files_of(self.writing.staging, key):
                file.unlink()
            unchecked = final_row(replace(row, check_key=""), not_checked_notice(failure))
            stage(self.writing.staging, key, {"documents": [unchecked]})
            entries.append(Entry(unchecked, tally(count_of(task.homes[key], "facts", key), (), (), ())))
        return entries

    def write_failed(
        self, rows: Mapping[str, DocumentRow], stored: Mapping[str, DocumentRow]
    ) -> dict[str, Entry]:
        """Stage the rows of files that could not be read where the lake says something else of them."""
        failed = [final_row(row) for row in rows.values() if row.status is Status.FAILED]
        news = [row for row in failed if row != stored.get(row.document_id)]
        for row in news:
            stage(self.writing.staging, row.document_id, {"documents": [row]})
        return {row.document_id: Entry(row) for row in news}
