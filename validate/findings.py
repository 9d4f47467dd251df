"""Signs what rules found: checks for every relation tried, findings for what does not hold."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ..schemas.records import Check, Evidence, Finding, Outcome, Severity
from .evaluate import relation_facts
from .relation import Shape
from .wording import formula_text, message, role_of, shown_decimals, stated_unit, to_decimal, where_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from ..schemas.records import Fact
    from .cases.diagnosis import Diagnosis
    from .context import Context
    from .evaluate import Evaluation
    from .registry import Doubt, RulePage
    from .relation import Relation

SOFT_CONFIDENCE = Decimal("0.6")
LONGEST_CLAUSE = 120  # characters of evidence
LARGEST = 10**28  # a recomputed figure beyond decimal128(38, 10) is not written


@dataclass(frozen=True, slots=True)
class Tried:
    """A relation with its outcome, the rule that proposed it, and what explains it if it is broken."""

    relation: Relation
    result: Evaluation
    page: RulePage
    diagnosis: Diagnosis | None = None


def check_of(tried: Tried, number: int) -> Check:
    """Return the row of the checks dataset."""
    relation, result = tried.relation, tried.result
    stated = relation.stated.fact
    decimals = shown_decimals(relation)
    low, value, high = (_bounded(x, decimals) for x in (result.low, result.expected, result.high))
    own = stated.source.document
    return Check(
        number=number,
        document=own,
        rule=relation.rule,
        origin=relation.origin,
        relation=formula_text(relation, result),
        outcome=result.outcome,
        stated=stated.value,
        expected=value,
        expected_low=low,
        expected_high=high,
        difference=stated.value - value if value is not None else None,
        unit=stated_unit(relation),
        facts=tuple(f.number for f in relation_facts(relation) if f.source.document == own),
        note="；".join(
            filter(None, [result.note, relation.note, "按截断而非四舍五入" if result.truncated else ""])
        ),
    )


def _bounded(value: Fraction | None, decimals: int) -> Decimal | None:
    if value is None or abs(value.numerator) >= LARGEST * value.denominator:
        return None
    return to_decimal(value, min(decimals + 2, 10)) if value.denominator != 1 else to_decimal(value, decimals)


def is_finding(tried: Tried) -> bool:
    """Return whether a reviewer should hear of it: broken, cut off, or a sum that is a last digit off."""
    outcome = tried.result.outcome
    is_sum = tried.relation.shape is Shape.SUM
    return outcome is Outcome.BROKEN or (outcome is Outcome.ROUNDING and (tried.result.truncated or is_sum))


def finding_of_relation(tried: Tried, context: Context) -> Finding:
    """Return the finding of a broken or rounded relation; its id and case are still open."""
    relation, result = tried.relation, tried.result
    stated = relation.stated.fact
    view = context.view_of(stated.source)
    value = _bounded(result.expected, shown_decimals(relation))
    cause, suggestion = _explained(tried)
    text = message(relation, result, where_of(view, stated.source, stated.entity))
    return Finding(
        id="",
        document=stated.source.document,
        case=f"{tried.diagnosis.case}" if tried.diagnosis else "",
        rule=relation.rule,
        severity=_severity(tried),
        category=_category(relation, context),
        confidence=_confidence(tried),
        message="；".join(filter(None, [text, cause, relation.note])),
        stated=stated.value,
        expected=value,
        difference=stated.value - value if value is not None else None,
        unit=stated_unit(relation),
        cause=cause,
        suggestion=suggestion,
        impact=None,
        evidence=tuple(
            _evidence(term.role, term.fact, context)
            for term in (relation.stated, *relation.terms, *relation.base)
        ),
    )


def _explained(tried: Tried) -> tuple[str | None, str | None]:
    if tried.result.truncated:
        return "按截断而非四舍五入取数", None
    if tried.result.outcome is Outcome.ROUNDING:
        return "四舍五入尾差", None
    found = tried.diagnosis
    return (
        (found.cause, found.suggestion or tried.page.suggestion) if found else (None, tried.page.suggestion)
    )


def _severity(tried: Tried) -> Severity:
    if tried.result.outcome is Outcome.ROUNDING:
        return Severity.INFO
    is_unsure = tried.result.soft or tried.relation.confidence < 1
    is_unsure = is_unsure and not (tried.diagnosis and tried.diagnosis.is_telling)
    return Severity.WARN if is_unsure and tried.page.severity is Severity.ERROR else tried.page.severity


def _confidence(tried: Tried) -> float:
    factor = SOFT_CONFIDENCE if tried.result.soft else Decimal(1)
    facts = min(f.confidence for f in relation_facts(tried.relation))
    return round(float(factor) * tried.relation.confidence * facts, 3)


def _category(relation: Relation, context: Context) -> str:
    facts = relation_facts(relation)
    years = {context.view_of(f.source).report.fiscal_year for f in facts}
    if len(years - {None}) > 1:
        return "跨年"
    if len({f.source.document for f in facts}) > 1:
        return "跨文件"
    tables = {f.source.table for f in facts}
    if None in tables:
        return "文内" if tables == {None} else "表文"
    return "表内" if len(tables) == 1 else "表间"


def _evidence(role: str, fact: Fact, context: Context) -> Evidence:
    text = fact.text if not fact.source.start else _verbatim(fact, context)
    return Evidence(role, text, fact.source)


def _verbatim(fact: Fact, context: Context) -> str:
    """The figure as printed; in running text the words of its clause around it."""
    if fact.source.paragraph is None:
        return fact.text
    view = context.view_of(fact.source)
    paragraph = view.paragraph(fact.source.paragraph)
    if paragraph is None or fact.source.end is None or fact.source.start is None:
        return fact.text
    start, end = fact.source.start, fact.source.end
    before = re.split(r"[，。；：]", paragraph.text[max(0, start - LONGEST_CLAUSE) : start])[-1]
    after = re.split(r"[，。；：]", paragraph.text[end : end + LONGEST_CLAUSE])[0]
    return f"{before}{paragraph.text[start:end]}{after}"[-LONGEST_CLAUSE:]


def finding_of_doubt(doubt: Doubt, page: RulePage) -> Finding:
    """Return the finding of a rule that decided by itself; its id and case are still open."""
    gap = doubt.stated - doubt.expected if doubt.stated is not None and doubt.expected is not None else None
    documents = {e.source.document for e in doubt.evidence}
    tables = {e.source.table for e in doubt.evidence}
    category = "表内" if len(tables) == 1 and None not in tables else "表间" if None not in tables else "表文"
    return Finding(
        id="",
        document=doubt.evidence[0].source.document,
        case="",
        rule=page.code,
        severity=doubt.severity or page.severity,
        category="跨文件" if len(documents) > 1 else "文内" if tables == {None} else category,
        confidence=doubt.confidence,
        message=doubt.message,
        stated=doubt.stated,
        expected=doubt.expected,
        difference=gap,
        unit=doubt.unit,
        cause=doubt.cause,
        suggestion=doubt.suggestion or page.suggestion,
        impact=None,
        evidence=doubt.evidence,
    )


def sign(findings: Iterable[Finding], context: Context) -> tuple[Finding, ...]:
    """Give findings their ids and cases; an id hashes rule, place and roles, never values or pages."""
    signed, seen = [], Counter[str]()
    for finding in findings:
        key = "|".join(_place_and_roles(finding, context))
        seen[key] += 1
        digest = hashlib.sha256(f"{key}|{seen[key]}".encode()).hexdigest()[:20]
        signed.append(replace(finding, id=digest))
    return _with_cases(signed)


def _place_and_roles(finding: Finding, context: Context) -> list[str]:
    view = context.view_of(finding.evidence[0].source)
    report = view.report
    parts = [finding.rule, report.organisation or "", str(report.fiscal_year or "")]
    for item in finding.evidence:
        source = item.source
        form = view.form_of(source.table) if source.table and source.document == report.document.id else None
        parts.append(f"{form.kind}/{form.name}" if form else "text")
        parts.append(re.sub(r"[\d.,%\s]+", "", item.role))
    return parts


def _with_cases(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings that share a figure's place or a diagnosis share a case, named after its first finding."""
    leader: dict[object, int] = {}
    parent = list(range(len(findings)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for i, finding in enumerate(findings):
        shared = [item.source for item in finding.evidence if item.source.start is not None]
        for key in (*shared, *filter(None, [finding.case])):
            other = leader.setdefault(key, i)
            low, high = sorted((root(i), root(other)))
            parent[high] = low
    return tuple(replace(f, case=findings[root(i)].id) for i, f in enumerate(findings))


def evidence_of_fact(fact: Fact, role: str | None = None) -> Evidence:
    """Return a fact as evidence, under its own role name unless another is given."""
    return Evidence(role or role_of(fact), fact.text, fact.source)
