"""Recognised text brought to what was printed, where its form leaves no doubt; no digit is ever guessed."""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING

from .ocr import ReadLine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The recogniser writes either form of these, whichever was printed; beside ideographs most are wide.
_WIDE = {":": "：", "(": "（", ")": "）", ",": "，", ";": "；", "!": "！", "?": "？"}
# A sign takes the place of an ideograph, or of a figure, which is half or less; the recogniser tells places to a
# sixth of an ideograph.
_WHOLE = 0.55
_IDEOGRAPH = re.compile("[\u2e80-\u9fff\uff00-\uffef“”]")
# 7.466.00, 1，203.5: groups of three tell which sign parted them, whatever it was read as.
_GROUPED = re.compile(r"(?<![\d.,，])[1-9]\d{0,2}(?:[.,，]\d{3})+(?P<cents>\.\d{1,2})(?![\d.,，])")


def mended(line: ReadLine, ratio: float) -> ReadLine:
    """Return a line with stray blanks dropped and signs in the form that was printed.

    Args:
        line: As it was recognised.
        ratio: Width of its ink over the size of its font.
    """
    line = _without_stray_blanks(line)
    if not _IDEOGRAPH.search(line.text):
        return line._replace(text=with_commas(line.text))
    pitch = _pitch(line, ratio)
    forms = [_is_wide(line, index, pitch) if sign in _WIDE else None for index, sign in enumerate(line.text)]
    for opening, closing in _brackets(line.text):
        known = forms[opening] if forms[opening] is not None else forms[closing]
        forms[opening] = forms[closing] = known is not False
    signs = [
        _WIDE[sign] if sign in _WIDE and _becomes_wide(line.text, index, form) else sign
        for index, (sign, form) in enumerate(zip(line.text, forms, strict=True))
    ]
    return line._replace(text=with_commas("".join(signs)))


def _becomes_wide(text: str, index: int, form: bool | None) -> bool:  # noqa: FBT001 - one of three findings
    """Say whether a sign is wide; beside an ideograph one that gives no measure is."""
    return form if form is not None else _is_beside_ideograph(text, index)


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of brackets that belong together, in whatever form they were read."""
    opened: list[int] = []
    for index, sign in enumerate(text):
        if sign in "(（":
            opened.append(index)
        elif sign in ")）" and opened:
            yield opened.pop(), index


def with_commas(text: str) -> str:
    """Return the text with commas between the groups of figures.

    Examples:
        >>> with_commas("7.466.00"), with_commas("1，203.5万元"), with_commas("1.203")
        ('7,466.00', '1,203.5万元', '1.203')
    """
    return _GROUPED.sub(_with_commas, text)


def _with_commas(found: re.Match[str]) -> str:
    cents = found["cents"]
    return re.sub("[.，]", ",", found[0].removesuffix(cents)) + cents


def _without_stray_blanks(line: ReadLine) -> ReadLine:
    """Keep blanks between Latin words and between figures: beside ideographs they are gaps of the type."""
    text = line.text
    kept = [
        index
        for index, sign in enumerate(text)
        if not sign.isspace()
        or (_is_latin(text[index - 1 : index]) and _is_latin(text[index + 1 : index + 2]))
    ]
    return ReadLine(
        "".join(text[index] for index in kept),
        tuple(line.places[index] for index in kept),
        tuple(line.scores[index] for index in kept),
    )


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _is_beside_ideograph(text: str, index: int) -> bool:
    return any(
        _IDEOGRAPH.match(sign) for sign in (*text[max(index - 1, 0) : index], *text[index + 1 : index + 2])
    )


def _pitch(line: ReadLine, ratio: float) -> float:
    """Return how far the middles of two ideographs lie apart, as a share of the width of the line."""
    steps = _steps(line.text, line.places)
    return median(steps) if steps else 1 / max(ratio, 1.0)


def _steps(text: str, places: Sequence[float]) -> list[float]:
    return [
        places[index + 1] - places[index]
        for index in range(len(text) - 1)
        if text[index] not in _WIDE
        and text[index + 1] not in _WIDE
        and _IDEOGRAPH.match(text[index])
        and _IDEOGRAPH.match(text[index + 1])
    ]


def _is_wide(line: ReadLine, index: int, pitch: float) -> bool | None:
    """Say whether a sign takes the place of an ideograph; None at the ends and away from ideographs."""
    if not 0 < index < len(line.text) - 1 or not _is_beside_ideograph(line.text, index):
        return None
    room = (line.places[index + 1] - line.places[index - 1]) / pitch
    beside = sum(0.5 if _IDEOGRAPH.match(line.text[index + step]) else 0.25 for step in (-1, 1))
    return room - beside >= _WHOLE
