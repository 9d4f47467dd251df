"""Score forms as data, what is derived in them, and everything that must hold in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .figures import Broken, percent, rounded, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_QUANTITY = re.compile(r"([≥≤＝=]?)\s*([\d,]+(?:\.\d+)?)\s*([^\d\s]*)")
_UNFINISHED = ("未完成", "部分", "初步", "正在")
_MANDATORY = ("department", "unit")
_SHORTFALL = Decimal(5)
_EXCESS = Decimal("1.2")


@dataclass(frozen=True, slots=True)
class Item:
    """One indicator row."""

    level1: str
    level2: str
    level3: str
    sign: str
    target: str
    measure: str
    actual: str
    weight: str
    score: str
    reason: str

    @property
    def full_target(self) -> str:
        """The target as one text: sign, value and unit of measure."""
        sign = "" if self.sign == "定性" else self.sign
        return f"{sign}{self.target}{self.measure}"


@dataclass(frozen=True, slots=True)
class ScoreForm:
    """A self-evaluation form, whatever its layout."""

    id: str
    layout: str
    head: Mapping[str, str]
    funds: Mapping[str, tuple[str, ...]]
    exec_weight: str
    rate: str
    exec_score: str
    groups: tuple[tuple[str, str], ...]
    items: tuple[Item, ...]
    total: str | None
    options: Mapping[str, Any]


def read_form(data: Mapping[str, Any]) -> ScoreForm:
    """Return the form, with rate, execution score and total computed where the data does not print others."""
    funds = {key: tuple(str(value) for value in values) for key, values in data["funds"].items()}
    items = tuple(
        _item(group["name"], [str(v) for v in row]) for group in data["groups"] for row in group["items"]
    )
    weight = str(data.get("exec_weight", "10"))
    exact = _rate(funds["total"])
    rate = str(data.get("rate", f"{trimmed(rounded(exact, 2))}%"))
    share = min(Decimal(1), rounded(exact, 2) / 100)
    score = str(data.get("exec_score", trimmed(rounded(share * Decimal(weight), 2))))
    total = sum((Decimal(item.score) for item in items if item.score), Decimal(score))
    return ScoreForm(
        id=data["form"],
        layout=data["layout"],
        head={key: str(data.get(key, "")) for key in ("project", "department", "unit", "goal", "result")},
        funds=funds,
        exec_weight=weight,
        rate=rate,
        exec_score=score,
        groups=tuple((group["name"], str(group["marks"])) for group in data["groups"]),
        items=items,
        total=None if data.get("total") == "missing" else str(data.get("total", trimmed(total))),
        options=data,
    )


def _item(level1: str, row: Sequence[str]) -> Item:
    if len(row) == 7:
        level2, level3, target, actual, weight, score, reason = row
        return Item(level1, level2, level3, "", target, "", actual, weight, score, reason)
    level2, level3, sign, target, measure, actual, weight, score, reason = row
    return Item(level1, level2, level3, sign, target, measure, actual, weight, score, reason)


def _rate(total: Sequence[str]) -> Decimal:
    full, actual = Decimal(total[1].replace(",", "")), Decimal(total[2].replace(",", ""))
    return percent(actual, full, 6)


def exports(form: ScoreForm) -> dict[str, str]:
    """Return what relations between forms may name: f1_initial, f1_full, f1_actual, f1_rate, f1_total, f1_scores."""
    names = ("initial", "full", "actual")
    found = {
        f"{form.id}_{name}": value.replace(",", "")
        for name, value in zip(names, form.funds["total"], strict=True)
    }
    found[f"{form.id}_rate"] = form.rate.rstrip("%")
    if form.total is not None:
        found[f"{form.id}_total"] = form.total
    scores = sum((Decimal(item.score) for item in form.items if item.score), Decimal(form.exec_score))
    found[f"{form.id}_scores"] = trimmed(scores)
    return {name: value for name, value in found.items() if value}


def check_form(form: ScoreForm) -> Broken:
    """Return every relation of the form that does not hold, by name."""
    found: Broken = {}
    for part in (_check_funds, _check_marks, _check_total, _check_blanks):
        found.update({f"{form.id}.{name}": figures for name, figures in part(form)})
    for number, item in enumerate(form.items):
        found.update({f"{form.id}.row{number}.{name}": figures for name, figures in _check_item(item)})
    return found


def _check_funds(form: ScoreForm) -> Iterator[tuple[str, tuple[str, str]]]:
    parts = [values for key, values in form.funds.items() if key != "total"]
    for column, name in enumerate(("initial", "full", "actual")):
        total = form.funds["total"][column].replace(",", "")
        numbers = [Decimal(p[column].replace(",", "")) for p in parts if p[column] not in {"", "—", "/"}]
        if total and numbers and sum(numbers) != Decimal(total):
            yield f"parts.{name}", (total, trimmed(sum(numbers, Decimal(0))))
    exact = _rate(form.funds["total"])
    printed = Decimal(form.rate.rstrip("%％"))
    places = max(0, -int(printed.as_tuple().exponent))
    if rounded(exact, places) != printed:
        yield "rate", (form.rate, f"{trimmed(rounded(exact, 2))}%")
    score = rounded(min(Decimal(100), rounded(exact, 2)) * Decimal(form.exec_weight) / 100, 2)
    if score != Decimal(form.exec_score):
        yield "exec_score", (form.exec_score, trimmed(score))
    if exact < 90 and not form.options.get("fund_reason"):
        yield "low_execution", (form.rate, "")


def _check_marks(form: ScoreForm) -> Iterator[tuple[str, tuple[str, str]]]:
    for name, marks in form.groups:
        weights = sum((Decimal(i.weight) for i in form.items if i.level1 == name and i.weight), Decimal(0))
        if weights != Decimal(marks):
            yield f"group.{name}", (marks, trimmed(weights))
    total = sum((Decimal(item.weight) for item in form.items if item.weight), Decimal(form.exec_weight))
    if total != 100:
        yield "marks100", ("100", trimmed(total))


def _check_total(form: ScoreForm) -> Iterator[tuple[str, tuple[str, str]]]:
    scores = sum((Decimal(item.score) for item in form.items if item.score), Decimal(0))
    total = scores + Decimal(form.exec_score)
    if form.total is None:
        yield "total_row", ("", trimmed(total))
    elif Decimal(form.total) != total:
        yield "total", (form.total, trimmed(total))
    share = scores * 100 / sum(Decimal(item.weight) for item in form.items if item.weight)
    if (share - _rate(form.funds["total"])) * 100 > _SHORTFALL * share:
        yield "score_above_execution", (trimmed(rounded(share, 2)), form.rate)


def _check_blanks(form: ScoreForm) -> Iterator[tuple[str, tuple[str, str]]]:
    if form.layout != "department":
        for name in _MANDATORY:
            if not form.head[name]:
                yield f"blank.{name}", ("", "")
    if not all(form.funds["total"]):
        yield "blank.initial", ("", "")
    seen = {item.level2.replace("\n", "") for item in form.items}
    for needed in ("数量指标", "质量指标", "时效指标"):
        if needed not in seen and not form.options.get("free_groups"):
            yield f"missing.{needed}", ("", "")


def _check_item(item: Item) -> Iterator[tuple[str, tuple[str, str]]]:
    for name in ("target", "actual", "weight", "score"):
        if not getattr(item, name):
            yield f"blank.{name}", ("", "")
    if not item.weight or not item.score:
        return
    weight, score = Decimal(item.weight), Decimal(item.score)
    if score > weight:
        yield "over", (item.score, item.weight)
    if score < weight and not item.reason.strip():
        yield "reason", (item.score, item.weight)
    if score == weight and any(word in item.actual for word in _UNFINISHED):
        yield "unfinished_full", (item.score, item.actual)
    yield from _check_quantity(item, weight, score)


def _check_quantity(item: Item, weight: Decimal, score: Decimal) -> Iterator[tuple[str, tuple[str, str]]]:
    target, actual = _QUANTITY.fullmatch(item.full_target), _QUANTITY.fullmatch(item.actual)
    if target is None or actual is None:
        return
    if item.measure == "" and target[3] != actual[3]:
        yield "units", (item.actual, target[3])
    goal, done = Decimal(target[2].replace(",", "")), Decimal(actual[2].replace(",", ""))
    if target[1] == "≤":
        allowed = {weight} if done <= goal else {_worth(weight, goal / done), _worth(weight, 2 - done / goal)}
    else:
        allowed = {weight} if done >= goal else {_worth(weight, done / goal)}
        if done >= goal * _EXCESS and not item.reason:
            yield "excess", (item.actual, item.full_target)
    if score <= weight and score not in allowed:
        yield "score", (item.score, trimmed(max(allowed)))


def _worth(weight: Decimal, share: Decimal) -> Decimal:
    return rounded(weight * share, 2)
