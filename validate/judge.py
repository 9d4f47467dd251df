"""Runs the rules over one submission: rules propose, the evaluator disposes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..schemas.errors import CatalogueError
from ..schemas.profiles import load_profile
from ..schemas.records import Check, Finding, Outcome
from ..schemas.time_limit import time_limit
from .cases.diagnosis import DERIVED_CODES, derived_code, diagnose
from .cases.graph import Judged
from .cases.surroundings import Surroundings
from .context import Context
from .coverage import uncovered
from .declared import declared_relations
from .discovery.proposing import discovered_relations
from .evaluate import evaluate, relation_facts
from .findings import Tried, check_of, finding_of_doubt, finding_of_relation, is_finding, sign
from .folding import folded
from .impact import with_impacts
from .misreadings import tempered
from .precision import Precision
from .registry import Doubt, Parameters, RulePage, load_rules, pages_with, parameter_overrides
from .same_fact import same_fact_relations
from .stated_in_text import text_proposals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ..schemas.records import Notice, Submission, Unchecked
    from .registry import Rule
    from .relation import Relation

# Of several right sides the first that fits counts; if one cannot be decided, none is called broken.
RULE_SECONDS = 20.0  # of processor time; a rule takes some milliseconds for a long report
OUTCOME_RANK = {Outcome.HOLDS: 0, Outcome.ROUNDING: 1, Outcome.DEFERRED: 2, Outcome.BROKEN: 3}


@dataclass(frozen=True, slots=True)
class Options:
    """Which rules run.

    Attributes:
        select: Codes or first letters; empty selects all.
        ignore: Codes or first letters that are left out.
        rule_files: Users' YAML files with further rules, relations and parameters of rules.
        profile: Name of a packaged profile, or file of one; None for the usual thresholds and schemes.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rule_files: tuple[Path, ...] = ()
    profile: str | None = None

    def wants(self, code: str) -> bool:
        """Return whether a rule runs."""
        chosen = not self.select or any(code.startswith(prefix) for prefix in self.select)
        return chosen and not any(code.startswith(prefix) for prefix in self.ignore)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one submission.

    Attributes:
        checks: Every relation tried.
        findings: What does not hold.
        unchecked: Numbers in no relation with a verdict, and why.
        notices: By document, what was given up because it took too long.
    """

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...]
    notices: Mapping[str, tuple[Notice, ...]]


def validate(submission: Submission, options: Options | None = None) -> Verdict:
    """Recheck one submission.

    Args:
        submission: Reports of one organisation and year.
        options: Which rules run; all by default.

    Returns:
        Checks, numbered per document, and findings, in reading order.

    Raises:
        CatalogueError: A user's rule file is wrong, or `select` names no rule.
    """
    options = options or Options()
    profile = load_profile(options.profile) if options.profile else None
    if profile is not None:  # the user's own files have the last word
        options = replace(options, rule_files=(profile.path, *options.rule_files))
    pages = pages_with(options.rule_files, profile.severities if profile else {})
    _complain_of_unknown(options, pages)
    context = Context(submission, Parameters(), profile)
    overrides = parameter_overrides(options.rule_files)
    derived = tuple(code for code in DERIVED_CODES if options.wants(code))
    proposed = [p for p in _relations(context, options) if derived or options.wants(p[0].rule)]
    doubts: list[Finding] = []
    for rule in load_rules():
        if not derived and not options.wants(rule.page.code):
            continue
        values = {**rule.page.parameters.values, **overrides.get(rule.page.code, {})}
        parameters = Parameters(values, rule.page.code)
        own: list[Doubt] = []
        for proposal in _within_time(rule, context.with_parameters(parameters)):
            if isinstance(proposal, Doubt):
                own.append(proposal)
            else:
                proposed.append(proposal if isinstance(proposal, tuple) else (proposal,))
        page = pages[rule.page.code]
        doubts += [finding_of_doubt(doubt, page) for doubt in folded(own, page)]
    signed = (_signed(item, derived, pages) for item in _tried(context, proposed, pages))
    tried = [item for item in signed if options.wants(item.page.code)]
    found = [finding_of_relation(item, context) for item in tried if is_finding(item)]
    order = {report.document.id: n for n, report in enumerate(submission.reports)}
    wanted = (*found, *(doubt for doubt in doubts if options.wants(doubt.rule)))
    findings = sorted((tempered(f, context) for f in wanted), key=lambda f: _reading_order(f, order))
    checks, told = tuple(_numbered(tried)), with_impacts(sign(findings, context), context)
    given_up = {view.report.document.id: tuple(view.notices) for view in context.reports}
    return Verdict(checks, told, uncovered(context, checks, told), given_up)


def _within_time(rule: Rule, context: Context) -> Iterator[Relation | tuple[Relation, ...] | Doubt]:
    """Yield what a rule proposes; nothing, and a notice, when it takes longer than any report should."""
    try:
        with time_limit(RULE_SECONDS):
            found = tuple(rule.propose(context))
    except TimeoutError:
        for view in context.reports:
            view.give_up(
                "全文", f"规则{rule.page.code}（{rule.page.title}）没有在限定时间内查完，本次没有按它复核。"
            )
    else:
        yield from found


def _relations(context: Context, options: Options) -> Iterator[tuple[Relation, ...]]:
    """Yield what the catalogue, the text and repeated facts propose; a tuple holds alternatives."""
    yield from declared_relations(context, options.rule_files)
    yield from ((relation,) for relation in text_proposals(context))
    yield from ((relation,) for relation in same_fact_relations(context))
    yield from ((relation,) for relation in discovered_relations(context))


def _tried(
    context: Context, proposed: Iterable[tuple[Relation, ...]], pages: Mapping[str, RulePage]
) -> list[Tried]:
    """Evaluate every proposal once; of alternatives the one that fits best counts."""
    views = (*context.reports, *context.neighbours)
    precision = Precision.of(fact for view in views for fact in view.facts)
    seen: set[object] = set()
    tried = []
    for alternatives in proposed:
        results = [Tried(r, evaluate(r, precision), _page(pages, r.rule)) for r in alternatives]
        best = min(results, key=lambda item: OUTCOME_RANK[item.result.outcome])
        if (key := _identity(best.relation)) not in seen:
            seen.add(key)
            tried.append(best)
    return _diagnosed(tried, Surroundings(views, precision))


def _diagnosed(tried: Sequence[Tried], surroundings: Surroundings) -> list[Tried]:
    found = diagnose([Judged(item.relation, item.result) for item in tried], surroundings)
    return [replace(item, diagnosis=diagnosis) for item, diagnosis in zip(tried, found, strict=True)]


def _signed(item: Tried, derived: tuple[str, ...], pages: Mapping[str, RulePage]) -> Tried:
    """Give a relation whose only explanation has a code of its own (元 among 万元) that code; it is then sure."""
    code = derived_code(item.relation, item.diagnosis)
    if code not in derived:
        return item
    relation = replace(item.relation, rule=code, confidence=1.0)
    return replace(item, relation=relation, page=pages[code])


def _page(pages: Mapping[str, RulePage], code: str) -> RulePage:
    try:
        return pages[code]
    except KeyError:
        raise CatalogueError(f"relation of unknown rule {code}; add it to rules.yaml") from None


def _identity(relation: Relation) -> object:
    """Two sources may propose one relation (words and catalogue): same stated figure, same operands."""
    places = [f.source for f in relation_facts(relation)]
    return (relation.shape, places[0], frozenset(places[1:]))


def _complain_of_unknown(options: Options, pages: Mapping[str, RulePage]) -> None:
    for prefix in (*options.select, *options.ignore):
        if not any(code.startswith(prefix) for code in pages):
            raise CatalogueError(f"没有编号以“{prefix}”开头的规则；fuhe rule 可列出全部规则")


def _reading_order(finding: Finding, order: Mapping[str, int]) -> tuple[object, ...]:
    place = finding.evidence[0].source
    return (
        order[finding.document],
        place.table is not None,
        place.paragraph or place.table or 0,
        place.row or 0,
        place.column or 0,
        place.start or 0,
        finding.rule,
        finding.message,
    )


def _numbered(tried: Sequence[Tried]) -> Iterator[Check]:
    """Yield the checks with numbers that count from 1 in each document."""
    counts = Counter[str]()
    for item in tried:
        document = item.relation.stated.fact.source.document
        counts[document] += 1
        yield check_of(item, counts[document])
