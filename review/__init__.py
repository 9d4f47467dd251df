"""What people see of a lake: tables, spreadsheets, machine-readable lists."""

from .discrepancies import Discrepancy, Filters, discrepancies
from .export import FORMATS, export
from .pages import indicator_list, indicator_page, rule_list, rule_page

__all__ = [
    "FORMATS",
    "Discrepancy",
    "Filters",
    "discrepancies",
    "export",
    "indicator_list",
    "indicator_page",
    "rule_list",
    "rule_page",
]
