"""Profiles: the thresholds, severities, weight and grade schemes of one authority, as YAML.

A profile is a packaged file of schemas/profiles, chosen by name, or a user's file. Keys, all but
`label` optional: `parameters` (rule: parameter: value), `severities` (rule: severity), `grades`
(as an entry of grades.yaml), `weights` (entries of weights.yaml), `relations` (as relations.yaml).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .catalogue_reading import entry_to_grades, entry_to_weights
from .errors import CatalogueError
from .loading import FOLDER
from .records import Severity
from .yaml_entries import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .entries import GradeScheme, WeightScheme

PROFILES = FOLDER / "profiles"
KEYS = ("label", "parameters", "severities", "grades", "weights", "relations")


@dataclass(frozen=True, slots=True)
class Profile:
    """What one authority lays down.

    Attributes:
        path: The file; its `parameters` and `relations` are read like those of a rule file.
        label: Whose rules these are, in Chinese.
        severities: Severity by rule code, in place of the rules' own.
        grades: Grade scheme where a document states none; None keeps the usual one.
        weights: Weight schemes that are usual; empty keeps those of weights.yaml.
    """

    path: Path
    label: str
    severities: Mapping[str, Severity]
    grades: GradeScheme | None
    weights: tuple[WeightScheme, ...]


def profile_names() -> tuple[str, ...]:
    """Return the names of the packaged profiles."""
    return tuple(sorted(path.stem for path in PROFILES.glob("*.yaml")))


def profile_path(name_or_file: str) -> Path:
    """Return the file of a packaged profile or of a user's.

    Raises:
        CatalogueError: There is neither.
    """
    packaged, own = PROFILES / f"{name_or_file}.yaml", Path(name_or_file)
    if name_or_file in profile_names():
        return packaged
    if own.is_file():
        return own
    raise CatalogueError(
        f"没有名为“{name_or_file}”的配置方案，也没有这个文件；自带的方案：{'、'.join(profile_names())}。"
    )


def load_profile(name_or_file: str) -> Profile:
    """Return a profile.

    Raises:
        CatalogueError: There is none, or it breaks the format; names file, entry, key and what was expected.
    """
    path = profile_path(name_or_file)
    entry = read_yaml(path)
    entry.only(*KEYS)
    values = entry.values
    levels = entry.child("severities") if "severities" in values else None
    weights = entry.child("weights") if "weights" in values else None
    return Profile(
        path=path.absolute(),
        label=entry.text("label"),
        severities={code: Severity(levels.word(code, list(Severity))) for code in levels.values}
        if levels
        else {},
        grades=entry_to_grades(path.stem, entry.child("grades")) if "grades" in values else None,
        weights=tuple(entry_to_weights(key, item) for key, item in weights.children()) if weights else (),
    )
