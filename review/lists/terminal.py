"""Tables for a terminal, and for a file that is read like one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ...schemas.records import Severity
from .columns import SHORT_COLUMNS, plain
from .discrepancies import by_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .discrepancies import Discrepancy

STYLES = {Severity.ERROR: "red", Severity.WARN: "yellow", Severity.INFO: "blue"}
WIDTH_ELSEWHERE = 160  # columns, where no terminal tells its width


def findings_text(rows: Iterable[Discrepancy], *, to_file: bool = False) -> str:
    """Return the list as a table that wraps to the width of the terminal, coloured only on one.

    Findings with one cause stand together; a line parts the cases.
    """
    table = Table()
    for column in SHORT_COLUMNS[:-1]:
        table.add_column(column.header, max_width=column.width, overflow="fold")
    table.add_column(SHORT_COLUMNS[-1].header, overflow="fold", ratio=1)
    for case in by_case(rows):
        for row in case:
            first, *rest = (Text(plain(column.value(row))) for column in SHORT_COLUMNS)
            first.stylize(STYLES[row.finding.severity])
            if row is not case[0]:
                rest[-1] = Text("同因：") + rest[-1]
            if row.copies:
                rest[-1].append(plain(f"（另见副本 {'、'.join(row.copies)}）"), "dim")
            table.add_row(first, *rest)
        table.add_section()
    return _drawn(table, to_file=to_file)


def rendered(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return texts as a table."""
    table = Table()
    for header in headers:
        table.add_column(Text(header), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    return _drawn(table, to_file=False)


def _drawn(table: Table, *, to_file: bool) -> str:
    screen = Console()
    coloured = screen.is_terminal and not to_file
    width = screen.width if coloured else WIDTH_ELSEWHERE
    console = Console(width=width, force_terminal=coloured, no_color=not coloured, legacy_windows=False)
    with console.capture() as captured:
        console.print(table)
    return captured.get()
