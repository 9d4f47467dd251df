"""pyproject.toml, the folders and the import system agree with each other."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import fuhe

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
# `python -m fuhe` runs on import; the corpus generator needs tools that only developers have.
NOT_IMPORTED = ("fuhe.__main__", "fuhe.corpus", "fuhe.bench", "fuhe.tests")
MODULES = [
    m.name for m in pkgutil.walk_packages(fuhe.__path__, "fuhe.") if not m.name.startswith(NOT_IMPORTED)
]
HEAVY = {"pandas", "pyarrow", "duckdb", "pdfplumber", "docx", "lxml", "jieba", "xlsxwriter", "pydantic"}
RULES = "fuhe.validate.judge"  # imports all of them


def packages() -> set[str]:
    inits = (path.parent.relative_to(ROOT) for path in ROOT.glob("*/**/__init__.py"))
    ours = (
        folder.parts
        for folder in inits
        if folder.parts[0] not in {"tests", "corpus", "bench", "docs", "build"}
    )
    return {".".join(("fuhe", *parts)) for parts in ours if not any(part.startswith(".") for part in parts)}


def test_every_package_is_listed_for_installation() -> None:
    assert set(SETTINGS["packages"]) == packages() | {"fuhe"}


def test_every_catalogue_is_installed() -> None:
    patterns = SETTINGS["package-data"]["fuhe.schemas"]
    data = [path for path in (ROOT / "schemas").iterdir() if path.suffix not in {".py", ""}]
    assert data
    assert all(any(path.match(pattern) for pattern in patterns) for path in data)


def test_root_holds_three_modules_that_import_absolutely() -> None:
    files = {path.name: path.read_text(encoding="utf-8") for path in ROOT.glob("*.py")}
    assert set(files) == {"__init__.py", "__main__.py", "cli.py"}
    assert not [name for name, text in files.items() if "from ." in text]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_no_module_is_loaded_under_two_names() -> None:
    importlib.import_module("fuhe.schemas.records")
    assert [name for name in sys.modules if name.endswith("schemas.records")] == ["fuhe.schemas.records"]


def loaded_by(code: str) -> set[str]:
    probe = f"import sys\n{code}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        "import fuhe",
        "import fuhe.cli",
        "from fuhe.cli import app; app(['rule'], standalone_mode=False)",
        "from fuhe.cli import app; app(['rule', 'A17'], standalone_mode=False)",
    ],
)
def test_what_answers_at_once_imports_nothing_heavy(code: str) -> None:
    assert not loaded_by(code) & {*HEAVY, RULES}


def test_a_run_over_unchanged_files_waits_for_no_import_of_pandas() -> None:
    assert not loaded_by("import fuhe.engine") & {"pandas", "pyarrow.dataset", "duckdb", RULES}


def test_module_can_be_run() -> None:
    done = subprocess.run([sys.executable, "-m", "fuhe", "--help"], capture_output=True, check=True)
    assert "check" in done.stdout.decode()
