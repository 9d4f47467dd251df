"""Turns old Word files into .docx with LibreOffice, where it is installed, in a profile that trusts nothing.

Every process has a profile of its own: two conversions in one profile at once fail. The profile runs no
macro and fetches nothing that a document links to. The program itself is started, not the script around
it, and in the group of this process: so it ends at its limit, and with whoever ends this process.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from ..schemas.errors import UnreadableDocument

SECONDS = 60  # a department's report takes one; ten times the slowest seen on a busy machine
TRIES = 3  # a new profile may end the first start to be started again, and one start may fail
PROFILE = Path(__file__).parent / "office_profile.xcu"
# What sniff() says, and the suffix by which LibreOffice then chooses its filter.
SUFFIXES = {"doc": "doc", "rtf": "rtf", "odt": "odt", "word-xml": "xml"}
MISSING = "请安装 LibreOffice（libreoffice-writer）后重新运行，或用 Word、WPS 另存为 .docx 后重新提交"
FAILED = "LibreOffice 无法转换此文件，请用 Word 或 WPS 打开核对，另存为 .docx 后重新提交"


def to_docx(data: bytes, kind: str, name: str) -> bytes:
    """Return an old Word file as the bytes of a .docx.

    Args:
        data: Bytes of the file.
        kind: What sniff() says: doc, rtf, odt or word-xml.
        name: File name, for messages.

    Raises:
        UnreadableDocument: needs-libreoffice where there is none, timeout, or conversion-failed.
    """
    program = find_program()
    if program is None:
        raise UnreadableDocument("needs-libreoffice", f"{name}：旧版格式要先转换，{MISSING}。")
    with tempfile.TemporaryDirectory(prefix="fuhe-office-") as folder:
        given = Path(folder) / f"in.{SUFFIXES[kind]}"
        given.write_bytes(data)
        made = Path(folder) / "out" / "in.docx"
        for _ in range(TRIES):
            if _convert(program, given, made, name):
                return made.read_bytes()
    raise UnreadableDocument("conversion-failed", f"{name}：{FAILED}。")


def find_program() -> str | None:
    """Return the path of LibreOffice; None if it is not installed."""
    script = shutil.which("soffice") or shutil.which("libreoffice")
    if script is None:
        return None
    program = Path(script).resolve().with_name("soffice.bin")
    return str(program) if program.is_file() else script


def _convert(program: str, given: Path, made: Path, name: str) -> bool:
    """Run one conversion; return whether it left a file."""
    command = [
        program,
        f"-env:UserInstallation={_profile().as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(made.parent), str(given)),
    ]
    surroundings = {**os.environ, "HOME": str(given.parent), "SAL_USE_VCLPLUGIN": "svp"}
    running = subprocess.Popen(  # noqa: S603 - a fixed command, the document only names a file
        command,
        env=surroundings,
        cwd=given.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        running.wait(SECONDS)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()
        reason = f"{name}：转换超过 {SECONDS} 秒，{FAILED}。"
        raise UnreadableDocument("timeout", reason) from None
    return made.is_file() and made.stat().st_size > 0


@cache
def _profile() -> Path:
    """Return the profile folder of this process; removed when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="fuhe-office-profile-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "user").mkdir()
    shutil.copyfile(PROFILE, folder / "user" / "registrymodifications.xcu")
    return folder
