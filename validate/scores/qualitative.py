"""Words for the result of an indicator that is not counted: reached, partly reached, missed."""

from __future__ import annotations

import re

PARTS = re.compile(r"(?P<missed>未(?:达成|完成))|(?P<partly>部分达成)|(?P<met>(?:全部)?达成)")
WHOLE = re.compile(
    r"(?:未达成|未完成|部分达成|(?:全部)?达成)(?:年度|预期)?(?:指标|目标)?(?:并具有一定效果|且效果较差)?。?"
)


def prescribed_answer(actual: str) -> str | None:
    """Return met, partly or missed for the prescribed words of the forms; None for words of one's own.

    >>> prescribed_answer("部分达成年度指标并具有一定效果"), prescribed_answer("部分达成，剩余两处在建")
    ('partly', None)
    """
    text = re.sub(r"[\s,，、]", "", actual)
    found = PARTS.match(text) if WHOLE.fullmatch(text) else None
    return found.lastgroup if found else None
