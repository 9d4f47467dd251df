"""Children begin with all that a document needs, and with nothing that takes long and is not needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CORPUS = Path(__file__).parents[2] / "corpus" / "files"
HEAVY = ("pandas", "numpy", "duckdb", "rich", "openpyxl", "typer", "distributed", "cv2", "PIL")


def said(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], check=True, capture_output=True, text=True
    )
    return done.stdout


def test_a_document_finds_catalogues_rules_and_readers_loaded() -> None:
    script = (
        "import builtins, io, sys, fuhe.engine.warm\n"
        "from pathlib import Path\n"
        "from fuhe.engine.options import RunOptions\n"
        "from fuhe.extract import read\nfrom fuhe.normalize import normalize\n"
        "from fuhe.schemas.records import Submission\nfrom fuhe.validate import Options, validate\n"
        f"files = [Path({str(CORPUS)!r}, name) for name in ('nanzhu.docx', 'nanzhu.pdf')]\n"
        "data = [file.read_bytes() for file in files]\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: event == 'open' and opened.append(str(args[0])))\n"
        "for file, content in zip(files, data):\n"
        "    validate(Submission('', (normalize(read(content, file.name)),)), Options())\n"
        "print(*[name for name in opened if name.endswith('.yaml')])"
    )
    assert said(script).split() == []


def test_children_import_nothing_that_they_do_not_need(tmp_path: Path) -> None:
    """The first array that Arrow makes would import pandas, half a second in every process."""
    known = f"print([name for name in {HEAVY} if name in sys.modules])"
    write = (
        "from fuhe.lake import stage; from fuhe.schemas.records import Paragraph, Source; from pathlib import Path\n"
        f"stage(Path({str(tmp_path)!r}), 'x', {{'paragraphs': [Paragraph(1, '甲', (), None, Source('x', paragraph=1))]}})\n"
    )
    assert said(f"import sys, fuhe.engine.warm\n{write}{known}") == "[]\n"


def test_a_frame_is_still_to_be_had() -> None:
    script = (
        "from fuhe.schemas.lean import load_arrow; import pyarrow as pa, sys; load_arrow()\n"
        "table = pa.table({'a': pa.array([1])}); print('pandas' in sys.modules, len(table.to_pandas()))"
    )
    assert said(script).split() == ["False", "1"]
