"""Rates that must stay within 100 percent: as printed, or as the two figures give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..schemas.records import Kind, Stage
from .findings import evidence_of_fact
from .pools import is_bound
from .precision import base_value, dimension
from .registry import Doubt
from .wording import figure, role_of, to_decimal, where_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..schemas.records import Fact
    from .context import Context, ReportView

FULL = 100


class Exceeded(NamedTuple):
    """A printed rate above 100 percent (alone), or a figure above the one that limits it."""

    printed: Fact
    limit: Fact | None


def over_limit(context: Context) -> Iterator[Doubt]:
    """Yield one doubt per report for the rates and pairs of figures that the rule's parameters name.

    Parameters of the rule: `rates`, indicators printed in percent; `figures`, lists of
    [indicator, stage, limiting indicator, its stage], a stage left empty where there is none.
    A pair is looked at where no rate above the limit is printed.
    """
    values = context.parameters.values
    for view in context.reports:
        found = [Exceeded(rate, None) for name in values["rates"] for rate in _rates(view, name)]
        found = found or [pair for entry in values["figures"] for pair in _pairs(view, entry)]
        if found:
            yield _doubt(view, found)


def _rates(view: ReportView, indicator: str) -> Iterator[Fact]:
    for fact in view.find(indicator):
        is_result = fact.kind is Kind.PERCENT and fact.stage is not Stage.TARGET
        if is_result and fact.value > FULL and is_of_year(view, fact) and not is_bound(view, fact):
            yield fact


def is_of_year(view: ReportView, fact: Fact) -> bool:
    """Return whether a figure is of the year reported on, as far as it says."""
    return fact.period in (None, str(view.report.fiscal_year))


def _pairs(view: ReportView, entry: Sequence[str | None]) -> Iterator[Exceeded]:
    name, stage, limit_name, limit_stage = entry
    for fact in view.find(str(name), Stage(stage) if stage else None):
        place = fact.source
        if place.table is None or place.row is None or not is_of_year(view, fact):
            continue
        limits = [
            other
            for other in view.in_row(place.table, place.row, limit_name)
            if other is not fact and (limit_stage is None or other.stage == Stage(limit_stage))
        ]
        if len(limits) == 1 and _is_more(fact, limits[0]) and is_of_year(view, limits[0]):
            yield Exceeded(fact, limits[0])


def _is_more(fact: Fact, limit: Fact) -> bool:
    is_same = dimension(fact) == dimension(limit) is not None
    return is_same and 0 < base_value(limit) < base_value(fact)


def _doubt(view: ReportView, found: Sequence[Exceeded]) -> Doubt:
    first = found[0].printed
    told = "；".join(_told(item) for item in found)
    facts = [fact for item in found for fact in item if fact is not None]
    return Doubt(
        message=f"{where_of(view, first.source, first.entity)}{told}",
        evidence=tuple(evidence_of_fact(fact) for fact in facts),
        stated=first.value,
        unit=first.unit,
        suggestion="核对两个数；属实的，说明原因",
    )


def _told(item: Exceeded) -> str:
    if item.limit is None:
        return f"{role_of(item.printed)} {figure(item.printed)}，超过100%"
    share = base_value(item.printed) / base_value(item.limit) * FULL
    return (
        f"{role_of(item.printed)} {figure(item.printed)}超过{role_of(item.limit)} {figure(item.limit)}"
        f"（{to_decimal(share, 2)}%）"
    )
