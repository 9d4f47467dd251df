"""Basic and project expenditure of the reporting unit, whatever words of scope stand before the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Kind
from .projects import PROJECT_FORM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Fact
    from ..context import Context, ReportView

BASIC = "基本支出"
PROJECT = "项目支出"
# 财政拨款项目支出 is the whole of it in a report on budget funds.
SCOPES = ("", "财政拨款", "部门", "本年", "一般公共预算财政拨款", "一般公共预算")
INDICATORS = {BASIC: {"basic_expenditure"}, PROJECT: {"project_expenditure", "project_expenditure_form"}}


def expenditure_facts(context: Context, name: str) -> Iterator[Fact]:
    """Yield this year's basic or project expenditure, tables first; project forms are left out."""
    found = [fact for view in context.reports for fact in view.facts if _is_named(view, fact, name)]
    yield from sorted(found, key=lambda fact: fact.source.table is None)


def scope_of(fact: Fact, name: str) -> str:
    """Return the words before the name, e.g. 财政拨款."""
    return fact.label.removesuffix(name)


def _is_named(view: ReportView, fact: Fact, name: str) -> bool:
    year = view.report.fiscal_year
    if (
        fact.kind is not Kind.AMOUNT
        or fact.unit is None
        or fact.entity
        or fact.period not in (None, str(year))
    ):
        return False
    if fact.source.table is not None:
        form = view.form_of(fact.source.table)
        is_project = form is not None and form.kind == PROJECT_FORM
        return fact.indicator in INDICATORS[name] and not is_project
    return fact.label.endswith(name) and scope_of(fact, name) in SCOPES
