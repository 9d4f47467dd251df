"""Which slip turns the right figure into the printed one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuhe.validate.cases.slips import slip_shape


@pytest.mark.parametrize(
    ("printed", "needed", "shape"),
    [
        ("109.14", "109.41", "swapped"),
        ("93.83", "98.33", "exchanged"),
        ("7.21", "7.12", "swapped"),
        ("4.75", "4.25", "replaced"),
        ("195693.69", "19569.69", "inserted"),
        ("1956.69", "19569.69", "dropped"),
        ("48000", "4.8", "unit"),
        ("123.4", "12.34", "slide"),
        ("-5.5", "5.5", "sign"),
        ("616.73", "615.62", None),
        ("0", "5", None),
    ],
)
def test_shape(printed: str, needed: str, shape: str | None) -> None:
    assert slip_shape(Decimal(printed), Decimal(needed)) == shape


figures = st.decimals(min_value=10, max_value=10**7, places=2)


@given(figures, st.integers(min_value=0, max_value=9), st.data())
def test_a_typed_extra_digit_is_always_recognised(right: Decimal, digit: int, data: st.DataObject) -> None:
    text = str(right)
    place = data.draw(st.integers(min_value=1, max_value=text.index(".")))
    printed = Decimal(text[:place] + str(digit) + text[place:])
    assert slip_shape(printed, right) in ("inserted", "slide")


@given(figures)
def test_a_right_figure_has_no_slip(right: Decimal) -> None:
    assert slip_shape(right, right) is None
