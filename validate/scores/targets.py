"""Target and actual value of an indicator row, where both are one number in one unit."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...schemas.records import Origin
from ..evaluate import evaluate
from ..precision import Precision, base_value, dimension
from ..relation import Relation, Shape, Term
from .score_forms import score_forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Fact
    from ..context import Context
    from .score_forms import MarkedRow

AT_LEAST, AT_MOST, EQUAL, BARE = "≥", "≤", "=", ""
BEFORE = {
    AT_LEAST: r"[≥>≧⩾﹥]=?|=>|不(?:得)?(?:低|少|小)于|不(?:得)?低过|大于(?:等于|或等于)?|高于(?:或等于)?|超过|至少|达到|达",
    AT_MOST: r"[≤<≦⩽﹤]=?|=<|不(?:得)?(?:超过|高于|大于|多于|超)|小于(?:等于|或等于)?|低于|少于|控制在",
    EQUAL: r"=|等于",
}
AFTER = {AT_LEAST: r"(?:及|\(含\)|或)?以上", AT_MOST: r"(?:及|\(含\)|或)?以[内下]|之内"}
DONE = r"(?:(?:实际|已|全年|共)?完成|实际|达到|达|为|共|=)?"
NUMBER = r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>[^\d\s,，。；;、(（≥≤<>=~～—-]{0,8}?)"
TARGET = re.compile(
    rf"(?:(?P<least>{BEFORE[AT_LEAST]})|(?P<most>{BEFORE[AT_MOST]})|(?P<equal>{BEFORE[EQUAL]}))?\s*{NUMBER}"
    rf"(?:(?P<after_least>{AFTER[AT_LEAST]})|(?P<after_most>{AFTER[AT_MOST]}))?[。]?"
)
ACTUAL = re.compile(rf"{DONE}\s*{NUMBER}[。]?")
DATE_UNITS = frozenset({"月", "日", "号", "年底", "月底", "月前", "日前", "年前", "月份", "季度", "时", "点"})
FULL_SCORE, PART_SCORE, UNCLEAR = 1.0, 0.6, 0.8


@dataclass(frozen=True, slots=True)
class Compared:
    """An indicator row whose actual value can be set against its target.

    Attributes:
        row: The row, with marks and score.
        sign: ≥, ≤, = or empty where the target is a bare number.
        target: The target's figure.
        actual: The actual figure.
    """

    row: MarkedRow
    sign: str
    target: Fact
    actual: Fact

    @property
    def is_full(self) -> bool:
        """Whether the row has full marks."""
        assert self.row.score is not None
        assert self.row.marks is not None
        return self.row.score.value >= self.row.marks.value

    def words(self) -> str:
        """Group, class and name of the indicator, for looking up words."""
        row = self.row.row
        return "".join(f"{row.level1}{row.level2}{row.level3}".split())


def compared_rows(context: Context) -> Iterator[Compared]:
    """Yield the rows with marks, score, and one comparable number as target and as actual value."""
    for form in score_forms(context):
        for row in form.rows:
            place = row.row.row
            targets = form.view.in_row(form.table.number, place, "se_target_value")
            actuals = form.view.in_row(form.table.number, place, "se_actual_value")
            if row.marks is None or row.score is None or len(targets) != 1 or len(actuals) != 1:
                continue
            sign = comparable_sign(row.row.target_text, row.row.actual_text)
            if sign is not None and dimension(targets[0]) == dimension(actuals[0]):
                yield Compared(row, sign, targets[0], actuals[0])


def comparable_sign(target: str, actual: str) -> str | None:
    """Return the sign of a target that an actual value can be compared with; None if it cannot.

    >>> comparable_sign("≥200个", "198个"), comparable_sign("30万元以内", "28万元"), comparable_sign("95%", "96%")
    ('≥', '≤', '')
    >>> comparable_sign("≥95%", "已完成") is None
    True
    """
    wanted, got = TARGET.fullmatch(_plain(target)), ACTUAL.fullmatch(_plain(actual))
    if wanted is None or got is None or wanted["unit"] != got["unit"] or wanted["unit"] in DATE_UNITS:
        return None
    signs = {
        AT_LEAST: wanted["least"] or wanted["after_least"],
        AT_MOST: wanted["most"] or wanted["after_most"],
    }
    found = [sign for sign, printed in {**signs, EQUAL: wanted["equal"]}.items() if printed]
    return (found or [BARE])[0] if len(found) < 2 else None


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("≧", "≥").replace("≦", "≤")


def proportional(code: str, item: Compared, *, reverse: bool) -> Relation | None:
    """Return score = marks · actual / target (reverse: target / actual); None for a score below that.

    A score below is stricter than the rule asks; only a score above what the shortfall leaves is of interest.
    """
    assert item.row.score is not None
    assert item.row.marks is not None
    top, bottom = (item.target, item.actual) if reverse else (item.actual, item.target)
    if not bottom.value:
        return None
    name = item.row.name
    relation = Relation(
        rule=code,
        origin=Origin.CATALOGUE,
        shape=Shape.CAPPED_PRODUCT,
        stated=Term(f"{name}得分", item.row.score),
        terms=(Term(f"{name}分值", item.row.marks), Term("指标值" if reverse else "完成值", top)),
        base=(Term("完成值" if reverse else "指标值", bottom),),
        confidence=FULL_SCORE if item.is_full else PART_SCORE,
    )
    expected = evaluate(relation, Precision({})).expected
    return None if expected is None or item.row.score.value < expected else relation


def falls_short(item: Compared, *, reverse: bool) -> bool:
    """Return whether the actual value misses the target."""
    target, actual = base_value(item.target), base_value(item.actual)
    return actual > target if reverse else actual < target
