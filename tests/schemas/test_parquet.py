from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuhe.schemas.parquet import DATASETS, SCHEMAS, from_table, to_table
from fuhe.schemas.records import (
    Box,
    Cell,
    Check,
    Coverage,
    Decision,
    DocumentRow,
    Evidence,
    Fact,
    Finding,
    Form,
    Formula,
    Kind,
    Notice,
    Origin,
    Outcome,
    Paragraph,
    ResultRow,
    ScoreRow,
    Severity,
    Source,
    Stage,
    Status,
    Table,
    TableRow,
    Unchecked,
)
from fuhe.schemas.rows import amount

count = st.integers(0, 2**31 - 1)
maybe_count = st.none() | count
text = st.text(st.characters(codec="utf-8"), max_size=12)
maybe_text = st.none() | text
texts = st.lists(text, max_size=3).map(tuple)
real = st.floats(allow_nan=False, allow_infinity=False)
boxes = st.none() | st.builds(Box, real, real, real, real)
figures = st.none() | st.decimals(-(10**27), 10**27, places=10)
places = st.builds(
    Source,
    document=text,
    page=maybe_count,
    table=maybe_count,
    row=maybe_count,
    column=maybe_count,
    paragraph=maybe_count,
    start=maybe_count,
    end=maybe_count,
    box=boxes,
)


@st.composite
def documents(draw: st.DrawFn) -> DocumentRow:
    notices = st.lists(st.builds(Notice, text, text, text, st.booleans()), max_size=2).map(tuple)
    return DocumentRow(
        document_id=draw(text),
        name=draw(text),
        source=draw(text),
        submission=draw(maybe_text),
        format=draw(text),
        bytes=draw(st.integers(0, 2**63 - 1)),
        pages=draw(maybe_count),
        status=draw(st.sampled_from(Status)),
        error_code=draw(maybe_text),
        error=draw(maybe_text),
        title=draw(maybe_text),
        forms=draw(texts),
        organisation=draw(maybe_text),
        fiscal_year=draw(maybe_count),
        report_date=draw(st.none() | st.dates()),
        notices=draw(notices),
        schema_version=draw(count),
        fuhe_version=draw(text),
    )


operands = st.lists(st.tuples(count, count, st.sampled_from((1, -1))), max_size=3).map(tuple)
formulas = st.builds(Formula, count, count, text, text, operands)


@st.composite
def tables(draw: st.DrawFn) -> TableRow:
    table = Table(
        number=draw(count),
        cells=(),
        n_rows=draw(count),
        n_columns=draw(count),
        caption=draw(maybe_text),
        unit_line=draw(maybe_text),
        heading=draw(texts),
        after_paragraph=draw(count),
        page_first=draw(maybe_count),
        page_last=draw(maybe_count),
        origin=draw(text),
        formulas=draw(st.lists(formulas, max_size=2).map(tuple)),
    )
    pairs = st.lists(st.tuples(text, text, places), max_size=2).map(tuple)
    form = st.none() | st.builds(Form, kind=text, table=st.just(table.number), name=maybe_text, fields=pairs)
    return TableRow(draw(text), table, draw(maybe_text), draw(form))


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    place = Source(draw(text), draw(maybe_count), draw(count), draw(count), draw(count), box=draw(boxes))
    assert place.row is not None
    assert place.column is not None
    return Cell(place.row, place.column, draw(count), draw(count), draw(text), place)


@st.composite
def paragraphs(draw: st.DrawFn) -> Paragraph:
    place = Source(draw(text), draw(maybe_count), paragraph=draw(count), box=draw(boxes))
    assert place.paragraph is not None
    return Paragraph(place.paragraph, draw(text), draw(texts), draw(maybe_count), place)


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    decimals = draw(st.integers(0, 14))
    value = Decimal(f"{draw(st.integers(-(10**36), 10**36))}E-{decimals}")
    return Fact(
        number=draw(count),
        text=draw(text),
        value=value,
        unit=draw(maybe_text),
        decimals=decimals,
        kind=draw(st.sampled_from(Kind)),
        indicator=draw(maybe_text),
        label=draw(text),
        entity=draw(maybe_text),
        period=draw(maybe_text),
        stage=draw(st.none() | st.sampled_from(Stage)),
        confidence=draw(real),
        source=draw(places),
    )


