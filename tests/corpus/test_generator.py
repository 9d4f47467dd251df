"""The committed corpus is what the generator makes, its grids are sound, its labels stand in the reports."""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import zipfile
from pathlib import Path

import docx
import pytest
import yaml

from fuhe.corpus import generate
from fuhe.corpus.load import load_report, texts_of

CORPUS = Path(__file__).parents[2] / "corpus"
REPORTS = sorted((CORPUS / "reports").glob("*.yaml"))


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return generate.made_files()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_everything_committed_is_made_again(made: dict[str, bytes]) -> None:
    kept = {"bad.yaml"} | {
        path.relative_to(CORPUS).as_posix()
        for folder in ("files", "expected", "labels", "bad", "features")
        for path in (CORPUS / folder).rglob("*")
        if path.is_file()
    }
    assert kept == set(made)


def test_second_run_gives_the_same_bytes(made: dict[str, bytes]) -> None:
    again = generate.made_files()
    assert [name for name in made if again[name] != made[name]] == []


def test_committed_content_equals_the_made_content(made: dict[str, bytes]) -> None:
    """Bytes must agree; .docx and .ofd may be compressed otherwise by another zlib, so their members count."""
    for name, data in made.items():
        kept = (CORPUS / name).read_bytes()
        if name.endswith((".docx", ".ofd")) and name.startswith(("files/", "features/ofd/")):
            assert members(kept) == members(data), name
        else:
            assert hashlib.sha256(kept).hexdigest() == hashlib.sha256(data).hexdigest(), name


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_stated_figures_stand_in_the_report(path: Path) -> None:
    report = load_report(path)
    text = {content.name: "\n".join(texts_of(content)) for content in report.contents}
    for error in report.labels["errors"]:
        name = "/".join(part for part in (report.name, error.get("file", "")) if part)
        plain = text[name] + text[name].replace(",", "")
        assert error["stated"].strip() in plain, error
        assert re.fullmatch(r"[A-Z]\d\d", error["rules"][0])


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_clean_means_no_error(path: Path) -> None:
    labels = yaml.safe_load((CORPUS / "labels" / path.name).read_text(encoding="utf-8"))
    assert labels["clean"] == (not labels["errors"])


def test_an_unlabelled_slip_is_refused(tmp_path: Path) -> None:
    text = (CORPUS / "reports" / "nanzhu.yaml").read_text(encoding="utf-8")
    spoiled = tmp_path / "spoiled.yaml"
    spoiled.write_text(text.replace('score: "97.22"', 'score: "97.32"'), encoding="utf-8")
    with pytest.raises(ValueError, match=r"form\.score"):
        load_report(spoiled)


def test_grids_have_no_overlap_and_stay_inside() -> None:
    for path in sorted((CORPUS / "expected").rglob("*.json")):
        for table in json.loads(path.read_text(encoding="utf-8"))["tables"]:
            taken = [
                (row, col)
                for cell in table["cells"]
                for row in range(cell["row"], cell["row"] + cell["rowspan"])
                for col in range(cell["col"], cell["col"] + cell["colspan"])
            ]
            assert len(taken) == len(set(taken)), path
            assert all(row < table["n_rows"] and col < table["n_cols"] for row, col in taken), path


def test_word_files_hold_the_expected_tables() -> None:
    """python-docx, which resolves merged cells by itself, sees the same grid."""
    for path in sorted((CORPUS / "expected").rglob("*.json")):
        name = path.relative_to(CORPUS / "expected").with_suffix(".docx")
        tables = docx.Document(str(CORPUS / "files" / name)).tables
        boxes = [table for table in tables if len(table._cells) == 1]  # a frame is no table, what it holds is
        tables = [one for table in tables for one in (table._cells[0].tables if table in boxes else [table])]
        expected = json.loads(path.read_text(encoding="utf-8"))["tables"]
        assert len(tables) == len(expected), name
        for table, grid in zip(tables, expected, strict=True):
            assert (len(table.rows), len(table.columns)) == (grid["n_rows"], grid["n_cols"]), name
            for cell in grid["cells"]:
                row = table.rows[cell["row"]]
                shown = row.cells[cell["col"] - row.grid_cols_before].paragraphs[0].text
                assert shown == cell["text"], (name, cell)


def test_encrypted_file_is_a_compound_file_with_the_package_stream() -> None:
    data = (CORPUS / "bad" / "encrypted.docx").read_bytes()
    assert data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (directory,) = struct.unpack_from("<I", data, 48)
    entries = data[512 * (directory + 1) :][:512]
    for stream in ("EncryptionInfo", "EncryptedPackage"):
        assert stream.encode("utf-16-le") in entries
