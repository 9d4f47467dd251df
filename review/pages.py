"""Rules and indicators explained, as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..schemas.errors import FuheError
from ..schemas.words import SEVERITY_WORDS

if TYPE_CHECKING:
    from ..schemas.catalogue import Indicator


def rule_list() -> str:
    """Return one line per rule: code, severity, title."""
    from ..validate import rule_pages  # noqa: PLC0415 - kept out of other commands

    return "".join(f"{page.code}  {SEVERITY_WORDS[page.severity]}  {page.title}\n" for page in rule_pages())


def rule_page(code: str) -> str:
    """Return the manual page of one rule.

    Raises:
        FuheError: No rule has this code.
    """
    from ..validate import rule_pages  # noqa: PLC0415 - kept out of other commands

    for page in rule_pages():
        if page.code == code.upper():
            return f"# {page.code} {page.title}\n\n{page.name}（{SEVERITY_WORDS[page.severity]}）\n\n{page.text.strip()}\n"
    raise FuheError(f"没有编号为“{code}”的规则；运行 fuhe rule 可列出全部规则。")


def indicator_list() -> str:
    """Return one line per indicator: id, label, unit."""
    indicators = _indicators()
    return "".join(f"{i.id}  {i.label}{f'（{i.unit}）' if i.unit else ''}\n" for i in indicators)


def indicator_page(name: str) -> str:
    """Return what the catalogue says about an indicator, named by id or by a printed label.

    Raises:
        FuheError: The catalogue does not know it.
    """
    from ..schemas.catalogue import load_catalogue  # noqa: PLC0415 - kept out of other commands

    catalogue = load_catalogue()
    found = [catalogue.indicators[name]] if name in catalogue.indicators else catalogue.by_label(name)
    if not found:
        raise FuheError(f"指标目录中没有“{name}”；运行 fuhe indicator 可列出全部指标。")
    return "\n".join(map(_describe, found))


def _indicators() -> tuple[Indicator, ...]:
    from ..schemas.catalogue import load_catalogue  # noqa: PLC0415 - kept out of other commands

    return tuple(load_catalogue().indicators.values())


def _describe(indicator: Indicator) -> str:
    entries = {
        "编号": indicator.id,
        "所属": indicator.section,
        "类别": indicator.kind,
        "计量单位": indicator.unit,
        "别名": "、".join(indicator.aliases),
        "上级指标": indicator.parent,
        "方向": indicator.direction,
        "计算式": indicator.formula or indicator.computation,
        "常见分值": "、".join(map(str, indicator.typical_full_marks)),
        "含义": indicator.meaning,
    }
    lines = [f"{name}：{value}" for name, value in entries.items() if value]
    return "\n".join([f"# {indicator.label}", *lines]) + "\n"
