"""Regular expressions that are data: anyone may write one, so that each search has a clock of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

SEARCH_SECONDS = 1.0  # of processor time for one search; texts of a report take some microseconds

PatternError = regex.error


class DataPattern:
    """A pattern of a catalogue or of a user's rule file.

    Raises:
        PatternError: It is no regular expression.
    """

    __slots__ = ("_compiled",)

    def __init__(self, alternatives: Iterable[str]) -> None:
        self._compiled = regex.compile("|".join(alternatives))

    def search(self, text: str) -> regex.Match[str] | None:
        """Return where it is first found; None if nowhere.

        Raises:
            TimeoutError: The search took longer than any search should.
        """
        return self._compiled.search(text, timeout=SEARCH_SECONDS)
