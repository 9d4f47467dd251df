"""A run: files in, one commit of the lake out.

What has not changed since an earlier run is left alone. The rest is read by guarded children, which
write what they read into a store beside the lake; a run that is broken off leaves it there, and the
next one goes on from it. Then the submissions concerned are checked, together with documents of
theirs that the lake already has, and everything becomes visible at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..lake import Lake, stage, transaction
from ..lake.files import files_of, is_lake
from ..schemas.records import Status
from .checking import CheckTask, check_submission, require_rules
from .crews import assembled
from .failures import Failure
from .inputs import collect
from .notices import final_row, not_checked_notice
from .options import RunOptions
from .plan import plan_checks, plan_reading
from .progress import FailedDocument, Step, silent
from .reading import ReadTask, failed_row, read_file
from .stamps import read_key, rules_key
from .store import Store
from .summary import Changes, summarise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from ..lake import Transaction
    from ..schemas.records import DocumentRow
    from .crews import Crew
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
        out: The lake; made if it does not exist.
        options: Workers, bounds, rules.
        progress: Told of each step.

    Raises:
        FuheError: An input does not exist, `out` is no lake, the rules are wrong, or there is no cluster.
    """
    require_rules(options)
    files = collect(inputs, Path(out))
    _make_lake(Path(out))
    with transaction(Path(out)) as writing, assembled(options) as crew:
        work = Work(writing, Store(writing.path), crew, options, progress)
        stored = {row.document_id: row for row in Lake(writing.path).records("documents")}
        interrupted = {} if options.force else work.store.rows()
        plan = plan_reading(inputs, files, stored, interrupted, options)
        work.store.keep(plan.resumed)
        fresh = plan.resumed | work.read(plan)
        rows = plan.known | fresh
        given = plan.unchanged | fresh.keys()
        checked = work.check(plan_checks(rows, given, rules_key(options)), fresh)
        failed = work.write_failed(rows, stored)
        work.commit(checked | failed, fresh.keys(), plan.gone)
        changes = Changes(
            read=len(plan.todo),
            resumed=len(plan.resumed),
            unchanged=len(plan.unchanged - checked - failed),
            rechecked=len(checked - fresh.keys()),
            renamed=len(plan.renamed),
            gone=len(plan.gone),
        )
    return summarise(Lake(writing.path), given, changes)


def _make_lake(path: Path) -> None:
    """Make an empty lake where there is none, so that readers can open it while it is being filled."""
    if not is_lake(path):
        with transaction(path) as writing:
            writing.commit([])


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

    def check(self, groups: Sequence[Group], fresh: Mapping[str, DocumentRow]) -> set[str]:
        """Check submissions, and return their documents; a check that fails leaves a notice with them.

        Args:
            groups: The submissions.
            fresh: Documents that are in the store; the others are in the lake.
        """
        tasks = [self._check_task(group, fresh) for group in groups]
        advance = self.progress("复核", len(tasks))
        for task, result in self.crew.work(check_submission, tasks):
            if isinstance(result, Failure):
                advance(Step(failures=self._write_not_checked(task, result)))
            else:
                advance(Step(findings=result))
        return {row.document_id for group in groups for row in group.rows}

    def _check_task(self, group: Group, fresh: Mapping[str, DocumentRow]) -> CheckTask:
        homes = {
            row.document_id: self.store.path if row.document_id in fresh else self.writing.path
            for row in (*group.rows, *group.neighbours)
        }
        return CheckTask(group, homes, self.writing.staging, self.options)

    def _write_not_checked(self, task: CheckTask, failure: Failure) -> tuple[FailedDocument, ...]:
        for row in task.group.rows:
            for file in files_of(self.writing.staging, row.document_id):
                file.unlink()
            unchecked = final_row(replace(row, check_key=""), not_checked_notice(failure))
            stage(self.writing.staging, row.document_id, {"documents": [unchecked]})
        return tuple(FailedDocument.of(row, failure) for row in task.group.rows)

    def write_failed(self, rows: Mapping[str, DocumentRow], stored: Mapping[str, DocumentRow]) -> set[str]:
        """Stage the rows of files that could not be read where the lake says something else of them."""
        failed = [final_row(row) for row in rows.values() if row.status is Status.FAILED]
        news = [row for row in failed if row != stored.get(row.document_id)]
        for row in news:
            stage(self.writing.staging, row.document_id, {"documents": [row]})
        return {row.document_id for row in news}

    def commit(self, written: set[str], fresh: AbstractSet[str], gone: AbstractSet[str]) -> None:
        """Make everything visible.

        Args:
            written: Documents of which a row was staged.
            fresh: Documents that are in the store.
            gone: Documents that leave the lake.
        """
        if written or fresh or gone:
            self.store.move_to(self.writing.staging)
            self.writing.commit(fresh | gone, rechecked=written - fresh)
