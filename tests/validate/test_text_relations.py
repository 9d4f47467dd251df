"""Sentences in the styles of many reports, and the relations that must, or must not, be read from them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from fuhe.normalize.prose import ProseContext, prose_numbers
from fuhe.schemas.records import Fact, Source
from fuhe.validate.evaluate import evaluate
from fuhe.validate.precision import Precision
from fuhe.validate.text import Block, list_relations, text_relations

CASES = yaml.safe_load((Path(__file__).parent / "text_cases.yaml").read_text(encoding="utf-8"))


def facts_of(text: str, first: int = 1) -> list[Fact]:
    numbers = prose_numbers(text, ProseContext(fiscal_year=2023))
    return [
        Fact(
            number=first + at,
            text=number.printed.text,
            value=number.printed.value,
            unit=number.printed.unit,
            decimals=number.printed.decimals,
            kind=number.printed.kind,
            indicator=number.indicator,
            label=number.label,
            entity=number.entity,
            period=number.period,
            stage=number.stage,
            confidence=1.0,
            source=Source("document", paragraph=1, start=number.printed.start, end=number.printed.end),
        )
        for at, number in enumerate(numbers)
    ]


def described(relation) -> str:
    def sum_of(terms) -> str:
        signed = (("-" if t.weight < 0 else "+") + t.fact.text.replace(" ", "") for t in terms)
        return "".join(signed).lstrip("+")

    base = f" / {sum_of(relation.base)}" if relation.base else ""
    stated = ("-" if relation.negative else "") + relation.stated.fact.text.replace(" ", "")
    outcome = evaluate(relation, Precision({})).outcome.value
    return f"{relation.rule} {relation.shape.value} {stated} = {sum_of(relation.terms)}{base} {outcome}"


def blocks_of(paragraphs: list[str]) -> list[Block]:
    blocks, first = [], 1
    for paragraph in paragraphs:
        facts = facts_of(paragraph, first)
        first += len(facts)
        blocks.append(Block(paragraph, facts))
    return blocks


SENTENCES = [
    pytest.param(case, id=f"{group}-{at}")
    for group in ("stated", "wrong", "silent")
    for at, case in enumerate(CASES[group])
]


@pytest.mark.parametrize("case", SENTENCES)
def test_sentence(case):
    found = [described(relation) for relation in text_relations(case["text"], facts_of(case["text"]))]
    assert sorted(found) == sorted(case["relations"])


@pytest.mark.parametrize("case", CASES["lists"], ids=lambda case: case["name"])
def test_list_over_paragraphs(case):
    found = [described(relation) for relation in list_relations(blocks_of(case["paragraphs"]))]
    assert sorted(found) == sorted(case["relations"])


def test_uncertain_total_is_deferred_with_its_reason():
    text = "全县共有村民1000户，其中低保户120户，五保户30户。"
    (relation,) = text_relations(text, facts_of(text))
    assert relation.missing is not None
    assert "不完整" in relation.missing


def test_open_list_is_only_a_lower_bound():
    text = "专项资金1000万元，其中：主要有道路维修600万元、绿化养护300万元。"
    (relation,) = text_relations(text, facts_of(text))
    assert relation.confidence < 1
    assert described(relation) == "A17 at_least 1000万元 = 600万元+300万元 holds"


def test_text_without_facts_yields_nothing():
    assert list(text_relations("本单位内设科室若干。", [])) == []
