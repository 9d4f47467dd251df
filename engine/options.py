"""How a run is to be made."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ..extract import Mode, Reader

LOCAL, DASK = "local", "dask://"


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a run is to be made.

    Attributes:
        workers: Processes that read and check at the same time.
        timeout: Seconds that one document, or one submission's checks, may take.
        memory: Megabytes of address space that a process may take.
        mask: Mask phone numbers and names of fillers before anything is written.
        select: Rule codes or first letters to run; empty for all.
        ignore: Rule codes or first letters to leave out.
        rule_files: Further rules, as YAML.
        profile: Name or file of the profile of an authority; None for the usual thresholds and schemes.
        reader: What reads PDF files: pdfium, or pdfplumber to compare with.
        ocr: Which pages are recognised: auto (those without readable text), never or always.
        force: Read and check again what has not changed.
        engine: local, or dask://HOST:PORT of a scheduler.
    """

    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    timeout: float = 120.0
    memory: int = 2048
    mask: bool = True
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rule_files: tuple[Path, ...] = ()
    profile: str | None = None
    reader: Reader = "pdfium"
    ocr: Mode = "auto"
    force: bool = False
    engine: str = LOCAL
