"""A run: files in, one commit of the lake out.

What has not changed since an earlier run is left alone. The rest is read by guarded children, which
write what they read into a store beside the lake; a run that is broken off leaves it there, and the
next one goes on from it. The submissions concerned are checked, some as soon as they are read and the
others in the end, together with documents of theirs that the lake already has. Then everything becomes
visible at once.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
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
from .reading import ReadTask, failed_row
from .rounds import Outcome, Outlook, Round, go_round, portions
from .seen import Seen
from .stamps import read_key, rules_key
from .store import Store
from .summary import Changes, summarise
from .tally import Entry, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
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
        store = Store(writing.path)
        index = Index.of(writing.path)
        stored = {key: entry.row for key, entry in index.entries.items()}
        interrupted = {} if options.force else store.rows()
        plan = plan_reading(inputs, files, stored, interrupted, options)
        store.keep(plan.resumed)
        work = Work(writing, store, crew, options, progress, rows=dict(plan.resumed))
        work.read(plan)
        fresh, rows = work.rows, plan.known | work.rows
        given = plan.unchanged | fresh.keys()
        work.check(rows, given)
        failed = work.write_failed(rows, stored)
        written = work.checked | failed
        if written or fresh or plan.gone:
            store.move_to(writing.staging)
            writing.commit(fresh.keys() | plan.gone, rechecked=written.keys() - fresh.keys())
            index = index.updated(written, plan.gone)
        changes = Changes(
            read=len(plan.todo),
            resumed=len(plan.resumed),
            unchanged=len(plan.unchanged - written.keys()),
            rechecked=len(work.checked.keys() - fresh.keys()),
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


@dataclass(slots=True)
class Work:
    """What every step of a run needs, and what came of those that are done.

    Attributes:
        rows: Documents that were read, or could not be, in this run or in the one that it resumes.
        checked: Documents that were checked, or could not be.
    """

    writing: Transaction
    store: Store
    crew: Crew
    options: RunOptions
    progress: Progress
    rows: dict[str, DocumentRow] = field(default_factory=dict)
    checked: dict[str, Entry] = field(default_factory=dict)
    _stamps: set[str] = field(default_factory=set)  # of submissions that were checked

    def read(self, plan: Plan) -> None:
        """Read what is to be read; every file gets a row, read or not, which is in the store at once.

        Submissions are checked meanwhile where nothing else is known that they must be set against.
        """
        if plan.todo:
            require_rules(self.crew, self.options)  # before hours are spent on reading
            self.store.open()
        outlook = Outlook(is_dim=bool(plan.known or plan.resumed))
        advance = self.progress("读取", len(plan.todo))
        for outcome in self._outcomes(self._rounds(plan, outlook)):
            for reading, row in outcome.read:
                advance(self._take_row(reading, row))
                outlook.add(self.rows[reading.file.document_id])
            for checking, entries in outcome.checked:
                advance(replace(self._take_entries(checking, entries), tasks=0))

    def _rounds(self, plan: Plan, outlook: Outlook) -> Iterator[Round]:
        """Yield the rounds; their files are checked at once as long as that is likely to stand."""
        key, rules = read_key(self.options), rules_key(self.options)
        for files in portions(plan.todo, self.crew.workers):
            now = outlook.is_clear() and len(files) > 1
            tasks = tuple(ReadTask(file, self.store.path, self.options, key, keep=now) for file in files)
            yield Round(tasks, rules if now else "", self.writing.staging)

    def _outcomes(self, rounds: Iterable[Round]) -> Iterator[Outcome]:
        """Yield what comes of rounds; files that one left, or that a cluster gave up, are read one by one."""
        left: list[ReadTask] = []
        for one, outcome in self.crew.do_jobs(go_round, rounds):
            if not isinstance(outcome, Failure):
                left += outcome.left
                yield outcome
            elif len(one.tasks) == 1:
                yield Outcome([(one.tasks[0], outcome)], [])
            else:
                left += one.tasks
        if left:
            alone = [Round((replace(task, keep=False),), "", self.writing.staging) for task in left]
            yield from self._outcomes(alone)

    def _take_row(self, task: ReadTask, result: DocumentRow | Failure) -> Step:
        if isinstance(result, Failure):
            row = failed_row(task.file, result, read_key(self.options, result.code))
            self.store.put_failed(row)
            step = Step(failures=(FailedDocument.of(row, result),))
        else:
            row = result
            step = Step(pages=row.pages or 0)
        self.rows[row.document_id] = row
        return step

    def check(self, rows: Mapping[str, DocumentRow], given: Iterable[str]) -> None:
        """Check what was not checked when it was read; a check that fails leaves a notice with its documents.

        Args:
            rows: Of all documents that the lake will hold.
            given: Documents that the run was asked for.
        """
        groups = plan_checks(rows, given, rules_key(self.options))
        tasks = [self._check_task(group) for group in groups if group.stamp not in self._stamps]
        if tasks:
            require_rules(self.crew, self.options)
        advance = self.progress("复核", len(tasks))
        for task, result in self.crew.work(check_submission, tasks):
            advance(self._take_entries(task, result))

    def _check_task(self, group: Group) -> CheckTask:
        for row in group.rows:
            if row.document_id in self.checked:  # before others of its submission were known
                self._unstage(row.document_id)
        homes = {
            row.document_id: self.store.path if row.document_id in self.rows else self.writing.path
            for row in (*group.rows, *group.neighbours)
        }
        return CheckTask(group, homes, self.writing.staging, self.options)

    def _unstage(self, document_id: str) -> None:
        for file in files_of(self.writing.staging, document_id):
            file.unlink()

    def _take_entries(self, task: CheckTask, result: list[Entry] | Failure) -> Step:
        if isinstance(result, Failure):
            entries = self._write_not_checked(task, result)
            step = Step(failures=tuple(FailedDocument.of(entry.row, result) for entry in entries))
        else:
            entries = result
            step = Step(findings=frozenset(key for entry in entries for key in entry.tally.findings))
        self._stamps.add(task.group.stamp)
        self.checked |= {entry.row.document_id: entry for entry in entries}
        return step

    def _write_not_checked(self, task: CheckTask, failure: Failure) -> list[Entry]:
        entries = []
        for row in task.group.rows:
            key = row.document_id
            self._unstage(key)
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
