from __future__ import annotations

from time import process_time

import pytest

from fuhe.extract.pages.grid import Area, atoms_to_areas, cluster, frame_to_grid, nearest
from fuhe.extract.pages.page_marks import Stroke
from fuhe.extract.pages.rulings import Ruling, rulings_to_frames, strokes_to_rulings


def across(y, x0, x1):
    return Stroke(x0, y, x1, y)


def down(x, top, bottom):
    return Stroke(x, top, x, bottom)


def grids(strokes, most_atoms=1000):
    frames = rulings_to_frames(strokes_to_rulings(strokes))
    return [grid for frame in frames if (grid := frame_to_grid(frame, most_atoms=most_atoms))]


def outline(x0, top, x1, bottom):
    return [across(top, x0, x1), across(bottom, x0, x1), down(x0, top, bottom), down(x1, top, bottom)]


def test_plain_grid():
    strokes = [*outline(0, 0, 100, 40), across(20, 0, 100), down(50, 0, 40)]
    (grid,) = grids(strokes)
    assert grid.xs == (0, 50, 100)
    assert grid.ys == (0, 20, 40)
    assert grid.areas == (Area(0, 0, 1, 1), Area(0, 1, 1, 1), Area(1, 0, 1, 1), Area(1, 1, 1, 1))
    assert grid.box(grid.areas[3]) == (50, 20, 100, 40)
    assert not grid.open_sides


def test_merged_areas_have_spans():
    # Left column merged over two rows, last row merged over both columns.
    strokes = [*outline(0, 0, 100, 60), across(20, 50, 100), across(40, 0, 100), down(50, 0, 40)]
    (grid,) = grids(strokes)
    assert grid.areas == (Area(0, 0, 2, 1), Area(0, 1, 1, 1), Area(1, 1, 1, 1), Area(2, 0, 1, 2))


def test_border_in_pieces_is_one_ruling():
    pieces = [across(10.2, x, x + 9) for x in range(0, 100, 10)]
    assert strokes_to_rulings(pieces).horizontal == (Ruling(10.2, 0, 99),)


def test_dots_make_a_ruling_only_along_their_line():
    dots = [Stroke(x, 5, x + 0.5, 5.5) for x in range(0, 100, 2)]
    rulings = strokes_to_rulings(dots)
    assert [(r.position, r.start, r.end) for r in rulings.horizontal] == [(5.25, 0, 98.5)]
    assert rulings.vertical == ()


@pytest.mark.parametrize("distance", [1.5, 3.6])
def test_double_border_is_one_edge(distance):
    strokes = [across(20, 0, 100), across(20 + distance, 0, 100), down(50, 0, 40), down(50 + distance, 0, 40)]
    (grid,) = grids([*outline(0, 0, 100, 40), *strokes])
    assert (len(grid.xs), len(grid.ys), len(grid.areas)) == (3, 3, 4)


def test_missing_outer_borders_close_by_themselves():
    strokes = [across(y, 0, 100) for y in (0, 20, 40)] + [down(50, 0, 55)]
    (grid,) = grids(strokes)
    assert grid.xs == (0, 50, 100)
    assert grid.ys == (0, 20, 40, 55)
    assert grid.open_sides == {"left", "right", "bottom"}
    assert len(grid.areas) == 6


def test_row_without_inner_borders_belongs_to_a_table_without_sides():
    strokes = [across(y, 0, 100) for y in (0, 20, 40, 60, 80)] + [down(50, 0, 20), down(50, 40, 80)]
    (grid,) = grids(strokes)
    assert grid.areas == (
        Area(0, 0, 1, 1),
        Area(0, 1, 1, 1),
        Area(1, 0, 1, 2),
        Area(2, 0, 1, 1),
        Area(2, 1, 1, 1),
        Area(3, 0, 1, 1),
        Area(3, 1, 1, 1),
    )


def test_tables_apart_stay_apart():
    one = [*outline(0, 0, 100, 40), down(50, 0, 40)]
    other = [*outline(0, 60, 100, 100), down(50, 60, 100)]
    assert [grid.ys for grid in sorted(grids(one + other), key=lambda grid: grid.ys)] == [(0, 40), (60, 100)]


@pytest.mark.parametrize(
    "strokes",
    [
        [across(10, 0, 100)],
        outline(0, 0, 100, 100),
        [across(10, 0, 100), across(30, 0, 100)],
        [Stroke(0, 0, 100, 100), *outline(0, 0, 100, 100)],
    ],
    ids=["underline", "frame", "two rules", "slanted"],
)
def test_what_is_no_table(strokes):
    assert grids(strokes) == []


def test_more_atoms_than_allowed_are_not_looked_at():
    strokes = [across(y, 0, 100) for y in range(0, 100, 10)] + [down(x, 0, 90) for x in range(0, 101, 10)]
    assert grids(strokes, most_atoms=89) == []
    assert len(grids(strokes, most_atoms=90)[0].areas) == 90


def test_thirty_thousand_cells_take_seconds_at_most():
    strokes = [across(y * 6, 0, 1200) for y in range(151)] + [down(x * 6, 0, 900) for x in range(201)]
    before = process_time()
    (grid,) = grids(strokes, most_atoms=200_000)
    assert len(grid.areas) == 30_000
    assert process_time() - before < 5


def test_area_that_is_no_rectangle_is_cut_into_rectangles():
    assert atoms_to_areas([(0, 0), (0, 1), (1, 0), (2, 0)]) == [Area(0, 0, 1, 2), Area(1, 0, 2, 1)]


def test_cluster_and_nearest():
    assert cluster([10, 0, 1, 11.5, 30], 3) == [0.5, 10.75, 30]
    assert [nearest((0, 10, 20), value) for value in (-5, 4, 6, 14, 99)] == [0, 0, 1, 1, 2]
