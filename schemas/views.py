"""The ready views over the datasets: schemas/views/*.sql, each a query with its title and meaning."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .errors import CatalogueError
from .loading import FOLDER

MARK, COLUMN = "-- ", "@"


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """A column of a view: `-- @name 中文: meaning`."""

    name: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class View:
    """A query over the datasets and views that sort before it.

    Attributes:
        name: Of the file and the view.
        label: Chinese title, the first comment line.
        description: What a row is, the comment lines after it.
        columns: What its columns mean, in their order.
        sql: One SELECT.
    """

    name: str
    label: str
    description: str
    columns: tuple[ViewColumn, ...]
    sql: str


@cache
def load_views() -> tuple[View, ...]:
    """Load the packaged views, by name.

    Raises:
        CatalogueError: A file does not begin with its title and meaning as comments.
    """
    return tuple(
        _view(path.stem, path.read_text("utf-8")) for path in sorted((FOLDER / "views").glob("*.sql"))
    )


def _view(name: str, text: str) -> View:
    lines = text.splitlines()
    comments = [line.removeprefix(MARK) for line in lines if line.startswith(MARK)]
    if len(comments) < 2 or lines[: len(comments)] != [MARK + line for line in comments]:
        raise CatalogueError(f"views/{name}.sql：开头应有两行以上注释：第一行为中文名称，其余为说明。")
    told = [line for line in comments[1:] if not line.startswith(COLUMN)]
    columns = tuple(_column(name, line) for line in comments if line.startswith(COLUMN))
    return View(name, comments[0], " ".join(told), columns, "\n".join(lines[len(comments) :]))


def _column(view: str, line: str) -> ViewColumn:
    head, colon, meaning = line.removeprefix(COLUMN).partition(": ")
    name, space, label = head.partition(" ")
    if not (colon and space and meaning):
        raise CatalogueError(f"views/{view}.sql：“{line}”应写成“@列名 中文名: 含义”。")
    return ViewColumn(name, label, meaning)
