"""Changes against another figure: 比上年增加d万元，增长z%; 由a增加到b; 与预算持平; 编制节余2人."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...schemas.records import Kind, Stage
from ..relation import Shape
from .passage import Role
from .proposing import hedge, holds, is_budget, relation, same_value, settle, term
from .words import load_text_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..relation import Relation
    from .passage import Figure, Passage

TWO_READINGS = "比较的对象不止一个，无法确定"
CARRIED_OVER = "未写明年初结转，无法确定结余的算法"
SUBJECT_FILLER = re.compile(r"[各均也则]|总体|同比|相比|有所|小幅|大幅|略有|净|共|，|,|\s|总|数|额")
REACH = 3


@dataclass(frozen=True, slots=True)
class Change:
    """What a sentence says about one change.

    Attributes:
        new: The figure that changed.
        old: The figure compared with, if printed.
        delta: By how much, if printed.
        growth: By what percentage, if printed.
    """

    new: Figure
    old: Figure | None
    delta: Figure | None
    growth: Figure | None
    rule: str


def change_relations(passage: Passage) -> Iterator[Relation]:
    """Yield the changes, repetitions and remainders that a passage states."""
    seen: set[int] = set()
    for at, figure in enumerate(passage.figures):
        if figure.is_explained or at in seen or figure.role not in (Role.DELTA, Role.GROWTH):
            continue
        follower = _follower(passage.figures, at)
        if follower is not None:
            seen.add(at + 1)
        yield from _change(passage, at, figure, follower)
    yield from _from_to(passage)
    yield from _level(passage)
    yield from _left_over(passage)


def _follower(figures: Sequence[Figure], at: int) -> Figure | None:
    """Return the percentage that repeats an amount: "增加d万元，增长z%"."""
    if at + 1 >= len(figures) or figures[at].role is not Role.DELTA:
        return None
    after = figures[at + 1]
    is_next = after.sentence == figures[at].sentence and len(after.lead) <= 12
    rates = load_text_words().change_rate_at_end
    is_growth = after.role is Role.GROWTH or (after.role is Role.RATE and rates.search(after.clause) is not None)
    return after if is_next and is_growth and "百分点" not in (after.fact.unit or "") else None


def _change(passage: Passage, at: int, first: Figure, follower: Figure | None) -> Iterator[Relation]:
    delta = first if first.role is Role.DELTA else None
    growth = follower if delta else first
    if growth is not None and growth.fact.unit != "%":
        return
    reference = _reference(passage, at)
    new, old, is_certain = _compared(passage, at, reference)
    if new is None or (delta is not None and not delta.is_like(new)):
        return
    rule = "R08" if reference == "prior" else "R05" if reference == "budget" else "R04"
    change = Change(new, old, delta, growth, rule)
    for proposed in _relations_of(change):
        yield proposed if is_certain else hedge(proposed, TWO_READINGS)


def _relations_of(change: Change) -> Iterator[Relation]:
    new, old, delta, growth = change.new, change.old, change.delta, change.growth
    if old is not None:
        if delta is not None:
            difference = [term(new), term(old, -1)]
            yield relation(change.rule, Shape.SUM, delta, difference, negative=delta.is_falling)
        if growth is not None:
            falls = growth.is_falling or (growth.role is Role.RATE and delta is not None and delta.is_falling)
            yield relation(change.rule, Shape.CHANGE, growth, [term(new)], base=(term(old),), negative=falls)
    elif delta is not None and growth is not None:
        before = (term(new), term(delta, 1 if delta.is_falling else -1))
        opposed = growth.role is Role.GROWTH and growth.is_falling is not delta.is_falling
        proposed = relation(change.rule, Shape.RATIO, growth, [term(delta)], base=before, negative=opposed)
        if growth.fact.value and delta.fact.value:
            yield proposed


def _reference(passage: Passage, at: int) -> str | None:
    """Return what the change is measured against: prior, budget, or None if the words do not say."""
    figure = passage.figures[at]
    words = load_text_words()
    lead = figure.lead
    if at and passage.figures[at - 1].role is Role.REFERENCE:
        lead = passage.figures[at - 1].clause + lead
    if words.prior_year.search(lead) or re.search(r"[比较与同]\s?20\d\d年", lead):
        return "budget" if re.search("[比较与同][^，,]{0,6}预算", lead) and "上年" not in lead else "prior"
    return "budget" if re.search("[比较与同][^，,]{0,8}预算|预算[^，,]{0,4}相比", lead) else None


def _compared(
    passage: Passage, at: int, reference: str | None
) -> tuple[Figure | None, Figure | None, bool]:
    """Return (new figure, old figure, certain) of the change at `at`."""
    figure = passage.figures[at]
    before = [f for f in passage.figures[:at] if f.sentence == figure.sentence and f.depth == figure.depth]
    before = [f for f in before if not f.is_explained and f.group == figure.group]
    referred = before[-1] if before and before[-1].role is Role.REFERENCE else None
    plain = [f for f in before if f.role is Role.PLAIN and f.fact.kind is not Kind.PERCENT]
    if referred is not None:
        plain = [f for f in plain if f.is_like(referred)]
        return (plain[-1], referred, True) if plain and _may_follow(plain[-1], figure) else (None, None, False)
    if reference is None:
        return _two_before(plain, figure)
    if not plain:
        return _from_sentence_before(passage, at)
    new = plain[-1]
    if not _may_follow(new, figure) or not _is_near(before, new):
        return None, None, False
    old = _old_figure(plain[:-1], new, reference)
    if reference == "budget":
        if is_budget(new):
            return None, None, False
        return new, old, old is not None
    return new, old, len({f.fact.label for f in plain}) == 1 or _is_sole(plain, new, old)


def _is_sole(plain: Sequence[Figure], new: Figure, old: Figure | None) -> bool:
    """Return whether nothing but budgets, or equal figures, compete with the new figure."""
    others = [f for f in plain if f is not new and f is not old]
    return all(same_value(f, new) or is_budget(f) or not f.is_like(new) for f in others) or "其中" in new.lead or not _shares_clause(plain, new)


def _shares_clause(plain: Sequence[Figure], new: Figure) -> bool:
    at = list(plain).index(new)
    return at > 0 and not re.search("[，,；;]", new.lead)


def _is_near(before: Sequence[Figure], new: Figure) -> bool:
    """Return whether only shares, rates and changes stand between the new figure and the change."""
    between = list(before)[list(before).index(new) + 1 :]
    return all(f.role in (Role.SHARE, Role.RATE, Role.DELTA, Role.GROWTH) for f in between)


def _may_follow(new: Figure, figure: Figure) -> bool:
    """Return whether the change speaks of the new figure: its clause names no other subject."""
    subject = re.split("[，,：:]", figure.lead)[-1]
    words = load_text_words()
    for pattern in (words.increase_at_end, words.decrease_at_end):
        subject = pattern.sub("", subject)
    subject = re.sub(r"[比较与同和]?(?:上年|去年|上一年|上年度|年初|全年|调整后?|同期|20\d\d年度?|预算|决算|执行|支出|收入)*", "", subject)
    subject = SUBJECT_FILLER.sub("", subject)
    return len(subject) <= 1 or subject in new.lead or all(c in new.lead for c in subject)


def _old_figure(earlier: Sequence[Figure], new: Figure, reference: str) -> Figure | None:
    """Return the printed figure that the reference names: last year's, or the budget."""
    like = [f for f in earlier if f.is_like(new)]
    if reference == "budget":
        budgets = [f for f in like if is_budget(f)]
        return budgets[-1] if len(budgets) == 1 else None
    if new.fact.period is None:
        return None
    prior = [f for f in like if f.fact.period and f.fact.period < new.fact.period and not is_budget(f)]
    return prior[-1] if len(prior) == 1 else None


