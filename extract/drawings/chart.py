"""The values that a chart of an Office file keeps beside its drawing, as a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from .. import limits
from ..spreadsheets.number_formats import shown_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# Charts of newer kinds (waterfall, funnel, histogram …): [MS-ODRAWXML] section 2.24.
_X = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
_COUNT = re.compile(r"[0-9]{1,10}")
_CACHES = tuple(f"{C}{tag}" for tag in ("numCache", "strCache", "numLit", "strLit", "multiLvlStrCache"))


class ChartTable(NamedTuple):
    """The data of a chart.

    Attributes:
        title: Title of the chart; None if it shows none.
        rows: A row of series names, then one row per category; all of one length.
    """

    title: str | None
    rows: tuple[tuple[str, ...], ...]


class _Series(NamedTuple):
    name: str
    categories: dict[int, str]
    values: dict[int, str]


def read_chart(root: _Element) -> ChartTable | None:
    """Return the cached series of a chart, categories in the first column; None if it keeps none.

    None as well of a chart with more points or series than a sheet of paper shows: a part of them would
    pass for all.
    """
    is_new = root.tag == f"{_X}chartSpace"
    n_series = sum(1 for _ in root.iter(f"{C}ser", f"{_X}series"))
    if n_series > limits.CHART_SERIES or sum(1 for _ in root.iter(f"{C}pt", f"{_X}pt")) > limits.CHART_POINTS:
        return None
    series = list(_new_series(root)) if is_new else [_read_series(element) for element in _series(root)]
    series = [found for found in series if found.values]
    if not series:
        return None
    heading = root.find(f"{_X}chart/{_X}title" if is_new else f"{C}chart/{C}title")
    # A title without words of its own shows the name of the only series.
    title = _title(heading) or (series[0].name if len(series) == 1 and heading is not None else None)
    indices = sorted({index for found in series for index in (*found.categories, *found.values)})
    if len(indices) * (len(series) + 1) > limits.TABLE_CELLS:
        return None
    categories: dict[int, str] = {}
    for found in series:
        categories = {**found.categories, **categories}
    rows = [("", *(found.name for found in series))]
    rows += [(categories.get(i, ""), *(found.values.get(i, "") for found in series)) for i in indices]
    return ChartTable(title, tuple(rows))


def _series(root: _Element) -> Iterator[_Element]:
    """Yield the series by the order in which the chart shows them."""
    yield from sorted(root.iter(f"{C}ser"), key=_order)


def _new_series(root: _Element) -> Iterator[_Series]:
    """Yield the series of a chart of a newer kind, which names its data by number."""
    data = {element.get("id"): element for element in root.iter(f"{_X}data")}
    for element in root.iter(f"{_X}series"):
        link = element.find(f"{_X}dataId")
        source = data.get(None if link is None else link.get("val"))
        name = (element.findtext(f"{_X}tx/{_X}txData/{_X}v") or "").strip()
        if source is not None:
            yield _Series(name, _dimension(source, "strDim"), _dimension(source, "numDim"))


def _dimension(data: _Element, tag: str) -> dict[int, str]:
    """Return the points of one dimension by index; levels of a grouped category are joined, outermost first."""
    points: dict[int, str] = {}
    for level in data.iterfind(f"{_X}{tag}/{_X}lvl"):
        for point in level.iterfind(f"{_X}pt"):
            index, text = _whole(point.get("idx")), (point.text or "").strip()
            if index is not None:
                text = shown_number(text, level.get("formatCode", "")) if tag == "numDim" else text
                points[index] = f"{text} {points.get(index, '')}".strip()
    return points


def _order(series: _Element) -> int:
    element = series.find(f"{C}order")
    return (None if element is None else _whole(element.get("val"))) or 0


def _whole(text: str | None) -> int | None:
    """Return a number that counts points or series, None if the text is none; no chart has more than 32 bits of them."""
    return int(text) if text and _COUNT.fullmatch(text) else None


def _read_series(element: _Element) -> _Series:
    name = element.find(f"{C}tx")
    categories = _first(element, ("cat", "xVal"))
    return _Series(
        "" if name is None else _name(name),
        {} if categories is None else _points(categories),
        _values(_first(element, ("val", "yVal"))),
    )


def _first(parent: _Element, tags: Sequence[str]) -> _Element | None:
    return next((found for tag in tags if (found := parent.find(f"{C}{tag}")) is not None), None)


def _name(element: _Element) -> str:
    literal = element.find(f"{C}v")
    return " ".join(_points(element).values()) if literal is None else (literal.text or "").strip()


def _values(element: _Element | None) -> dict[int, str]:
    return {} if element is None else _points(element)


def _points(holder: _Element) -> dict[int, str]:
    """Return the cached points by their index; levels of a grouped category are joined, outermost first."""
    cache = next((found for found in holder.iter(*_CACHES)), None)
    if cache is None:
        return {}
    code = (cache.findtext(f"{C}formatCode") or "") if cache.tag.endswith(("numCache", "numLit")) else None
    if cache.tag != f"{C}multiLvlStrCache":
        return dict(_level(cache, code))
    points: dict[int, str] = {}
    for level in cache.iterfind(f"{C}lvl"):
        named = dict(_level(level, None))
        current = ""
        for index in sorted(points.keys() | named.keys()):
            current = named.get(index, current)
            points[index] = f"{current} {points[index]}".strip() if index in points else current
    return points


def _level(cache: _Element, code: str | None) -> Iterator[tuple[int, str]]:
    for point in cache.iterfind(f"{C}pt"):
        index, text = _whole(point.get("idx")), (point.findtext(f"{C}v") or "").strip()
        if index is not None:
            yield index, text if code is None else shown_number(text, point.get("formatCode") or code)


def _title(title: _Element | None) -> str | None:
    if title is None:
        return None
    rich = "".join(
        "\n" if part.tag == f"{_A}p" else part.text or "" for part in title.iter(f"{_A}t", f"{_A}p")
    ).strip()
    return " ".join(rich.split()) or " ".join(_points(title).values()) or None
