"""Pages that are pictures: rendered, recognised, and handed to the same table finder as any other page."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from ...schemas.records import Notice
from .. import limits
from ..pages.page_document import marks_to_layout
from .readings import with_readings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from ..pages.page_document import Layout
    from .ocr import Picture, Recognition

# Dots an inch: figures of 9 points are then 18 pixels high; the recogniser works on lines of 48.
_RESOLUTION = 200
_POINTS = 72


class Recognised(NamedTuple):
    """What came of the pages that were to be recognised.

    Attributes:
        layouts: Of the pages that were.
        late: Numbers of the pages that the time did not suffice for.
        broken: Numbers of the pages that could not be drawn, or not be recognised.
    """

    layouts: tuple[Layout, ...]
    late: tuple[int, ...] = ()
    broken: tuple[int, ...] = ()


def recognise_picture(picture: Picture, scale: float, number: int) -> Layout:
    """Return the tables and lines of a page that is a picture.

    Args:
        picture: In grey.
        scale: Pixels for a point.
        number: Of the page, from 1.
    """
    from .scan_page import picture_to_scan  # noqa: PLC0415 - needs an extra

    scan = picture_to_scan(picture, scale, number)
    return with_readings(marks_to_layout(scan.marks), scan.words)


def recognise_pages(data: bytes, numbers: Sequence[int], recognition: Recognition) -> Recognised:
    """Return the layouts of pages of a PDF file, recognised one by one as long as there is time.

    Args:
        data: Bytes of the file.
        numbers: Of the pages, from 1.
        recognition: How much time there is.
    """
    import pypdfium2  # noqa: PLC0415 - only pictures need its own layer

    document = pypdfium2.PdfDocument(data)
    pages = ((number, lambda number=number: _render(document, number)) for number in numbers)
    found = recognise_all(pages, recognition)
    document.close()
    return found


def recognise_all(
    pages: Iterable[tuple[int, Callable[[], tuple[Picture, float]]]], recognition: Recognition
) -> Recognised:
    """Return the layouts of pages, recognised one by one as long as there is time.

    Args:
        pages: Number of each, and what gives its picture in grey, with the pixels for a point.
        recognition: How much time there is.
    """
    deadline = recognition.deadline()
    longest = 0.0
    layouts: list[Layout] = []
    late: list[int] = []
    broken: list[int] = []
    for number, draw in pages:
        start = time.monotonic()
        if start + longest > deadline:
            late.append(number)
            continue
        try:
            layouts.append(recognise_picture(*draw(), number))
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - native libraries raise anything; one bad page must not lose the document
            broken.append(number)
        longest = max(longest, time.monotonic() - start)
    return Recognised(tuple(layouts), tuple(late), tuple(broken))


def _render(document: Any, number: int) -> tuple[Picture, float]:
    import numpy as np  # noqa: PLC0415 - slow to load

    page = document[number - 1]
    width, height = page.get_size()
    scale = min(_RESOLUTION / _POINTS, (limits.PICTURE_PIXELS / max(width * height, 1.0)) ** 0.5)
    drawn = page.render(scale=scale, grayscale=True).to_numpy()
    page.close()
    return np.ascontiguousarray(drawn.reshape(drawn.shape[:2])), scale


def page_ranges(pages: Iterable[int]) -> str:
    """Return page numbers as people write them.

    Examples:
        >>> page_ranges([1, 3, 4, 5])
        '第1、3-5页'
    """
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return "第" + "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs) + "页"


def recognition_notices(found: Recognised) -> Iterator[Notice]:
    """Yield what people should know of pages that were recognised, or were to be."""
    groups = (
        (
            "recognised-page",
            [layout.number for layout in found.layouts],
            "为扫描图片，文字由 OCR 识别，可能有误；标明把握较低的数字请对照原件。",
            False,
        ),
        (
            "recognition-late",
            found.late,
            "为扫描图片，时限内未及识别；请加大 --timeout 后用 --force 重新处理。",
            True,
        ),
        (
            "recognition-failed",
            found.broken,
            "为扫描图片，识别失败；请重新扫描，或提交 Word 或 PDF 原件。",
            True,
        ),
    )
    for code, pages, what, is_partial in groups:
        if pages:
            place = page_ranges(pages)
            yield Notice(code, place, f"{place}{what}", partial=is_partial)
