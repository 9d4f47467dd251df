"""Files made to harm: each is a row with its code, and the good one between them is read."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fuhe.corpus.hostile import EXPECTED, hostile_files
from fuhe.engine import RunOptions, run
from fuhe.lake import open_lake
from fuhe.schemas.records import Status

CORPUS = Path(__file__).parents[2] / "corpus" / "files"


@pytest.fixture(scope="module")
def codes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """File name to what the run says of it."""
    folder = tmp_path_factory.mktemp("in")
    for name, data in hostile_files().items():
        (folder / name).write_bytes(data)
    shutil.copy(CORPUS / "luhe" / "department.docx", folder)
    out = tmp_path_factory.mktemp("out") / "lake"
    run([folder], out, RunOptions(workers=2, memory=1024, select=("A01",)))
    return {row.name: row.error_code or row.status for row in open_lake(out).records("documents")}


@pytest.mark.skipif(sys.platform == "win32", reason="no memory limit on Windows")
def test_every_hostile_file_is_a_row_with_its_code(codes: dict[str, str]) -> None:
    assert codes == {**EXPECTED, "department.docx": Status.OK}


def test_segmentation_leaves_no_cache_in_shared_folders(tmp_path: Path) -> None:
    """jieba by default leaves one in the system's temporary folder, for anybody to replace."""
    script = (
        "import os, tempfile, fuhe; from fuhe.normalize import normalize\n"
        f"normalize(fuhe.read({str(CORPUS / 'nanzhu.docx')!r}))\n"
        "from fuhe.normalize.prose_labels import _tokenizer; list(_tokenizer().cut('年初预算'))\n"
        "assert tempfile.gettempdir() == os.environ['TMPDIR']; print(os.listdir(os.environ['TMPDIR']))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        env={"TMPDIR": str(tmp_path), "PATH": ""},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "[]"
