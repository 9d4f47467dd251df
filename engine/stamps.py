"""What results depend on, as short hashes: equal stamps, equal results, nothing to do."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..extract.scans.ocr import is_available
from ..schemas.errors import CatalogueError
from ..schemas.profiles import profile_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..schemas.records import DocumentRow
    from .options import RunOptions

PACKAGE = Path(__file__).parents[1]
DIGITS = 16  # hexadecimal; as many as keep a chance collision out of question
# Catalogues that only checks look into: whoever changes one need not have anything read again.
RULE_CATALOGUES = frozenset({"causes.yaml", "discovery.yaml", "rules.yaml", "text_patterns.yaml"})
# Failures that another limit might have spared.
LIMITED = frozenset({"timeout", "memory", "crash"})
# Failures that may be gone next time though nothing that we can see has changed.
PASSING = frozenset({"needs-libreoffice", "no-access"})


def read_key(options: RunOptions, error_code: str | None = None) -> str:
    """Return what the reading of a file depends on beside its bytes; empty if it must be tried each time.

    Args:
        options: Of the run.
        error_code: Of a file that could not be read; None for one that could.
    """
    if error_code in PASSING:
        return ""
    parts = [_stamp("extract", "normalize", "schemas", rules=False), str(options.mask), options.reader]
    parts += [options.ocr, str(is_available())]
    if error_code in LIMITED:
        parts += [f"{options.timeout:g}", str(options.memory)]
    return _hash(parts)


def rules_key(options: RunOptions) -> str:
    """Return what checks depend on beside the documents.

    Raises:
        CatalogueError: A rule file cannot be read.
    """
    parts = [program_stamp(), ",".join(options.select), ",".join(options.ignore)]
    files = (*options.rule_files, *((profile_path(options.profile),) if options.profile else ()))
    return _hash([*parts, *map(_content, files)])


def members_key(submission: str, rows: Iterable[DocumentRow]) -> str:
    """Return what identifies a submission: its documents and where they were found."""
    parts = [f"{row.document_id} {row.source} {row.copies}" for row in rows]
    return _hash([submission, *parts])


def program_stamp() -> str:
    """Return the stamp of everything that has a say in a result."""
    return _stamp("extract", "normalize", "validate", "schemas", rules=True)


@cache
def _stamp(*folders: str, rules: bool) -> str:
    return _hash(_file_hash(path) for folder in folders for path in _files(folder, rules=rules))


def _files(folder: str, *, rules: bool) -> Iterator[Path]:
    for path in sorted((PACKAGE / folder).rglob("*")):
        if path.suffix in {".py", ".xcu", ".yaml"} and (rules or path.name not in RULE_CATALOGUES):
            yield path


def _file_hash(path: Path) -> str:
    return f"{path.relative_to(PACKAGE)} {hashlib.sha256(path.read_bytes()).hexdigest()}"


def _content(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise CatalogueError(f"{path}：无法读取（{error.strerror}），请检查路径。") from error


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
