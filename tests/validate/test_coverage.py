"""Every printed number is in a relation with a verdict, or listed with the reason why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fuhe.schemas.records import Coverage, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from fuhe.validate import Verdict

CASE = {
    "name": "text",
    "paragraphs": [
        "项目总投资2800万元，其中工程费用1500万元，其他费用800万元，预备费500万元。",
        "2023年新建泵站7座。",
    ],
}


def test_checked_and_unchecked_make_all(judge: Callable[..., Verdict]) -> None:
    verdict = judge(CASE)
    checked = {n for check in verdict.checks if check.outcome is not Outcome.DEFERRED for n in check.facts}
    listed = {item.fact: item for item in verdict.unchecked}
    assert not checked & listed.keys()
    assert sorted(checked | listed.keys()) == list(range(1, 7))
    assert {item.state for item in listed.values()} == {Coverage.UNCHECKED}
    assert sorted(item.reason[:4] for item in listed.values()) == ["日期、序", "正文中单"]
