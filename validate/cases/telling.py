"""Causes and suggestions in Chinese: which figure to look at, and what makes its relations hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..wording import with_unit
from .candidates import load_causes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .candidates import Candidate
    from .diagnosis import Repair
    from .graph import Graph

MOST_LISTED = 4
MOST_NAMED = 3


def said(graph: Graph, sole: Repair | None, rivals: Sequence[Repair]) -> tuple[str | None, str | None]:
    """Return (cause, suggestion) of a case; None where nothing is clear.

    Args:
        graph: The relations.
        sole: The clear winner, if there is one.
        rivals: What else is about as likely, best first, with the best.
    """
    causes = load_causes()
    if sole is None:
        return None, _listed(rivals)
    text = "、".join(dict.fromkeys(causes["shapes"][shape]["text"] for shape in sole.shapes))
    if sole.structure is not None:
        return text.format(item=sole.structure.item), _of_structure(sole, graph)
    steps = "；".join(_step(part) for part in sole.parts)
    return text, causes["suggest"].format(steps=steps, relations=_named(graph, sole.repaired))


def _step(part: Candidate) -> str:
    fact = part.term.fact
    value = with_unit(f"{part.value:f}", fact.unit)
    step: str = load_causes()["suggest_step"]
    return step.format(role=part.term.role, printed=f"{fact.value:f}", value=value)


def _named(graph: Graph, repaired: Iterable[int]) -> str:
    """Name the relations by their totals: "总分值"、"产出指标分值"等4处."""
    roles = [graph.relation(index).stated.role for index in sorted(repaired)]
    names = list(dict.fromkeys(f"{role}" for role in roles))
    text = "、".join(names[:MOST_NAMED])
    return text if len(names) <= MOST_NAMED and len(names) == len(roles) else f"{text}等{len(roles)}处"


def _of_structure(repair: Repair, graph: Graph) -> str:
    structure = repair.structure
    assert structure is not None
    fact = structure.total.fact
    suggestion: str = load_causes()["shapes"][structure.shape]["suggest"]
    return suggestion.format(
        role=structure.total.role,
        item=structure.item,
        values="、".join(with_unit(f"{value:f}", fact.unit) for value in structure.values),
        relations=_named(graph, repair.repaired),
    )


def _listed(rivals: Sequence[Repair]) -> str | None:
    """Return the figures that may be wrong, likeliest first; none where nothing but a structure is suspected."""
    if not rivals:
        return None
    causes = load_causes()
    found = {part.term.fact.source: part for repair in reversed(rivals) for part in repair.parts}
    named = list(found.values())[::-1]
    if not named:
        return str(causes["several"])
    if len(named) == 1 and not any(repair.structure for repair in rivals):
        return _culprit(named[0])
    item = str(causes["several_item"])
    names = [item.format(role=part.term.role, printed=f"{part.term.fact.value:f}") for part in named]
    more = "等" if len(names) > MOST_LISTED or any(repair.structure for repair in rivals) else ""
    return str(causes["several_listed"]).format(items="、".join(names[:MOST_LISTED]) + more)


def _culprit(part: Candidate) -> str:
    fact = part.term.fact
    text: str = load_causes()["culprit"]
    value = with_unit(f"{part.value:f}", fact.unit)
    return text.format(role=part.term.role, printed=f"{fact.value:f}", value=value)
