"""What a run found, by the unit that it is about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..schemas.records import Severity
from ..schemas.words import SEVERITY_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .tally import Entry

NAMELESS = "未写明单位"


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation in a fiscal year.

    Attributes:
        name: As its documents print it; `NAMELESS` where they print none.
        year: Fiscal year; None where documents print none.
        files: Documents that could be read.
        findings: Findings by severity, those that copies of a report share once.
    """

    name: str
    year: int | None
    files: int
    findings: Mapping[Severity, int]

    def line(self) -> str:
        """Return the unit in Chinese."""
        year = f"（{self.year}年度）" if self.year else ""
        found = "，".join(f"{SEVERITY_WORDS[key]} {self.findings.get(key, 0)}" for key in Severity)
        return f"{self.name}{year}：{found}（文件 {self.files}）"


def units_of(entries: Iterable[Entry]) -> tuple[Unit, ...]:
    """Return the units that documents are about, those with the most serious findings first."""
    groups: dict[tuple[str, int], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.row.organisation or NAMELESS, entry.row.fiscal_year or 0), []).append(entry)
    units = [
        Unit(name, year or None, len(members), by_severity(members))
        for (name, year), members in groups.items()
    ]
    return tuple(sorted(units, key=_rank))


def by_severity(entries: Iterable[Entry]) -> Counter[Severity]:
    """Count findings, one that several documents share once, as the most serious that it is called."""
    severities = list(Severity)
    found: dict[str, Severity] = {}
    for entry in entries:
        for key, severity in entry.tally.findings.items():
            found[key] = min(severity, found.get(key, severity), key=severities.index)
    return Counter(found.values())


def _rank(unit: Unit) -> tuple[list[int], str, int]:
    return [-unit.findings.get(key, 0) for key in Severity], unit.name, unit.year or 0
