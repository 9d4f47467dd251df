"""Units of measure and how they convert, from units.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from .yaml_entries import Entry, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

UNITS_FILE = "units.yaml"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure.

    Attributes:
        name: Canonical name, e.g. 万元.
        dimension: amount, percent, score, count, area, …
        factor: Exact number of `base` units in one of this unit.
        base: Unit that `factor` counts in; units of different bases do not convert (人, 台).
        scale: The name is a power of ten ("19.32万"); a unit only where an amount is meant.
        aliases: Other spellings.
    """

    name: str
    dimension: str
    factor: Decimal
    base: str
    scale: bool = False
    aliases: tuple[str, ...] = ()


def read_units(folder: Path) -> Mapping[str, Unit]:
    """Return the units of `folder`/units.yaml by name and by alias.

    Raises:
        CatalogueError: The file breaks its format, or a spelling names two units.
    """
    spelled: dict[str, Unit] = {}
    for dimension, group in read_yaml(folder / UNITS_FILE).children():
        for name, entry in group.children():
            unit = _entry_to_unit(name, dimension, entry)
            for spelling in (name, *unit.aliases):
                if spelling in spelled:
                    raise entry.fault(
                        "aliases", f"别处没有的写法（{spelling} 已属于 {spelled[spelling].name}）"
                    )
                spelled[spelling] = unit
            if unit.base not in group.values:
                raise entry.fault("base", "同组的单位")
    return MappingProxyType(spelled)


def _entry_to_unit(name: str, dimension: str, entry: Entry) -> Unit:
    entry.only("factor", "base", "scale", "aliases")
    factor = entry.number("factor")
    if factor <= 0:
        raise entry.fault("factor", "大于零的数字")
    base = entry.optional_text("base") or name
    return Unit(name, dimension, factor, base, entry.flag("scale"), entry.texts("aliases"))


@cache
def load_units() -> Mapping[str, Unit]:
    """Return the packaged units by name and by alias; read once."""
    return read_units(Path(__file__).parent)
