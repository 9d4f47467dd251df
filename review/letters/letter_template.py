"""Placeholders in a Word file: {{单位}} is replaced, a paragraph or table row about an item is repeated.

The words of a template belong to the office that writes; only the names in the braces are fixed. A
paragraph (outside tables) or a table row that holds a placeholder of an item is written once for each
item; several such paragraphs in a row are repeated together. An item paragraph left without words is dropped.
"""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ...schemas.errors import FuheError
from ..word_files import open_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from docx.document import Document

PLACEHOLDER = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
ITEM_NAMES = frozenset({"序号", "文件", "位置", "问题", "文中数", "复算数", "两数", "对照", "建议"})
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH, ROW, TEXT = f"{W}p", f"{W}tr", f"{W}t"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
BODY_FONT, BODY_POINTS, TITLE_POINTS = "仿宋", 16, 22  # GB/T 9704-2012: 三号仿宋, 二号 for the title


class TemplateError(FuheError):
    """A template that is no Word file or holds an unknown placeholder."""


def opened(path: Path) -> Document:
    """Return a template that an office made.

    Raises:
        TemplateError: It is no Word file.
    """
    return open_word(path.read_bytes(), TemplateError(f"模板“{path}”打不开，请另存为 .docx。"))


def fill(document: Document, values: Mapping[str, str], items: Sequence[Mapping[str, str]]) -> None:
    """Replace the placeholders of a document, in place.

    Args:
        document: The template.
        values: Placeholder to text, for the whole letter.
        items: The same for each item, in order.

    Raises:
        TemplateError: A placeholder is neither of the letter nor of an item.
    """
    roots = [document.element.body]
    for section in document.sections:
        roots += [part._element for part in (section.header, section.footer)]  # noqa: SLF001 - no public way
    for root in roots:
        _require_known(root, values)
        for block in list(_item_blocks(root)):
            _repeat(block, values, items)
        for paragraph in root.iter(PARAGRAPH):
            _replace(paragraph, values)


def _require_known(root: Any, values: Mapping[str, str]) -> None:
    known = ITEM_NAMES | values.keys()
    unknown = {name for paragraph in root.iter(PARAGRAPH) for name in _names(paragraph)} - known
    if unknown:
        raise TemplateError(
            f"模板中的 {{{{{'、'.join(sorted(unknown))}}}}} 无法识别，可用的有：{'、'.join(sorted(known))}。"
        )


def _names(element: Any) -> set[str]:
    return set(PLACEHOLDER.findall("".join(text.text or "" for text in element.iter(TEXT))))


def _item_blocks(root: Any) -> Iterator[list[Any]]:
    """Yield rows, and runs of neighbouring paragraphs outside such rows, that speak of an item."""
    rows = [row for row in root.iter(ROW) if _names(row) & ITEM_NAMES]
    yield from ([row] for row in rows)
    inside = {paragraph for row in rows for paragraph in row.iter(PARAGRAPH)}
    parents = dict.fromkeys(
        paragraph.getparent() for paragraph in root.iter(PARAGRAPH) if paragraph not in inside
    )
    for parent in parents:
        for is_item, group in groupby(
            parent, lambda child: child.tag == PARAGRAPH and bool(_names(child) & ITEM_NAMES)
        ):
            if is_item:
                yield list(group)


def _repeat(block: Sequence[Any], values: Mapping[str, str], items: Iterable[Mapping[str, str]]) -> None:
    first = block[0]
    for item in items:
        for element in block:
            copy = deepcopy(element)
            first.addprevious(copy)
            paragraphs = [copy] if copy.tag == PARAGRAPH else list(copy.iter(PARAGRAPH))
            for paragraph in paragraphs:
                _replace(paragraph, {**values, **item})
            if copy.tag == PARAGRAPH and not "".join(text.text or "" for text in copy.iter(TEXT)).strip():
                copy.getparent().remove(copy)
    for element in block:
        element.getparent().remove(element)


def _replace(paragraph: Any, values: Mapping[str, str]) -> None:
    """Replace the placeholders of a paragraph; one that runs over several w:t takes the format of its first."""
    texts = [text for text in paragraph.iter(TEXT) if text.text]
    whole = "".join(text.text for text in texts)
    for match in reversed(list(PLACEHOLDER.finditer(whole))):
        end = 0
        for text in texts:
            start, end = end, end + len(text.text)
            low, high = max(match.start(), start) - start, min(match.end(), end) - start
            if low < high:
                inserted = values[match[1]] if start + low == match.start() else ""
                text.text = text.text[:low] + inserted + text.text[high:]
                text.set(SPACE, "preserve")


def default_template() -> Document:
    """Return the template used when the office brings none."""
    import docx  # noqa: PLC0415
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin = Mm(28), Mm(26), Mm(37)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(BODY_POINTS)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY_FONT)
    normal.paragraph_format.line_spacing, normal.paragraph_format.space_after = Pt(28), Pt(0)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after, title.paragraph_format.line_spacing = Pt(24), Pt(34)
    heading = title.add_run("{{年度}}年度绩效自评复核意见反馈函")
    heading.bold, heading.font.size = True, Pt(TITLE_POINTS)
    document.add_paragraph("{{单位}}：")
    for text in DEFAULT_BODY:
        document.add_paragraph(text).paragraph_format.first_line_indent = Pt(2 * BODY_POINTS)
    for text in ("", "{{发函单位}}", "{{日期}}"):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return document


DEFAULT_BODY = (
    "我们对贵单位报送的{{年度}}年度绩效自评材料进行了复核。经核对，下列{{问题数}}处数据不符：",
    "{{序号}}．《{{文件}}》{{位置}}：{{问题}}。",
    "{{两数}}",
    "请对照原始资料核实上述数据，于{{期限}}前更正并重新报送；如认为原数无误，请书面说明理由并附依据。",
    "（位置中的“表”按在文件中出现的先后编号，“行”从表头算起。）",
)
