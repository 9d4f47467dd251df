"""Keeping a process lean that has Arrow but no need of pandas."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder

import pyarrow as pa


class _Hidden(MetaPathFinder):
    """Says that there is no pandas."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError


def spare_pandas() -> None:
    """Let Arrow find that pandas is not in use here.

    The first array that Arrow makes imports pandas, which takes longer than a document does, only to
    know its types from lists. It looks once, so pandas is hidden for that moment; who asks for a frame
    later still gets one. For processes of this program: a caller's own could no longer hand Arrow a frame.
    """
    if "pandas" in sys.modules:
        return
    hidden = _Hidden()
    sys.meta_path.insert(0, hidden)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(hidden)
