"""Finding words of the lake in a file again: blanks do not count, and masked characters match any."""

from __future__ import annotations

MASK = "*"


def squeezed(text: str) -> str:
    """Return a text without white space, as the reader and the file may break it differently."""
    return "".join(text.split())


def same(known: str, printed: str) -> bool:
    """Return whether a text of the lake is what a file prints, but for a number put before it.

    >>> same("（一）预算 执行", "预算执行"), same("填表人：李**", "填表人：李小明")
    (True, True)
    """
    words, print_ = squeezed(known), squeezed(printed)
    if not print_ or len(print_) > len(words):
        return words == print_
    own = words[len(words) - len(print_) :]
    return own == print_ or all(a in (b, MASK) for a, b in zip(own, print_, strict=True))


def nearest(words: str, needle: str, about: int) -> tuple[int, int] | None:
    """Return start and end of the occurrence of `needle` nearest to a position; None if there is none.

    Args:
        words: Text without white space.
        needle: What to look for; white space in it does not count.
        about: Where it should start.

    >>> nearest("12与12", "12", 4), nearest("12", "3", 0)
    ((3, 5), None)
    """
    wanted = squeezed(needle)
    if not wanted:
        return None
    starts = []
    start = words.find(wanted)
    while start >= 0:
        starts.append(start)
        start = words.find(wanted, start + 1)
    if not starts:
        return None
    best = min(starts, key=lambda candidate: abs(candidate - about))
    return best, best + len(wanted)
