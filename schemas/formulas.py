"""Declared relations between indicators, loaded from relations.yaml and users' files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from .catalogue import load_catalogue
from .errors import CatalogueError
from .loading import load_yaml
from .records import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "relations.yaml"
SCOPES = ("column", "row", "table", "paragraph", "report")
SHAPES = ("sum", "ratio", "change", "equal", "product", "capped_product", "at_most", "at_least")
OPERAND_KEYS = {"indicator", "stage", "weight", "optional", "instead", "instead_stage"}
FORMULA_KEYS = {"rule", "scope", "shape", "stated", "terms", "base", "at_least", "blank_rows", "either"}


ANY_AMOUNT = "*"  # stands for an indicator: whatever amount the row or column holds


@dataclass(frozen=True, slots=True)
class Operand:
    """An operand of a declared relation.

    Attributes:
        indicator: Its id in the catalogue; "*" for any amount.
        stage: Fixed stage; None takes the stated figure's.
        weight: 1 or -1.
        is_optional: The relation is tried without it.
        instead: Indicators that are added up where it is missing.
        instead_stage: Stages looked at, in turn, where the fixed one is missing.
    """

    indicator: str
    stage: Stage | None = None
    weight: int = 1
    is_optional: bool = False
    instead: tuple[str, ...] = ()
    instead_stage: tuple[Stage, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """A right side of a relation: shape, operands and base."""

    shape: str
    terms: tuple[Operand, ...]
    base: tuple[Operand, ...] = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """A declared relation.

    Attributes:
        rule: Code of its rule.
        scope: column, row, table, paragraph or report.
        stated: The figure that is checked.
        sides: Right sides tried in turn.
        at_least: How many terms must be printed.
        blank_rows: A part whose row is there but blank in every column counts as one that is printed blank.
    """

    rule: str
    scope: str
    stated: Operand
    sides: tuple[Side, ...]
    at_least: int
    blank_rows: bool = False


@dataclass(frozen=True, slots=True)
class Holds:
    """Figures that hold others.

    Attributes:
        rule: Code of the rule that tells of a whole below its part.
        captions: Words, any of which the caption of the part's table has.
        indicators: The whole and its part.
    """

    rule: str
    captions: tuple[str, ...]
    indicators: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Formulas:
    """Everything that relations.yaml declares."""

    relations: tuple[Formula, ...]
    same_fact: Mapping[str, tuple[str, ...]]
    same_quantity: Mapping[str, str]
    holds: Holds
    bound_before: tuple[str, ...]
    bound_after: tuple[str, ...]


@cache
def load_formulas(extra: tuple[Path, ...] = ()) -> Formulas:
    """Load the packaged relations and those of users' files.

    Raises:
        CatalogueError: Names file, entry number, key and what was expected.
    """
    raw = load_yaml(FILE)
    relations = [_formula(FILE, n, entry) for n, entry in enumerate(raw["relations"], start=1)]
    for path in extra:
        user = load_yaml(path.absolute())
        if not isinstance(user, dict) or not isinstance(user.get("relations", []), list):
            raise CatalogueError(f"{path.name}：relations 应为列表")
        relations += [
            _formula(path.name, n, entry) for n, entry in enumerate(user.get("relations", []), start=1)
        ]
    same = {code: tuple(indicators) for code, indicators in raw["same_fact"].items()}
    holds = Holds(raw["holds"]["rule"], tuple(raw["holds"]["captions"]), raw["holds"]["indicators"])
    before, after = (tuple(raw["bounds"][side]) for side in ("before", "after"))
    return Formulas(tuple(relations), same, raw["same_quantity"], holds, before, after)


def _formula(file: str, number: int, entry: Any) -> Formula:
    where = f"{file}：relations 第{number}项"
    if not isinstance(entry, dict):
        raise CatalogueError(f"{where} 应为映射，现为“{entry}”")
    where = f"{where}（{entry.get('rule', '没有 rule')}）"
    if unknown := set(entry) - FORMULA_KEYS:
        raise CatalogueError(
            f"{where} 的键 {sorted(unknown)} 有误，应为以下之一：{'、'.join(sorted(FORMULA_KEYS))}"
        )
    for key in ("rule", "scope", "shape", "stated", "terms"):
        if key not in entry:
            raise CatalogueError(f"{where} 缺少键 {key}")
    if entry["scope"] not in SCOPES:
        raise CatalogueError(f"{where} 的 scope 应为以下之一：{'、'.join(SCOPES)}，现为“{entry['scope']}”")
    sides = [_side(where, side) for side in (entry, *entry.get("either", ()))]
    stated = _operand(where, entry["stated"])
    at_least, blank_rows = int(entry.get("at_least", 1)), bool(entry.get("blank_rows"))
    return Formula(entry["rule"], entry["scope"], stated, tuple(sides), at_least, blank_rows)


def _side(where: str, entry: Mapping[str, Any]) -> Side:
    if entry.get("shape") not in SHAPES:
        raise CatalogueError(
            f"{where} 的 shape 应为以下之一：{'、'.join(SHAPES)}，现为“{entry.get('shape')}”"
        )
    terms = tuple(_operand(where, operand) for operand in entry["terms"])
    return Side(entry["shape"], terms, tuple(_operand(where, operand) for operand in entry.get("base", ())))


def _operand(where: str, entry: Any) -> Operand:
    if isinstance(entry, str):
        return Operand(_known(where, entry))
    if not isinstance(entry, dict) or "indicator" not in entry or set(entry) - OPERAND_KEYS:
        raise CatalogueError(
            f"{where} 的“{entry}”应为指标编号，或含以下各键的映射：{'、'.join(sorted(OPERAND_KEYS))}"
        )
    for name in (entry["indicator"], *entry.get("instead", ())):
        _known(where, name)
    try:
        return Operand(
            indicator=entry["indicator"],
            stage=Stage(entry["stage"]) if "stage" in entry else None,
            weight=int(entry.get("weight", 1)),
            is_optional=bool(entry.get("optional", False)),
            instead=tuple(entry.get("instead", ())),
            instead_stage=tuple(Stage(stage) for stage in entry.get("instead_stage", ())),
        )
    except ValueError as error:
        raise CatalogueError(
            f"{where} 的“{entry}”有误（{error}），stage 应为以下之一：{'、'.join(Stage)}"
        ) from error


def _known(where: str, indicator: str) -> str:
    """Return an indicator that the catalogue has; a slip in its name would leave the relation untried."""
    if indicator != ANY_AMOUNT and indicator not in load_catalogue().indicators:
        raise CatalogueError(f"{where} 的指标“{indicator}”不在目录中；fuhe indicator 可列出全部指标")
    return indicator
