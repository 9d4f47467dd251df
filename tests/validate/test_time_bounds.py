"""What takes too long is given up alone, said, and leaves everything else as it is."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import pytest

from fuhe.normalize import normalize
from fuhe.schemas.errors import CatalogueError
from fuhe.schemas.records import Submission
from fuhe.schemas.time_limit import IS_KNOWN
from fuhe.validate import Options, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fuhe.schemas.records import Document

    Build = Callable[[dict[str, Any]], Document]


FORM = {
    "caption": "项目支出绩效自评表（2023年度）",
    "rows": [
        ["项目名称", {"text": "河道治理", "colspan": 6}],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "x" * 60, "10套", "8套", "50", "55"],
        ["产出指标", "质量指标", "合格率", "100%", "100%", "40", "40"],
    ],
}
HANGING = "parameters: {Q08: {classes: {数量: '(x|xx)+z|数量', 质量: 合格}}}"
needs_clock = pytest.mark.skipif(not IS_KNOWN, reason="the system has no clock for it")


@pytest.fixture(autouse=True)
def no_callbacks() -> Iterator[None]:
    """Keep the collector still: an alarm inside a callback of another package would be a warning there."""
    gc.disable()
    yield
    gc.enable()


def test_a_users_pattern_that_never_ends_costs_its_rule_only(tmp_path: Path, document_of: Build) -> None:
    path = tmp_path / "local.yaml"
    path.write_text(HANGING, encoding="utf-8")
    submission = Submission("s", (normalize(document_of({"tables": [FORM]})),))
    usual, bounded = validate(submission), validate(submission, Options(rule_files=(path,)))
    assert not any(usual.notices.values())
    (notice,) = bounded.notices["d" * 64]
    assert notice.code == "check-unfinished"
    assert notice.partial
    assert "规则Q08" in notice.text
    told = [f for f in usual.findings if f.rule != "Q08"]
    assert told == list(bounded.findings) != []


@pytest.mark.parametrize("pattern", ["'(数量'", "3"])
def test_a_users_pattern_that_is_none_is_named(tmp_path: Path, pattern: str) -> None:
    path = tmp_path / "local.yaml"
    path.write_text(f"parameters: {{Q08: {{classes: {{数量: {pattern}}}}}}}", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"parameters\.Q08\.classes\.数量 应为正则表达式"):
        validate(Submission("s", ()), Options(rule_files=(path,)))


@needs_clock
def test_sentences_that_take_too_long_are_said(document_of: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = "本年支出合计10.00万元，其中：基本支出4.00万元，项目支出5.00万元。"
    report = normalize(document_of({"paragraphs": [sentence * 40, sentence]}))
    usual = validate(Submission("s", (report,)))
    monkeypatch.setattr("fuhe.validate.text.PASSAGE_SECONDS", 0.005)
    bounded = validate(Submission("s", (report,)))
    assert "第1段" in [notice.place for notice in bounded.notices["d" * 64]]
    told = [[f.message for f in v.findings if f.evidence[0].source.paragraph == 2] for v in (usual, bounded)]
    assert told[0] == told[1] != []


@needs_clock
def test_text_that_is_read_too_long_is_said(document_of: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    document = document_of({"paragraphs": ["支出1.00万元，" * 5000, "支出2.00万元。"]})
    normalize(document_of({"paragraphs": ["支出2.00万元。"]}))  # reads the dictionaries
    monkeypatch.setattr("fuhe.normalize.facts.PARAGRAPH_SECONDS", 0.01)
    report = normalize(document)
    assert [(n.code, n.place, n.partial) for n in report.notices] == [("text-not-read", "第1段", True)]
    assert [fact.text for fact in report.facts if fact.source.paragraph == 2] == ["2.00万元"]
