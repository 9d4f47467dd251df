"""The unit's project expenditure set against the fund totals of all its project forms."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ...schemas.records import Stage
from ..precision import base_value
from .expenditure import PROJECT, expenditure_facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...schemas.records import Fact
    from ..context import Context
    from .projects import NamedProject, ProjectForm

# A budget that does not say which may be the initial or the full-year one.
FORM_STAGES = {
    Stage.ACTUAL: (Stage.ACTUAL,),
    Stage.INITIAL_BUDGET: (Stage.INITIAL_BUDGET,),
    Stage.FULL_YEAR_BUDGET: (Stage.FULL_YEAR_BUDGET,),
    Stage.BUDGET: (Stage.INITIAL_BUDGET, Stage.FULL_YEAR_BUDGET),
}


@dataclass(frozen=True, slots=True)
class FormsSum:
    """Project expenditure at a stage and the forms' totals at theirs.

    Attributes:
        stated: Project expenditure of the unit.
        totals: (project name, fund total) of every form.
        missing: Amounts of named projects without a form, at the stage of `stated`.
    """

    stated: Fact
    totals: tuple[tuple[str, Fact], ...]
    missing: tuple[Fact, ...]

    @property
    def sum(self) -> Fraction:
        """The forms' totals added, in base units."""
        return sum((base_value(fact) for _, fact in self.totals), Fraction(0))

    @property
    def gap(self) -> Fraction:
        """What the forms lack, in base units."""
        return base_value(self.stated) - self.sum

    @property
    def is_explained(self) -> bool:
        """The projects without a form make up the gap exactly."""
        return bool(self.missing) and self.gap == sum(base_value(fact) for fact in self.missing)


def forms_sums(
    context: Context, forms: Sequence[ProjectForm], missing: Sequence[NamedProject]
) -> Iterator[FormsSum]:
    """Yield one sum per stage at which project expenditure is printed and every form has a total."""
    for stated in _references(context):
        readings = [
            _sum(stated, forms, stage, missing) for stage in FORM_STAGES[stated.stage or Stage.ACTUAL]
        ]
        told = [reading for reading in readings if reading is not None]
        if told:
            yield min(told, key=lambda reading: abs(reading.gap))


def _references(context: Context) -> list[Fact]:
    """Project expenditure with one figure per stage; the first place that prints it."""
    found: dict[object, Fact] = {}
    for fact in expenditure_facts(context, PROJECT):
        if fact.stage in FORM_STAGES and fact.value:
            found.setdefault((fact.stage, base_value(fact)), fact)
    stages = [fact.stage for fact in found.values()]
    return [fact for fact in found.values() if stages.count(fact.stage) == 1]


def _sum(
    stated: Fact, forms: Sequence[ProjectForm], stage: Stage, missing: Sequence[NamedProject]
) -> FormsSum | None:
    if not all(stage in form.totals for form in forms):
        return None
    lacking = tuple(fact for project in missing for fact in project.staged(stated.stage or stage)[:1])
    return FormsSum(stated, tuple((form.name, form.totals[stage]) for form in forms), lacking)
