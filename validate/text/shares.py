"""Shares of a total: "A a万元，占z%", "占支出合计的z%", "占支出合计T万元的z%"."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING

from ...schemas.records import Kind
from ..relation import Shape
from .part_lists import are_counterparts, name_a_whole
from .passage import Role
from .proposing import holds, relation, same_value, settle, term
from .words import load_text_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..relation import Relation
    from .passage import Figure, Passage

AMBIGUOUS = "占比的总数有多种可能，无法确定"
OPENS = re.compile("其中|方面[：:]")
NEARLY = Decimal("0.1")  # how far rounded shares of one whole may be from 100 together
MOST_SHARES = 20  # of one sentence that are tried against their sum
FILLER = re.compile(
    r"本年|全年|当年|年度|20\d\d年度?|总额|总计|合计|总量|总|数|的|全部|所有|财政局|我局|我单位|单位"
)


def share_relations(passage: Passage) -> Iterator[Relation]:
    """Yield the shares that a passage states."""
    for sentence in passage.sentences:
        yield from _respective(passage, sentence)
        yield from _making_up_a_whole(sentence)
        told, added = list(_of_told_wholes(passage, sentence)), list(_of_their_sum(sentence))
        yield from told if len(told) >= len(added) else added


def _of_told_wholes(passage: Passage, sentence: Sequence[Figure]) -> Iterator[Relation]:
    for at, rate in enumerate(sentence):
        if not rate.is_explained:
            if rate.role is Role.SHARE:
                yield from _of_total(passage, sentence, at)
            elif (
                at > 1
                and rate.role is Role.RATE
                and re.fullmatch(r"\s*的(?:比例|比重|比率|百分比)?(?:为|是|达)?\s*", rate.lead)
            ):
                yield from _of_named_figure(sentence[at - 2], sentence[at - 1], rate)


def _making_up_a_whole(sentence: Sequence[Figure]) -> Iterator[Relation]:
    """Read "基本支出占62.5%，项目支出占37.5%": shares that are known to leave nothing out make up 100 %."""
    shares = [f for f in sentence if f.role is Role.SHARE and not f.is_explained and f.fact.unit == "%"]
    if len(shares) < 2 or any((f.depth, f.group) != (shares[0].depth, shares[0].group) for f in shares):
        return
    if name_a_whole([share.clause for share in shares]):
        terms = [term(share, -1) for share in shares[:-1]]
        yield relation("R07", Shape.REST, shares[-1], terms, count=100, confidence=0.8)


def _of_their_sum(sentence: Sequence[Figure]) -> Iterator[Relation]:
    """Read "基本支出a万元，占x%；项目支出b万元，占y%": the total is a + b, printed or not.

    Believed where x + y = 100, where the parts are known to leave nothing out, or where all shares but one fit.
    """
    at = [n for n, figure in enumerate(sentence) if figure.role is Role.SHARE and not figure.is_explained]
    parts, shares = [sentence[n - 1] for n in at if n], [sentence[n] for n in at]
    if len(parts) < max(len(shares), 2) or any(f.role is not Role.PLAIN or f.depth for f in parts):
        return
    wholes = {FILLER.sub("", found["whole"]) for found in map(_claim, shares) if found}
    if len(wholes) != 1 or len(parts) > MOST_SHARES or not all(part.is_like(parts[0]) for part in parts):
        return
    base = tuple(term(part) for part in parts)
    read = [
        relation("R07", Shape.RATIO, share, [term(part)], base=base, confidence=0.8)
        for share, part in zip(shares, parts, strict=True)
    ]
    is_whole = abs(sum((share.fact.value for share in shares), Decimal(-100))) <= NEARLY
    if is_whole or are_counterparts(parts) or sum(map(holds, read)) == len(read) - 1:
        yield from read


def _claim(share: Figure) -> re.Match[str] | None:
    return load_text_words().share_at_end.search(share.clause)


def share_of(rate: Figure, part: Figure, total: Figure) -> Relation:
    """Return the relation rate = part / total."""
    return relation("R07", Shape.RATIO, rate, [term(part)], base=(term(total),))


def _of_named_figure(part: Figure, whole: Figure, rate: Figure) -> Iterator[Relation]:
    """Read "A a万元，占支出合计T万元的z%": the total stands right before the share."""
    if re.search("占[^，,；;]*$", whole.clause) and part.is_like(whole) and part.role is Role.PLAIN:
        yield share_of(rate, part, whole)


def _of_total(passage: Passage, sentence: Sequence[Figure], at: int) -> Iterator[Relation]:
    rate = sentence[at]
    found = load_text_words().share_at_end.search(rate.clause)
    part = sentence[at - 1] if at else None
    if part is None or part.role is not Role.PLAIN or part.group != rate.group or found is None:
        return
    if "分别" in rate.lead or part.depth != rate.depth:
        return
    before = [f for f in passage.figures if f.start < part.start and f.sentence >= rate.sentence - 1]
    before = [f for f in before if f.role is Role.PLAIN and f.is_like(part) and not f.is_explained]
    if not before:
        return
    named = FILLER.sub("", found["whole"])
    if named:
        yield from _of_named_whole(rate, part, before, named)
    else:
        yield from _of_list_total(passage, rate, part, before)


def _of_named_whole(rate: Figure, part: Figure, before: Sequence[Figure], named: str) -> Iterator[Relation]:
    """The words name the total: a figure before it must carry that name."""
    wholes = [
        f for f in before if named in FILLER.sub("", f.clause) or FILLER.sub("", f.clause).endswith(named)
    ]
    wholes = [f for f in wholes if f.fact.value >= part.fact.value or len(wholes) == 1]
    yield from settle([share_of(rate, part, whole) for whole in _distinct(wholes)], AMBIGUOUS)


def _of_list_total(
    passage: Passage, rate: Figure, part: Figure, before: Sequence[Figure]
) -> Iterator[Relation]:
    """No name: the total of the list, that is the figure before 其中, or the first one called a total."""
    marked = [f for f in before if OPENS.search(passage.text[f.end : part.start])]
    inner = [f for f in before if _opens_list(f, passage.text)]
    called = [f for f in before if load_text_words().total_name.search(f.clause)]
    if inner:
        whole = inner[-1]
        readings = [share_of(rate, part, f) for f in _distinct([whole, *marked])]
        yield from _trusting_first(readings)
    elif called:
        yield from settle([share_of(rate, part, f) for f in _distinct(called)], AMBIGUOUS)
    else:
        yield from (r for r in [share_of(rate, part, before[0])] if holds(r))


def _trusting_first(readings: Sequence[Relation]) -> Iterator[Relation]:
    """Another reading is taken only if it holds and the first does not."""
    yield next((reading for reading in readings if holds(reading)), readings[0])


def _opens_list(figure: Figure, text: str) -> bool:
    """Return whether 其中 follows a figure before any other figure of its kind."""
    return (
        OPENS.search(figure.tail) is not None
        or re.match(r"[^。]{0,8}(?:其中|按)", text[figure.end :]) is not None
    )


def _respective(passage: Passage, sentence: Sequence[Figure]) -> Iterator[Relation]:
    """Read "A、B分别为a万元和b万元，分别占x%和y%": the shares follow in the order of the figures."""
    for at, first in enumerate(sentence):
        if first.fact.kind is not Kind.PERCENT or not re.search("占[^，,]*分别|分别占", first.clause):
            continue
        rates = _run(sentence[at:], lambda f: f.fact.kind is Kind.PERCENT)
        parts = _run(sentence[:at][::-1], lambda f: f.role is Role.PLAIN)[: len(rates)][::-1]
        totals = [f for f in passage.figures if f.start < first.start and f.sentence >= first.sentence - 1]
        totals = [
            f for f in totals if f not in parts and f.role is Role.PLAIN and parts and f.is_like(parts[0])
        ]
        if len(parts) != len(rates) or len(rates) < 2 or not totals:
            continue
        readings = [[share_of(r, p, t) for r, p in zip(rates, parts, strict=True)] for t in _distinct(totals)]
        fitting = [reading for reading in readings if all(holds(r) for r in reading)]
        yield from fitting[0] if fitting else (readings[0] if len(readings) == 1 else [])


def _run(figures: Sequence[Figure], belongs: Callable[[Figure], bool]) -> list[Figure]:
    return list(takewhile(belongs, figures))


def _distinct(figures: Sequence[Figure]) -> list[Figure]:
    kept: list[Figure] = []
    for figure in reversed(figures):
        if not any(same_value(figure, other) for other in kept):
            kept.append(figure)
    return kept[::-1]
