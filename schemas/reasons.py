"""The closed list of reasons for which a finding is dismissed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .loading import load_yaml


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a finding is dismissed.

    Attributes:
        code: What the decisions dataset keeps.
        text: What people choose, in Chinese.
        needs_note: The reviewer must say more in a note.
    """

    code: str
    text: str
    needs_note: bool = False


@cache
def load_reasons() -> dict[str, Reason]:
    """Return the reasons by code, in the order in which they are offered."""
    return {entry["code"]: Reason(**entry) for entry in load_yaml("reasons.yaml")["reasons"]}
