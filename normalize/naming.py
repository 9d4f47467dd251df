"""Which indicator of the catalogue a label names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..schemas.catalogue import load_catalogue
from ..schemas.labels import clean_label, marks_in_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..schemas.catalogue import Indicator


def amounts_named(label: str, sections: Sequence[str]) -> list[Indicator]:
    """Return the amounts, ratios and counts that a label names, those of `sections` first."""
    catalogue = load_catalogue()
    for section in sections:
        if hits := [
            i for i in catalogue.by_label(label, section) if i.kind != "text" and i.section == section
        ]:
            return hits
    hits = [i for i in catalogue.by_label(label) if i.kind in ("amount", "ratio", "count")]
    return hits if not sections or len(hits) == 1 else []


def group_indicator(text: str) -> str | None:
    """Return the indicator group that a label with marks names ("产出指标（40分）"); None if it names none."""
    return named_group(text) if marks_in_label(text) is not None else None


def named_group(text: str) -> str | None:
    """Return the indicator group that a label names, with or without its marks; None if it names none."""
    hits = [i for i in load_catalogue().by_label(clean_label(text)) if i.kind == "score"]
    forms = [i for i in hits if i.section == "selfeval_form_tree"]
    return (forms or hits)[0].id if hits else None


def is_rate(indicator: str) -> bool:
    """Return whether an indicator is a ratio."""
    return load_catalogue().indicators[indicator].kind == "ratio"
