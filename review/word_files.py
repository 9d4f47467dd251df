"""Opening Word files for writing."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document

    from ..schemas.errors import FuheError


def open_word(data: bytes, complaint: FuheError) -> Document:
    """Return a Word file ready to be changed.

    Args:
        data: Bytes of the file.
        complaint: What is raised if it cannot be opened.
    """
    import docx  # noqa: PLC0415 - heavy
    from docx.opc.exceptions import OpcError  # noqa: PLC0415
    from lxml.etree import XMLSyntaxError  # noqa: PLC0415

    try:
        document = docx.Document(io.BytesIO(data))
        has_body = document.element.body is not None
    except (OpcError, XMLSyntaxError, KeyError, ValueError, AttributeError, zipfile.BadZipFile) as error:
        raise complaint from error
    if not has_body:
        raise complaint
    return document
