"""A user's rule file may set the parameters of a rule, and is told of names that do not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fuhe.schemas.errors import CatalogueError
from fuhe.validate.registry import parameter_overrides

if TYPE_CHECKING:
    from pathlib import Path


def test_later_file_wins(tmp_path: Path) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text("parameters: {S11: {enabled: true}, S18: {largest_marks: 50}}", encoding="utf-8")
    second.write_text("parameters: {S18: {largest_marks: 60}}", encoding="utf-8")
    assert parameter_overrides((first, second)) == {"S11": {"enabled": True}, "S18": {"largest_marks": 60}}


@pytest.mark.parametrize("text", ["parameters: {S11: {enable: true}}", "parameters: {S99: {enabled: true}}"])
def test_unknown_rule_or_parameter_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "local.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"local\.yaml：规则 S(11|99) 没有参数"):
        parameter_overrides((path,))
