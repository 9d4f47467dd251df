"""Reads YAML files: the packaged ones by name, a user's by path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from .errors import CatalogueError

FOLDER = Path(__file__).parent


def _strict(name: str) -> Any:
    """Return the loader called CName, or Name where libyaml is missing, that refuses a key standing twice."""
    base: Any = getattr(yaml, f"C{name}", getattr(yaml, name))

    class Strict(base):  # type: ignore[misc]
        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
            seen: set[str] = set()
            for key, _ in node.value:
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"键 {key.value} 重复", key.start_mark
                    )
                seen.add(key.value)
            mapping: dict[Any, Any] = super().construct_mapping(node, deep)
            return mapping

    return Strict


TYPED, TEXT = _strict("SafeLoader"), _strict("BaseLoader")


def load_yaml(name: str | Path, *, as_text: bool = False) -> Any:
    """Return the content of a packaged YAML file, or of a user's file given by absolute path.

    Args:
        name: File name under schemas/, or an absolute path.
        as_text: Keep every scalar a string, so that 5.50 keeps its digits.

    Raises:
        CatalogueError: The file is missing or no valid YAML; names file, line and column.
    """
    path = Path(name) if Path(name).is_absolute() else FOLDER / name
    try:
        return yaml.load(path.read_bytes(), Loader=TEXT if as_text else TYPED)  # noqa: S506 - both are safe
    except OSError as error:
        raise CatalogueError(
            f"{path.name}：无法读取（{error.strerror}），请检查路径或安装是否完整。"
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path.name}：{_fault(error)}，请按 YAML 语法改正。") from error


def _fault(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    place = f"第{mark.line + 1}行第{mark.column + 1}列" if mark else "文件"
    return f"{place} {getattr(error, 'problem', None) or error}"
