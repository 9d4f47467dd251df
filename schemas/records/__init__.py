"""The records that travel down the one-way street: Document, Report, Check, Finding.

All are frozen. Tables count from 1, paragraphs from 1, pages from 1, rows and columns from 0;
coordinates are points with the origin at the top left of the page.
"""

from __future__ import annotations

from .checks import (
    Check,
    Coverage,
    Evidence,
    Finding,
    Origin,
    Outcome,
    Severity,
    Submission,
    Unchecked,
)
from .documents import Cell, Document, Formula, Notice, Paragraph, Reading, Table
from .places import Box, Source
from .reports import Fact, Form, Kind, Report, ResultRow, ScoreRow, Stage
from .rows import Decision, DocumentRow, Status, TableRow

__all__ = [
    "Box",
    "Cell",
    "Check",
    "Coverage",
    "Decision",
    "Document",
    "DocumentRow",
    "Evidence",
    "Fact",
    "Finding",
    "Form",
    "Formula",
    "Kind",
    "Notice",
    "Origin",
    "Outcome",
    "Paragraph",
    "Reading",
    "Report",
    "ResultRow",
    "ScoreRow",
    "Severity",
    "Source",
    "Stage",
    "Status",
    "Submission",
    "Table",
    "TableRow",
    "Unchecked",
]
