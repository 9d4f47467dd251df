"""One cause, one case: broken relations that share figures are explained together.

Facts and relations form a graph; broken relations that hang together are a case. Repairs, of one figure and
then of two, are tried on all relations that the figures stand in: a repair that breaks a relation that holds
is no repair. The score is twice the relations newly satisfied, less the cost of what must have happened. Only a
clear winner is suggested; nothing is ever changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, islice
from typing import TYPE_CHECKING, NamedTuple

from ...schemas.records import Kind, Outcome
from ..evaluate import ROUNDED_SHAPES, relation_facts
from ..relation import Shape
from .candidates import UNTYPED, candidates, cost_of, load_causes
from .graph import Graph
from .structure import Structure, item_causes, structures
from .telling import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ...schemas.records import Source
    from ..evaluate import Evaluation
    from ..relation import Relation
    from .candidates import Candidate
    from .graph import Judged
    from .surroundings import Surroundings

DERIVED_CODES = ("U01",)
CLEAR_LEAD = Decimal("0.5")  # a suggestion must score higher than any other by this much
LEAST_SCORE = Decimal("-0.25")  # below, nothing is likelier than what nobody thought of
TELLING_DIGITS = 4  # a repair of that many digits fits by chance about once in a few hundred figures
# Bounds on the work for one case, and for one submission.
MOST_RELATIONS = 80
MOST_CANDIDATES = 400
MOST_PAIRED = 16
MOST_EVALUATIONS = 20_000


class Repair(NamedTuple):
    """A candidate that was tried on the whole case, or a structural cause.

    Attributes:
        score: Twice the relations newly satisfied, less the cost.
        repaired: Indexes of the relations that hold with it.
        parts: One candidate, or two that are independent of each other.
        structure: What happened, if it is not a change of a figure.
    """

    score: Decimal
    repaired: frozenset[int]
    parts: tuple[Candidate, ...] = ()
    structure: Structure | None = None

    @property
    def shapes(self) -> tuple[str, ...]:
        """Entries of causes.yaml."""
        return (self.structure.shape,) if self.structure else tuple(part.shape for part in self.parts)

    @property
    def culprits(self) -> tuple[Source | str, ...]:
        """What is wrong: places of figures, or the structure."""
        if self.structure is not None:
            return (self.structure.key,)
        return tuple(part.term.fact.source for part in self.parts)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What explains a broken relation.

    Attributes:
        case: Number of the case; relations of one case are explained together.
        cause: Chinese, None if none is clear.
        suggestion: Chinese, the same for the whole case but for the order of its steps; None if nothing is clear.
        shape: Entry of causes.yaml of the sole cause that repairs this relation; None if there is none.
        is_telling: The sole cause is one slip in a long figure, too unlikely by chance to be meant otherwise.
    """

    case: int
    cause: str | None = None
    suggestion: str | None = None
    shape: str | None = None
    is_telling: bool = False


# A case, the repair that explains it if one does, and all its repairs, best first.
Explained = tuple[list[int], Repair | None, list[Repair]]


def diagnose(judged: Sequence[Judged], surroundings: Surroundings) -> list[Diagnosis | None]:
    """Return a diagnosis for every broken relation, None for the others.

    Args:
        judged: All relations that were tried, with their outcomes.
        surroundings: Neighbouring figures and blank cells.
    """
    graph = Graph(judged, surroundings.precision, MOST_EVALUATIONS)
    found: list[Diagnosis | None] = [None] * len(judged)
    for number, block in enumerate(graph.blocks()):
        for case, sole, ranked in _explained(graph, block, surroundings):
            shape = sole.shapes[0] if sole is not None and len(sole.shapes) == 1 else None
            for index in case:
                cause, suggestion = said(graph, _own_first(graph, index, sole), _rivals(ranked))
                found[index] = Diagnosis(number, cause, suggestion, shape, _is_telling(sole))
    return found


def _explained(graph: Graph, block: Sequence[int], surroundings: Surroundings) -> Iterator[Explained]:
    """Yield the cases of a block, each with its sole repair, if it has one, and all its repairs.

    Parallel columns are one case only if one structural cause explains them; what a repair leaves broken
    is a case of its own.
    """
    built = sorted(_built(graph, block, surroundings), key=lambda repair: -repair.score)
    spanning = [repair for repair in built if len(graph.cases(repair.repaired)) > 1]
    open_ = [frozenset(block)]
    if spanning and _sole(_ranked(graph, block, surroundings)) == spanning[0]:
        yield sorted(spanning[0].repaired), spanning[0], built
        open_ = [frozenset(block) - spanning[0].repaired]
    todo = [case for group in open_ for case in graph.cases(group)]
    while todo:
        case = todo.pop()
        ranked = _ranked(graph, case, surroundings)
        sole = _sole(ranked)
        rest = frozenset(case) - sole.repaired if sole is not None else frozenset()
        yield sorted(frozenset(case) - rest), sole, ranked
        todo += graph.cases(rest)


def _own_first(graph: Graph, index: int, repair: Repair | None) -> Repair | None:
    """Return a repair of two figures with the one first that stands in a relation, if only one does."""
    if repair is None or len(repair.parts) < 2:
        return repair
    own = {fact.source for fact in relation_facts(graph.relation(index))}
    return repair._replace(parts=tuple(sorted(repair.parts, key=lambda p: p.term.fact.source not in own)))


