"""The ready views over the datasets: schemas/views/*.sql, each a query with its title and meaning."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .errors import CatalogueError
from .loading import FOLDER

MARK = "-- "


@dataclass(frozen=True, slots=True)
class View:
    """A query over the datasets and views that sort before it.

    Attributes:
        name: Of the file and the view.
        label: Chinese title, the first comment line.
        description: What a row is, the other comment lines.
        sql: One SELECT.
    """

    name: str
    label: str
    description: str
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
    return View(name, comments[0], " ".join(comments[1:]), "\n".join(lines[len(comments) :]))
