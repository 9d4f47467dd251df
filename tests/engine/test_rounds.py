"""Files read and checked in rounds: dealt out by folder, and the lake is the same as without rounds."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from fuhe.engine import RunOptions, run
from fuhe.engine.failures import Failure
from fuhe.engine.inputs import InputFile
from fuhe.engine.reading import ReadTask, failed_row
from fuhe.engine.rounds import BYTES, ENOUGH, FILES, PER_WORKER, Outlook, Round, go_round, portions
from fuhe.lake import open_lake
from fuhe.lake.durable import files_below

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fuhe.engine import Step
    from fuhe.schemas.records import DocumentRow


def file(source: str, size: int = 1) -> InputFile:
    return InputFile(source, source, source, size)


def dealt(*files: InputFile, workers: int = 1) -> list[list[str]]:
    return [[one.source for one in portion] for portion in portions(files, workers)]


def folders(number: int) -> list[InputFile]:
    return [file(f"{n}/{name}") for n in range(number) for name in ("自评表.xlsx", "报告.docx")]


def test_files_of_a_folder_are_dealt_out_together_in_order_of_name() -> None:
    assert dealt(*folders(PER_WORKER)) == [[f"{n}/报告.docx", f"{n}/自评表.xlsx"] for n in range(PER_WORKER)]


def test_few_folders_for_many_workers_are_dealt_out_file_by_file() -> None:
    assert dealt(*folders(PER_WORKER), workers=2) == [
        [one.source] for one in sorted(folders(PER_WORKER), key=str)
    ]


def test_large_folder_is_cut() -> None:
    many = [file(f"全部/{n:03d}.docx") for n in range(PER_WORKER * FILES + 1)]
    assert [len(portion) for portion in dealt(*many)] == [FILES] * PER_WORKER + [1]


def test_large_files_are_dealt_out_alone_and_first() -> None:
    large = [file(f"甲/{n}.pdf", BYTES + n) for n in range(2)]
    assert dealt(*folders(PER_WORKER), *large)[:2] == [["甲/1.pdf"], ["甲/0.pdf"]]


def test_what_is_called_a_notice_comes_first() -> None:
    notice = file("9/关于评价结果的通报.pdf")
    assert dealt(file("甲/1.pdf", BYTES), *folders(PER_WORKER), notice)[0] == ["9/关于评价结果的通报.pdf"]


def row(organisation: str | None, year: int | None, *forms: str) -> DocumentRow:
    own: dict[str, Any] = {"organisation": organisation, "fiscal_year": year, "forms": forms}
    return replace(failed_row(file("甲.docx"), Failure("", "")), **own)


@pytest.mark.parametrize(
    ("rows", "clear"),
    [
        ([], True),
        ([row("甲局", 2023), row("乙局", 2022)], True),
        ([row("甲局", 2023), row("甲 局", 2022)], False),
        ([row("甲局", 2023), row("甲局", 2020)], True),
        ([row(None, 2023), row(None, 2022)], True),
        ([row("甲局", 2023, "result_notice")], False),
    ],
)
def test_checks_wait_where_other_documents_matter(rows: list[DocumentRow], *, clear: bool) -> None:
    outlook = Outlook(is_dim=False)
    for one in (*rows, *[row(None, None)] * ENOUGH):
        outlook.add(one)
    assert outlook.is_clear() is clear


def test_nothing_is_said_of_documents_to_come_before_enough_were_seen() -> None:
    outlook = Outlook(is_dim=False)
    seen = []
    for _ in range(ENOUGH):
        seen.append(outlook.is_clear())
        outlook.add(row(None, None))
    assert (set(seen), outlook.is_clear()) == ({False}, True)


def write(path: Path, unit: str, year: int, spent: str) -> None:
    """Write a report whose total is right only if 40 was spent, and whose last year's figure is 30."""
    path.parent.mkdir(exist_ok=True, parents=True)
    rows = [
        ("项目", f"{year - 1}年决算数", f"{year}年决算数"),
        ("基本支出", "10.00", spent),
        ("项目支出", "20.00", "60.00"),
        ("合计", "30.00", "100.00"),
    ]
    table = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in line)}</tr>" for line in rows)
    body = f"<h1>{unit}{year}年度部门整体支出绩效自评报告</h1><p>单位：万元</p><table>{table}</table>"
    path.write_text(f"<html><meta charset='utf-8'><body>{body}<!--{path.name}--></body></html>", "utf-8")


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Units with several files each; one whose last year's report stands in a folder that is read last."""
    folder = tmp_path_factory.mktemp("in")
    for n in range(12):
        unit = f"云溪县第{'一二三四五六七八九十甲乙'[n]}中学"
        for part in range(8):
            write(folder / f"{n:02d}" / f"报告{part}.html", unit, 2023, "40.00" if part else "41.00")
    write(folder / "往年" / "报告.html", "云溪县第乙中学", 2022, "40.00")
    return folder


