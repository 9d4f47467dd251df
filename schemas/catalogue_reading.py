"""Reads indicators.yaml, weights.yaml and grades.yaml, and checks every entry."""

from __future__ import annotations

import re
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from .entries import Band, GradeScheme, Indicator, WeightScheme
from .errors import CatalogueError
from .records import Stage
from .yaml_entries import Entry, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .units import Unit

INDICATORS_FILE = "indicators.yaml"
WEIGHTS_FILE = "weights.yaml"
GRADES_FILE = "grades.yaml"

KINDS = ("amount", "ratio", "count", "score", "text")
DIRECTIONS = ("higher", "lower", "<=100", "<=0", "=100", "~100")
PERIODS = ("prior", "current", "month")
_STAGES = tuple(stage.value for stage in Stage)
_FUNCTIONS = frozenset({"abs", "min", "max"})
_FORMULA_TOKEN = re.compile(r"\s*(?:([a-z][a-z0-9_]*)(?:\[([a-z_]+)\.([a-z_]+)\])?|\d+|[-+*/(),])")
_FULL_MARKS = Decimal(100)


def read_indicators(folder: Path, units: Mapping[str, Unit]) -> Mapping[str, Indicator]:
    """Return the indicators of `folder`/indicators.yaml by id, in file order.

    Raises:
        CatalogueError: An entry breaks the format, or names an id, unit or facet that is unknown.
    """
    file = read_yaml(folder / INDICATORS_FILE)
    file.only("facet_sets", "indicators")
    facet_sets = {key: _read_facets(file.child("facet_sets"), key) for key in file.child("facet_sets").values}
    indicators: dict[str, Indicator] = {}
    entries: dict[str, Entry] = {}
    for section, group in file.child("indicators").children():
        for key, entry in group.children():
            if key in indicators:
                raise CatalogueError(
                    f"{entry.file}：{entry.place} 的编号 {key} 已在 {entries[key].place} 用过。"
                )
            indicators[key] = _entry_to_indicator(key, section, entry, facet_sets, units)
            entries[key] = entry
    for key, entry in entries.items():
        _check_references(indicators[key], entry, indicators)
    return MappingProxyType(indicators)


def _read_facets(entry: Entry, key: str) -> tuple[tuple[str, str], ...]:
    facets = tuple(tuple(text.split(".")) for text in entry.texts(key))
    for facet in facets:
        if len(facet) != 2 or not _is_facet(*facet):
            raise entry.fault(
                key, f"“时期.阶段”的列表，时期为 {'、'.join(PERIODS)}，阶段为 {'、'.join(_STAGES)}"
            )
    return tuple((period, stage) for period, stage in facets)


def _is_facet(period: str, stage: str) -> bool:
    return period in PERIODS and stage in _STAGES


def _entry_to_indicator(
    key: str,
    section: str,
    entry: Entry,
    facet_sets: Mapping[str, tuple[tuple[str, str], ...]],
    units: Mapping[str, Unit],
) -> Indicator:
    entry.only(*(name for name in Indicator.__dataclass_fields__ if name not in ("id", "section")))
    level = entry.optional_word("level", ("1", "2", "3"))
    facets = entry.optional_word("facets", facet_sets)
    return Indicator(
        id=key,
        label=entry.text("label"),
        section=section,
        kind=entry.word("kind", KINDS),
        printed_as=entry.optional_text("printed_as"),
        unit=entry.optional_word("unit", units),
        aliases=entry.texts("aliases"),
        level=int(level) if level else None,
        parent=entry.optional_text("parent"),
        direction=entry.optional_word("direction", DIRECTIONS),
        formula=entry.optional_text("formula"),
        computation=entry.optional_text("computation"),
        typical_full_marks=entry.numbers("typical_full_marks"),
        facets=facet_sets[facets] if facets else (),
        meaning=entry.optional_text("meaning"),
    )


def _check_references(indicator: Indicator, entry: Entry, indicators: Mapping[str, Indicator]) -> None:
    if indicator.parent is not None:
        parent = indicators.get(indicator.parent)
        if parent is None:
            raise entry.fault("parent", "目录中已有的指标编号")
        if indicator.level is None or parent.level is None or parent.level >= indicator.level:
            raise entry.fault("parent", "级次更高的指标编号")
    if indicator.formula is not None:
        for name in _formula_names(indicator.formula, entry):
            if name not in indicators:
                raise entry.fault("formula", f"只含目录中指标编号的算式（没有 {name}）")


def _formula_names(formula: str, entry: Entry) -> set[str]:
    names: set[str] = set()
    position = 0
    while position < len(formula):
        token = _FORMULA_TOKEN.match(formula, position)
        if token is None or (token[2] and not _is_facet(token[2], token[3])):
            raise entry.fault("formula", f"指标编号、[时期.阶段] 和四则运算（第{position + 1}个字符处有误）")
        if token[1] and token[1] not in _FUNCTIONS:
            names.add(token[1])
        position = token.end()
    return names


def read_weights(folder: Path) -> Mapping[str, WeightScheme]:
    """Return the weight schemes of `folder`/weights.yaml by id.

    Raises:
        CatalogueError: An entry breaks the format, or its weights do not sum to 100.
    """
    return MappingProxyType(
        {key: entry_to_weights(key, entry) for key, entry in read_yaml(folder / WEIGHTS_FILE).children()},
    )


def entry_to_weights(key: str, entry: Entry) -> WeightScheme:
    """Return a weight scheme; raises CatalogueError when the entry breaks the format or does not sum to 100."""
    entry.only("label", "applies_to", "weights", "remark")
    group = entry.child("weights")
    weights = {name: group.number(name) for name in group.values}
    if sum(weights.values()) != _FULL_MARKS:
        raise entry.fault("weights", f"合计为 100 的分值（现合计 {sum(weights.values())}）")
    return WeightScheme(
        id=key,
        label=entry.text("label"),
        applies_to=entry.word("applies_to", ("department", "project", "both")),
        weights=MappingProxyType(weights),
        remark=entry.optional_text("remark"),
    )


def read_grades(folder: Path) -> Mapping[str, GradeScheme]:
    """Return the grade schemes of `folder`/grades.yaml by id.

    Raises:
        CatalogueError: An entry breaks the format, bands are out of order, or not exactly one is the default.
    """
    file = read_yaml(folder / GRADES_FILE)
    schemes = {key: entry_to_grades(key, entry) for key, entry in file.children()}
    if sum(scheme.default for scheme in schemes.values()) != 1:
        raise CatalogueError(f"{file.file}：应恰有一个等级标准写明 default: true。")
    return MappingProxyType(schemes)


def entry_to_grades(key: str, entry: Entry) -> GradeScheme:
    """Return a grade scheme; raises CatalogueError when the entry breaks the format or bands are out of order."""
    entry.only("authority", "bands", "default", "remark")
    bands = tuple(_entry_to_band(item, place) for place, item in enumerate(entry.items("bands"), start=1))
    lowers = [band.lower for band in bands]
    if not bands or lowers != sorted(set(lowers), reverse=True):
        raise entry.fault("bands", "由高到低、下限各不相同的等级")
    return GradeScheme(
        key, entry.text("authority"), bands, entry.flag("default"), entry.optional_text("remark")
    )


def _entry_to_band(entry: Entry, place: int) -> Band:
    entry.only("lower", "inclusive", "word", "ordinal")
    if entry.number("ordinal") != place:
        raise entry.fault("ordinal", f"该等级的次序 {place}")
    entry.word("inclusive", ("true", "false"))
    return Band(entry.number("lower"), entry.flag("inclusive"), entry.text("word"), place)
