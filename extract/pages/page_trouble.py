"""Pages that could not be read as they should be, by what went wrong, and what people are told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...schemas.records import Notice
from ..scans.ocr import REMEDY
from ..scans.scanned_pages import page_ranges
from .page_marks import UNMAPPED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .page_document import Layout
    from .page_marks import PageMarks

# A page is taken for a scan if a picture covers this much of it and it has hardly any text.
_SCAN_SHARE = 0.5
_SCAN_GLYPHS = 20
# Good files have no unmapped character at all; a few are dingbats.
_UNMAPPED_SHARE = 0.05
# Rows of three pieces happen in lines that are filled in, but hardly three such rows on end.
_UNRULED_PIECES = 3
_UNRULED_ROWS = 3


# Everything that shows on such pages was read.
_COMPLETE = frozenset({"stamp-over-table", "text-cut-off"})


class Trouble(NamedTuple):
    """Pages by what went wrong on them."""

    without_text: list[int]
    unmapped: list[int]
    recognised: list[int]
    aligned: list[int]
    unruled: list[int]
    too_large: list[int]
    unreadable: list[int]
    stamped: list[int]
    cut_off: list[int]
    crossed: list[int]
    typed: list[int]

    @property
    def to_recognise(self) -> list[int]:
        """Pages whose text is in a picture, or in fonts that do not say which characters they show."""
        return sorted({*self.without_text, *self.unmapped, *self.recognised})

    def without(self, pages: Iterable[int]) -> Trouble:
        """Return the trouble that is left when pages have been recognised; those were drawn, so they opened."""
        gone = set(pages)
        return Trouble(*([page for page in numbers if page not in gone] for numbers in self))


def no_trouble() -> Trouble:
    """Return a record to note trouble in."""
    return Trouble(*([] for _ in Trouble._fields))


def note(marks: PageMarks, layout: Layout, trouble: Trouble) -> None:
    """Note what is wrong with a page that was read."""
    text = "".join("".join([glyph.text for glyph in marks.glyphs]).split())
    inked = len(text)
    has_scan = marks.picture_share >= _SCAN_SHARE and inked < _SCAN_GLYPHS
    if has_scan or (not inked and (marks.picture_share > 0 or marks.strokes)):
        trouble.without_text.append(marks.number)
    if inked and text.count(UNMAPPED) > _UNMAPPED_SHARE * inked:
        trouble.unmapped.append(marks.number)
    for pages, is_so in (
        (trouble.recognised, marks.is_recognised),
        (trouble.aligned, any(table.origin == "aligned" for table in layout.tables)),
        (trouble.unruled, _has_aligned_rows(layout)),
        (trouble.cut_off, marks.is_cut_off),
        (trouble.typed, marks.is_typed_text_missing),
        (trouble.crossed, layout.is_crossed),
        (trouble.stamped, layout.is_stamped),
        (trouble.too_large, layout.is_too_complex),
    ):
        if is_so:
            pages.append(marks.number)


def _has_aligned_rows(layout: Layout) -> bool:
    """Say whether rows of several pieces follow each other outside the tables: a table without rulings."""
    rows = 0
    for line in layout.lines:
        rows = rows + 1 if line.pieces >= _UNRULED_PIECES else 0
        if rows == _UNRULED_ROWS:
            return True
    return False


def trouble_notices(trouble: Trouble) -> Iterator[Notice]:
    """Yield a notice for each kind of trouble, naming the pages."""
    messages = (
        (
            "page-without-text",
            trouble.without_text,
            f"没有文字层，应为扫描图片，未读取；请{REMEDY}。",
        ),
        (
            "no-unicode-map",
            trouble.unmapped,
            f"的字体缺少文字对照表，部分文字无法识别；请重新导出为可复制文字的 PDF，或{REMEDY}。",
        ),
        (
            "recognised-text",
            trouble.recognised,
            f"是扫描图片，文字来自其隐藏的识别层，可能有误，表格未读取；请提交原始文件，或{REMEDY}。",
        ),
        (
            "aligned-table",
            trouble.aligned,
            "有没有框线的表格，行列按文字对齐推断，可能有误；请对照原文，或提交带框线的表格。",
        ),
        (
            "unruled-table",
            trouble.unruled,
            "有按列对齐而没有框线的内容，未作为表格读取；请对照原文，或提交带框线的表格。",
        ),
        (
            "page-too-large",
            trouble.too_large,
            "图形或文字数量超出上限，该页表格可能未读取；请从原程序重新导出。",
        ),
        (
            "stamp-over-table",
            trouble.stamped,
            "的表格上压有印章或方框，其线条未作为表格框线；请核对被遮住的单元格。",
        ),
        (
            "text-cut-off",
            trouble.cut_off,
            "有文字超出所在单元格而被截断，只读取了看得见的部分；请加宽列后重新导出。",
        ),
        (
            "text-over-ruling",
            trouble.crossed,
            "有文字压在表格横线上，可能归入了上一行或下一行；请对照原文，或调整行高后重新导出。",
        ),
        (
            "typed-text-missing",
            trouble.typed,
            "有填写的表单域或打字批注，其文字未能读取；请打印为新的 PDF 后重新提交。",
        ),
        ("page-unreadable", trouble.unreadable, "内容损坏，未能读取；请从原程序重新导出。"),
    )
    for code, pages, what in messages:
        if pages:
            place = page_ranges(pages)
            yield Notice(code, place, f"{place}{what}", partial=code not in _COMPLETE)
