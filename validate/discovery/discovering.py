"""Finds the aggregations of a table."""
from __future__ import annotations

from .grid import Aggregation, NumberGrid, Operator
from .selecting import best_sums
from .sums import runs
from .view import View, views_of

THRESHOLD = 4.0


def discover(grid: NumberGrid) -> tuple[Aggregation, ...]:
    """Return the aggregations of a table."""
    out = []
    for view in views_of(grid):
        found = best_sums(f for f in sum_rounds(view) if f.bits >= THRESHOLD)
        out += [Aggregation(Operator.SUM, view.axis, f.target, f.operands, f.weight.holds, f.weight.fails, f.bits) for f in found]
    return tuple(out)


def sum_rounds(view: View):
    found = [f for f in runs(view, view.lines) if f.bits >= THRESHOLD]
    for _ in range(3):
        best = best_sums(found)
        details = {n for f in best for n in f.operands}
        totals = {f.target for f in best}
        new = []
        for gone in (details, totals):
            active = [n for n in view.lines if n not in gone]
            new += [f for f in runs(view, active) if f.bits >= THRESHOLD]
        known = {(f.target, f.operands) for f in found}
        new = [f for f in new if (f.target, f.operands) not in known]
        if not new:
            break
        found += new
    return found
