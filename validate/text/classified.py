"""What the text says was spent on a class, section or item: "住房保障支出（类）…（款）…（项），支出决算为98.78万元"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...schemas.records import Kind, Stage
from ..tables.classified import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Fact, Paragraph
    from ..context import ReportView

# A name may hold brackets of its own: 政府办公厅（室）及相关机构事务（款）.
_NAME = r"(?:[^，。；：:;,\n（）()]|[（(](?![类款项][）)])[^（）()\n]{1,12}[）)]){2,40}?"
PATH = re.compile(
    rf"(?P<class>[^，。；：、:;,.．\d\n（）()“”\"]{{2,30}})[（(]类[）)](?:[、\s]*(?P<section>{_NAME})[（(]款[）)])?"
    rf"(?:[、\s]*(?P<item>{_NAME})[（(]项[）)])?"
)
# Nothing but such words between a name and its figure: the figure is what was spent.
DIRECT = re.compile(r"[”\"]?(?:支出|决算|支出决算|决算数)?(?:数|为|是)?[：:]?\s*$")


@dataclass(frozen=True, slots=True)
class Named:
    """An amount spent, with the names of its class, section and item and the innermost heading above it."""

    names: tuple[str, ...]
    fact: Fact
    heading: str


def named_amounts(view: ReportView) -> Iterator[Named]:
    """Yield, for every class, section or item that a paragraph names in full, the first amount spent on it."""
    for paragraph in view.report.document.paragraphs:
        paths = list(PATH.finditer(paragraph.text)) if "类" in paragraph.text else []
        ends = [path.start() for path in paths[1:]] + [len(paragraph.text)]
        for path, end in zip(paths, ends, strict=False):
            fact = _spent(view, paragraph, path.end(), end)
            names = tuple(plain_name(path[part]) for part in ("class", "section", "item") if path[part])
            if fact is not None and (path["section"] or not path["item"]):
                yield Named(names, fact, "".join(paragraph.heading))


def _spent(view: ReportView, paragraph: Paragraph, start: int, end: int) -> Fact | None:
    year = view.report.fiscal_year
    for fact in view.in_paragraph(paragraph.number):
        at = fact.source.start or 0
        if not start <= at < end or fact.kind is not Kind.AMOUNT or fact.period not in (None, str(year)):
            continue
        if fact.stage is Stage.ACTUAL or DIRECT.fullmatch(paragraph.text[start:at]):
            return fact
    return None
