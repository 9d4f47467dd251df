"""How much of a file is read before it counts as hostile: bounds, and the checks that enforce them.

Ordinary submissions stay far below: a department's report with ten forms unpacks to about two
megabytes. The values come from trials with crafted files (unpacking bombs, one cell said to span
thirty million columns, tables nested without end), each of which must end within seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..schemas.errors import UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zipfile import ZipInfo

    from .plain_zip import Entry

MEGABYTE = 1024 * 1024

# A file of thousands of scanned pages stays below; ten times it would not fit a worker's memory.
FILE_BYTES = 200 * MEGABYTE
# Word writes about 15 parts and one per picture.
ZIP_ENTRIES = 5000
ZIP_TOTAL_BYTES = 500 * MEGABYTE
ZIP_PART_BYTES = 200 * MEGABYTE
# Deflate reaches 1000:1 on zeros; Word's own markup of large tables reaches about 60:1.
ZIP_RATIO = 200
# Small parts may be as repetitive as they like: an empty form compresses very well.
ZIP_RATIO_FROM_BYTES = 10 * MEGABYTE
# Word itself allows 63 columns.
COLUMN_SPAN = 100
TABLE_CELLS = 200_000
# Tables in cells, content controls in content controls; Word's own files reach about ten.
NESTING = 40


def check_size(size: int, name: str) -> None:
    """Raise `UnreadableDocument` if a file is larger than any report can be."""
    if size > FILE_BYTES:
        raise _too_large(
            name, f"文件有 {size // MEGABYTE} MB，上限 {FILE_BYTES // MEGABYTE} MB，请拆分或压缩图片"
        )


def check_zip(entries: Sequence[Entry | ZipInfo], name: str) -> None:
    """Raise `UnreadableDocument` if a container claims too much, or names files outside itself."""
    if len(entries) > ZIP_ENTRIES:
        raise _too_large(name, f"压缩容器内有 {len(entries)} 个部件，上限 {ZIP_ENTRIES} 个")
    if sum(entry.file_size for entry in entries) > ZIP_TOTAL_BYTES:
        raise _too_large(name, f"解压后超过 {ZIP_TOTAL_BYTES // MEGABYTE} MB")
    for entry in entries:
        _check_entry(entry, name)


def _check_entry(entry: Entry | ZipInfo, name: str) -> None:
    parts = entry.filename.replace("\\", "/").split("/")
    if parts[0] == "" or ".." in parts or parts[0].endswith(":"):
        raise UnreadableDocument(
            "not-a-document",
            f"{name}：压缩容器内有指向容器之外的路径，文件可能被篡改，请用 Word 或 WPS 另存后重新提交。",
        )
    if entry.file_size > ZIP_PART_BYTES:
        raise _too_large(name, f"部件 {entry.filename} 解压后超过 {ZIP_PART_BYTES // MEGABYTE} MB")
    if entry.file_size > ZIP_RATIO_FROM_BYTES and entry.file_size > ZIP_RATIO * max(entry.compress_size, 1):
        raise _too_large(name, f"部件 {entry.filename} 的压缩比超过 {ZIP_RATIO}")


def check_span(span: int, name: str, place: str) -> None:
    """Raise `UnreadableDocument` if one cell claims more columns than any table has."""
    if span > COLUMN_SPAN:
        raise _too_large(name, f"{place}有单元格横跨 {span} 列，上限 {COLUMN_SPAN} 列")


def check_grid(rows: int, columns: int, name: str, place: str) -> None:
    """Raise `UnreadableDocument` if a table has more positions than a worker can hold."""
    if rows * columns > TABLE_CELLS:
        raise _too_large(name, f"{place}有 {rows} 行 {columns} 列，上限 {TABLE_CELLS} 格")


def check_cells(count: int, name: str) -> None:
    """Raise `UnreadableDocument` if a workbook has more cells than a worker can hold."""
    if count > TABLE_CELLS:
        raise _too_large(name, f"工作表共有 {count} 格，上限 {TABLE_CELLS} 格")


def check_characters(count: int, name: str) -> None:
    """Raise `UnreadableDocument` if the cells of a workbook say more than a worker can go through."""
    if count > WORKBOOK_CHARACTERS:
        raise _too_large(name, f"工作表共有 {count} 字，上限 {WORKBOOK_CHARACTERS} 字")


def check_workbook(size: int, name: str) -> None:
    """Raise `UnreadableDocument` if the parts of a workbook unpack to more than a worker can hold."""
    if size > WORKBOOK_BYTES:
        raise _too_large(name, f"工作簿解压后超过 {WORKBOOK_BYTES // MEGABYTE} MB")


def check_nesting(depth: int, name: str) -> None:
    """Raise `UnreadableDocument` if content is nested deeper than any author nests it."""
    if depth > NESTING:
        raise _too_large(name, f"内容嵌套超过 {NESTING} 层")


def _too_large(name: str, what: str) -> UnreadableDocument:
    return UnreadableDocument("too-large", f"{name}：{what}；请核对文件，用 Word 或 WPS 另存后重新提交。")


# --- PDF. A report of a whole province has some 500 pages.
PAGES = 2000
# A page of small print holds about 5 000 characters; 300 000 take a reader 13 seconds.
PAGE_GLYPHS = 100_000
# Dotted borders come as one mark per dot: a form with 40 rows of them has about 20 000.
PAGE_STROKES = 60_000
# Characters, paths and pictures together, as PDFium counts them: objects of one or more characters.
PAGE_OBJECTS = PAGE_GLYPHS + PAGE_STROKES
# Lines left once dots and segments are joined; a table of 100 rows and 60 columns has 160.
PAGE_RULINGS = 4_000
# Drawings placed on a page, one inside the other: twelve times twelve … never end.
PAGE_DRAWINGS = 5_000
# Page descriptions unpack to about 50 KB.
PAGE_CONTENT_BYTES = 64 * MEGABYTE

# --- Pictures, charts and workbooks, also inside a Word file.
# A table of 200 rows pasted from Excel takes about 10 000 records and 600 KB.
METAFILE_RECORDS = 200_000
METAFILE_BYTES = 32 * MEGABYTE
# Compressed metafiles (.emz, .wmz) unpack some twenty times.
# A chart has tens of points, all series together; more than a sheet of paper shows is a data dump.
CHART_POINTS = 20_000
CHART_SERIES = 100
WORKBOOK_BYTES = 32 * MEGABYTE
# A county hands in one sheet for each of its units.
WORKBOOK_SHEETS = 500
# What is embedded in a document shows one.
EMBEDDED_SHEETS = 20
# A cell holds up to 32 767, and any number of cells may share one text; a long report has 500 000.
WORKBOOK_CHARACTERS = 5_000_000
# Everything embedded together: one document may refer to one picture ten thousand times.
EMBEDDED_PARTS = 500
# Imported files of older kinds, each of which LibreOffice takes seconds to convert.
CONVERTED_PARTS = 3

# --- Pictures of pages. A sheet of A3 scanned with 300 dots an inch has 17 million.
PICTURE_PIXELS = 40_000_000
