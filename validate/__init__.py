"""`Report`s of one submission in, `Check`s and `Finding`s out.

Rules propose relations, one evaluator disposes: every relation tried becomes a Check with its
outcome, every one that does not hold a Finding with its arithmetic and places.
"""

from __future__ import annotations

from .judge import Options, Verdict, validate
from .registry import RulePage, load_covered, load_pages, load_undecidable

__all__ = ["Options", "RulePage", "Verdict", "load_covered", "load_undecidable", "rule_pages", "validate"]


def rule_pages() -> tuple[RulePage, ...]:
    """Return the manual pages of all rules, by code."""
    return tuple(load_pages().values())
