"""The same row of a table for last year and this year, and whether the text explains the change."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..schemas.records import Kind, Stage
from .findings import evidence_of_fact
from .precision import base_value, dimension
from .registry import Doubt
from .wording import figure, to_decimal, where_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from ..schemas.records import Fact
    from .context import Context, ReportView

REASON = re.compile(r"原因|主要是|主要因|由于|系因|所致|导致|因为?.{2,40}(?:增|减|升|降)")


@dataclass(frozen=True, slots=True)
class YearlyChange:
    """Last year's and this year's final figure of one row."""

    view: ReportView
    before: Fact
    now: Fact

    @property
    def share(self) -> Fraction:
        """Change as a share of last year's figure."""
        return base_value(self.now) / base_value(self.before) - 1

    def doubt(self) -> Doubt:
        """Return the change in words."""
        percent = to_decimal(abs(self.share) * 100, 2)
        word = "增加" if self.share > 0 else "减少"
        return Doubt(
            message=f"{where_of(self.view, self.now.source, self.now.entity)}{self.now.label}"
            f"本年决算 {figure(self.now)}，上年 {figure(self.before)}，{word} {percent}%，没有说明原因",
            evidence=(evidence_of_fact(self.now), evidence_of_fact(self.before, "上年决算")),
            stated=self.now.value,
            unit=self.now.unit,
            suggestion="说明变动的原因",
        )


def yearly_changes(context: Context, indicators: Sequence[str]) -> Iterator[YearlyChange]:
    """Yield the rows of tables that print both years' final figure, neither of them zero."""
    for view in context.reports:
        year = view.report.fiscal_year
        for indicator in indicators if year else ():
            rows: dict[tuple[int | None, int | None], dict[str | None, Fact]] = defaultdict(dict)
            for fact in view.find(indicator, Stage.ACTUAL):
                if fact.kind is Kind.AMOUNT and fact.source.table is not None and fact.entity is None:
                    rows[fact.source.table, fact.source.row][fact.period] = fact
            for found in rows.values():
                before, now = found.get(str((year or 0) - 1)), found.get(str(year))
                if before and now and before.value > 0 and now.value and dimension(before) == dimension(now):
                    yield YearlyChange(view, before, now)


def explains(view: ReportView, names: Sequence[str]) -> bool:
    """Return whether a sentence of the text or of a long cell names one of the words and gives a reason."""
    document = view.report.document
    texts = [p.text for p in document.paragraphs]
    texts += [cell.text for table in document.tables for cell in table.cells if len(cell.text) > 20]
    return any(
        any(name in sentence for name in names) and REASON.search(sentence)
        for text in texts
        for sentence in re.split(r"[。；;\n]", text)
    )
