"""Makes the corpus: `uv run --no-sync python corpus/generate.py` rewrites every file below corpus/ that is made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from fuhe.corpus.bad import EXPECTED, bad_files
from fuhe.corpus.load import LabelledReport, load_report
from fuhe.corpus.pdf_features import pdf_feature_files
from fuhe.corpus.sheet_features import sheet_feature_files
from fuhe.corpus.word_features import feature_files
from fuhe.corpus.write_docx import write_docx
from fuhe.corpus.write_ofd import write_ofd
from fuhe.corpus.write_pdf import write_pdf

if TYPE_CHECKING:
    from fuhe.corpus.model import Content, Grid

HERE = Path(__file__).resolve().parent
# Between them: forms with merged cells, a list over several pages, prose alone.
PRINTED_AS_OFD = frozenset({"haina", "langu", "lanchuan", "tanxi", "yunxi"})


def reports() -> list[LabelledReport]:
    """Load and check every report."""
    return [load_report(path) for path in sorted((HERE / "reports").glob("*.yaml"))]


def made_files() -> dict[str, bytes]:
    """Return path below corpus/ and bytes of everything the generator makes."""
    made: dict[str, bytes] = {}
    pdf = b""
    for report in reports():
        for content in report.contents:
            pdf = write_pdf(content)
            made[f"files/{content.name}.docx"] = write_docx(content)
            made[f"files/{content.name}.pdf"] = pdf
            if content.name in PRINTED_AS_OFD:
                made[f"features/ofd/{content.name}.ofd"] = write_ofd(pdf, content.name)
            made[f"expected/{content.name}.json"] = _json(expected_grids(content))
        made[f"labels/{report.name}.yaml"] = _yaml(report.labels)
    made.update({f"bad/{name}": data for name, data in bad_files(pdf).items()})
    made["bad.yaml"] = _yaml(EXPECTED)
    made.update({f"features/word/{name}": data for name, data in feature_files().items()})
    made.update({f"features/pdf/{name}": data for name, data in pdf_feature_files().items()})
    made.update({f"features/sheets/{name}": data for name, data in sheet_feature_files().items()})
    return made


def expected_grids(content: Content) -> dict[str, Any]:
    """Return the tables of a file in reading order; a frame around one cell is no table."""
    return {"tables": [_grid(block.grid) for block in content.blocks if block.grid is not None]}


def _grid(grid: Grid) -> dict[str, Any]:
    cells = [
        {"text": c.text, "row": c.row, "col": c.col, "rowspan": c.rowspan, "colspan": c.colspan}
        for c in grid.cells
    ]
    return {"n_rows": grid.n_rows, "n_cols": grid.n_cols, "cells": cells}


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _yaml(value: Any) -> bytes:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110).encode()


def main() -> None:
    """Write everything."""
    for name, data in made_files().items():
        path = HERE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(f"{len(data):9d}  {name}")


if __name__ == "__main__":
    main()
