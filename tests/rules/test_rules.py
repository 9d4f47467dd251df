"""Every rule has cases that fire and cases that stay silent, as data: tests/rules/<code>.yaml."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from fuhe.validate import rule_pages

FOLDER = Path(__file__).parent
CASES = [
    pytest.param(path.stem.upper(), case, id=f"{path.stem}-{case['name']}")
    for path in sorted(FOLDER.glob("[a-z][0-9][0-9].yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
SECTIONS = ["## 为什么重要", "## 会报告", "## 不报告", "## 依据"]


@pytest.mark.parametrize(("code", "case"), CASES)
def test_case(code: str, case: dict[str, Any], judge: Any) -> None:
    """`fires` lists the findings expected, with any of severity, stated, expected, words; empty means silent."""
    findings = judge(case, code).findings
    told = [f"{f.severity} {f.message}" for f in findings]
    assert len(findings) == len(case["fires"]), told
    for finding, wanted in zip(findings, case["fires"], strict=True):
        for key in ("stated", "expected"):
            if key in wanted:
                assert getattr(finding, key) == Decimal(str(wanted[key])), told
        assert finding.severity == wanted.get("severity", finding.severity), told
        assert all(word in finding.message for word in wanted.get("words", [])), told
        assert finding.rule == code
        assert finding.evidence


def test_every_rule_fires_and_stays_silent() -> None:
    tried: dict[str, set[bool]] = {}
    for param in CASES:
        code, case = param.values
        tried.setdefault(str(code), set()).add(bool(case["fires"]))  # type: ignore[index]
    lacking = {page.code for page in rule_pages() if tried.get(page.code) != {True, False}}
    assert not lacking, f"no case that fires or none that stays silent: {sorted(lacking)}"


@pytest.mark.parametrize("page", rule_pages(), ids=lambda page: page.code)
def test_manual_page_is_complete(page: Any) -> None:
    places = [page.text.find(section) for section in SECTIONS]
    assert -1 not in places, f"{page.code} lacks one of {SECTIONS}"
    assert places == sorted(places), page.code
    assert page.text.splitlines()[0].endswith("。")
    assert page.title
    assert page.name.replace("-", "").isalnum()
