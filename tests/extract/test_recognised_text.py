from __future__ import annotations

import pytest

from fuhe.extract.scans.ocr import ReadLine
from fuhe.extract.scans.readings import moved
from fuhe.extract.scans.recognised_text import mended, with_commas
from fuhe.schemas.records import Reading

# How much of an ideograph each sign takes.
HALF = 0.5


def printed(text: str, narrow: str = "0123456789.:()") -> tuple[ReadLine, float]:
    """A line as it is read where the signs of `narrow` take half the place of an ideograph."""
    widths = [HALF if sign in narrow else 1.0 for sign in text]
    ends = [sum(widths[: n + 1]) for n in range(len(widths))]
    total = sum(widths)
    places = tuple((end - width / 2) / total for end, width in zip(ends, widths, strict=True))
    return ReadLine(text, places, (0.99,) * len(text)), total


@pytest.mark.parametrize(
    ("text", "narrow", "meant"),
    {
        "wide colon": ("其中:公车购置", "", "其中：公车购置"),
        "narrow colon": ("其中:公车购置", ":", "其中:公车购置"),
        "narrow brackets": ("项目资金(万元)", "()", "项目资金(万元)"),
        "wide brackets round a number": ("产出指标(20分)", "20", "产出指标（20分）"),
        "brackets of two kinds": ("（一)目标", "", "（一）目标"),
        "colon at the end": ("年度资金总额:", "", "年度资金总额："),
        "time of day": ("12:30", "12:30", "12:30"),
        "brackets without ideographs": ("(m)", "(m)", "(m)"),
        "comma between ideographs": ("完成,合格", "", "完成，合格"),
    }.values(),
)
def test_signs_as_printed(text, narrow, meant):
    line, ratio = printed(text, narrow)
    assert mended(line, ratio).text == meant


def test_blanks_beside_ideographs_are_dropped():
    line = ReadLine("集中 1577 of A", (0.1, 0.2, -1, 0.3, 0.4, 0.5, 0.6, -1, 0.7, 0.8, -1, 0.9), (0.9,) * 12)
    mend = mended(line, 10)
    assert mend.text == "集中1577 of A"
    assert len(mend.places) == len(mend.scores) == len(mend.text)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("7.466.00", "7,466.00"),
        ("1，203，500.5", "1,203,500.5"),
        ("1.203", "1.203"),
        ("1.234.567", "1.234.567"),
        ("2024.4.3", "2024.4.3"),
        ("0.466.00", "0.466.00"),
        ("7,466.001", "7,466.001"),
        ("1,203,5", "1,203,5"),
    ],
)
def test_commas_only_where_the_form_is_sure(read, meant):
    assert with_commas(read) == meant


def test_readings_move_with_their_text():
    assert moved((Reading(1, 3, 0.5),), 4) == (Reading(5, 7, 0.5),)
