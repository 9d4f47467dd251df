"""The ways in which programs draw the borders of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Rule = tuple[float, float, float, float]  # x0, bottom, x1, top; level or upright
    Pen = Callable[[Any, Sequence[Rule]], None]

_THIN = 0.5


def lines(canvas: Any, rules: Iterable[Rule]) -> None:
    for rule in rules:
        canvas.line(*rule)


def _boxes(rules: Iterable[Rule], thick: float = _THIN) -> Iterable[Rule]:
    for x0, y0, x1, y1 in rules:
        yield x0 - thick / 2, y0 - thick / 2, x1 + thick / 2, y1 + thick / 2


def rectangles(canvas: Any, rules: Iterable[Rule]) -> None:
    for x0, y0, x1, y1 in _boxes(rules):
        canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)


def _pieces(rules: Iterable[Rule], length: float, step: float) -> Iterable[Rule]:
    for x0, y0, x1, y1 in rules:
        size = max(x1 - x0, y1 - y0)
        count = max(round(size / step), 1)
        dx, dy = (x1 - x0) / size, (y1 - y0) / size
        for index in range(count + 1):
            start = min(index * size / count, size - length)
            yield x0 + dx * start, y0 + dy * start, x0 + dx * (start + length), y0 + dy * (start + length)


def dashes(canvas: Any, rules: Iterable[Rule]) -> None:
    rectangles(canvas, _pieces(rules, 3.0, 5.5))


def dots(canvas: Any, rules: Iterable[Rule]) -> None:
    rectangles(canvas, _pieces(rules, 0.0, 2.5))


def double(distance: float) -> Pen:
    def draw(canvas: Any, rules: Sequence[Rule]) -> None:
        half = distance / 2
        lines(canvas, [(a - half, b - half, c - half, d - half) for a, b, c, d in rules])
        lines(canvas, [(a + half, b + half, c + half, d + half) for a, b, c, d in rules])

    return draw


def without_sides(canvas: Any, rules: Sequence[Rule]) -> None:
    left, right = min(rule[0] for rule in rules), max(rule[2] for rule in rules)
    lines(canvas, [rule for rule in rules if rule[0] != rule[2] or rule[0] not in {left, right}])


def one_path(canvas: Any, rules: Iterable[Rule]) -> None:
    path = canvas.beginPath()
    for x0, y0, x1, y1 in _boxes(rules):
        path.rect(x0, y0, x1 - x0, y1 - y0)
    canvas.drawPath(path, stroke=0, fill=1)


def polygons(canvas: Any, rules: Iterable[Rule]) -> None:
    for x0, y0, x1, y1 in _boxes(rules):
        path = canvas.beginPath()
        path.moveTo(x0, y0)
        for corner in ((x1, y0), (x1, y1), (x0, y1)):
            path.lineTo(*corner)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)


def white(canvas: Any, rules: Iterable[Rule]) -> None:
    canvas.setStrokeGray(1)
    lines(canvas, rules)
    canvas.setStrokeGray(0)


def nothing(canvas: Any, rules: Iterable[Rule]) -> None:
    del canvas, rules


def three_times(canvas: Any, rules: Sequence[Rule]) -> None:
    for _ in range(3):
        lines(canvas, rules)
