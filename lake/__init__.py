"""The datasets of one folder: records in, Parquet out, and back."""

from .commit import Transaction, transaction
from .compaction import compact
from .decisions import OPEN, WORDS, Judgement, Standing, figures_of
from .doctor import Trouble, examine
from .files import stage
from .lake import Lake, open_lake
from .remote import Place, is_url, place_of
from .reports import read_report, report_records

__all__ = [
    "OPEN",
    "WORDS",
    "Judgement",
    "Lake",
    "Place",
    "Standing",
    "Transaction",
    "Trouble",
    "compact",
    "examine",
    "figures_of",
    "is_url",
    "open_lake",
    "place_of",
    "read_report",
    "report_records",
    "stage",
    "transaction",
]
