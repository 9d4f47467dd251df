"""Hostile texts: the work of normalizing and checking grows with their length, not with its square."""

from __future__ import annotations

import cProfile
import pstats
from typing import TYPE_CHECKING, Any

import pytest

from fuhe.bench.checking import SHAPES
from fuhe.normalize import normalize
from fuhe.schemas.records import Submission
from fuhe.validate import validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from fuhe.schemas.records import Document

LENGTH = 10_000
CALLS_PER_CHARACTER = 600  # of functions, built-in ones included; a text of any usual kind takes about 100
GROWTH_IN_FACTS = 2.5  # 2.2 at most for the shapes of bench/checking.py; a square would give 4
GROWTH = 3.0  # twice the text is twice the work, with room for what is done once
REPEATED = [
    "1",
    "（",
    "其中：",
    "比上年增加",
    "占比",
    "、",
    "。",
    "计",
    "分",
    "、增长1%",
    "其中1万元，",
    "合计",
    " ",
]


@pytest.mark.parametrize("unit", REPEATED)
def test_a_paragraph_of_repeats_is_read_in_bounded_work(
    unit: str, document_of: Callable[[dict[str, Any]], Document]
) -> None:
    text = (unit * LENGTH)[:LENGTH]
    entry = {"paragraphs": ["2023年度部门整体支出绩效自评报告", text]}
    assert calls_for(document_of(entry)) < CALLS_PER_CHARACTER * LENGTH


@pytest.mark.parametrize("unit", ["1，", "其中：支出1万元，", "第1项支出1.00万元，占1%。"])
def test_twice_the_text_is_twice_the_work(
    unit: str, document_of: Callable[[dict[str, Any]], Document]
) -> None:
    calls = [
        calls_for(document_of({"paragraphs": ["2023年度部门整体支出绩效自评报告", unit * times]}))
        for times in (300, 300, 600)  # the first reads catalogues and dictionaries
    ]
    assert calls[2] < GROWTH * calls[1]


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_facts_is_twice_the_work(shape: str) -> None:
    calls = [calls_for(SHAPES[shape](facts)) for facts in (100, 400, 800)]  # the first fills caches
    assert calls[2] < GROWTH_IN_FACTS * calls[1]


def calls_for(document: Document) -> int:
    """Return how many functions are called to normalize and check a document."""
    profile = cProfile.Profile()
    profile.enable()
    validate(Submission("hostile", (normalize(document),)))
    profile.disable()
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]
