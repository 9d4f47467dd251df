"""Reads the YAML files that are packaged beside this module."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from .errors import CatalogueError

FOLDER = Path(__file__).parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(name: str | Path) -> Any:
    """Return the content of a packaged YAML file, or of a user's file given by path.

    Raises:
        CatalogueError: The file is missing or is no YAML; names file and line.
    """
    path = Path(name) if Path(name).is_absolute() else FOLDER / name
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - a safe loader
    except OSError as error:
        raise CatalogueError(f"{path}: 无法读取（{error.strerror}）") from error
    except yaml.YAMLError as error:
        raise CatalogueError(f"{path}: 不是有效的 YAML：{error}") from error
