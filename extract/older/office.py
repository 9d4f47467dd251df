"""Turns older Word and Excel files into newer ones with LibreOffice, where it is installed, in a profile that trusts nothing.

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
from typing import NamedTuple

from ...schemas.errors import UnreadableDocument

SECONDS = 60  # a department's report takes one; ten times the slowest seen on a busy machine
TRIES = 3  # a new profile may end the first start to be started again, and one start may fail
PROFILE = Path(__file__).parent / "office_profile.xcu"
FAILED = "LibreOffice 无法转换此文件，请用 Word、WPS 打开核对，另存为 {made} 后重新提交"
MISSING = "请安装 LibreOffice（{package}）后重新运行，或用 Word、WPS 另存为 {made} 后重新提交"


class Target(NamedTuple):
    """What a file is turned into: a suffix, LibreOffice's name of it, and Debian's of what writes it."""

    suffix: str
    filter: str
    package: str


class Conversion(NamedTuple):
    """How files of a kind are converted: the suffix by which LibreOffice chooses its filter, and the target."""

    suffix: str
    target: Target


_WORD = Target("docx", "MS Word 2007 XML", "libreoffice-writer")
_EXCEL = Target("xlsx", "Calc MS Excel 2007 XML", "libreoffice-calc")
# By what sniff() says.
CONVERSIONS = {
    "doc": Conversion("doc", _WORD),
    "rtf": Conversion("rtf", _WORD),
    "odt": Conversion("odt", _WORD),
    "word-xml": Conversion("xml", _WORD),
    "ods": Conversion("ods", _EXCEL),
    "xlsb": Conversion("xlsb", _EXCEL),
    "excel-xml": Conversion("xml", _EXCEL),
}


def convert(
    data: bytes, kind: str, name: str, *, seconds: float = SECONDS, profile: Path | None = PROFILE
) -> bytes:
    """Return an older file as the bytes of a .docx or .xlsx.

    Args:
        data: Bytes of the file.
        kind: What sniff() says: a key of `CONVERSIONS`.
        name: File name, for messages.
        seconds: How long one attempt may take.
        profile: Settings to convert with; None for those that LibreOffice comes with.

    Raises:
        UnreadableDocument: needs-libreoffice where there is none, timeout, or conversion-failed.
    """
    given, target = CONVERSIONS[kind]
    program = find_program()
    if program is None:
        remedy = MISSING.format(package=target.package, made=f".{target.suffix}")
        raise UnreadableDocument("needs-libreoffice", f"{name}：旧版格式要先转换，{remedy}。")
    failed = FAILED.format(made=f".{target.suffix}")
    with tempfile.TemporaryDirectory(prefix="fuhe-office-") as folder:
        file = Path(folder) / f"in.{given}"
        file.write_bytes(data)
        for _ in range(TRIES):
            try:
                made = _attempt(program, file, target, _profile(profile), seconds)
            except subprocess.TimeoutExpired:
                raise UnreadableDocument("timeout", f"{name}：转换超过 {seconds:g} 秒，{failed}。") from None
            if made:
                return made
    raise UnreadableDocument("conversion-failed", f"{name}：{failed}。")


def find_program() -> str | None:
    """Return the path of LibreOffice; None if it is not installed."""
    script = shutil.which("soffice") or shutil.which("libreoffice")
    if script is None:
        return None
    program = Path(script).resolve().with_name("soffice.bin")
    return str(program) if program.is_file() else script


def _attempt(program: str, file: Path, target: Target, profile: Path, seconds: float) -> bytes:
    """Run one conversion; return the file that it left, nothing if it left none.

    Raises:
        subprocess.TimeoutExpired: It took too long, and has been ended.
    """
    made = file.parent / "out" / f"in.{target.suffix}"
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
        *("--convert-to", f"{target.suffix}:{target.filter}", "--outdir", str(made.parent), str(file)),
    ]
    running = subprocess.Popen(  # noqa: S603 - a fixed command, the document only names a file
        command,
        env={**os.environ, "HOME": str(file.parent), "SAL_USE_VCLPLUGIN": "svp"},
        cwd=file.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        running.wait(seconds)
    finally:
        if running.returncode is None:
            running.kill()
            running.wait()
    return made.read_bytes() if made.is_file() else b""


@cache
def _profile(settings: Path | None) -> Path:
    """Return the profile folder of this process; removed when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="fuhe-office-profile-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "user").mkdir()
    if settings is not None:
        shutil.copyfile(settings, folder / "user" / "registrymodifications.xcu")
    return folder
