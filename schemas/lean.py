"""Keeping a process lean that has Arrow but no need of numpy and pandas."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder


class _Hidden(MetaPathFinder):
    """Says that there is no numpy and no pandas."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        if name in {"numpy", "pandas"}:
            raise ModuleNotFoundError(name=name)


def load_arrow() -> None:
    """Load Arrow, unless it is loaded already, so that it does without numpy and pandas.

    It looks for numpy when it is loaded and for pandas when it makes its first array, only to know
    their types from lists; that takes longer than a document does. So both are hidden for that moment, and
    whoever imports them later gets them. For processes of this program: a caller's own could no longer
    exchange arrays and frames with Arrow.
    """
    hidden = _Hidden()
    sys.meta_path.insert(0, hidden)
    try:
        import pyarrow as pa  # noqa: PLC0415 - not before they are hidden

        pa.array([0])
    finally:
        sys.meta_path.remove(hidden)
