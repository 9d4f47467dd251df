"""Templates: where they are, and what every one of them may use."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...lake import figures_of
from ...schemas.reasons import load_reasons
from ...schemas.words import DECISION_WORDS, SEVERITY_WORDS
from ..lists.columns import plain, shown
from .index import STATE_WORDS

if TYPE_CHECKING:
    from decimal import Decimal

    from jinja2 import Environment

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"


@cache
def environment() -> Environment:
    """Return the templates; every text is escaped and loses its control characters."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - only pages need it

    pages = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        finalize=_clean,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters |= {"figure": figure, "money": money, "when": when, "share": share}
    pages.globals |= {
        "DECISION_WORDS": DECISION_WORDS,
        "figures_of": figures_of,
        "SEVERITY_WORDS": dict(SEVERITY_WORDS),
        "STATE_WORDS": STATE_WORDS,
        "REASONS": load_reasons(),
    }
    return pages


def render(template: str, **context: Any) -> str:
    """Return a page."""
    return environment().get_template(template).render(**context)


def _clean(value: Any) -> Any:
    return value if hasattr(value, "__html__") or isinstance(value, int | float) else plain(value)


def figure(value: Decimal | None, unit: str | None = None) -> str:
    """Return a number of some unit with thousands separators; "—" for None.

    >>> from decimal import Decimal
    >>> figure(Decimal("195693.690")), figure(None)
    ('195,693.69', '—')
    """
    if value is None:
        return "—"
    whole, dot, decimals = plain(shown(value, unit)).partition(".")
    return f"{int(whole):,}{dot}{decimals}" if whole not in {"-0", ""} else f"{whole}{dot}{decimals}"


def money(yuan: float) -> str:
    """Return an amount of 元 in the unit that reads best.

    >>> money(1761240000.0), money(5000.0), money(0)
    ('17.61 亿元', '0.5 万元', '')
    """
    if not yuan:
        return ""
    for size, unit in ((1e8, "亿元"), (1e4, "万元")):
        if yuan >= size / 10:
            return f"{yuan / size:,.2f}".rstrip("0").rstrip(".") + f" {unit}"
    return f"{yuan:,.2f}".rstrip("0").rstrip(".") + " 元"


def when(stamp: str) -> str:
    """Return a moment in ISO 8601 as people write it; what is no such moment as it is."""
    try:
        return f"{datetime.fromisoformat(stamp):%Y-%m-%d %H:%M}"
    except ValueError:
        return stamp


def share(part: int, whole: int) -> str:
    """Return a share in percent; "—" of nothing."""
    return f"{part / whole:.0%}" if whole else "—"


def anchor(text: str) -> str:
    """Return a short name for a place in a page that stands for any text."""
    return "p" + hashlib.sha256(text.encode()).hexdigest()[:12]
