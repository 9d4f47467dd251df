"""Pictures of pages: personal data is covered, and what hangs or crashes costs one page only."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest
from PIL import Image

from fuhe.commands import drawing
from fuhe.review.marking.masked_boxes import MaskedText, masked_boxes, masked_texts
from fuhe.review.web.pictures import SCALE, Page, PictureError, Pictures, draw
from fuhe.schemas.records import Box

GREY = (0x8C, 0x93, 0x9C)


@pytest.fixture
def paper(lake):
    """The PDF of the lake that holds masked texts: its row, its bytes, and those texts by page."""
    for row in lake.records("documents"):
        records = [
            *lake.records("cells", [row.document_id]),
            *lake.records("paragraphs", [row.document_id]),
        ]
        masked = {
            page: texts for page in range(1, (row.pages or 0) + 1) if (texts := masked_texts(records, page))
        }
        if masked:
            return row, Path(row.source).read_bytes(), masked
    pytest.fail("no PDF of the corpus has personal data")


def share_of_grey(picture, box):
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    area = image.crop(tuple(round(edge * SCALE) for edge in (box.x0, box.top, box.x1, box.bottom)))
    pixels = list(zip(*[iter(area.tobytes())] * 3, strict=True))
    near = sum(all(abs(a - b) < 12 for a, b in zip(pixel, GREY, strict=True)) for pixel in pixels)
    return near / len(pixels)


def test_personal_data_is_covered_and_nothing_else(paper):
    _, data, masked = paper
    page, texts = next(iter(masked.items()))
    covered = draw(Page(data, page, 0, texts))
    boxes = masked_boxes(data, page, texts)
    assert boxes
    assert all(share_of_grey(covered, box) > 0.9 for box in boxes)
    plain = draw(Page(data, page, 0))
    assert all(share_of_grey(plain, box) < 0.1 for box in boxes)
    assert share_of_grey(covered, Box(0, 0, 500, 700)) < 0.2


def test_label_before_a_name_stays_readable(paper):
    _, data, masked = paper
    page, texts = next(iter(masked.items()))
    longest = max(texts, key=lambda text: text.box.x1 - text.box.x0)
    covered = sum(box.x1 - box.x0 for box in masked_boxes(data, page, [longest]))
    assert covered < longest.box.x1 - longest.box.x0


def test_what_cannot_be_told_apart_is_covered_whole(paper):
    _, data, masked = paper
    page, texts = next(iter(masked.items()))
    other = MaskedText(texts[0].box, "填表人：" + "*" * 40)
    assert masked_boxes(data, page, [other]) == [other.box]


def test_asterisks_that_a_page_prints_are_not_covered(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "stars.pdf"
    canvas = Canvas(str(path), pagesize=(300, 200))
    canvas.drawString(50, 100, "note*")
    canvas.save()
    data = path.read_bytes()
    assert masked_boxes(data, 1, [MaskedText(Box(40, 80, 200, 110), "note*")]) == []
    assert len(masked_boxes(data, 1, [MaskedText(Box(40, 80, 200, 110), "no***")])) == 1


def test_page_that_did_not_come_back_is_not_tried_again(paper):
    row, _, masked = paper
    calls = []

    def never(function, task):
        calls.append(function)

    pictures = Pictures(never)
    page = next(iter(masked))
    for _ in range(2):
        with pytest.raises(PictureError, match="无法显示"):
            pictures.page(row, page, 0)
    assert len(calls) == 1


def test_what_opens_a_file_is_bounded(monkeypatch):
    monkeypatch.setattr(drawing, "SECONDS", 1.0)
    with drawing.guarded() as bounded:
        assert bounded(time.sleep, 30) is None
        assert bounded(os._exit, 3) is None
        assert bounded(len, "now") == 3


def test_desk_draws_in_a_child_process(paper):
    row, _, masked = paper
    with drawing.guarded() as bounded:
        picture = Pictures(bounded).page(row, next(iter(masked)), 0)
    assert picture.startswith(b"RIFF")
