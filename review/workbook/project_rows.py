"""The projects that a unit's report names beside the project forms that it handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Stage, Submission

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ...schemas.records import DocumentRow, Fact
    from ...validate.projects.projects import NamedProject, ProjectForm
    from ..lists.columns import Value
    from .sheet_rows import Contents

    Row = list[Value]

BOTH, NO_FORM, NOT_NAMED = "两处都有", "缺自评表", "正文未列"
BUDGET_STAGES = (Stage.FULL_YEAR_BUDGET, Stage.BUDGET, Stage.INITIAL_BUDGET)


def project_rows(contents: Contents) -> Iterator[Row]:
    """Yield one row per project of each submission: what text and form say of it, and whether one lacks."""
    submissions: dict[str, list[DocumentRow]] = {}
    for row in contents.reports.values():
        if row.submission is not None:
            submissions.setdefault(row.submission, []).append(row)
    for rows in submissions.values():
        yield from _submission_rows(contents, rows)


def _submission_rows(contents: Contents, rows: Sequence[DocumentRow]) -> Iterator[Row]:
    from ...validate.context import Context  # noqa: PLC0415 - the rules are heavy
    from ...validate.projects.projects import matched, named_projects, project_forms  # noqa: PLC0415
    from ...validate.registry import Parameters  # noqa: PLC0415

    reports = contents.lake.reports(row.document_id for row in rows)
    context = Context(Submission("", reports), Parameters())
    named, forms = named_projects(context), project_forms(context)
    pairs = {match.first: match.second for match in matched(named, forms)}
    unit: Row = [rows[0].organisation, rows[0].fiscal_year]
    for index, project in enumerate(named):
        form = forms[pairs[index]] if index in pairs else None
        yield unit + _text_part(contents, project) + _form_part(form) + [BOTH if form else NO_FORM]
    for index, form in enumerate(forms):
        if index not in pairs.values():
            lack = NOT_NAMED if named else None  # a submission of forms alone names its projects nowhere else
            yield [*unit, None, None, None, None, *_form_part(form), lack]


def _text_part(contents: Contents, project: NamedProject) -> Row:
    places = dict.fromkeys(contents.names.place(fact.source) for fact in project.facts)
    return [
        project.name,
        _printed(project.staged(stage) for stage in BUDGET_STAGES),
        _printed([project.staged(Stage.ACTUAL)]),
        "；".join(places),
    ]


def _printed(stages: Iterable[Sequence[Fact]]) -> str | None:
    """Return the first amount of the first stage that has one, as printed with its unit."""
    facts = next((facts for facts in stages if facts), ())
    return _with_unit(facts[0]) if facts else None


def _with_unit(fact: Fact) -> str:
    unit = fact.unit or ""
    return fact.text if fact.text.endswith(unit) else fact.text + unit


def _form_part(form: ProjectForm | None) -> Row:
    if form is None:
        return [None] * 5
    totals = [form.totals[stage] for stage in BUDGET_STAGES if stage in form.totals]
    spent = form.totals.get(Stage.ACTUAL)
    return [
        form.name,
        form.view.report.document.name,
        form.form.table,
        _with_unit(totals[0]) if totals else None,
        _with_unit(spent) if spent else None,
    ]
