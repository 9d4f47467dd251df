"""Long Word reports for bench/extract.py: the same ones in lean markup, in the verbose markup of Word, and as
python-docx and, where it is installed, LibreOffice write them."""

from __future__ import annotations

import io
import json
import random
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from fuhe.corpus.word_markup import Feature, grid, table, word_file

if TYPE_CHECKING:
    from collections.abc import Iterator

REPORTS, TABLES, PARAGRAPHS = 6, 8, 12
_LABELS = (
    "社会保障和就业支出",
    "一般公共服务",
    "教育支出",
    "卫生健康",
    "行政运行",
    "项目支出",
    "产出指标",
    "满意度",
)
# Word and LibreOffice set Chinese and Latin text in runs of their own.
_SCRIPTS = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")
Rows = list[list[str | None]]
Spans = dict[tuple[int, int], tuple[int, int]]
Grid = tuple[Rows, Spans]


class Pen(Protocol):
    """Writes markup."""

    def paragraph(self, text: str) -> str:
        """Return a paragraph."""

    def cell(self, text: str, properties: str) -> str:
        """Return a cell."""

    def row(self, cells: str) -> str:
        """Return a row of cells."""


class LeanPen:
    """Writes nothing but what must be there, as programs do."""

    def paragraph(self, text: str) -> str:
        """Return a paragraph."""
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" if text else "<w:p/>"

    def cell(self, text: str, properties: str) -> str:
        """Return a cell."""
        return (
            f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="960"/>{properties}</w:tcPr>{self.paragraph(text)}</w:tc>'
        )

    def row(self, cells: str) -> str:
        """Return a row of cells."""
        return f"<w:tr>{cells}</w:tr>"


class VerbosePen:
    """Writes as Word does: fonts, sizes and borders everywhere, numbers of editing sessions."""

    _FONTS = (
        '<w:rPr><w:rFonts w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312" w:hAnsi="仿宋_GB2312" w:cs="宋体"'
        '{hint}/><w:color w:val="000000"/><w:kern w:val="0"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
    )
    _EDGES = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right")
    )

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def _fonts(self, text: str) -> str:
        return self._FONTS.format(hint="" if text.isascii() else ' w:hint="eastAsia"')

    def _identifier(self) -> str:
        return f"{self._chance.randrange(1 << 31):08X}"

    def paragraph(self, text: str) -> str:
        """Return a paragraph."""
        session = "00" + self._identifier()[2:]
        fonts = self._fonts("")
        runs = "".join(
            f'<w:r w:rsidRPr="{session}">{self._fonts(part)}<w:t>{part}</w:t></w:r>'
            for part in _SCRIPTS.findall(text)
        )
        return (
            f'<w:p w14:paraId="{self._identifier()}" w14:textId="77777777" w:rsidR="{session}" w:rsidRDefault="{session}">'
            '<w:pPr><w:widowControl/><w:spacing w:line="300" w:lineRule="exact"/><w:jc w:val="center"/>'
            f"{fonts}</w:pPr>{runs}</w:p>"
        )

    def cell(self, text: str, properties: str) -> str:
        """Return a cell."""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="960" w:type="dxa"/>{properties}<w:tcBorders>{self._EDGES}</w:tcBorders>'
            '<w:shd w:val="clear" w:color="auto" w:fill="auto"/><w:noWrap/><w:vAlign w:val="center"/></w:tcPr>'
            f"{self.paragraph(text)}</w:tc>"
        )

    def row(self, cells: str) -> str:
        """Return a row of cells."""
        session = "00" + self._identifier()[2:]
        return (
            f'<w:tr w:rsidR="{session}" w14:paraId="{self._identifier()}" w14:textId="77777777">'
            f'<w:trPr><w:trHeight w:val="397"/><w:jc w:val="center"/></w:trPr>{cells}</w:tr>'
        )


def write_word_files(folder: Path) -> list[Path]:
    """Write the reports and their tables; return the folders with the files, one for each way of writing."""
    places = {name: folder / name for name in ("lean", "verbose", "python-docx", "libreoffice")}
    for place in (*places.values(), folder / "expected"):
        place.mkdir()
    for number in range(REPORTS):
        chance = random.Random(number)
        tables = [_table(chance) for _ in range(TABLES)]
        expected = [grid(rows, spans=spans) for rows, spans in tables]
        name = f"report{number}.docx"
        (folder / "expected" / f"report{number}.json").write_text(json.dumps({"tables": expected}), "utf-8")
        (places["lean"] / name).write_bytes(_report(tables, LeanPen(), number))
        (places["verbose"] / name).write_bytes(_report(tables, VerbosePen(random.Random(number)), number))
        _write_by_library(tables, places["python-docx"] / name, number)
    _resave(places["python-docx"], places["libreoffice"])
    return [place for place in places.values() if any(place.iterdir())]


