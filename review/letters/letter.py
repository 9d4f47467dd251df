"""A letter to one unit: the confirmed findings, and by when to correct them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ...normalize.privacy import mask_text
from ...schemas.errors import FuheError
from ..lists.columns import plain
from ..lists.discrepancies import discrepancies
from .letter_template import default_template, fill, opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from ...lake import Lake
    from ..lists.discrepancies import Discrepancy

CONFIRMED = "confirmed"
BLANK, BLANK_DATE = "____________", "____年__月__日"
MOST_DECIMALS = Decimal("0.0001")  # of a recomputed figure in a letter


class LetterError(FuheError):
    """No letter can be written: nothing to say, or nobody to say it to."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What letter is wanted.

    Attributes:
        unit: Name of the unit, or part of it.
        until: Last day for corrections; None to be filled in by hand.
        office: Who writes; empty to be filled in by hand.
        template: Word file with placeholders; None for the default one.
    """

    unit: str
    until: date | None = None
    office: str = ""
    template: Path | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A letter: its bytes, to whom, and how many items it lists."""

    data: bytes
    unit: str
    items: int


def write_letter(lake: Lake, wanted: Letter) -> Written:
    """Return a Word letter that lists the confirmed findings of one unit, each once.

    Raises:
        LetterError: No unit, or several, bear the name; nothing is confirmed; the template is no Word file.
    """
    rows = [row for row in discrepancies(lake) if wanted.unit in (row.document.organisation or "")]
    unit = _only_unit(lake, wanted.unit)
    confirmed = [
        row
        for row in rows
        if row.document.organisation == unit
        and row.is_settled
        and row.decision is not None
        and row.decision.decision == CONFIRMED
    ]
    if not confirmed:
        raise LetterError(f"“{unit}”没有已确认的问题，不必发函。请先用 fuhe review 或 Excel 清单确认。")
    document = opened(wanted.template) if wanted.template else default_template()
    fill(document, _values(wanted, unit, confirmed), [_item(n, row) for n, row in enumerate(confirmed, 1)])
    buffer = io.BytesIO()
    document.save(buffer)
    return Written(buffer.getvalue(), unit, len(confirmed))


def _only_unit(lake: Lake, wanted: str) -> str:
    names: list[str] = sorted({row.organisation for row in lake.records("documents") if row.organisation})
    found = [name for name in names if name == wanted] or [name for name in names if wanted in name]
    if not found:
        raise LetterError(f"结果文件夹中没有名称含“{wanted}”的单位。现有：{'、'.join(names) or '无'}。")
    if len(found) > 1:
        raise LetterError(f"名称含“{wanted}”的单位有 {len(found)} 个：{'、'.join(found)}。请写全称。")
    return found[0]


def _values(wanted: Letter, unit: str, rows: Sequence[Discrepancy]) -> dict[str, str]:
    years = sorted({row.document.fiscal_year for row in rows if row.document.fiscal_year})
    until = wanted.until
    return {
        "单位": unit,
        "年度": "、".join(map(str, years)) or BLANK,
        "期限": f"{until.year}年{until.month}月{until.day}日" if until else BLANK_DATE,
        "发函单位": wanted.office or BLANK,
        "日期": BLANK_DATE,
        "问题数": str(len(rows)),
    }


def _item(number: int, row: Discrepancy) -> dict[str, str]:
    finding = row.finding
    stated, expected = _stated(row), _figure(finding.expected, finding.unit)
    figures = [f"文中数：{stated}"] if stated else []
    figures += [f"复算数：{expected}"] if expected else []
    others = (
        f"{item.role} {item.text}（{place}）"
        for item, place in zip(finding.evidence[1:], row.others, strict=True)
    )
    values = {
        "序号": str(number),
        "文件": row.document.name,
        "位置": row.place,
        "问题": finding.message,
        "文中数": stated,
        "复算数": expected,
        "两数": "；".join(figures),
        "对照": "；".join(others),
        "建议": finding.suggestion or "",
    }
    return {name: mask_text(plain(value)) for name, value in values.items()}


def _stated(row: Discrepancy) -> str:
    text, unit = row.stated.text if row.stated else "", row.finding.unit or ""
    if row.finding.stated is None or not text:
        return text
    return text if text.endswith(unit) else text + unit


def _figure(value: Decimal | None, unit: str | None) -> str:
    """Return a recomputed figure with its unit, rounded where it has more decimals than anyone prints."""
    if value is None:
        return ""
    rounded = value.quantize(MOST_DECIMALS) if abs(value) < Decimal(10) ** 20 else value
    return plain(rounded) + (unit or "")
