from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from fuhe.lake import Standing, figures_of, open_lake, stage, transaction
from fuhe.schemas.errors import LakeError
from fuhe.schemas.records import Decision, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fuhe.schemas.records import Report

    Write = Callable[[Path, Report], None]

KEY = "a1" * 32
WRONG_TOTAL = Finding(
    id="f1", document=KEY, case="c1", rule="A01", severity=Severity.ERROR, category="表内", confidence=1.0,
    message="合计 3 ≠ 1+1", stated=Decimal("3.50"), expected=Decimal(2), difference=Decimal("1.50"), unit="万元",
    cause=None, suggestion=None, impact=None, evidence=(),
)  # fmt: skip


def dismissed(decision: str = "dismissed", at: str = "2024-05-01T09:00:00") -> Decision:
    return Decision("f1", decision, "口径不同", "", "甲", at)


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    found(tmp_path, WRONG_TOTAL)
    return tmp_path


def found(path: Path, *findings: Finding) -> None:
    with transaction(path) as run:
        stage(run.staging, KEY, {"findings": findings})
        run.commit([KEY])


def test_a_decision_holds_and_keeps_its_history(lake: Path) -> None:
    open_lake(lake).decide([dismissed()])
    open_lake(lake).decide([dismissed("confirmed")])
    assert open_lake(lake).decisions()["decision"].tolist() == ["dismissed", "confirmed"]
    assert open_lake(lake).judgements()["f1"].decision.decision == "confirmed"


def test_open_takes_a_decision_back(lake: Path) -> None:
    open_lake(lake).decide([dismissed(), dismissed("open")])
    assert open_lake(lake).judgements() == {}
    assert len(open_lake(lake).decisions()) == 2


def test_the_later_word_holds_when_the_clock_was_set_back(
    lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_lake(lake).decide([dismissed()])
    monkeypatch.setattr("time.time_ns", lambda: 1)
    open_lake(lake).decide([dismissed("confirmed")])
    assert open_lake(lake).judgements()["f1"].decision.decision == "confirmed"


def test_other_figures_are_noticed_and_the_same_ones_written_otherwise_are_not(lake: Path) -> None:
    open_lake(lake).decide([dismissed()])
    assert open_lake(lake).judgements()["f1"].standing is Standing.CURRENT
    found(lake, replace(WRONG_TOTAL, stated=Decimal("3.5")))
    assert open_lake(lake).judgements()["f1"].standing is Standing.CURRENT
    found(lake, replace(WRONG_TOTAL, stated=Decimal("3.6")))
    assert open_lake(lake).judgements()["f1"].standing is Standing.CHANGED


def test_a_decision_outlives_its_finding(lake: Path) -> None:
    open_lake(lake).decide([dismissed()])
    found(lake)
    assert open_lake(lake).judgements()["f1"].standing is Standing.GONE
    found(lake, WRONG_TOTAL)
    assert open_lake(lake).judgements()["f1"].standing is Standing.CURRENT


def test_digest_tells_unit_and_blank_apart() -> None:
    others = (
        replace(WRONG_TOTAL, unit="元"),
        replace(WRONG_TOTAL, stated=None),
        replace(WRONG_TOTAL, expected=None),
    )
    assert len({figures_of(finding) for finding in (WRONG_TOTAL, *others)}) == 4


def test_an_unknown_word_is_refused_and_nothing_is_written(lake: Path) -> None:
    with pytest.raises(LakeError, match="复核结论“maybe”无效"):
        open_lake(lake).decide([dismissed(), dismissed("maybe")])
    assert open_lake(lake).decisions().empty


WRITER = """
import sys
from fuhe.lake import open_lake
from fuhe.schemas.records import Decision
lake = open_lake(sys.argv[1])
for number in range(20):
    lake.decide([Decision(f"{sys.argv[2]}{number}", "confirmed", "", "", sys.argv[2], "2024-05-01")])
"""


def test_two_processes_decide_at_once_and_nothing_is_lost(lake: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(lake), name]) for name in "甲乙"]
    assert [writer.wait() for writer in writers] == [0, 0]
    expected = {f"{name}{number}" for name in "甲乙" for number in range(20)}
    assert set(open_lake(lake).judgements()) == expected


def test_a_decision_may_be_made_during_a_run(lake: Path) -> None:
    with transaction(lake) as run:
        open_lake(lake).decide([dismissed()])
        stage(run.staging, KEY, {"findings": [WRONG_TOTAL]})
        run.commit([KEY])
    assert open_lake(lake).judgements()["f1"].standing is Standing.CURRENT
