"""The submitted file with its findings written at the figures, as a copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...schemas.words import SEVERITY_WORDS
from ..lists.columns import plain
from ..lists.discrepancies import Filters, discrepancies
from .originals import OriginalError, original

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...lake import Lake
    from ...schemas.records import Evidence
    from ..lists.discrepancies import Discrepancy

AUTHOR = "fuhe 复核"
# A finding with one of these needs no mark: the reviewer has taken it back.
SETTLED = frozenset({"dismissed", "extraction-error"})


@dataclass(frozen=True, slots=True)
class Remark:
    """What is written at one operand.

    Attributes:
        item: The operand.
        text: What to write, lines parted by newlines.
        is_stated: It is the figure in question, not one that it was compared with.
    """

    item: Evidence
    text: str
    is_stated: bool


@dataclass(frozen=True, slots=True)
class Annotated:
    """A marked copy.

    Attributes:
        data: Bytes of the copy.
        source: Where the submitted file lay when it was read.
        placed: Remarks that stand at their figures.
        missed: Remarks whose place was not found in the file.
    """

    data: bytes
    source: str
    placed: int
    missed: int


def annotate(lake: Lake, wanted: str) -> Annotated:
    """Return a copy of a submitted file with a remark at every operand of its open findings.

    Args:
        lake: The lake.
        wanted: Path, name or id of the document; see `originals.original`.

    Raises:
        OriginalError: The document or its file is not there, or is of a kind that holds no remarks.
    """
    document, data = original(lake, wanted)
    open_rows = [
        row
        for row in discrepancies(lake, Filters(each_copy=True))
        if row.decision is None or row.is_reopened or row.decision.decision not in SETTLED
    ]
    remarks = list(_remarks(open_rows, document.document_id))
    if data.startswith(b"PK"):
        from .annotate_word import write_comments  # noqa: PLC0415 - each format brings its own library

        return write_comments(lake, document, data, remarks)
    if b"%PDF-" in data[:1024]:
        from .annotate_pdf import write_highlights  # noqa: PLC0415

        return write_highlights(lake, document, data, remarks)
    raise OriginalError(
        f"“{document.name}”不是 .docx 或 .pdf，不能批注。请另存为 .docx 后重新运行 fuhe check。"
    )


def _remarks(rows: Iterable[Discrepancy], document_id: str) -> Iterator[Remark]:
    """Yield the remarks of one document: all about the finding at its figure, a pointer at the others."""
    for row in rows:
        for number, item in enumerate(row.finding.evidence):
            if item.source.document != document_id:
                continue
            text = _about(row) if number == 0 else _pointer(row, item)
            yield Remark(item, text, is_stated=number == 0)


def _about(row: Discrepancy) -> str:
    finding = row.finding
    lines = [f"问题{row.number}【{SEVERITY_WORDS[finding.severity]} {finding.rule}】{finding.message}"]
    lines += [f"疑似原因：{finding.cause}"] if finding.cause and finding.cause not in finding.message else []
    lines += [f"建议：{finding.suggestion}"] if finding.suggestion else []
    lines += [f"影响：{finding.impact}"] if finding.impact else []
    lines += [f"对照：{'；'.join(row.others)}"] if row.others else []
    return "\n".join(plain(line) for line in [*lines, f"编号：{finding.id}"])


def _pointer(row: Discrepancy, item: Evidence) -> str:
    where = f"见{row.place}" if row.place else ""
    return plain(f"问题{row.number}（{row.finding.rule}）的对照数：{item.role}。{where}")
