"""`Report`s of one submission in, `Check`s and `Finding`s out.

Rules propose relations, one evaluator disposes: every relation tried becomes a Check with its
outcome, every one that does not hold a Finding with its arithmetic and places.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .registry import RulePage, load_covered, load_pages, load_undecidable

if TYPE_CHECKING:
    from .judge import Options, Verdict, validate

__all__ = ["Options", "RulePage", "Verdict", "load_covered", "load_undecidable", "rule_pages", "validate"]


def rule_pages() -> tuple[RulePage, ...]:
    """Return the manual pages of all rules, by code."""
    return tuple(load_pages().values())


def __getattr__(name: str) -> object:
    """Import what judges when it is asked for: the manual pages are read without it."""
    if name in __all__:
        return getattr(import_module(".judge", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
