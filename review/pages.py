"""Rules and indicators explained, as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..schemas.errors import FuheError
from ..schemas.words import SEVERITY_WORDS

if TYPE_CHECKING:
    from ..schemas.catalogue import Indicator
    from ..validate import RulePage


def rule_list() -> str:
    """Return one line per code: severity and title, or why no document can decide it."""
    from ..validate import load_covered, load_undecidable, rule_pages  # noqa: PLC0415 - kept out of other commands

    lines = [f"{page.code}  {SEVERITY_WORDS[page.severity]}  {page.title}" for page in rule_pages()]
    lines += [f"{code}  不查  {title}（{reason}）" for code, (title, reason) in load_undecidable().items()]
    lines += [f"{code}  另查  {title}（{by}）" for code, (title, by) in load_covered().items()]
    return "\n".join(sorted(lines)) + "\n"


def rule_page(code: str) -> str:
    """Return the manual page of one rule.

    Raises:
        FuheError: No rule has this code.
    """
    from ..validate import load_covered, load_undecidable, rule_pages  # noqa: PLC0415 - kept out of other commands

    wanted = code.upper()
    for page in rule_pages():
        if page.code == wanted:
            return _page_text(page)
    if wanted in load_undecidable():
        title, reason = load_undecidable()[wanted]
        return f"# {wanted} {title}\n\n单凭报送材料无法判定：{reason}。\n"
    if wanted in load_covered():
        title, by = load_covered()[wanted]
        return f"# {wanted} {title}\n\n没有单独的编号：{by}。\n"
    raise FuheError(f"没有编号为“{code}”的规则；运行 fuhe rule 可列出全部规则。")


def rules_manual() -> str:
    """Return the manual of all rules in Markdown, as it stands in docs/rules.md."""
    from ..validate import load_covered, load_undecidable, rule_pages  # noqa: PLC0415 - kept out of other commands

    pages = [_page_text(page).replace("\n## ", "\n### ").replace("# ", "## ", 1) for page in rule_pages()]
    left = "".join(f"- {code} {title}：{reason}。\n" for code, (title, reason) in load_undecidable().items())
    others = "".join(f"- {code} {title}：{by}。\n" for code, (title, by) in load_covered().items())
    ends = [f"## 由其他规则完成的检查\n\n{others}", f"## 单凭报送材料无法判定的检查\n\n{left}"]
    return "\n".join(["# 复核规则\n", *pages, *ends])


def _page_text(page: RulePage) -> str:
    severity = SEVERITY_WORDS[page.severity]
    return f"# {page.code} {page.title}\n\n{page.name}（{severity}）\n\n{page.text.strip()}\n"


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
