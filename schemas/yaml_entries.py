"""YAML catalogues read as plain text and checked key by key.

Scalars stay strings: `5.50` keeps its digits, and no word is taken for a boolean or a date.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from .errors import CatalogueError
from .loading import load_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path


def read_yaml(path: Path) -> Entry:
    """Return the mapping that a YAML file holds.

    Args:
        path: File in UTF-8.

    Raises:
        CatalogueError: The file is missing, no valid YAML, or no mapping.
    """
    content = load_yaml(path.absolute(), as_text=True)
    if not isinstance(content, dict):
        raise CatalogueError(f"{path.name}：应为“键: 值”的映射，现为 {_kind_of(content)}。")
    return Entry(path.name, "", content)


def _kind_of(value: object) -> str:
    if isinstance(value, dict):
        return "映射"
    return "列表" if isinstance(value, list) else f"“{value}”"


@dataclass(frozen=True, slots=True)
class Entry:
    """One mapping of a YAML file, with its place for complaints.

    Attributes:
        file: File name.
        place: Dotted keys that lead to the mapping; empty at the top.
        values: What stands there: strings, lists and mappings.
    """

    file: str
    place: str
    values: Mapping[str, Any]

    def fault(self, key: str, expected: str) -> CatalogueError:
        """Return the error that `key` is not what was expected, naming file and place."""
        found = _kind_of(self.values[key]) if key in self.values else "没有这个键"
        return CatalogueError(f"{self.file}：{self.place or '顶层'} 的 {key} 应为{expected}，现为{found}。")

    def only(self, *allowed: str) -> None:
        """Raise CatalogueError when a key stands here that is not allowed."""
        for key in self.values:
            if key not in allowed:
                raise self.fault(key, f"以下之一（键名有误）：{'、'.join(allowed)}")

    def text(self, key: str) -> str:
        """Return a string that must be there."""
        value = self.optional_text(key)
        if value is None:
            raise self.fault(key, "非空文字")
        return value

    def optional_text(self, key: str) -> str | None:
        """Return a string, or None when the key is absent."""
        value = self.values.get(key)
        if key in self.values and (not isinstance(value, str) or not value.strip()):
            raise self.fault(key, "非空文字")
        return value

    def word(self, key: str, allowed: Collection[str]) -> str:
        """Return a string that must be one of `allowed`."""
        value = self.text(key)
        if value not in allowed:
            raise self.fault(key, f"以下之一：{'、'.join(sorted(allowed))}")
        return value

    def optional_word(self, key: str, allowed: Collection[str]) -> str | None:
        """Return one of `allowed`, or None when the key is absent."""
        return self.word(key, allowed) if key in self.values else None

    def flag(self, key: str) -> bool:
        """Return true or false; false when the key is absent."""
        return self.optional_word(key, ("true", "false")) == "true"

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of distinct strings; empty when the key is absent."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.fault(key, "文字的列表")
        if len(set(value)) != len(value):
            raise self.fault(key, "不重复的文字的列表")
        return tuple(value)

    def number(self, key: str) -> Decimal:
        """Return a number with exactly the digits written."""
        return self._to_number(key, self.text(key))

    def numbers(self, key: str) -> tuple[Decimal, ...]:
        """Return a list of numbers; empty when the key is absent."""
        return tuple(self._to_number(key, text) for text in self.texts(key))

    def _to_number(self, key: str, text: str) -> Decimal:
        try:
            value = Decimal(text)
        except InvalidOperation:
            raise self.fault(key, "数字") from None
        if not value.is_finite():
            raise self.fault(key, "数字")
        return value

    def child(self, key: str) -> Entry:
        """Return the mapping under `key`."""
        value = self.values.get(key)
        if not isinstance(value, dict):
            raise self.fault(key, "映射")
        return Entry(self.file, f"{self.place}.{key}" if self.place else key, value)

    def children(self) -> Iterator[tuple[str, Entry]]:
        """Yield every key with the mapping under it, in file order."""
        for key in self.values:
            yield key, self.child(key)

    def items(self, key: str) -> Iterator[Entry]:
        """Yield the mappings of the list under `key`, in order."""
        value = self.values.get(key)
        if not isinstance(value, list):
            raise self.fault(key, "列表")
        for position, item in enumerate(value, start=1):
            place = f"{self.place}.{key}第{position}项"
            if not isinstance(item, dict):
                raise CatalogueError(f"{self.file}：{place} 应为映射，现为{_kind_of(item)}。")
            yield Entry(self.file, place, item)
