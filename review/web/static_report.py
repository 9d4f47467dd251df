"""The same view as the desk without a server: one file per organisation and year, pictures inside."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...schemas.errors import FuheError
from ...validate import rule_pages
from .desk import Desk
from .manual import blocks
from .pages import STATIC, anchor, render
from .pictures import PictureError, unbounded
from .units import unit_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ...lake import Lake
    from .items import Item
    from .pictures import Bounded
    from .sheets import ShownSheet

STYLES, SCRIPTS = ("desk.css", "report.css"), ("desk.js", "report.js")


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the report: name, organisation, year (0 if unknown), number of findings in it."""

    name: str
    unit: str
    year: int
    findings: int


def write_report(
    lake: Lake, folder: Path, wanted: Iterable[str], bounded: Bounded = unbounded
) -> list[Written]:
    """Write one page per organisation and year and a list of them, `index.html`.

    Args:
        lake: The lake.
        folder: Made if it does not exist.
        wanted: Ids of the findings to show.
        bounded: Runs what opens submitted files.

    Raises:
        FuheError: `folder` is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise FuheError(f"“{folder}”是一个文件，请用 -o 指定文件夹。")
    folder.mkdir(parents=True, exist_ok=True)
    desk, ids = Desk.open(lake, bounded), frozenset(wanted)
    written = [
        _write_unit(desk, folder, row["unit"], row["year"], rows)
        for row in unit_rows(desk.index)
        for rows in [_rows(desk, row["unit"], row["year"], ids)]
        if rows
    ]
    page = render(
        "report_index.html", files=written, style=_inline(STYLES), policy=_policy(), lake=lake.path.name
    )
    (folder / "index.html").write_text(page, encoding="utf-8")
    return written


def _rows(desk: Desk, unit: str, year: int, ids: frozenset[str]) -> list[dict[str, Any]]:
    sql = "SELECT * FROM items WHERE unit = $unit AND year = $year ORDER BY position"
    return [row for row in desk.index.query(sql, {"unit": unit, "year": year}) if row["finding_id"] in ids]


def _write_unit(desk: Desk, folder: Path, unit: str, year: int, rows: Sequence[dict[str, Any]]) -> Written:
    name = _file_name(unit, year)
    items = [desk.item(row["finding_id"]) for row in rows]
    pages = {page.code: page for page in rule_pages()}
    codes = sorted({item.finding.rule for item in items} & set(pages))
    page = render(
        "report.html",
        unit=unit,
        year=year,
        rows=list(zip(rows, items, strict=True)),
        cases=_cases(rows),
        pictures=_pictures(desk, items),
        rules=[(pages[code], blocks(pages[code].text)) for code in codes],
        rule_titles={code: pages[code].title for code in codes},
        style=_inline(STYLES),
        script=_inline(SCRIPTS),
        policy=_policy(),
        picture_id=picture_id,
    )
    (folder / name).write_text(page, encoding="utf-8")
    return Written(name, unit, year, len(rows))


def _cases(rows: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each case."""
    cases: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        cases.setdefault(row["case"], []).append(row)
    return cases


def _file_name(unit: str, year: int) -> str:
    """Return a file name that any system takes and that no two units share."""
    words = "".join(char for char in unit if char.isalnum())[:40] or "单位不明"
    return f"{words}-{year}-{anchor(f'{unit}|{year}')[1:7]}.html"


def picture_id(sheet: ShownSheet) -> str:
    """Return the name under which the picture of a sheet stands in the file."""
    return anchor(f"{sheet.document_id}|{sheet.page}|{sheet.turn}")


def _pictures(desk: Desk, items: Iterable[Item]) -> list[tuple[ShownSheet, str]]:
    """Return each page once, with its picture as a data address."""
    sheets = {picture_id(sheet): sheet for item in items for sheet in item.sheets if sheet.page is not None}
    return [(sheet, _data_address(desk, sheet)) for sheet in sheets.values()]


def _data_address(desk: Desk, sheet: ShownSheet) -> str:
    document = desk.reader.shelf.document(sheet.document_id)
    if document is None or sheet.page is None:
        return ""
    try:
        picture = desk.reader.picture(document, sheet.page, sheet.turn)
    except PictureError:
        return ""
    return "data:image/webp;base64," + base64.b64encode(picture).decode("ascii")


def _inline(names: Iterable[str]) -> str:
    return "\n".join((STATIC / name).read_text(encoding="utf-8") for name in names)


def _policy() -> str:
    """Return the content security policy of a file: its own style and script, its own pictures, nothing else."""
    style, script = (_digest(_inline(names)) for names in (STYLES, SCRIPTS))
    return (
        f"default-src 'none'; img-src data:; style-src '{style}'; script-src '{script}'; "
        "form-action 'none'; base-uri 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