scores = st.builds(ScoreRow, count, count, *[text] * 5, figures, figures, figures, text, places)
results = st.builds(ResultRow, count, count, figures, text, figures, text, text, places)
checks = st.builds(
    Check,
    count,
    text,
    text,
    st.sampled_from(Origin),
    text,
    st.sampled_from(Outcome),
    *[figures] * 5,
    maybe_text,
    st.lists(count, max_size=4).map(tuple),
    text,
)
findings = st.builds(
    Finding,
    *[text] * 4,
    st.sampled_from(Severity),
    text,
    real,
    text,
    *[figures] * 3,
    *[maybe_text] * 4,
    st.lists(st.builds(Evidence, text, text, places), max_size=3).map(tuple),
)
decisions = st.builds(Decision, *[text] * 7)

STRATEGIES = {
    "documents": documents(),
    "tables": tables(),
    "cells": cells(),
    "paragraphs": paragraphs(),
    "facts": facts(),
    "scores": scores,
    "results": results,
    "checks": checks,
    "findings": findings,
    "unchecked": st.builds(Unchecked, text, count, st.sampled_from(Coverage), text),
    "decisions": decisions,
}


@pytest.mark.parametrize("dataset", DATASETS)
def test_records_come_back(dataset: str) -> None:
    @settings(deadline=None)  # the first conversion of a process imports pandas
    @given(st.lists(STRATEGIES[dataset], max_size=3))
    def round_trip(records: list[object]) -> None:
        table = to_table(dataset, records)
        assert table.schema.equals(SCHEMAS[dataset], check_metadata=True)
        assert from_table(dataset, table) == records

    round_trip()


@given(facts())
def test_printed_digits_come_back(fact: Fact) -> None:
    (again,) = from_table("facts", to_table("facts", [fact]))
    assert str(again.value) == str(fact.value) or fact.value == 0  # decimal128 has no negative zero


FACT = Fact(
    1, "", Decimal(0), None, 0, Kind.NUMBER, None, "", None, None, None, 1.0, Source("a" * 64, paragraph=1)
)


@pytest.mark.parametrize("printed", ["1E+40", "0.12345678901", "-99999999999999999999999999999", "NaN"])
def test_number_too_wide_for_the_column_is_null_there(printed: str) -> None:
    fact = replace(FACT, text=printed, value=Decimal(printed))
    table = to_table("facts", [fact])
    assert table["value"].to_pylist() == [None]
    assert str(from_table("facts", table)[0].value) == printed


def test_figure_too_wide_for_the_column_is_null() -> None:
    assert amount(Decimal("9999999999999999999999999999.99999999999")) is None
    assert amount(Decimal("-Infinity")) is None
    assert amount(Decimal(1) / Decimal(3)) == Decimal("0.3333333333")


def test_row_of_a_merged_indicator_keeps_both_rows() -> None:
    place = Source("d", table=1, row=3, column=2)
    row = ScoreRow(1, 5, "产出指标", "", "", "", "", None, Decimal("9.50"), None, "", place)
    assert from_table("scores", to_table("scores", [row])) == [row]


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_column_is_explained(dataset: str) -> None:
    for column in SCHEMAS[dataset]:
        assert column.metadata[b"label_zh"], column.name
        assert column.metadata[b"description"], column.name


def test_schema_says_its_dataset_and_version() -> None:
    assert SCHEMAS["facts"].metadata == {b"dataset": b"facts", b"schema_version": b"1"}


def test_amounts_are_decimals() -> None:
    amounts = {f.name for schema in SCHEMAS.values() for f in schema if pa.types.is_decimal(f.type)}
    assert amounts >= {"value", "stated", "expected", "difference", "weight", "score"}
    assert all(f.type == pa.decimal128(38, 10) for s in SCHEMAS.values() for f in s if f.name in amounts)


def test_document_columns_are_those_of_the_record() -> None:
    names = {field.name for field in fields(DocumentRow)}
    assert names <= set(SCHEMAS["documents"].names)
    assert pa.types.is_date32(SCHEMAS["documents"].field("report_date").type)
