"""Prints a PDF file and scans it again: pages askew, with noise and shadow, as pictures; the same each time."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_POINTS = 72
_SEED = 20240403
_QUALITY = 60


class Scanner(NamedTuple):
    """How well a page is scanned.

    Attributes:
        resolution: Dots an inch.
        skew: Degrees that pages lie askew, to one side and the other in turn.
        noise: Spread of the grey of each dot, of 255.
        blur: Radius in dots.
        quarter: Degrees that pages are turned to the left.
    """

    resolution: int = 200
    skew: float = 0.6
    noise: float = 6.0
    blur: float = 0.5
    quarter: int = 0


def scan_pages(pdf: bytes, scanner: Scanner) -> Iterator[Image.Image]:
    """Yield a grey picture of each page of a PDF file."""
    random = np.random.default_rng(_SEED)
    document = pypdfium2.PdfDocument(pdf)
    for number in range(len(document)):
        page = document[number].render(scale=scanner.resolution / _POINTS).to_pil().convert("L")
        angle = scanner.skew if number % 2 else -scanner.skew
        page = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
        page = page.filter(ImageFilter.GaussianBlur(scanner.blur))
        shade = np.linspace(0, 18, page.width)[np.newaxis, :]
        grey = np.asarray(page, float) * 0.93 + 12 - shade + random.normal(0, scanner.noise, page.size[::-1])
        yield Image.fromarray(grey.clip(0, 255).astype("uint8")).rotate(scanner.quarter, expand=True)
    document.close()


def write_scan(pages: Iterable[Image.Image], resolution: int, form: str = "PDF") -> bytes:
    """Return pictures of pages as a file.

    Args:
        pages: At least one.
        resolution: Dots an inch.
        form: PDF, TIFF, or PNG for a single page.
    """
    first, *others = pages
    buffer = io.BytesIO()
    if form == "PDF":
        first.save(buffer, form, save_all=True, append_images=others, resolution=resolution, quality=_QUALITY)
    elif form == "TIFF":
        first.save(buffer, form, save_all=True, append_images=others, dpi=(resolution, resolution))
    else:
        first.save(buffer, form)
    return buffer.getvalue()
