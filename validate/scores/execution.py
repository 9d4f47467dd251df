"""Execution rate and scores of a form side by side, for the rules that compare the two."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..precision import base_value
from .score_forms import SELF_EVALUATIONS, score_forms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from ...schemas.records import Fact
    from ..context import Context
    from .score_forms import ScoreForm


class Executed(NamedTuple):
    """A form with its only execution rate (a fraction of 1) and the fact that prints it."""

    form: ScoreForm
    rate: Fraction
    printed: Fact


def executed_forms(context: Context) -> Iterator[Executed]:
    """Yield the self-evaluation forms that print one execution rate."""
    for form in score_forms(context, *SELF_EVALUATIONS):
        rates = form.view.find("budget_execution_rate", table=form.table.number)
        if len(rates) == 1:
            yield Executed(form, base_value(rates[0]), rates[0])
