"""Markup cut from a part and parsed by itself, where the part is written the usual way."""

from __future__ import annotations

import re

from .docx_package import W

_ONLY_W = frozenset({b"w"})
_NAMESPACE = f'xmlns:w="{W[1:-1]}"'.encode()
_DECLARATION = re.compile(rb"""xmlns:([\w.-]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_ENCODING = re.compile(rb'(?:%b)?<\?xml [^>]*encoding="(?!(?i:utf-8)")' % _BYTE_ORDER_MARK)


class Wrap:
    """The root element of a part: what it declares, and where in the part its content starts."""

    def __init__(self, tag: bytes, name: bytes, content: int) -> None:
        self.tag = tag
        self.content = content
        self._name = name
        self._declared = {found[1]: found[0] for found in _DECLARATION.finditer(tag)}
        self._tags: dict[frozenset[bytes], bytes] = {}

    def around(self, markup: bytes) -> bytes:
        """Return a piece of markup inside an element that declares the namespaces it uses.

        Word declares some thirty; to parse them all takes longer than to parse a paragraph.
        """
        if markup.count(b":") == markup.count(b"w:"):  # of most markup
            used = _ONLY_W
        else:
            used = frozenset(prefix for prefix in self._declared if prefix + b":" in markup)
        if used not in self._tags:
            declared = b" ".join(found for prefix, found in self._declared.items() if prefix in used)
            self._tags[used] = b"<x %b>" % declared
        return b"%b%b</x>" % (self._tags[used], markup)


def plain_root(text: bytes, name: bytes) -> Wrap | None:
    """Return the root of a part, None if the part must be parsed as a whole.

    Text can be cut only if tags are tags: no comments, sections or document type, and UTF-8.
    """
    start = text.find(b"<%b " % name, 0, 1024)
    end = text.find(b">", start) + 1
    if start < 0 or not end or text[end - 2 : end] == b"/>" or _ENCODING.match(text):
        return None
    tag = text[start:end]
    # A single byte is found ten times faster than two.
    is_plain = (
        text.startswith((b"<", _BYTE_ORDER_MARK + b"<"))
        and tag.count(_NAMESPACE) == 1
        and b"xmlns=" not in tag
        and text[-64:].rstrip().endswith(b"</%b>" % name)
        and (text.find(b"!") < 0 or text.find(b"<!") < 0)
        and (text.find(b"?", end) < 0 or text.find(b"<?", end) < 0)
    )
    return Wrap(tag, name, end) if is_plain else None
