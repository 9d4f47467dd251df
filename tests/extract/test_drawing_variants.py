"""One report drawn in 29 ways reads the same, or says that it does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fuhe.corpus.drawing_variants import made_files
from fuhe.extract import Recognition, read

FOLDER = Path(__file__).parents[2] / "corpus" / "variants"
FILES = sorted(path.stem for path in FOLDER.glob("*.pdf"))
# Without rulings, and without a word about what the characters are.
FLAGGED = {"r09_no_borders": "aligned-table", "r19_no_unicode_cid": "no-unicode-map"}


def expected(name):
    own = FOLDER / f"{name}.json"
    tables = json.loads((own if own.exists() else FOLDER / "expected.json").read_text("utf-8"))["tables"]
    return sorted([(*place, "".join(text.split())) for *place, text in table] for table in tables)


def found(document):
    return sorted(
        [(c.row, c.column, c.rowspan, c.colspan, "".join(c.text.split())) for c in table.cells]
        for table in document.tables
    )


def test_there_are_29_ways():
    assert len(FILES) == 29


@pytest.mark.parametrize("name", FILES)
def test_way_of_drawing(name):
    data = (FOLDER / f"{name}.pdf").read_bytes()
    document = read(data, f"{name}.pdf", recognition=Recognition("never"))
    if name in FLAGGED:
        assert FLAGGED[name] in [notice.code for notice in document.notices if notice.partial]
    else:
        assert found(document) == expected(name)
        assert not [notice for notice in document.notices if notice.partial]


def test_committed_files_are_what_the_generator_makes():
    made = made_files()
    assert sorted(made) == sorted(path.name for path in FOLDER.iterdir())
    assert [name for name, data in made.items() if (FOLDER / name).read_bytes() != data] == []
