"""What was not checked, and why: every printed number that no relation with a verdict holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..schemas.records import Coverage, Kind, Outcome, Stage, Unchecked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..schemas.records import Check, Fact, Finding, Source
    from .context import Context, ReportView

NO_NUMBERS = frozenset({Kind.DATE, Kind.ORDINAL})
SHOWN_TO_RULES = frozenset({"se_target_value", "se_actual_value"})


def uncovered(
    context: Context, checks: Iterable[Check], findings: Iterable[Finding]
) -> tuple[Unchecked, ...]:
    """Return the numbers that took part in no relation with a verdict, document by document, in order."""
    decided: set[tuple[str, int]] = set()
    deferred: dict[tuple[str, int], str] = {}
    for check in checks:
        for number in check.facts:
            if check.outcome is Outcome.DEFERRED:
                deferred.setdefault((check.document, number), check.note)
            else:
                decided.add((check.document, number))
    shown = {item.source for finding in findings for item in finding.evidence}
    return tuple(item for view in context.reports for item in _of_report(view, decided, deferred, shown))


def _of_report(
    view: ReportView,
    decided: set[tuple[str, int]],
    deferred: Mapping[tuple[str, int], str],
    shown: set[Source],
) -> Iterator[Unchecked]:
    document = view.report.document.id
    for fact in view.facts:
        key = (document, fact.number)
        if key in decided:
            continue
        state, reason = Coverage.UNCHECKED, _reason(fact)
        if key in deferred:
            state, reason = Coverage.LINKED, f"关系未能判定：{deferred[key]}"
        elif fact.source in shown:
            state, reason = Coverage.LINKED, "列为问题的依据"
        elif fact.indicator in SHOWN_TO_RULES or fact.stage is Stage.TARGET:
            state, reason = Coverage.LINKED, "指标值、完成值，由指标规则比较"
        yield Unchecked(document, fact.number, state, reason)


def _reason(fact: Fact) -> str:
    if fact.kind in NO_NUMBERS:
        return "日期、序号，不参与计算"
    if fact.kind is Kind.AMOUNT and fact.unit is None:
        return "没有计量单位"
    if fact.indicator is not None:
        return "已识别的指标，没有可核对的另一处"
    return (
        "正文中单独出现，没有可核对的关系"
        if fact.source.table is None
        else "表中栏目不在指标目录，也没有合计或比率关系"
    )
