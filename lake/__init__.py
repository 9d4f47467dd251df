"""The datasets of one folder: records in, Parquet out, and back."""

from .commit import Transaction, transaction
from .files import stage
from .lake import Lake, open_lake
from .reports import read_report, report_records

__all__ = ["Lake", "Transaction", "open_lake", "read_report", "report_records", "stage", "transaction"]
