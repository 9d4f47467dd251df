"""Which figures a change is about: the new one, and the old one if it is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...schemas.records import Kind, Stage
from .passage import Role
from .proposing import is_budget, same_value
from .words import load_text_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .passage import Figure, Passage

SUBJECT_FILLER = re.compile(r"[各均也则]|总体|同比|相比|对比|有所|小幅|大幅|略有|净|共|，|,|\s|总|数|额")
SHORTEST_NAME = 3  # characters; "支出" alone may be any of several
REFERENCE_WORDS = re.compile(
    r"[比较与同和]?(?:上年度?|去年|上一年度?|年初|全年|调整后?|同期|20\d\d年度?|预算|决算|执行|支出|收入)+数?"
)


@dataclass(frozen=True, slots=True)
class Compared:
    """The figures of a change.

    Attributes:
        new: The figure that changed.
        old: The figure compared with; None if it is not printed.
        is_certain: The words allow no other reading.
    """

    new: Figure
    old: Figure | None
    is_certain: bool = True


def find_compared(passage: Passage, at: int, reference: str | None) -> Compared | None:
    """Return what the change told at `at` compares.

    Args:
        passage: The passage.
        at: Index of the first figure of the change.
        reference: prior, budget, or None when the words do not say against what.

    Returns:
        None when no figure, or no single one, can be meant.
    """
    figure = passage.figures[at]
    before = [f for f in passage.figures[:at] if f.sentence == figure.sentence and f.depth == figure.depth]
    before = [f for f in before if not f.is_explained and f.group == figure.group]
    referred = before[-1] if before and before[-1].role is Role.REFERENCE else None
    plain = [f for f in before if f.role is Role.PLAIN and f.fact.kind is not Kind.PERCENT]
    if referred is not None:
        plain = [f for f in plain if f.is_like(referred)]
        follows = bool(plain) and _may_follow(plain[-1], figure)
        return Compared(plain[-1], referred) if follows else None
    if reference is None:
        return _two_before(plain, figure)
    if not plain:
        return _from_sentence_before(passage, at)
    new = _this_years(plain) if reference == "prior" else plain[-1]
    if not _may_follow(plain[-1], figure) or not _is_near(before, plain[-1]):
        return None
    old = _old_figure([f for f in plain if f is not new], new, reference)
    if reference == "budget":
        is_certain = old is not None or len(plain) == 1
        return None if is_budget(new) else Compared(new, old, is_certain=is_certain)
    is_certain = len({f.fact.label for f in plain}) == 1 or _is_sole(plain, new, old)
    return Compared(new, old, is_certain=is_certain)


def _is_sole(plain: Sequence[Figure], new: Figure, old: Figure | None) -> bool:
    """Return whether nothing but budgets, or equal figures, compete with the new figure."""
    others = [f for f in plain if f is not new and f is not old]
    if all(same_value(f, new) or is_budget(f) or not f.is_like(new) for f in others):
        return True
    return "其中" in new.lead or not _shares_clause(plain, new)


def _shares_clause(plain: Sequence[Figure], new: Figure) -> bool:
    at = list(plain).index(new)
    return at > 0 and not re.search("[，,；;]", new.lead)


def _is_near(before: Sequence[Figure], new: Figure) -> bool:
    """Return whether only shares, rates and changes stand between the new figure and the change."""
    between = list(before)[list(before).index(new) + 1 :]
    return all(f.role in (Role.SHARE, Role.RATE, Role.DELTA, Role.GROWTH) for f in between)


def _may_follow(new: Figure, figure: Figure) -> bool:
    """Return whether the change speaks of the new figure: its clause names no other subject."""
    return _is_named_in(new.lead, figure)


def _is_named_in(words: str, figure: Figure) -> bool:
    """Return whether the words hold the subject of a change, be it shortened: 收、支总计 of 收入总计 and 支出总计."""
    subject = _subject(figure).replace("、", "")
    return len(subject) <= 1 or all(character in words for character in subject)


def _subject(figure: Figure) -> str:
    """Return what the clause of a change says that changed; empty if it says nothing."""
    subject = re.split("[，,：:]", figure.lead)[-1]
    words = load_text_words()
    for pattern in (words.increase_at_end, words.decrease_at_end):
        subject = pattern.sub("", subject)
    return SUBJECT_FILLER.sub("", REFERENCE_WORDS.sub("", subject))


def _this_years(plain: Sequence[Figure]) -> Figure:
    """Return the figure that changed: the last one, or the one before where the last is last year's."""
    if len(plain) > 1 and plain[-1].is_like(plain[-2]) and not is_budget(plain[-1]):
        newer, older = plain[-2].fact.period, plain[-1].fact.period
        if older and newer and older < newer:
            return plain[-2]
    return plain[-1]


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


def _two_before(plain: Sequence[Figure], figure: Figure) -> Compared | None:
    """No reference: the two figures before must be of two years, or budget and actual."""
    if len(plain) < 2 or not plain[-1].is_like(plain[-2]) or not _may_follow(plain[-1], figure):
        return None
    old, new = plain[-2], plain[-1]
    years = (old.fact.period, new.fact.period)
    if None not in years and years[0] != years[1]:
        return Compared(new, old) if str(years[0]) < str(years[1]) else Compared(old, new)
    if is_budget(old) and not is_budget(new):
        return Compared(new, old, is_certain=new.fact.stage is Stage.ACTUAL and len(plain) == 2)
    return None


def _from_sentence_before(passage: Passage, at: int) -> Compared | None:
    """Read "收、支总计均为T万元。与上年相比，收、支总计各增加d万元": one value only may stand before."""
    figure = passage.figures[at]
    if any(f.sentence == figure.sentence for f in passage.figures[:at]):
        return None
    if not re.match(r"\s*(?:与|比|较|同)", figure.lead):
        return None
    if named := _named_before(passage, at):
        return Compared(named, None)
    before = [f for f in passage.figures[:at] if f.sentence == figure.sentence - 1 and f.is_like(figure)]
    if not before or any(f.role is not Role.PLAIN or not same_value(f, before[0]) for f in before):
        return None
    if not _is_named_in("".join(f.lead for f in before), figure):
        return None
    is_certain = len(before) > 1 or bool(_subject(figure)) or "均" in before[-1].clause
    return Compared(before[-1], None, is_certain=is_certain)


def _named_before(passage: Passage, at: int) -> Figure | None:
    """Return the figure that an earlier sentence of the passage calls by the very name of what changed."""
    figure = passage.figures[at]
    name = _whole_subject(figure)
    if len(name) < SHORTEST_NAME:
        return None
    found = [
        f
        for f in passage.figures[:at]
        if f.role is Role.PLAIN
        and f.is_like(figure)
        and not is_budget(f)
        and re.search(f"{re.escape(name)}(?:为|共|是|数|额)*$", f.clause.strip())
    ]
    return found[-1] if found and all(same_value(f, found[-1]) for f in found) else None


def _whole_subject(figure: Figure) -> str:
    """Return the name of what changed as it is printed: "收入合计"."""
    subject = re.split("[，,：:]", figure.lead)[-1]
    words = load_text_words()
    for pattern in (words.increase_at_end, words.decrease_at_end):
        subject = pattern.sub("", subject)
    return re.sub(r"(?:各|均|总体|同比|有所|小幅|大幅|略有|净)+$|\s", "", subject)