def contents(lake: Path) -> dict[str, bytes]:
    return {name: (lake / name).read_bytes() for name in files_below(lake) if name.endswith(".parquet")}


def test_rounds_give_the_same_bytes_as_files_one_by_one(batch: Path, tmp_path: Path) -> None:
    totals: Counter[str] = Counter()

    def begin(title: str, total: int) -> Callable[[Step], None]:
        totals[title] += total
        return lambda step: totals.update({f"{title} done": step.tasks})

    summary = run([batch], tmp_path / "rounds", RunOptions(workers=1), begin)
    checked_in_the_end = totals["复核"]
    alone = run([batch], tmp_path / "alone", RunOptions(workers=4), begin)
    assert contents(tmp_path / "rounds") == contents(tmp_path / "alone")
    submissions = totals["复核"] - checked_in_the_end
    assert 0 < checked_in_the_end < submissions == 13
    assert all(totals[title] == totals[f"{title} done"] for title in ("读取", "复核"))
    assert summary.findings == alone.findings
    assert sum(summary.findings.values()) >= 12


def test_check_that_did_not_stand_is_made_again(batch: Path, tmp_path: Path) -> None:
    """The documents beside it are those of a stamp, which tells that the last check knew them all."""
    run([batch], tmp_path, RunOptions(workers=1))
    again = run([batch], tmp_path, RunOptions(workers=1))
    assert (again.changes.read, again.changes.rechecked) == (0, 0)
    years = {row.fiscal_year for row in open_lake(tmp_path).records("documents")}
    assert years == {2022, 2023}


def test_run_that_finds_nothing_new_starts_no_process(batch: Path, tmp_path: Path) -> None:
    run([batch], tmp_path, RunOptions(workers=1))
    script = (
        "import sys; from fuhe.engine import RunOptions, run\n"
        f"changes = run([{str(batch)!r}], {str(tmp_path)!r}, RunOptions(workers=1)).changes\n"
        "assert (changes.read, changes.unchanged) == (0, 97), changes\n"
        "assert 'multiprocessing.forkserver' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_round_of_slow_files_leaves_the_rest_to_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("fuhe.engine.rounds.SECONDS", -1.0)  # all files are slow
    tasks = tuple(ReadTask(one, tmp_path, RunOptions(), "") for one in folders(2))
    outcome = go_round(
        lambda _function, task: Failure("timeout", task.file.source), Round(tasks, "", tmp_path)
    )
    assert ([task for task, _ in outcome.read], outcome.left) == ([tasks[0]], tasks[1:])


def test_files_that_slow_rounds_left_are_read_as_well(
    monkeypatch: pytest.MonkeyPatch, batch: Path, tmp_path: Path
) -> None:
    run([batch], tmp_path / "alone", RunOptions(workers=4))
    monkeypatch.setattr("fuhe.engine.rounds.SECONDS", -1.0)
    run([batch], tmp_path / "rounds", RunOptions(workers=1))
    assert contents(tmp_path / "rounds") == contents(tmp_path / "alone")
