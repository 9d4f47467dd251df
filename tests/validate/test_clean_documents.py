"""Documents without a mistake, in the layouts of many offices: no finding but hints."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from fuhe.schemas.records import Outcome, Severity

CASES = yaml.safe_load((Path(__file__).parent / "clean_documents.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_nothing_is_blamed(case, judge):
    verdict = judge(case)
    assert [f.message for f in verdict.findings if f.severity is not Severity.INFO] == []
    assert any(check.outcome is Outcome.HOLDS for check in verdict.checks)
