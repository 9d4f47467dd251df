"""The datasets of one folder: records in, Parquet out, and back."""

from .commit import Transaction, transaction
from .compaction import compact
from .decisions import OPEN, WORDS, Judgement, Standing, figures_of
from .doctor import Trouble, examine
from .files import stage
from .lake import Lake, open_lake
from .reports import read_report, report_records

__all__ = [
    "OPEN",
    "WORDS",
    "Judgement",
    "Lake",
    "Standing",
    "Transaction",
    "Trouble",
    "compact",
    "examine",
    "figures_of",
    "open_lake",
    "read_report",
    "report_records",
    "stage",
    "transaction",
]
