"""Profiles of authorities: the packaged ones load, and a user's mistakes are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fuhe.schemas.errors import CatalogueError
from fuhe.schemas.profiles import load_profile, profile_names
from fuhe.schemas.records import Severity, Submission
from fuhe.validate import Options, validate

if TYPE_CHECKING:
    from pathlib import Path

BANDS = """
grades:
  authority: 云溪县财政局
  bands:
    - {lower: 85, inclusive: true, word: 优, ordinal: 1}
    - {lower: 0, inclusive: true, word: 差, ordinal: 2}
"""


def write(folder: Path, text: str) -> str:
    path = folder / "yunxi.yaml"
    path.write_text(f"label: 云溪县\n{text}", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", profile_names())
def test_packaged_profiles_can_be_used(name: str) -> None:
    assert load_profile(name).label
    validate(Submission(""), Options(profile=name))


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    profile = load_profile(write(tmp_path, BANDS + "severities: {L02: error}"))
    assert profile.grades is not None
    assert [band.word for band in profile.grades.bands] == ["优", "差"]
    assert profile.severities == {"L02": Severity.ERROR}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("grade: {}", r"yunxi\.yaml：顶层 的 grade 应为以下之一"),
        ("severities: {L02: bad}", r"yunxi\.yaml：severities 的 L02 应为以下之一：error、info、warn"),
        ("severities: {L99: warn}", r"severities\.L99 应为已有规则的编号"),
        ("parameters: {S18: {largest_marks: many}}", r"parameters\.S18\.largest_marks 应为数字，现为“many”"),
        ("parameters: {S11: {enabled: 1}}", r"parameters\.S11\.enabled 应为true 或 false"),
        (
            "weights: {a: {label: 甲, applies_to: both, weights: {产出: 90}}}",
            r"weights\.a 的 weights 应为合计为 100",
        ),
        (BANDS.replace("lower: 0", "lower: 90"), r"grades 的 bands 应为由高到低"),
        ("relations: [{rule: A01}]", r"relations 第1项（A01） 缺少键 scope"),
        (
            "relations: [{rule: A01, scope: row, shape: sum, stated: no_such, terms: [net_assets]}]",
            r"指标“no_such”不在目录中",
        ),
    ],
)
def test_what_is_wrong_is_named(text: str, named: str, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=named):
        validate(Submission(""), Options(profile=write(tmp_path, text)))


def test_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(CatalogueError, match="hunan"):
        load_profile("nowhere")
