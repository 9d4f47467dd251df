"""The words of indicator rows: target, actual value, reason; and one doubt for all rows with one fault."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ...schemas.records import Evidence
from ..registry import Doubt
from ..wording import where_of
from .score_forms import EXECUTION, SELF_EVALUATIONS, is_scored, score_forms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ...schemas.records import Severity
    from ..context import Context
    from .score_forms import MarkedRow, ScoreForm

ROLE_WORDS = {
    "level3": "三级指标",
    "target": "指标值",
    "actual_value": "完成值",
    "marks": "分值",
    "score": "得分",
    "reason": "偏差原因",
}
SHOWN = 3  # rows that a message quotes
LONGEST = 24  # characters quoted of one cell


class IndicatorRow(NamedTuple):
    """A scored indicator row with its form."""

    form: ScoreForm
    row: MarkedRow

    @property
    def target(self) -> str:
        """Target on one line, in half-width characters."""
        return plain(self.row.row.target_text)

    @property
    def actual(self) -> str:
        """Actual value, likewise."""
        return plain(self.row.row.actual_text)

    @property
    def reason(self) -> str:
        """Reason of the deviation, likewise."""
        return plain(self.row.row.reason)

    @property
    def kind(self) -> str:
        """The class that the row belongs to: its second level, else its first."""
        return plain(self.row.row.level2 or self.row.row.level1)

    @property
    def is_full(self) -> bool:
        """Whether marks and score are printed, equal and not zero."""
        marks, score = self.row.marks, self.row.score
        return marks is not None and score is not None and 0 < marks.value <= score.value

    @property
    def is_deducted(self) -> bool:
        """Whether marks and score are printed and the score is lower."""
        marks, score = self.row.marks, self.row.score
        return marks is not None and score is not None and score.value < marks.value

    def evidence(self, role: str) -> Evidence:
        """Return a cell of the row as evidence."""
        cell = self.form.cell_at(self.row.row.row, self.form.columns.get(role))
        text, source = (cell.text, cell.source) if cell else ("", self.row.row.source)
        return Evidence(f"{self.row.name}{ROLE_WORDS[role]}", text, source)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    r"""Return a text on one line without white space, in half-width characters.

    >>> plain("达到 ９５％\n以上")
    '达到95%以上'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def indicator_rows(context: Context) -> tuple[IndicatorRow, ...]:
    """Return the rows of scored self-evaluation forms; those of the execution rate are left out."""
    return context.once(indicator_rows, lambda: tuple(_indicator_rows(context)))


def _indicator_rows(context: Context) -> Iterator[IndicatorRow]:
    for form in score_forms(context, *SELF_EVALUATIONS):
        if is_scored(form):
            yield from (IndicatorRow(form, row) for row in form.rows if not EXECUTION.search(row.name))


def doubts_by_report(
    found: Iterable[IndicatorRow],
    fault: str,
    shown: Callable[[IndicatorRow], str],
    roles: tuple[str, ...],
    severity: Severity | None = None,
) -> Iterator[Doubt]:
    """Yield one doubt per report that lists its rows with a fault.

    Args:
        found: The rows, in reading order.
        fault: What is wrong with them, in Chinese: "完成值没有回答指标值".
        shown: Says in Chinese what a row prints.
        roles: Columns that go into the evidence, the wrong one first.
        severity: Overrides the rule's.
    """
    for _, group in groupby(found, key=lambda item: item.form.view.report.document.id):
        rows = list(group)
        first = rows[0]
        listed = "；".join(f"“{quoted(item.row.name)}”{shown(item)}" for item in rows[:SHOWN])
        rest = f"；等{len(rows)}项" if len(rows) > SHOWN else ""
        place = where_of(first.form.view, first.row.row.source, first.form.form.name)
        evidence = tuple(item.evidence(role) for item in rows for role in roles)
        yield Doubt(f"{place}{fault}：{listed}{rest}", evidence, severity=severity)


def quoted(text: str) -> str:
    """Return a text on one line, short enough to be quoted in a message."""
    line = "".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def told(item: IndicatorRow) -> str:
    """Say what a row prints as target and as actual value."""
    row = item.row.row
    return f"指标值“{quoted(row.target_text)}”、完成值“{quoted(row.actual_text)}”"
