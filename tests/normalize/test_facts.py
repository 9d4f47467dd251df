"""Facts: how sure the numbers of a table are."""

from __future__ import annotations

import pytest

from fuhe.normalize import normalize
from fuhe.schemas.records import Cell, Document, Source, Table


def document(origin: str) -> Document:
    cells = tuple(
        Cell(row, column, 1, 1, text, Source("d", table=1, row=row, column=column))
        for row, texts in enumerate((("项目", "金额（万元）"), ("办公费", "12.5")))
        for column, text in enumerate(texts)
    )
    return Document("d", "a.pdf", "a.pdf", "pdf", 1, 1, (), (Table(1, cells, 2, 2, origin=origin),))


@pytest.mark.parametrize(
    ("origin", "confidence"),
    [("native", 1.0), ("image", 0.95), ("chart", 0.9), ("aligned", 0.7), ("ocr", 1.0)],
)
def test_numbers_are_as_sure_as_their_table(origin, confidence):
    facts = normalize(document(origin)).facts
    assert [fact.confidence for fact in facts if fact.text == "12.5"] == [confidence]
