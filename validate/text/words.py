"""The sentence words of text_patterns.yaml, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ...schemas.loading import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Balance:
    """An identity between amounts: what is stated, and its members with their signs.

    Attributes:
        stated: Name of the figure on the left.
        terms: Names of the others, each with +1 or -1.
        is_exact: Nothing but the members can enter; else others may be left out of the sentence.
    """

    stated: re.Pattern[str]
    terms: tuple[tuple[re.Pattern[str], int], ...]
    is_exact: bool


@dataclass(frozen=True, slots=True)
class TextWords:
    """Patterns made of the word lists; a `*_at_end` one ends right before a number.

    Attributes:
        lists: The plain word lists by name.
        complementary: Groups of words that together name a whole.
        averages: Name of an average to the measure words that it divides by.
        balances: Identities between amounts of one sentence.
        increase_at_end: "…比上年增加".
        decrease_at_end: "…下降了".
        prior_year: 上年, 去年, 同比 …
        reason: Starts an explanation.
        share_at_end: "占…的比重为", with the words named `whole`.
        completion_at_end: "完成年初预算的", with the base named `base`.
        completion_rate_at_end: "预算执行率为".
        control_rate_at_end: "控制率为".
        change_rate_at_end: "变动率为".
        total_at_end: "合计", "共计为".
        turn: A clause that no longer lists parts: "实际支出".
        total_name: A clause that calls its figure a total: "支出合计", "共有".
    """

    lists: Mapping[str, tuple[str, ...]]
    complementary: tuple[tuple[str, ...], ...]
    averages: Mapping[str, tuple[str, ...]]
    balances: tuple[Balance, ...]
    increase_at_end: re.Pattern[str]
    decrease_at_end: re.Pattern[str]
    prior_year: re.Pattern[str]
    reason: re.Pattern[str]
    share_at_end: re.Pattern[str]
    completion_at_end: re.Pattern[str]
    completion_rate_at_end: re.Pattern[str]
    control_rate_at_end: re.Pattern[str]
    change_rate_at_end: re.Pattern[str]
    total_at_end: re.Pattern[str]
    total_name: re.Pattern[str]
    turn: re.Pattern[str]
    approximate_at_end: re.Pattern[str]
    not_approximate_at_end: re.Pattern[str]
    approximate_at_start: re.Pattern[str]

    def any_in(self, name: str, text: str) -> bool:
        """Return whether one of the words of list `name` stands in `text`."""
        return any(word in text for word in self.lists[name])


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern group for any of `words`, longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


def _lists(raw: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(value)
        for name, value in raw.items()
        if isinstance(value, list) and isinstance(value[0], str)
    }


def _balance(entry: Mapping[str, Any]) -> Balance:
    signed = [(text.removeprefix("-"), -1 if text.startswith("-") else 1) for text in entry["terms"]]
    names = tuple((re.compile(name), sign) for name, sign in signed)
    return Balance(re.compile(entry["stated"]), names, entry["exact"])


@cache
def load_text_words() -> TextWords:
    """Return the compiled words; read once."""
    raw = load_yaml("text_patterns.yaml")
    words = _lists(raw)
    tail = alternatives(words["direction_tail"])
    rate_tail = f"{alternatives(words['rate_tail'])}?\\s?$"
    rates = {name: alternatives(found) for name, found in raw["rates"].items()}
    return TextWords(
        lists=words,
        complementary=tuple(tuple(group) for group in raw["complementary"]),
        averages={name: tuple(units) for name, units in raw["averages"].items()},
        balances=tuple(_balance(entry) for entry in raw["balances"]),
        increase_at_end=re.compile(f"{alternatives(words['increase'])}{tail}?\\s?$"),
        decrease_at_end=re.compile(f"{alternatives(words['decrease'])}{tail}?\\s?$"),
        prior_year=re.compile(alternatives(words["prior_year"])),
        reason=re.compile(alternatives(words["reason"])),
        share_at_end=re.compile(
            f"{alternatives(words['share'])}(?P<whole>[^，,。；;：:占]{{0,30}}?){alternatives(words['share_tail'])}{{0,3}}\\s?$"
        ),
        completion_at_end=re.compile(
            f"{alternatives(words['completion'])}(?P<base>[^，,。；;：:]{{0,14}}?)(?:数|额|总额|金额)?(?:的|率)?(?:比例)?"
            f"{alternatives(words['rate_tail'])}?\\s?$"
        ),
        completion_rate_at_end=re.compile(f"{rates['completion']}{rate_tail}"),
        control_rate_at_end=re.compile(f"{rates['control']}{rate_tail}"),
        change_rate_at_end=re.compile(f"{rates['change']}{rate_tail}"),
        total_at_end=re.compile(
            f"{alternatives(words['total'])}(?:金额|资金|支出|投入|安排|拨付|完成|使用|为|数|人数|数量){{0,2}}\\s?$"
        ),
        total_name=re.compile("|".join(words["total_names"]) + r"|(?<!公)共[^，,。；;]{0,4}$"),
        turn=re.compile(
            f"\\s*(?:(?:20\\d\\d年度?|当年|年内)?{alternatives(words['turns'])}|{alternatives(words['turns_alone'])}(?:为)?$)"
        ),
        approximate_at_end=re.compile(f"{alternatives(words['approximate_before'])}\\s?$"),
        not_approximate_at_end=re.compile(f"{alternatives(words['not_approximate'])}$"),
        approximate_at_start=re.compile(alternatives(words["approximate_after"])),
    )
