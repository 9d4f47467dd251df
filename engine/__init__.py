"""Runs the three stages over many files."""

from .options import RunOptions
from .progress import FailedDocument, Progress, Step
from .run import run
from .summary import Changes, Summary

__all__ = ["Changes", "FailedDocument", "Progress", "RunOptions", "Step", "Summary", "run"]
