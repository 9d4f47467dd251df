"""Characters of symbol fonts in Unicode: tick boxes and comparison signs matter in these forms.

Source:
    The code charts of the fonts Symbol, Wingdings and Wingdings 2; only signs that reports use.
"""

from __future__ import annotations

_SYMBOL = {
    0x25: "%", 0x2B: "+", 0x2D: "−", 0x3C: "<", 0x3D: "=", 0x3E: ">", 0xA3: "≤", 0xA5: "∞", 0xB0: "°",
    0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xD6: "√",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x9F: "•", 0xA1: "○", 0xA8: "□",
    0xD8: "➢", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□",
}  # fmt: skip
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
SYMBOL_FONTS = tuple(_FONTS)
# Word stores the codes of symbol fonts in the private use area from here on.
_PRIVATE = 0xF000
_PRIVATE_END = 0xF0FF


def is_symbol_font(font: str | None) -> bool:
    """Say whether a font shows other characters than its codes say."""
    return font is not None and font.lower() in _FONTS


def from_font(code: int, font: str | None) -> str:
    """Return what a code shows in a font; a private code that no table knows is the replacement sign."""
    table = _FONTS.get((font or "").lower())
    low = code - _PRIVATE if _PRIVATE <= code <= _PRIVATE_END else code
    if table is not None and low in table:
        return table[low]
    if 0xE000 <= code <= 0xF8FF:
        return "\ufffd"
    return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
