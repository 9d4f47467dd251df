"""Runs the three stages over many files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .crews import start_early
from .options import RunOptions
from .progress import FailedDocument, Progress, Step
from .summary import Changes, Summary

if TYPE_CHECKING:
    from .runs import run

__all__ = ["Changes", "FailedDocument", "Progress", "RunOptions", "Step", "Summary", "run", "start_early"]


def __getattr__(name: str) -> Any:
    """Import `run` when it is asked for: with Arrow it takes longer than all else, and children can start meanwhile."""
    if name != "run":
        raise AttributeError(name)
    from .runs import run  # noqa: PLC0415

    return run