def derived_code(relation: Relation, diagnosis: Diagnosis | None) -> str | None:
    """Return the rule that names the cause of a broken sum of amounts; None if none does.

    A sum that only holds once one figure is moved between 元 and 万元 is U01.
    """
    if relation.shape is not Shape.SUM or relation.stated.fact.kind is not Kind.AMOUNT:
        return None
    return "U01" if diagnosis and diagnosis.shape == "unit" else None


def is_explained(relation: Relation, result: Evaluation) -> bool:
    """Return whether one slip, or one item left out or added twice, may explain a broken relation on its own."""
    if result.outcome is not Outcome.BROKEN or result.expected is None:
        return False
    found = list(candidates(relation, result.expected))
    if relation.shape in ROUNDED_SHAPES:
        found = [candidate for candidate in found if candidate.term is relation.stated]
    return any(c.shape not in UNTYPED for c in found) or any(item_causes(relation, result.expected))


def _is_telling(repair: Repair | None) -> bool:
    if repair is None or len(repair.parts) != 1 or repair.parts[0].shape in UNTYPED:
        return False
    return len(repair.parts[0].value.as_tuple().digits) >= TELLING_DIGITS


def _ranked(graph: Graph, case: Sequence[int], surroundings: Surroundings) -> list[Repair]:
    """Return all repairs of a case, best first."""
    if len(case) > MOST_RELATIONS:
        return []
    singles = _best_by_change(_singles(graph, case, surroundings))
    built = _built(graph, case, surroundings)
    everything = frozenset(case)
    pairs: list[Repair] = []
    if not any(repair.repaired >= everything for repair in (*singles, *built)):
        pairs = list(_pairs(graph, singles[:MOST_PAIRED]))
    return sorted((*singles, *built, *pairs), key=lambda repair: -repair.score)


def _built(graph: Graph, case: Sequence[int], surroundings: Surroundings) -> list[Repair]:
    return [
        Repair(2 * graph.weight(s.repaired) - cost_of(s.shape), s.repaired, structure=s)
        for s in structures(graph, case, surroundings)
    ]


def _singles(graph: Graph, case: Sequence[int], surroundings: Surroundings) -> Iterator[Repair]:
    proposed = (
        surroundings.weighed(candidate, graph.relation(index))
        for index in case
        for candidate in candidates(graph.relation(index), graph.expected(index))
    )
    for candidate in islice(proposed, MOST_CANDIDATES):
        if repair := _tried(graph, (candidate,)):
            yield repair


def _tried(graph: Graph, parts: tuple[Candidate, ...]) -> Repair | None:
    """Return the repair; None if it satisfies nothing or breaks a relation that holds."""
    changes = {part.term.fact.source: part.printed for part in parts}
    repaired = graph.repaired(changes)
    if not repaired:
        return None
    extra = Decimal(load_causes()["agreeing_mention"])
    mentions = sum(len(graph.mentions(place)) - 1 for place in changes)
    cost = sum((part.cost for part in parts), Decimal(0)) + extra * mentions
    return Repair(2 * graph.weight(repaired) - cost, repaired, parts)


def _best_by_change(repairs: Iterable[Repair]) -> list[Repair]:
    """Of repairs that change one figure to one value, as part or as total, the likeliest; best first."""
    best: dict[object, Repair] = {}
    for repair in repairs:
        key = tuple((part.term.fact.source, part.value) for part in repair.parts)
        if key not in best or best[key].score < repair.score:
            best[key] = repair
    return sorted(best.values(), key=lambda repair: -repair.score)


def _pairs(graph: Graph, singles: Sequence[Repair]) -> Iterator[Repair]:
    for one, other in combinations(singles, 2):
        is_more = not (one.repaired <= other.repaired or other.repaired <= one.repaired)
        if is_more and one.culprits != other.culprits:
            repair = _tried(graph, (*one.parts, *other.parts))
            if repair is not None and repair.repaired >= one.repaired | other.repaired:
                yield repair


def _sole(ranked: Sequence[Repair]) -> Repair | None:
    """Return the repair that is clearly likelier than any other; None if none is."""
    if not ranked or ranked[0].score < LEAST_SCORE:
        return None
    near = [repair for repair in ranked if ranked[0].score - repair.score < CLEAR_LEAD]
    best = near[0] if len(near) == 1 else _shared_by(near, ranked)
    if best is None or (len(best.repaired) < 2 and UNTYPED.intersection(best.shapes)):
        return None  # one relation says only that something is wrong
    return best


def _shared_by(near: Sequence[Repair], ranked: Sequence[Repair]) -> Repair | None:
    """Return the repair of one figure that likely repairs have in common; None if they have none."""
    shared = set.intersection(*({(p.term.fact.source, p.value) for p in r.parts} for r in near))
    alone = (r for r in ranked if {(p.term.fact.source, p.value) for p in r.parts} == shared)
    return next(alone, None) if len(shared) == 1 else None


def _rivals(ranked: Sequence[Repair]) -> list[Repair]:
    """Return the repairs that are about as likely as the best one, one for each culprit."""
    near = [repair for repair in ranked if ranked[0].score - repair.score < CLEAR_LEAD]
    first: dict[object, Repair] = {}
    for repair in near:
        first.setdefault(repair.culprits, repair)
    return list(first.values())
