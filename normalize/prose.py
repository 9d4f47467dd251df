"""What the numbers of a paragraph are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .numbers import find_numbers
from .stages import period_of, stage_of

if TYPE_CHECKING:
    from ..schemas.records import Stage
    from .numbers import PrintedNumber


@dataclass(frozen=True, slots=True)
class ProseContext:
    """What is known before a paragraph is read.

    Attributes:
        fiscal_year: Year reported on; None if unknown.
        heading: Headings that the paragraph stands under, outermost first.
    """

    fiscal_year: int | None = None
    heading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProseNumber:
    """A number in running text and what it is about."""

    printed: PrintedNumber
    label: str
    indicator: str | None
    entity: str | None
    period: str | None
    stage: Stage | None


def prose_numbers(text: str, context: ProseContext) -> tuple[ProseNumber, ...]:
    """Return the numbers of a paragraph with what they are about."""
    last = 0
    found = []
    for printed in find_numbers(text):
        words = text[last : printed.start]
        found.append(ProseNumber(printed, words.strip(), None, None, period_of(words, context.fiscal_year), stage_of(words)))
        last = printed.end
    return tuple(found)
