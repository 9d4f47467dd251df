"""What the caller did wrong, or a file that cannot be opened.

Trouble inside a document is data (a `Notice` or a `Finding`), never an exception.
"""

from __future__ import annotations


class FuheError(Exception):
    """Base of every error that fuhe raises on purpose; the text names file, place and remedy."""


class UnreadableDocument(FuheError):  # noqa: N818 - reads as what happened, like the other names here
    """A file that no reader can turn into a Document.

    Attributes:
        code: Short stable word for the documents dataset: empty, truncated, encrypted,
            not-a-document, too-large, unsupported, no-text, no-access, timeout, memory, crash, internal.
        reason: Chinese sentence with the remedy, shown to auditors.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


class CatalogueError(FuheError):
    """A YAML catalogue or rule file that breaks its own format; names entry, key and what was expected."""


class LakeError(FuheError):
    """A folder that is no lake, or a lake that this version cannot read."""


class LakeBusyError(LakeError):
    """Another run is writing into the lake."""
