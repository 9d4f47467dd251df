"""Attachments that a report lists (附件：1.… 2.…) and those that it holds (附件1 as a line of its own)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...schemas.records import Document, Source

LIST_HEAD = re.compile(r"^附件(?:清单|目录)?[：:]\s*(?P<first>.*)$|^附件$")
ENTRY = re.compile(r"^(?:附件)?\s*(\d{1,2})[.、．：:\-—－]\s*(?!\d)(.{2,60})$")
HEADING = re.compile(
    r"^附件\s*[（(]?(\d{1,2}|[一二三四五六七八九十])(?:[-－—]\d{1,2})?[）)]?\s*[：:.、]?\s*(.{0,50})$"
)
CHINESE = {word: n for n, word in enumerate("一二三四五六七八九十", start=1)}
TITLE_TAIL = re.compile(r"[（(].*?[）)]|[。；;，,]+$")


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment with its number, title, and the paragraph that names it."""

    number: int
    title: str
    text: str
    source: Source

    @property
    def core(self) -> str:
        """The title without brackets and white space."""
        return "".join(TITLE_TAIL.sub("", self.title).split())


def listed_attachments(document: Document) -> tuple[Attachment, ...]:
    """Return the entries of the attachment list, numbered from 1 without a gap; empty if there is none."""
    found: list[Attachment] = []
    is_open = False
    for paragraph in document.paragraphs:
        text = paragraph.text.strip()
        head = LIST_HEAD.match(text)
        if head is not None and not found:
            is_open, text = True, (head["first"] or "").strip()
        entry = ENTRY.match(text) if is_open else None
        if entry is not None and int(entry[1]) == len(found) + 1:
            found.append(Attachment(int(entry[1]), entry[2].strip(), text, paragraph.source))
        elif text:
            is_open = False
    return tuple(found)


def attachment_headings(document: Document) -> tuple[Attachment, ...]:
    """Return the lines that head an attachment, in reading order."""
    listed = {item.source.paragraph for item in listed_attachments(document)}
    found = []
    for paragraph in document.paragraphs:
        heading = HEADING.match(paragraph.text.strip())
        if heading is not None and paragraph.number not in listed and "。" not in paragraph.text:
            number = CHINESE.get(heading[1]) or int(heading[1])
            found.append(Attachment(number, heading[2].strip(), paragraph.text.strip(), paragraph.source))
    return tuple(found)
