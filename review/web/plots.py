"""Plots for the overview: where bars and points lie, in the units of an SVG picture."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ...schemas.words import DECISION_WORDS, SEVERITY_WORDS
from ..workbook.sheet_rows import TOTAL_SCORE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ...lake import Lake
    from .index import Index

LABEL, BAR = 230, 350
MOST_BARS, MOST_DAYS = 15, 31
SCATTER_SIDE, SCATTER_MARGIN = 360, 46


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: kind (names its colour), count, left end and length."""

    kind: str
    count: int
    x: float
    length: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its label, total, address to go to and pieces."""

    label: str
    total: int
    address: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class BarPlot:
    """Bars, one under the other.

    Attributes:
        title: In Chinese.
        kinds: (kind, what people read), in the order of the pieces.
        bars: The longest first, or by day.
        hidden: Bars left out because there are too many.
    """

    title: str
    kinds: tuple[tuple[str, str], ...]
    bars: tuple[Bar, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Point:
    """A form in the scatter plot: what it is, both scores, its place in the picture, whether they agree."""

    label: str
    claimed: float
    recomputed: float
    x: float
    y: float
    agrees: bool


@dataclass(frozen=True, slots=True)
class ScorePlot:
    """Claimed against recomputed scores; `ticks` are (score, offset from the left or bottom)."""

    points: tuple[Point, ...]
    ticks: tuple[tuple[int, float], ...]


def findings_by(index: Index, field: str, title: str, names: Mapping[str, str]) -> BarPlot:
    """Return the number of findings by a field of the index, parted by severity.

    Args:
        index: Of the lake.
        field: rule or unit.
        title: Of the plot.
        names: What people read for a value; the value itself where there is none.
    """
    sql = f"SELECT {field} AS name, severity AS kind, count(*) AS n FROM items GROUP BY 1, 2"  # noqa: S608
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in index.query(sql):
        counts[row["name"]][row["kind"]] = row["n"]
    ordered = sorted(counts, key=lambda name: (-sum(counts[name].values()), name))
    shown = {name: counts[name] for name in ordered[:MOST_BARS]}
    kinds = tuple((severity.value, word) for severity, word in SEVERITY_WORDS.items())
    bars = _bars(shown, kinds, lambda name: (names.get(name, name) or "单位不明", {field: name}))
    return BarPlot(title, kinds, bars, len(ordered) - len(shown))


def decisions_by_day(index: Index) -> BarPlot:
    """Return the number of decisions by day and kind, the last days; those taken back do not count."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for held in index.judgements.values():
        counts[held.decision.decided_at[:10]][held.decision.decision] += 1
    days = sorted(counts)
    shown = {day: counts[day] for day in days[-MOST_DAYS:]}
    kinds = tuple(DECISION_WORDS.items())
    return BarPlot(
        "复核进度：每日作出的结论", kinds, _bars(shown, kinds, lambda day: (day, {})), len(days) - len(shown)
    )


def _bars(
    counts: Mapping[str, Mapping[str, int]],
    kinds: Sequence[tuple[str, str]],
    describe: Callable[[str], tuple[str, Mapping[str, str]]],
) -> tuple[Bar, ...]:
    longest = max((sum(parts.values()) for parts in counts.values()), default=1)
    return tuple(
        Bar(
            label,
            sum(parts.values()),
            urlencode({**query, "state": "all"}) if query else "",
            _pieces(parts, kinds, longest),
        )
        for name, parts in counts.items()
        for label, query in [describe(name)]
    )


def _pieces(parts: Mapping[str, int], kinds: Iterable[tuple[str, str]], longest: int) -> tuple[Piece, ...]:
    pieces, x = [], 0.0
    for kind, _ in kinds:
        if parts.get(kind):
            length = BAR * parts[kind] / longest
            pieces.append(Piece(kind, parts[kind], LABEL + x, length))
            x += length
    return tuple(pieces)


def score_plot(lake: Lake) -> ScorePlot:
    """Return the total scores of all forms, claimed against recomputed."""
    rows = lake.query(
        f"""SELECT d.name, c.outcome, c.stated::DOUBLE AS claimed, c.expected::DOUBLE AS recomputed,
                   coalesce(d.organisation, d.name) AS unit
            FROM checks c JOIN documents d USING (document_id)
            WHERE c.rule = '{TOTAL_SCORE}' AND c.stated IS NOT NULL AND c.expected IS NOT NULL
            ORDER BY d.source, c."check" LIMIT 5000"""  # noqa: S608 - a constant
    ).to_pylist()
    scores = [value for row in rows for value in (row["claimed"], row["recomputed"])]
    low, high = _ends(scores)
    scale = SCATTER_SIDE / (high - low)
    points = tuple(
        Point(
            f"{row['unit']}（{row['name']}）",
            row["claimed"],
            row["recomputed"],
            SCATTER_MARGIN + (row["claimed"] - low) * scale,
            SCATTER_SIDE + 10 - (row["recomputed"] - low) * scale,
            row["outcome"] in {"holds", "rounding"},
        )
        for row in rows
    )
    step = max(1, (high - low) // 5)
    ticks = tuple((score, (score - low) * scale) for score in range(low, high + 1, step))
    return ScorePlot(points, ticks)


def _ends(scores: Sequence[float]) -> tuple[int, int]:
    """Return round scores below and above all of them."""
    low = int(min(scores, default=0) // 5 * 5)
    high = int(-(-max(scores, default=100) // 5) * 5)
    return low, max(high, low + 5)
