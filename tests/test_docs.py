"""Generated documents are what the program makes now. `python tests/test_docs.py` writes them."""

from __future__ import annotations

from pathlib import Path

from fuhe.review.pages import rules_manual

RULES = Path(__file__).parents[1] / "docs" / "rules.md"


def test_the_rules_manual_is_current() -> None:
    assert RULES.read_text(encoding="utf-8") == rules_manual(), "run python tests/test_docs.py"


if __name__ == "__main__":
    RULES.parent.mkdir(exist_ok=True)
    RULES.write_text(rules_manual(), encoding="utf-8")
