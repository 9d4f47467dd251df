"""Values as sheets print them; the expected texts are those that Excel shows."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from fuhe.extract.spreadsheets.number_formats import shown_number, shown_value

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '
NUMBERS = [
    (12, "General", "12"),
    (10.0, "General", "10"),
    (0.30000000000000004, "General", "0.3"),
    (100 / 7, "General", "14.28571429"),
    (12345678901234, "General", "12345678901234"),
    (-3.5, "", "-3.5"),
    (5, "0", "5"),
    (5, "000", "005"),
    (999.995, "0.00", "1000.00"),
    (2.675, "0.00", "2.68"),
    (-5, "0.00", "-5.00"),
    (-0.004, "0.00", "0.00"),
    (3.14159, "0.0##", "3.142"),
    (3, "0.0##", "3.0"),
    (0.5, "#.##", ".5"),
    (1234567, "#,##0", "1,234,567"),
    (1234567.891, "#,##0.00", "1,234,567.89"),
    (0.931, "0%", "93%"),
    (0.931, "0.00%", "93.10%"),
    (0.1234, "0.##%", "12.34%"),
    (-1203.5, "#,##0.00_);(#,##0.00)", "(1,203.50)"),
    (-1203.5, "#,##0.00;[Red]-#,##0.00", "-1,203.50"),
    (1203.5, "[$¥-804]#,##0.00", "¥1,203.50"),
    (1203.5, '"¥"#,##0.00;"¥"-#,##0.00', "¥1,203.50"),
    (12.5, '0.00"万元"', "12.50万元"),
    (12.5, "0.00万元", "12.50万元"),
    (12345, '0!.0,"万元"', "1.2万元"),
    (1500000, '0.00,,"百万"', "1.50百万"),
    (0, ACCOUNTING, "-"),
    (1234.5, ACCOUNTING, "1,234.50"),
    (-1234.5, ACCOUNTING, "-1,234.50"),
    (0, "0;-0;;@", ""),
    (150, "[>=100]0.0;0.00", "150.0"),
    (50, "[>=100]0.0;0.00", "50.00"),
    (7, "@", "7"),
    (1234.5, "0.00E+00", "1234.5"),
    (0.25, "# ?/?", "0.25"),
    (45291, 'yyyy"年"m"月"d"日"', "2023年12月31日"),
]


@pytest.mark.parametrize(("value", "code", "text"), NUMBERS)
def test_number(value: float, code: str, text: str) -> None:
    assert shown_value(value, code) == text


def at(*parts: int) -> datetime:
    """Sheets know no time zones."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


MOMENTS = [
    (date(2023, 12, 31), "yyyy-mm-dd", "2023-12-31"),
    (at(2023, 1, 2), "yyyy/m/d", "2023/1/2"),
    (at(2023, 1, 2), "yy.mm.dd", "23.01.02"),
    (at(2023, 1, 2, 13, 5, 9), "yyyy-mm-dd hh:mm:ss", "2023-01-02 13:05:09"),
    (at(2023, 1, 2, 13, 5), "上午/下午h:mm", "下午1:05"),
    (at(2023, 5, 6), "[$-804]aaaa", "星期六"),
    (at(2023, 5, 6), "mmm-yy", "May-23"),
    (at(2023, 5, 6), "General", "2023-05-06"),
    (time(8, 30), "h:mm", "8:30"),
    (timedelta(hours=30), "[h]:mm", "30:00"),
]


@pytest.mark.parametrize(("value", "code", "text"), MOMENTS)
def test_date(value: object, code: str, text: str) -> None:
    assert shown_value(value, code) == text


def test_text_and_truth() -> None:
    assert shown_value(" 00123 ", "0.00") == "00123"
    assert shown_value("某局", '@"（盖章）"') == "某局（盖章）"
    assert (shown_value(None), shown_value(value=True)) == ("", "TRUE")


@pytest.mark.parametrize("text", ["", "甲", "#DIV/0!", "nan", "1e400"])
def test_what_is_no_number_comes_back_as_it_is(text: str) -> None:
    assert shown_number(text, "0.00") == text


@pytest.mark.parametrize("code", [";;;;;", '"', "[", "[>=x]0", "0" * 300, "\\", "_", "%%%", "[h", "h" * 99])
def test_no_format_breaks_the_reader(code: str) -> None:
    assert isinstance(shown_value(1234.5, code), str)
