"""How fast the reviewers' desk answers with many findings, as ratios to an empty page.

A lake of made-up reports is written into a temporary folder; the desk answers in this process, without a network.

    uv run python bench/desk.py [FINDINGS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from fuhe.lake import open_lake, stage, transaction
from fuhe.review.web.app import application
from fuhe.review.web.desk import Desk
from fuhe.review.web.guard import Rules
from fuhe.schemas.records import (
    Cell,
    DocumentRow,
    Evidence,
    Finding,
    Severity,
    Source,
    Status,
    Table,
    TableRow,
)

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = 500
ROUNDS = 7
RULES = ("A01", "A17", "R01", "S02", "S04", "X02", "X07", "D01")
CAUSES = ("疑似多录一位数字", "疑似漏加该项（公务接待费）", None)


def write_lake(path: Path, findings: int) -> None:
    """Write a lake of FILES documents with that many findings in all."""
    keys = [f"{number:064x}" for number in range(1, FILES + 1)]
    with transaction(path) as run:
        for number, key in enumerate(keys):
            found = [make_finding(key, number, n) for n in range(findings // FILES)]
            stage(
                run.staging,
                key,
                {
                    "documents": [make_document(key, number)],
                    "tables": [TableRow(key, Table(1, (), 60, 6, caption="收支表"), None, None)],
                    "cells": [
                        Cell(
                            row,
                            column,
                            1,
                            1,
                            f"{row * column}.00",
                            Source(key, table=1, row=row, column=column),
                        )
                        for row in range(60)
                        for column in range(6)
                    ],
                    "findings": found,
                },
            )
        run.commit(keys)


def make_document(key: str, number: int) -> DocumentRow:
    name = f"报告{number}.docx"
    return DocumentRow(
        key, name, f"in/{name}", f"in{number}", "docx", 1, None, Status.OK, None, None, None, (),
        f"第{number % 120}单位", 2020 + number % 5, None, (), 1, "0",
    )  # fmt: skip


def make_finding(key: str, document: int, number: int) -> Finding:
    place = Source(key, table=1, row=number % 60, column=2, start=0, end=2)
    gap = Decimal(number * 37 % 9973) / 100
    return Finding(
        id=f"{document:06x}{number:06x}",
        document=key,
        case=f"{document:06x}{number // 2:06x}",
        rule=RULES[number % len(RULES)],
        severity=tuple(Severity)[number % 3],
        category="表内",
        confidence=1.0,
        message=f"项目支出{number} {gap + 10}万元 ≠ 4+6 = 10万元，多 {gap}万元",
        stated=gap + 10,
        expected=Decimal(10),
        difference=gap,
        unit="万元",
        cause=CAUSES[number % 3],
        suggestion=None,
        impact=None,
        evidence=(
            Evidence("项目支出", f"{gap + 10}", place),
            Evidence("其中", "4", place._replace(column=3)),
        ),
    )


def milliseconds(call: Callable[[], object]) -> tuple[float, float]:
    """Return the median time of a call on the wall and of the processor, the first call not counted."""
    call()
    walls, processors = [], []
    for _ in range(ROUNDS):
        wall, processor = time.perf_counter(), time.process_time()
        call()
        walls.append((time.perf_counter() - wall) * 1000)
        processors.append((time.process_time() - processor) * 1000)
    return median(walls), median(processors)


def main(findings: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lake"
        write_lake(path, findings)
        start = time.perf_counter()
        desk = Desk.open(open_lake(path))
        print(f"{findings} findings, index built in {time.perf_counter() - start:.1f} s")
        client = TestClient(application(desk, Rules(), "甲"), base_url="http://127.0.0.1")
        first = desk.index.query("SELECT finding_id FROM items WHERE position = 1")[0]["finding_id"]
        _, empty = milliseconds(lambda: client.get("/stale"))
        addresses = {
            "empty page": "/stale",
            "queue": "/",
            "queue, last page": "/?page=99999",
            "queue, one unit and rule": "/?unit=第7单位&rule=A17",
            "queue, search": "/?q=4711",
            "item": f"/item/{first}",
            "overview": "/overview",
        }
        for name, address in addresses.items():
            wall, taken = milliseconds(lambda address=address: client.get(address).raise_for_status())  # type: ignore[misc]
            print(
                f"{name:26} {wall:7.1f} ms, {taken:6.1f} ms of processor, {taken / empty:5.1f} × an empty page"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
