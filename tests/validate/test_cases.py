"""Causes and suggestions of broken relations; the cases are in case_cases.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

    from fuhe.schemas.records import Finding
    from fuhe.validate import Verdict

CASES = yaml.safe_load(Path(__file__).with_name("case_cases.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cause(case: dict[str, Any], judge: Callable[..., Verdict]) -> None:
    findings = judge(case).findings
    told = "\n".join(f"{f.severity} {f.rule} {f.message} | {f.suggestion}" for f in findings)
    for wanted in case["finds"]:
        assert any(is_meant(finding, wanted) for finding in findings), f"{wanted}\n{told}"


def is_meant(finding: Finding, wanted: dict[str, Any]) -> bool:
    """Return whether a finding has all that is wanted of it."""
    suggestion = wanted.get("suggestion", "")
    return (
        finding.rule == wanted.get("rule", finding.rule)
        and finding.severity == wanted.get("severity", finding.severity)
        and wanted.get("message", "") in finding.message
        and (finding.suggestion is None if suggestion is None else suggestion in (finding.suggestion or ""))
    )
