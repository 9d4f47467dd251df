"""Walking WordprocessingML: which children count, and properties that switch on and off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .package import W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATE = f"{_COMPATIBILITY}AlternateContent"
# Wrappers that a reader sees through; insertions are taken as accepted.
_WRAPPERS = frozenset(
    {f"{W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")} | {ALTERNATE}
)


def content(parent: _Element, wanted: frozenset[str]) -> Iterator[_Element]:
    """Yield the children of the wanted tags in document order, through wrappers without content of their own."""
    waiting: list[Iterator[_Element]] = [iter(parent)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag in wanted:
            yield child
        elif child.tag in _WRAPPERS:
            waiting.append(iter(chosen(child) if child.tag == ALTERNATE else child))


def chosen(alternate: _Element) -> _Element | list[_Element]:
    """Return the one branch of alternate content that is read: the first choice, else the fallback."""
    branch = alternate.find(f"{_COMPATIBILITY}Choice")
    if branch is None:
        branch = alternate.find(f"{_COMPATIBILITY}Fallback")
    return [] if branch is None else branch


def child_of(parent: _Element | None, tag: str) -> _Element | None:
    """Return the first child w:`tag`, None if there is none; `find` takes four times as long."""
    name = f"{W}{tag}"
    for element in () if parent is None else parent:
        if element.tag == name:
            return element
    return None


def value(parent: _Element | None, tag: str) -> str | None:
    """Return the attribute w:val of a child, None if child or attribute is missing."""
    found = child_of(parent, tag)
    return None if found is None else found.get(f"{W}val")


def integer(parent: _Element | None, tag: str) -> int | None:
    """Return w:val of a child as a whole number, None if it is none."""
    return whole(value(parent, tag))


def whole(text: str | None) -> int | None:
    """Return a whole number, None if the text is none."""
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def switch(parent: _Element | None, tag: str) -> bool | None:
    """Return a property that is on by its mere presence; None if it is absent."""
    found = child_of(parent, tag)
    return None if found is None else found.get(f"{W}val", "1") not in {"0", "false", "off"}
