"""Bytes in, `Document` out: what stands in a file, with the place of everything."""

from __future__ import annotations

from .dispatch import Reader, read
from .scans.ocr import Mode, Recognition

__all__ = ["Mode", "Reader", "Recognition", "read"]
