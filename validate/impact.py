"""What a recomputed figure changes further on: execution score, total score, grade, a limit of 100 percent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from ..schemas.records import Kind, Severity, Stage
from ..schemas.words import GRADE_CHANGE
from .limits import FULL
from .precision import scale
from .scores.graded import scheme_of
from .scores.score_forms import SELF_EVALUATIONS, score_forms
from .scores.stated_scores import meant_form, stated_totals
from .wording import to_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..schemas.records import Fact, Finding, Source
    from .context import Context, ReportView
    from .scores.score_forms import ScoreForm

FUND_TOTAL = "annual_fund_total"
SCORE_DECIMALS = 2
LIMITED_RATES = frozenset({
    "staffing_control_rate",
    "three_public_control_rate",
    "public_funds_control_rate",
    "procurement_execution_rate",
    "building_area_control_rate",
    "building_investment_control_rate",
})  # fmt: skip

Corrections = dict["Source", Fraction]


@dataclass(frozen=True, slots=True)
class Known:
    """The figures and forms of a submission: facts by place, score forms, the form that a total in words is of."""

    context: Context
    facts: Mapping[Source, Fact]
    forms: Sequence[ScoreForm]
    stated: Mapping[Source, ScoreForm]


@dataclass(frozen=True, slots=True)
class Totals:
    """The total score of a form as printed and as a correction leaves it."""

    printed: Fact
    corrected: Fraction


def with_impacts(findings: Sequence[Finding], context: Context) -> tuple[Finding, ...]:
    """Return findings with what their recomputed figure changes; those that change nothing as they are."""
    if not findings:
        return ()
    forms = tuple(score_forms(context, *SELF_EVALUATIONS))
    facts = {fact.source: fact for view in context.reports for fact in view.facts}
    known = Known(context, facts, forms, _stated_totals(context, forms))
    return tuple(replace(finding, impact=_impact(finding, known)) for finding in findings)


def _stated_totals(context: Context, forms: Sequence[ScoreForm]) -> Mapping[Source, ScoreForm]:
    """Total scores in the text, with the form that each speaks of."""
    found: dict[Source, ScoreForm] = {}
    for view in context.reports:
        for fact, lead in stated_totals(view):
            if form := meant_form(forms, lead, view.report.title or ""):
                found[fact.source] = form
    return found


def _impact(finding: Finding, known: Known) -> str | None:
    fact = known.facts.get(finding.evidence[0].source)
    is_wrong = finding.severity is not Severity.INFO and finding.expected is not None
    if fact is None or not is_wrong or finding.expected == fact.value:
        return None
    expected = Fraction(finding.expected or 0)
    form = known.stated.get(fact.source) or next((form for form in known.forms if _holds(form, fact)), None)
    told = [_on_limit(fact, expected), *(_on_score(known.context, form, fact, expected) if form else ())]
    return "；".join(filter(None, told)) or None


def _holds(form: ScoreForm, fact: Fact) -> bool:
    return (form.view.report.document.id, form.table.number) == (fact.source.document, fact.source.table)


def _on_limit(fact: Fact, expected: Fraction) -> str | None:
    """A rate that must not exceed 100 percent and is on the other side when recomputed."""
    if fact.indicator not in LIMITED_RATES or fact.kind is not Kind.PERCENT:
        return None
    if (fact.value > FULL) == (expected > FULL):
        return None
    return "按复算数超过100%" if expected > FULL else "按复算数没有超过100%"


def _on_score(context: Context, form: ScoreForm, fact: Fact, expected: Fraction) -> list[str | None]:
    """What becomes of execution score, total score and grade of a form."""
    score = _execution_score(form, fact, expected)
    corrections = {fact.source: expected}
    told: list[str | None] = []
    if score is not None:
        printed, corrected = score
        told.append(f"预算执行得分由 {printed.value:f}分变为 {_shown(corrected)}分")
        corrections = {printed.source: corrected}
    totals = _totals(form, fact, corrections)
    if totals is not None and _shown(totals.corrected) != _shown(Fraction(totals.printed.value)):
        told.append(
            f"总分由 {totals.printed.value:f}分变为 {_shown(totals.corrected)}分{_on_grade(context, form.view, totals)}"
        )
    return told


def _execution_score(form: ScoreForm, fact: Fact, expected: Fraction) -> tuple[Fact, Fraction] | None:
    """Return (printed execution score, what it would be), when a rate or a fund total is corrected."""
    scores, marks = form.execution("score"), form.execution("marks")
    if not scores or not marks or len(scores[0]) != 1 or len(marks[0]) != 1:
        return None
    rate = _rate(form, fact, expected)
    if rate is None:
        return None
    full = Fraction(marks[0][0].value)
    corrected = min(full, full * rate)
    is_same = _shown(corrected) == _shown(Fraction(scores[0][0].value))
    return None if is_same else (scores[0][0], corrected)


def _rate(form: ScoreForm, fact: Fact, expected: Fraction) -> Fraction | None:
    """Return the execution rate that a correction leaves; None if it does not touch it."""
    if fact.indicator == "budget_execution_rate":
        return expected * scale(fact)
    if fact.indicator != FUND_TOTAL or fact.stage not in (Stage.ACTUAL, Stage.FULL_YEAR_BUDGET):
        return None
    pair = []
    for stage in (Stage.ACTUAL, Stage.FULL_YEAR_BUDGET):
        found = form.view.find(FUND_TOTAL, stage, form.table.number)
        pair += [expected if other is fact else Fraction(other.value) for other in found[:1]]
    return pair[0] / pair[1] if len(pair) == len(("actual", "budget")) and pair[1] else None


def _totals(form: ScoreForm, fact: Fact, corrections: Corrections) -> Totals | None:
    """The total with corrected parts; the correction itself where it is the total that is corrected."""
    total = form.total("score") or form.head_score()
    parts = [*(form.execution("score") or [[]])[0], *form.figures("score")]
    if fact is total or (fact.kind is Kind.SCORE and fact.source.table is None):
        return Totals(fact, corrections[fact.source])
    is_part = any(part.source in corrections for part in parts)
    if total is None or not is_part or any(row.lacks_score for row in form.rows):
        return None
    return Totals(total, sum((corrections.get(p.source, Fraction(p.value)) for p in parts), Fraction(0)))


def _on_grade(context: Context, view: ReportView, totals: Totals) -> str:
    scheme, is_stated = scheme_of(context, view)
    before = scheme.band(totals.printed.value)
    after = scheme.band(to_decimal(totals.corrected, SCORE_DECIMALS))
    if before is None or after is None or before.ordinal == after.ordinal:
        return ""
    source = "文件写明的标准" if is_stated else scheme.authority
    return f"，{GRADE_CHANGE}“{before.word}”变为“{after.word}”（按{source}）"


def _shown(value: Fraction) -> str:
    rounded = to_decimal(value, SCORE_DECIMALS)
    return f"{rounded.normalize() if rounded else Decimal(0):f}"