def _two_before(plain: Sequence[Figure], figure: Figure) -> tuple[Figure | None, Figure | None, bool]:
    """No reference: the two figures before must be of two years, or budget and actual."""
    if len(plain) < 2 or not plain[-1].is_like(plain[-2]) or not _may_follow(plain[-1], figure):
        return None, None, False
    old, new = plain[-2], plain[-1]
    years = (old.fact.period, new.fact.period)
    if None not in years and years[0] != years[1]:
        return (new, old, True) if str(years[0]) < str(years[1]) else (old, new, True)
    if is_budget(old) and not is_budget(new):
        return new, old, new.fact.stage is Stage.ACTUAL and len(plain) == 2
    return None, None, False


def _from_sentence_before(passage: Passage, at: int) -> tuple[Figure | None, Figure | None, bool]:
    """"收、支总计均为T万元。与上年相比，收、支总计各增加d万元": one value only may stand before."""
    figure = passage.figures[at]
    if any(f.sentence == figure.sentence for f in passage.figures[:at]):
        return None, None, False
    if not re.match(r"\s*(?:与|比|较|同)", figure.lead):
        return None, None, False
    before = [f for f in passage.figures[:at] if f.sentence == figure.sentence - 1 and f.fact.kind is figure.fact.kind]
    if not before or any(f.role is not Role.PLAIN or not same_value(f, before[0]) for f in before):
        return None, None, False
    subject = "总计" in figure.lead or _may_follow(before[-1], figure)
    return (before[-1], None, len(before) > 1) if subject else (None, None, False)


