"""Runs the three stages over many files."""

from .options import RunOptions
from .run import run
from .summary import FailedDocument, Summary

__all__ = ["FailedDocument", "RunOptions", "Summary", "run"]
