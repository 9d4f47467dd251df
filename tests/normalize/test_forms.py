"""Layouts of forms from several provinces, as data: how they are recognised, what their numbers mean."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from fuhe.normalize import normalize

CASES = yaml.safe_load((Path(__file__).parent / "forms.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_layout(case: dict[str, Any], document_of: Any) -> None:
    report = normalize(document_of(case))
    assert [form.kind for form in report.forms] == [case["kind"]]
    if "form_name" in case:
        assert report.forms[0].name == case["form_name"]
    if "organisation" in case:
        assert report.organisation == case["organisation"]
    at = {
        (f.source.row, f.source.column): f
        for f in report.facts
        if f.source.table and f.kind not in ("date", "ordinal")
    }
    for row, column, value, unit, indicator, stage, period in case["facts"]:
        fact = at[(row, column)]
        told = (fact.value, fact.unit, fact.indicator, fact.stage, fact.period)
        wanted = (Decimal(str(value)), unit, indicator, stage, str(period) if period else None)
        assert told == wanted, (row, column)
    assert not [place for place in case.get("blank", ()) if tuple(place) in at]
    for key, rows in (("scores", report.scores), ("results", report.results)):
        if key in case:
            assert len(rows) == len(case[key])
        for row, wanted in zip(rows, case.get(key, ()), strict=True) if key in case else ():
            for name, value in wanted.items():
                told = getattr(row, name)
                assert told == (Decimal(str(value)) if isinstance(told, Decimal) else value), name
