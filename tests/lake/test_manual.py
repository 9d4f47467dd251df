"""The data dictionary is what the schemas say now. `python tests/lake/test_manual.py` writes it."""

from __future__ import annotations

from pathlib import Path

from fuhe.lake.manual import data_dictionary

DICTIONARY = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


def test_the_data_dictionary_is_current() -> None:
    assert DICTIONARY.read_text(encoding="utf-8") == data_dictionary(), "run python tests/lake/test_manual.py"


if __name__ == "__main__":
    DICTIONARY.write_text(data_dictionary(), encoding="utf-8")
