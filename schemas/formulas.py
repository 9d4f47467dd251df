"""Declared relations between indicators, loaded from relations.yaml and users' files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

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
FORMULA_KEYS = {"rule", "scope", "shape", "stated", "terms", "base", "at_least", "either"}


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
    """

    rule: str
    scope: str
    stated: Operand
    sides: tuple[Side, ...]
    at_least: int


@dataclass(frozen=True, slots=True)
class Formulas:
    """Everything that relations.yaml declares."""

    relations: tuple[Formula, ...]
    same_fact: Mapping[str, tuple[str, ...]]
    same_quantity: Mapping[str, str]
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
            raise CatalogueError(f"{path}: expected a mapping with a list `relations`")
        relations += [
            _formula(str(path), n, entry) for n, entry in enumerate(user.get("relations", []), start=1)
        ]
    same = {code: tuple(indicators) for code, indicators in raw["same_fact"].items()}
    bounds = raw["bounds"]
    return Formulas(
        tuple(relations), same, raw["same_quantity"], tuple(bounds["before"]), tuple(bounds["after"])
    )


def _formula(file: str, number: int, entry: Any) -> Formula:
    where = f"{file}: relation {number}"
    if not isinstance(entry, dict):
        raise CatalogueError(f"{where}: expected a mapping, found {entry!r}")
    where = f"{where} ({entry.get('rule', '?')})"
    if unknown := set(entry) - FORMULA_KEYS:
        raise CatalogueError(f"{where}: unknown key {sorted(unknown)}; known are {sorted(FORMULA_KEYS)}")
    for key in ("rule", "scope", "shape", "stated", "terms"):
        if key not in entry:
            raise CatalogueError(f"{where}: key `{key}` is missing")
    if entry["scope"] not in SCOPES:
        raise CatalogueError(f"{where}: scope is {entry['scope']!r}, expected one of {SCOPES}")
    sides = [_side(where, side) for side in (entry, *entry.get("either", ()))]
    stated = _operand(where, entry["stated"])
    return Formula(entry["rule"], entry["scope"], stated, tuple(sides), int(entry.get("at_least", 1)))


def _side(where: str, entry: Mapping[str, Any]) -> Side:
    if entry.get("shape") not in SHAPES:
        raise CatalogueError(f"{where}: shape is {entry.get('shape')!r}, expected one of {SHAPES}")
    terms = tuple(_operand(where, operand) for operand in entry["terms"])
    return Side(entry["shape"], terms, tuple(_operand(where, operand) for operand in entry.get("base", ())))


def _operand(where: str, entry: Any) -> Operand:
    if isinstance(entry, str):
        return Operand(entry)
    if not isinstance(entry, dict) or "indicator" not in entry or set(entry) - OPERAND_KEYS:
        raise CatalogueError(
            f"{where}: operand {entry!r}; expected an indicator or a mapping of {sorted(OPERAND_KEYS)}"
        )
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
            f"{where}: operand {entry!r}: {error}; stages are {[s.value for s in Stage]}"
        ) from error
