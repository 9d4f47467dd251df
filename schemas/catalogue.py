"""The catalogue: indicators by label, units, weight schemes, grade schemes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from .catalogue_reading import INDICATORS_FILE, read_grades, read_indicators, read_weights
from .entries import Band, GradeScheme, Indicator, WeightScheme
from .errors import CatalogueError
from .labels import clean_label, read_label_words
from .units import Unit, read_units

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Band",
    "Catalogue",
    "GradeScheme",
    "Indicator",
    "Unit",
    "WeightScheme",
    "load_catalogue",
    "read_catalogue",
]

# Lowest similarity, of 100, that counts as the same label with a slip of the pen: one character missing
# or doubled in a label of six, one mistaken for another in a label of ten.
_NEAR = 90.0
_NEAREST_KEPT = 8
_DIGITS_AND_LETTERS = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is known beforehand about indicators, units, marks and grades.

    Attributes:
        indicators: By id, in file order.
        units: By name and by every alias.
        weights: Weight schemes by id.
        grades: Grade schemes by id.
        keys: Indicators by the key of each printed label, in file order.
        guards: Words that forbid a near match when only one of two labels has them.
    """

    indicators: Mapping[str, Indicator]
    units: Mapping[str, Unit]
    weights: Mapping[str, WeightScheme]
    grades: Mapping[str, GradeScheme]
    keys: Mapping[str, tuple[Indicator, ...]]
    guards: tuple[str, ...]

    def by_label(self, label: str, section: str | None = None) -> tuple[Indicator, ...]:
        """Return the indicators that are printed with this label.

        Args:
            label: As printed; numbering, unit, year and the like are ignored.
            section: Section whose indicators come first.

        Returns:
            Those of `section` first, else in file order; empty if the label is unknown.

        Examples:
            >>> [found.id for found in load_catalogue().by_label("其中：当年财政拨款（万元）")]
            ['current_year_fiscal_appropriation']
        """
        found = self.keys.get(clean_label(label), ())
        return tuple(sorted(found, key=lambda indicator: indicator.section != section)) if section else found

    def nearest(self, label: str, section: str | None = None) -> tuple[Indicator, float] | None:
        """Return the indicator whose label differs from this one by a slip of the pen.

        Args:
            label: As printed.
            section: Section that decides between indicators with the same label.

        Returns:
            The indicator and the similarity, 90 to 100; None if no label is that near, if the near
            ones differ in a telling word (控制率, 变动率), or if it could be several indicators.
        """
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only few runs need it

        key = clean_label(label)
        near = process.extract(
            key, self.keys.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_NEAREST_KEPT
        )
        admitted = [(known, score) for known, score, _ in near if not self._is_told_apart(key, known)]
        best = [known for known, score in admitted if score == admitted[0][1]]
        found = {indicator.id: indicator for known in best for indicator in self.by_label(known, section)}
        inside = [indicator for indicator in found.values() if indicator.section == section]
        candidates = inside or list(found.values())
        return (candidates[0], admitted[0][1]) if len(candidates) == 1 else None

    def _is_told_apart(self, one: str, other: str) -> bool:
        if _DIGITS_AND_LETTERS.findall(one) != _DIGITS_AND_LETTERS.findall(other):
            return True
        return any((guard in one) != (guard in other) for guard in self.guards)

    def unit(self, text: str) -> Unit | None:
        """Return the unit that is spelled like this, None if none is; white space is ignored."""
        spelled = "".join(text.split())
        return self.units.get(spelled) or self.units.get(clean_label(spelled))

    @property
    def default_grades(self) -> GradeScheme:
        """The grade scheme taken when a document states none."""
        return next(scheme for scheme in self.grades.values() if scheme.default)


def read_catalogue(folder: Path) -> Catalogue:
    """Return the catalogue that the YAML files of a folder make.

    Raises:
        CatalogueError: A file is missing or breaks its format; names file, entry, key and what was expected.
    """
    units = read_units(folder)
    indicators = read_indicators(folder, units)
    return Catalogue(
        indicators=indicators,
        units=units,
        weights=read_weights(folder),
        grades=read_grades(folder),
        keys=_keys(indicators),
        guards=read_label_words(folder).guards,
    )


def _keys(indicators: Mapping[str, Indicator]) -> Mapping[str, tuple[Indicator, ...]]:
    keys: dict[str, list[Indicator]] = {}
    labels: dict[str, str] = {}
    for indicator in indicators.values():
        if labels.setdefault(indicator.label, indicator.id) != indicator.id:
            place = f"{indicator.section}.{indicator.id}"
            raise CatalogueError(
                f"{INDICATORS_FILE}：{place} 的 label 应与其他指标不同（可另写 printed_as），"
                f"现与 {labels[indicator.label]} 同为“{indicator.label}”。",
            )
        for printed in indicator.printed_labels:
            holders = keys.setdefault(clean_label(printed), [])
            if indicator not in holders:
                holders.append(indicator)
    return MappingProxyType({key: tuple(holders) for key, holders in keys.items()})


@cache
def load_catalogue() -> Catalogue:
    """Return the packaged catalogue; read once.

    Raises:
        CatalogueError: The packaged files are damaged.
    """
    return read_catalogue(Path(__file__).parent)
