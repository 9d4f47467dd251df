"""Colours of the desk: every text stands out from its ground as WCAG 2.1 AA asks."""

from __future__ import annotations

import re

import pytest

from fuhe.review.web.pages import STATIC

STYLES = (STATIC / "desk.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", STYLES))
# Ratio for text below 18 points. Source: WCAG 2.1, 1.4.3 (AA).
LEAST = 4.5


def luminance(colour: str) -> float:
    """Return the relative luminance of #rgb or #rrggbb (WCAG 2.1, definition of relative luminance)."""
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def resolved(value: str) -> str:
    name = re.fullmatch(r"var\(--([a-z-]+)\)", value)
    return COLOURS[name[1]] if name else value


def own_pairs() -> list[tuple[str, str, str]]:
    """Return the rules that set both a text colour and a ground: selector, colour, ground."""
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", STYLES, flags=re.DOTALL))
    value = r"(var\(--[a-z-]+\)|#[0-9a-f]{6}|#[0-9a-f]{3})\b"
    pairs = []
    for selector, body in rules:
        colour = re.search(rf"(?<![-\w])color: {value}", body)
        ground = re.search(rf"background: {value}", body)
        if colour and ground:
            pairs.append((selector.strip(), resolved(colour[1]), resolved(ground[1])))
    return pairs


def test_known_ratios():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("selector", "colour", "ground"), own_pairs())
def test_text_on_its_own_ground(selector, colour, ground):
    assert contrast(colour, ground) >= LEAST, selector


@pytest.mark.parametrize(
    "name", ["ink", "soft", "accent", "error", "warn", "info", "good", "stated", "other"]
)
@pytest.mark.parametrize("ground", ["paper", "ground"])
def test_text_on_paper_and_on_the_ground_of_the_page(name, ground):
    assert contrast(COLOURS[name], COLOURS[ground]) >= LEAST


@pytest.mark.parametrize("ground", ["stated-soft", "other-soft", "accent-soft", "warn-soft", "error-soft"])
def test_ink_on_lit_figures(ground):
    assert contrast(COLOURS["ink"], COLOURS[ground]) >= LEAST