def long_word_file(tables: int, folder: Path) -> Path:
    """Write a report of so many tables in the markup of Word; each has about 180 cells."""
    chance = random.Random(tables)
    file = folder / f"{tables}.docx"
    file.write_bytes(_report([_table(chance) for _ in range(tables)], VerbosePen(chance), tables))
    return file


def _prose(number: int, tables: int = TABLES) -> Iterator[list[str]]:
    """Yield the paragraphs above each table of a report."""
    chance = random.Random(number)
    for table_number in range(1, tables + 1):
        yield [
            f"{table_number}.支出情况",
            *(
                f"本年支出{chance.random() * 1e4:.2f}万元，完成预算的{chance.random():.2%}。" * 3
                for _ in range(PARAGRAPHS)
            ),
        ]


def _report(tables: list[Grid], pen: Pen, number: int) -> bytes:
    body = ""
    for texts, (rows, spans) in zip(_prose(number, len(tables)), tables, strict=True):
        body += "".join(map(pen.paragraph, texts))
        body += table(*(_row(rows, spans, r, pen) for r in range(len(rows))))
    return _deflated(word_file(Feature(body)))


def _deflated(stored: bytes) -> bytes:
    """Return a container as programs pack it."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(stored)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in source.namelist():
            packed.writestr(name, source.read(name))
    return stream.getvalue()


def _write_by_library(tables: list[Grid], file: Path, number: int) -> None:
    """Write a report with python-docx."""
    import docx

    document = docx.Document()
    for texts, (rows, spans) in zip(_prose(number), tables, strict=True):
        for text in texts:
            document.add_paragraph(text)
        form = document.add_table(len(rows), len(rows[0]), "Table Grid")
        for (top, left), (down, across) in spans.items():
            form.cell(top, left).merge(form.cell(top + down - 1, left + across - 1))
        for expected, row in zip(rows, form.rows, strict=True):
            for content, cell in zip(expected, row.cells, strict=True):
                if content:
                    cell.text = content
    document.save(str(file))


def _resave(place: Path, target: Path) -> None:
    """Save files again with LibreOffice, where it is installed."""
    program = shutil.which("soffice")
    if program is None:
        return
    with tempfile.TemporaryDirectory() as profile:
        command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"]
        files = map(str, sorted(place.iterdir()))
        subprocess.run(
            [*command, "--convert-to", "docx", "--outdir", str(target), *files],
            check=True,
            capture_output=True,
        )


def _row(rows: Rows, spans: Spans, number: int, pen: Pen) -> str:
    cells = ""
    for column, text in enumerate(rows[number]):
        down, across = spans.get((number, column), (1, 1))
        if text is not None:
            properties = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
            cells += pen.cell(text, properties + ('<w:vMerge w:val="restart"/>' if down > 1 else ""))
        elif _is_below(spans, number, column):
            cells += pen.cell("", "<w:vMerge/>")
    return pen.row(cells)


def _is_below(spans: Spans, row: int, column: int) -> bool:
    return any(left == column and top < row < top + down for (top, left), (down, _) in spans.items())


def _table(chance: random.Random) -> Grid:
    """Return a table with a merged heading and names merged downwards; a seventh of its figures are blank."""
    n_rows, n_columns = chance.randint(18, 34), chance.randint(5, 9)
    rows: Rows = [[chance.choice(_LABELS) + str(c) for c in range(n_columns)]]
    for r in range(1, n_rows):
        figures = [
            f"{chance.random() * 1e5:.2f}" if chance.random() < 0.85 else "" for _ in range(n_columns - 2)
        ]
        rows.append([chance.choice(_LABELS), f"{chance.choice(_LABELS)}{r}", *figures])
    spans: Spans = {(0, 1): (1, 3)} | {(r, 0): (3, 1) for r in range(1, n_rows - 3, 4)}
    for (top, left), (down, across) in spans.items():
        for r in range(top, top + down):
            for c in range(left, left + across):
                if (r, c) != (top, left):
                    rows[r][c] = None
    return rows, spans