def _from_to(passage: Passage) -> Iterator[Relation]:
    """"由a增加到b": b must not be smaller; "增长z%" after it is tried as well."""
    for at, (old, new) in enumerate(zip(passage.figures, passage.figures[1:], strict=False)):
        moved = re.fullmatch(r"\s*(?:\S{0,4}?)(增加|提高|上升|增长|减少|下降|降低|降)(?:到|至|为)\s*", new.lead)
        if moved is None or not re.search(r"[由从][^，,。]{0,14}$", old.clause) or not new.is_like(old):
            continue
        falls = moved[1] in load_text_words().lists["decrease"]
        shape = Shape.AT_MOST if falls else Shape.AT_LEAST
        yield relation("R08", shape, new, [term(old)])
        after = passage.figures[at + 2 : at + 2 + REACH]
        for figure in after:
            if figure.sentence != new.sentence or figure.group != new.group or figure.role not in (Role.DELTA, Role.GROWTH):
                break
            if figure.role is Role.GROWTH and figure.fact.unit == "%":
                yield relation("R08", Shape.CHANGE, figure, [term(new)], base=(term(old),), negative=figure.is_falling)
            elif figure.role is Role.DELTA and figure.is_like(new):
                yield relation("R08", Shape.SUM, figure, [term(new), term(old, -1)], negative=figure.is_falling)


def _level(passage: Passage) -> Iterator[Relation]:
    """"决算数与年初预算数持平", "决算数大于预算数": budget and actual figure of the sentence."""
    for sentence in passage.sentences:
        for figure in sentence:
            said = _comparison(figure.tail)
            if said is None or figure.is_explained:
                continue
            group = [f for f in sentence if f.group == figure.group and f.start <= figure.start and f.role is Role.PLAIN]
            actuals = [f for f in group if f.fact.stage is Stage.ACTUAL]
            budgets = [f for f in group if is_budget(f) and ("年初" not in said[1] or f.fact.stage is Stage.INITIAL_BUDGET)]
            if len(actuals) == 1 and budgets and actuals[0].fact.kind is Kind.AMOUNT:
                shape = {"equal": Shape.EQUAL, "greater": Shape.AT_LEAST, "smaller": Shape.AT_MOST}[said[0]]
                readings = [relation("R06", shape, actuals[0], [term(b)], confidence=0.8) for b in budgets]
                yield from settle(readings, TWO_READINGS)


def _comparison(tail: str) -> tuple[str, str] | None:
    """Return (equal, greater or smaller; the words) if a tail compares actual figure and budget."""
    lists = load_text_words().lists
    for name in ("equal", "greater", "smaller"):
        for word in lists[name]:
            found = re.search(f"(?:决算数?|支出数?|执行数?)[^，,。；;]{{0,4}}(?:与|同|和)?[^，,。；;]{{0,4}}预算数?{word}" if name == "equal" else f"决算数?{word}[^，,。；;]{{0,4}}预算数?", tail)
            if found:
                return name, found.group()
    return None


def _left_over(passage: Passage) -> Iterator[Relation]:
    """编制29人，在职27人，节余2人; 收入a，支出b，结余c."""
    words = load_text_words()
    for figure in passage.figures:
        if figure.role is not Role.PLAIN or not words.any_in("left_over", figure.clause) or figure.is_explained:
            continue
        before = [f for f in passage.figures if f.start < figure.start and f.sentence >= figure.sentence - 1]
        pair = [f for f in before if f.role is Role.PLAIN and f.is_like(figure)][-2:]
        if len(pair) != 2:
            continue
        proposed = relation("A17", Shape.SUM, figure, [term(pair[0]), term(pair[1], -1)], confidence=0.8)
        is_staff = figure.fact.kind is Kind.COUNT and words.any_in("staff_quota", pair[0].lead) and words.any_in("staff_present", pair[1].lead)
        is_saved = is_budget(pair[0]) and pair[1].fact.stage is Stage.ACTUAL
        if is_staff or (is_saved and figure.sentence == pair[0].sentence):
            yield proposed
        elif holds(proposed) and figure.sentence == pair[0].sentence:
            yield proposed
        elif "收入" in pair[0].lead and "支出" in pair[1].lead:
            yield relation("A17", Shape.SUM, figure, proposed.terms, missing=CARRIED_OVER)
