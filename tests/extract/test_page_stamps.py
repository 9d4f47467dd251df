"""Boxes that lie over rulings are told from rulings by how they end."""

from __future__ import annotations

import pytest

from fuhe.extract.pages.page_stamps import without_stamps
from fuhe.extract.pages.rulings import Frame, Ruling

LEVELS = tuple(Ruling(100.0 + 20 * n, 50.0, 450.0) for n in range(11))
UPRIGHTS = tuple(Ruling(50.0 + 100 * n, 100.0, 300.0) for n in range(5))


def box(x0: float, top: float, x1: float, bottom: float) -> Frame:
    return Frame(
        (Ruling(top, x0, x1), Ruling(bottom, x0, x1)), (Ruling(x0, top, bottom), Ruling(x1, top, bottom))
    )


def both(one: Frame, other: Frame) -> Frame:
    return Frame(one.horizontal + other.horizontal, one.vertical + other.vertical)


TABLE = Frame(LEVELS, UPRIGHTS)


@pytest.mark.parametrize(
    "place",
    [(120, 130, 210, 220), (400, 250, 490, 340), (20, 70, 110, 160), (110, 140, 260, 290)],
    ids=["middle", "lower corner", "upper corner", "side on a ruling"],
)
def test_box_over_a_table_is_a_stamp(place: tuple[float, float, float, float]):
    left = without_stamps(both(TABLE, box(*place)), ())
    assert left.rulings == TABLE
    assert left.boxes == (place,)


@pytest.mark.parametrize(
    "rulings",
    [
        TABLE,
        both(TABLE, box(60, 104, 140, 116)),  # a table or a box within a cell
        Frame(LEVELS, (Ruling(150.0, 95.0, 310.0), Ruling(250.0, 95.0, 310.0))),  # open sides
        # A row that starts late: the first ruling upright ends at a corner, and others run through it further down.
        Frame(
            (Ruling(80.0, 150.0, 450.0), *LEVELS),
            (UPRIGHTS[0], *(Ruling(x, 80.0, 300.0) for x in (150.0, 250.0, 450.0))),
        ),
    ],
    ids=["plain", "box in a cell", "open sides", "late row"],
)
def test_rulings_of_tables_are_kept(rulings: Frame):
    assert without_stamps(rulings, ()).rulings == rulings


def test_strokes_inside_a_stamp_go_with_it_and_rulings_end_where_the_table_does():
    strokes = Frame((Ruling(175.0, 130.0, 200.0), Ruling(260.0, 50.0, 480.0)), (Ruling(160.0, 140.0, 170.0),))
    seal = box(400, 250, 490, 340)
    table = Frame(tuple(line for line in LEVELS if line.position != 260.0), UPRIGHTS)
    left = without_stamps(both(both(table, seal), both(strokes, box(120, 130, 210, 220))), ())
    assert sorted(left.rulings.horizontal) == sorted(LEVELS)
    assert sorted(left.rulings.vertical) == sorted(UPRIGHTS)
