"""The corpus is found out exactly: every labelled error, nothing else, the same from Word and PDF."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import fuhe
from fuhe.normalize import normalize
from fuhe.schemas.records import Finding, Severity, Submission
from fuhe.validate import validate

CORPUS = Path(__file__).parents[2] / "corpus"
REPORTS = sorted(path.stem for path in (CORPUS / "labels").glob("*.yaml"))


def files_of(report: str, suffix: str) -> list[Path]:
    folder = CORPUS / "files" / report
    return sorted(folder.glob(f"*{suffix}")) if folder.is_dir() else [folder.with_suffix(suffix)]


def findings_of(report: str, suffix: str) -> tuple[Finding, ...]:
    reports = tuple(normalize(fuhe.read(path)) for path in files_of(report, suffix))
    return validate(Submission(report, reports)).findings


def squeezed(text: object) -> str:
    return re.sub(r"[\s,，]+", "", str(text or ""))


def is_meant(finding: Finding, label: dict[str, Any]) -> bool:
    """A finding means a label when its rule is one of the label's and it shows the label's figure or words."""
    shown = squeezed(" ".join([finding.message, *(e.text for e in finding.evidence)]))
    wanted = [squeezed(label[key]).rstrip("%") for key in ("stated", "expected") if label.get(key)]
    return finding.rule in label["rules"] and (not wanted or any(piece in shown for piece in wanted))


@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
@pytest.mark.parametrize("report", REPORTS)
def test_every_labelled_error_and_nothing_else(report: str, suffix: str) -> None:
    labels = yaml.safe_load((CORPUS / "labels" / f"{report}.yaml").read_text(encoding="utf-8"))
    findings = findings_of(report, suffix)
    told = [f"{f.severity} {f.rule} {f.message}" for f in findings]
    missed = [e["where"] for e in labels["errors"] if not any(is_meant(f, e) for f in findings)]
    assert not missed, told
    loud = [f for f in findings if f.severity is not Severity.INFO]
    meant = {f.case for f in findings if any(is_meant(f, e) for e in labels["errors"])}
    extra = [f"{f.rule} {f.message}" for f in loud if f.case not in meant]  # a case has one cause
    assert not extra


@pytest.mark.parametrize("report", REPORTS)
def test_word_and_pdf_give_the_same_findings(report: str) -> None:
    word, pdf = (
        [(f.id, f.rule, f.message) for f in findings_of(report, suffix)] for suffix in (".docx", ".pdf")
    )
    assert word == pdf
