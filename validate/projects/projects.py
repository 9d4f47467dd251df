"""The projects of a submission: those with a form of their own and those that the text names."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from ...schemas.records import Kind, Stage
from ..precision import base_value
from .project_names import Match, core_name, pair_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...schemas.records import Fact, Form
    from ..context import Context, ReportView

PROJECT_FORM = "project_self_evaluation"
LISTING = re.compile(r"项目(?:支出|经费|资金)|专项(?:支出|经费|资金)")
UNNAMED_TAIL = re.compile(r"(?:支出|经费|资金)$")
NAMED_ALIKE = 95  # names under which a text mentions one project several times
MOST_NEAR = (
    300  # projects among which a name spelled a little otherwise is looked for; no report names as many
)


@dataclass(frozen=True, slots=True)
class ProjectForm:
    """A project's self-evaluation form with its fund totals by stage."""

    name: str
    form: Form
    view: ReportView
    totals: Mapping[Stage, Fact]


@dataclass(frozen=True, slots=True)
class NamedProject:
    """A project that the text names with amounts."""

    name: str
    facts: tuple[Fact, ...]

    def staged(self, stage: Stage) -> tuple[Fact, ...]:
        """Return the amounts at a stage."""
        return tuple(fact for fact in self.facts if fact.stage is stage)


def project_forms(context: Context) -> tuple[ProjectForm, ...]:
    """Return the project forms of a submission that name their project, in reading order."""
    return context.once(project_forms, lambda: tuple(_named_forms(context)))


def _named_forms(context: Context) -> Iterator[ProjectForm]:
    for view in context.reports:
        for form in view.forms(PROJECT_FORM):
            if form.name:
                yield ProjectForm(form.name, form, view, _totals(view, form.table))


def _totals(view: ReportView, table: int) -> dict[Stage, Fact]:
    """Fund totals by stage, those that are printed once."""
    staged: dict[Stage, list[Fact]] = defaultdict(list)
    for fact in view.find("annual_fund_total", table=table):
        if fact.stage is not None and fact.unit is not None:
            staged[fact.stage].append(fact)
    return {stage: facts[0] for stage, facts in staged.items() if len(facts) == 1}


def named_projects(context: Context) -> tuple[NamedProject, ...]:
    """Return the projects that paragraphs about project expenditure name with staged amounts."""
    return context.once(named_projects, lambda: _named(context))


def _named(context: Context) -> tuple[NamedProject, ...]:
    found: list[tuple[str, list[Fact]]] = []
    cores: dict[str, int] = {}
    for view in context.reports:
        for name, fact in _mentions(view):
            core = core_name(name)
            alike = (
                at
                for known, at in islice(cores.items(), MOST_NEAR)
                if fuzz.ratio(known, core, score_cutoff=NAMED_ALIKE)
            )
            same = min(next(alike, len(found)), cores.get(core, len(found)))
            if same == len(found):
                found.append((name, []))
                cores[core] = same
            found[same][1].append(fact)
    return tuple(NamedProject(name, tuple(facts)) for name, facts in found)


def _mentions(view: ReportView) -> Iterator[tuple[str, Fact]]:
    for paragraph in view.report.document.paragraphs:
        facts = [
            f for f in view.in_paragraph(paragraph.number) if f.kind is Kind.AMOUNT and f.stage is not None
        ]
        is_listing = LISTING.search(paragraph.text) or any(
            LISTING.search(title) for title in paragraph.heading
        )
        named = [fact for fact in facts if fact.entity]
        if not is_listing or not named:
            continue
        for fact in facts:
            if name := fact.entity or _unmarked_name(fact, len(named)):
                yield name, fact


def _unmarked_name(fact: Fact, named: int) -> str | None:
    """A project named without the word 项目 in a list of projects: "办公用房维修管理支出6万元"."""
    is_listed = named > 1 and fact.indicator is None and UNNAMED_TAIL.search(fact.label)
    name = core_name(fact.label)
    return fact.label if is_listed and len(name) > 3 and not LISTING.search(fact.label) else None


def matched(named: Sequence[NamedProject], forms: Sequence[ProjectForm]) -> tuple[Match, ...]:
    """Pair the projects of the text with the forms."""

    def agree(i: int, j: int) -> bool:
        printed = {base_value(fact) for fact in named[i].facts if fact.value}
        return any(base_value(total) in printed for total in forms[j].totals.values() if total.value)

    return pair_names([project.name for project in named], [form.name for form in forms], agree)
