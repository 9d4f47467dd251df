"""Whole runs over the corpus."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from fuhe.engine import Changes, RunOptions, Step, Summary, run
from fuhe.engine.crews import assembled
from fuhe.engine.failures import Failure
from fuhe.engine.inputs import InputFile
from fuhe.engine.reading import failed_row
from fuhe.engine.runs import Work
from fuhe.engine.store import FOLDER, Store
from fuhe.engine.summary import summarise
from fuhe.engine.tally import Entry, Tally
from fuhe.lake import Lake, open_lake, transaction
from fuhe.lake.durable import files_below
from fuhe.review.marking.originals import verified
from fuhe.schemas.errors import CatalogueError, FuheError
from fuhe.schemas.parquet import DATASETS
from fuhe.schemas.records import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from fuhe.schemas.records import DocumentRow

CORPUS = Path(__file__).parents[2] / "corpus"
BAD = yaml.safe_load((CORPUS / "bad.yaml").read_text(encoding="utf-8"))
# Two rules are enough to see checks and findings on their way through.
OPTIONS = RunOptions(workers=2, select=("A01", "S05"))


def rows(lake: Lake) -> dict[str, DocumentRow]:
    return {row.name: row for row in lake.records("documents")}


def contents(lake: Lake) -> dict[str, bytes]:
    names = (name for name in files_below(lake.path) if name.endswith(".parquet"))
    return {name: (lake.path / name).read_bytes() for name in names}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A department's two reports in both formats, and every kind of bad file."""
    folder = tmp_path_factory.mktemp("in")
    for file in (CORPUS / "files" / "luhe").iterdir():
        shutil.copy(file, folder)
    shutil.copytree(CORPUS / "bad", folder / "坏文件", ignore=shutil.ignore_patterns("*.yaml"))
    return folder


@pytest.fixture(scope="module")
def done(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Summary, Lake]:
    out = tmp_path_factory.mktemp("out") / "lake"
    return run([folder], out, OPTIONS), open_lake(out)


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_a_row_with_its_reason(done: tuple[Summary, Lake], name: str) -> None:
    row = rows(done[1])[name]
    assert (row.status, row.error_code) == (Status.FAILED, BAD[name])
    assert row.error
    assert row.submission is None


def test_bad_files_do_not_harm_the_others(done: tuple[Summary, Lake]) -> None:
    summary, lake = done
    assert summary.documents[Status.FAILED] == len(BAD)
    assert [failure.code for failure in summary.failures] == [
        BAD[Path(failure.source).name] for failure in summary.failures
    ]
    read = [row for row in rows(lake).values() if row.status is not Status.FAILED]
    assert len(read) == 4
    assert all(lake.records("facts", [row.document_id]) for row in read)
    assert all(lake.records("checks", [row.document_id]) for row in read)


def test_summary_counts_what_the_lake_holds(done: tuple[Summary, Lake]) -> None:
    summary, lake = done
    assert sum(summary.checks.values()) == len(lake.records("checks"))
    assert sum(summary.findings.values()) == len({finding.id for finding in lake.records("findings")})
    assert summary.facts == len(lake.records("facts"))
    assert 0 < summary.facts_checked <= summary.facts


def test_report_in_two_formats_is_noticed_and_never_compared_with_itself(done: tuple[Summary, Lake]) -> None:
    _, lake = done
    documents = rows(lake)
    for one, other in (("department.docx", "department.pdf"), ("projects.pdf", "projects.docx")):
        (notice,) = (notice for notice in documents[one].notices if notice.code == "copy")
        assert f"“{other}”" in notice.text
        assert documents[one].submission == documents[other].submission
    formats = {row.document_id: row.format for row in documents.values()}
    for finding in lake.records("findings"):
        assert len({formats[item.source.document] for item in finding.evidence}) <= 1


def test_same_input_gives_the_same_bytes(done: tuple[Summary, Lake], folder: Path, tmp_path: Path) -> None:
    run([folder], tmp_path / "again", replace(OPTIONS, workers=1))
    assert contents(open_lake(tmp_path / "again")) == contents(done[1])


@pytest.fixture
def again(done: tuple[Summary, Lake], tmp_path: Path) -> Path:
    """A copy of the lake to run into once more."""
    shutil.copytree(str(done[1].path), tmp_path / "lake")
    return tmp_path / "lake"


@pytest.mark.parametrize("options", [OPTIONS, replace(OPTIONS, force=True)])
def test_running_again_into_the_same_lake_changes_nothing(
    done: tuple[Summary, Lake], folder: Path, again: Path, options: RunOptions
) -> None:
    summary = run([folder], again, options)
    number = sum(summary.documents.values())
    assert summary.changes == (Changes(read=number) if options.force else Changes(unchanged=number))
    assert replace(summary, path=done[0].path, changes=done[0].changes) == done[0]
    assert contents(open_lake(again)) == contents(done[1])


def test_other_rules_check_again_without_reading(
    done: tuple[Summary, Lake], folder: Path, again: Path, tmp_path: Path
) -> None:
    """What comes back from the lake is checked like what was read just now."""
    options = replace(OPTIONS, select=("S",))
    assert run([folder], again, options).changes == Changes(rechecked=4, unchanged=len(BAD))
    run([folder], tmp_path / "new", options)
    assert contents(open_lake(again)) == contents(open_lake(tmp_path / "new"))
    assert contents(open_lake(again)) != contents(done[1])


def test_only_the_file_that_changed_is_read(folder: Path, again: Path, tmp_path: Path) -> None:
    files = tmp_path / "in"
    shutil.copytree(folder, files)
    run([files], tmp_path / "new", OPTIONS)
    shutil.copy(CORPUS / "files" / "nanzhu.docx", files / "projects.docx")
    changes = run([files], tmp_path / "new", OPTIONS).changes
    assert (changes.read, changes.gone) == (1, 1)
    assert changes.rechecked == 3  # the rest of the submission it was in
    run([files], tmp_path / "fresh", OPTIONS)
    assert contents(open_lake(tmp_path / "new")) == contents(open_lake(tmp_path / "fresh"))


def test_removed_and_renamed_files_are_noticed(folder: Path, tmp_path: Path) -> None:
    files = tmp_path / "in"
    shutil.copytree(folder, files)
    run([files], tmp_path / "lake", OPTIONS)
    (files / "projects.docx").unlink()
    (files / "projects.pdf").rename(files / "项目.pdf")
    summary = run([files], tmp_path / "lake", OPTIONS)
    assert (summary.changes.read, summary.changes.renamed, summary.changes.gone) == (0, 1, 1)
    assert "改名或移动 1，已不存在并移除 1" in summary.lines()[1]
    run([files], tmp_path / "fresh", OPTIONS)
    assert contents(open_lake(tmp_path / "lake")) == contents(open_lake(tmp_path / "fresh"))


class Interrupted(BaseException):
    """Ctrl-C at a moment of our choice."""


def test_interrupted_run_leaves_the_lake_alone_and_the_next_goes_on(
    done: tuple[Summary, Lake], folder: Path, tmp_path: Path
) -> None:
    def after_five(title: str, _total: int) -> Callable[[Step], None]:
        steps: list[Step] = []

        def advance(step: Step) -> None:
            steps.append(step)
            if len(steps) == 5:
                raise Interrupted

        return advance

    with pytest.raises(Interrupted):
        run([folder], tmp_path / "lake", OPTIONS, after_five)
    assert open_lake(tmp_path / "lake").records("documents") == []
    store = Store(tmp_path / "lake")
    half = min((tmp_path / "lake" / FOLDER / "documents").iterdir())
    half.unlink()  # as if the crash had come while it was being written
    changes = run([folder], tmp_path / "lake", OPTIONS).changes
    assert changes.resumed >= 4
    assert changes.resumed + changes.read == len(BAD) + 4
    assert contents(open_lake(tmp_path / "lake")) == contents(done[1])
    assert not store.path.exists()


def test_one_file_again_gives_what_all_files_gave(
    done: tuple[Summary, Lake], folder: Path, tmp_path: Path
) -> None:
    """The rest of its submission comes back from the lake and takes part as if it had been read."""
    shutil.copytree(str(done[1].path), tmp_path / "lake")
    run([folder / "projects.docx"], tmp_path / "lake", OPTIONS)
    assert contents(open_lake(tmp_path / "lake")) == contents(done[1])


def test_corrected_file_replaces_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "in" / "报告.docx"
    file.parent.mkdir()
    shutil.copy(CORPUS / "files" / "luhe" / "projects.docx", file)
    run([file], tmp_path / "lake", OPTIONS)
    shutil.copy(CORPUS / "files" / "luhe" / "department.docx", file)
    run([file], tmp_path / "lake", OPTIONS)
    lake = open_lake(tmp_path / "lake")
    (row,) = lake.records("documents")
    for dataset in ("cells", "facts", "checks", "findings"):
        assert set(lake.table(dataset)["document_id"].to_pylist()) <= {row.document_id}, dataset


def test_file_that_breaks_replaces_the_one_that_was_good(tmp_path: Path) -> None:
    file = tmp_path / "in" / "报告.docx"
    file.parent.mkdir()
    shutil.copy(CORPUS / "files" / "luhe" / "projects.docx", file)
    run([file], tmp_path / "lake", OPTIONS)
    file.write_bytes(b"")
    run([file], tmp_path / "lake", OPTIONS)
    lake = open_lake(tmp_path / "lake")
    assert [(row.name, row.error_code) for row in lake.records("documents")] == [("报告.docx", "empty")]
    assert lake.records("facts") == []


@pytest.mark.skipif(
    os.name == "nt" or sys.platform == "darwin", reason="names are Unicode on this system's disks"
)
def test_names_of_another_encoding_are_read_as_chinese(tmp_path: Path) -> None:
    folder = tmp_path / "报送"
    place = folder / os.fsdecode("甲单位".encode("gb18030"))
    place.mkdir(parents=True)
    shutil.copy(
        CORPUS / "files" / "luhe" / "projects.docx", place / os.fsdecode("自评表.docx".encode("gb18030"))
    )
    (place / os.fsdecode("空表.docx".encode("gb18030"))).write_bytes(b"")
    run([folder], tmp_path / "lake", OPTIONS)
    lake = open_lake(tmp_path / "lake")
    assert {name: row.source for name, row in rows(lake).items()} == {
        "自评表.docx": f"{folder}/甲单位/自评表.docx",
        "空表.docx": f"{folder}/甲单位/空表.docx",
    }
    good = rows(lake)["自评表.docx"]
    assert hashlib.sha256(verified(good)).hexdigest() == good.document_id
    (tmp_path / "另.docx").write_bytes(b"x")
    again = run([place, tmp_path / "另.docx"], tmp_path / "lake", OPTIONS)
    assert again.changes == Changes(read=1, unchanged=2)
    run([tmp_path / "另.docx"], tmp_path / "lake", OPTIONS)
    assert set(rows(open_lake(tmp_path / "lake"))) == {"自评表.docx", "空表.docx", "另.docx"}


def test_equal_files_are_read_once_and_noticed(tmp_path: Path) -> None:
    for name in ("甲.docx", "乙.docx"):
        (tmp_path / "in").mkdir(exist_ok=True)
        shutil.copy(CORPUS / "files" / "luhe" / "projects.docx", tmp_path / "in" / name)
    run([tmp_path / "in"], tmp_path / "lake", OPTIONS)
    (row,) = open_lake(tmp_path / "lake").records("documents")
    assert row.name == "乙.docx"
    assert [Path(copy).name for copy in row.copies] == ["甲.docx"]
    (notice,) = (notice for notice in row.notices if notice.code == "duplicate")
    assert "/甲.docx”" in notice.text
    (tmp_path / "in" / "甲.docx").unlink()
    assert run([tmp_path / "in"], tmp_path / "lake", OPTIONS).changes == Changes(rechecked=1)
    (row,) = open_lake(tmp_path / "lake").records("documents")
    assert (row.copies, row.notices) == ((), ())


def test_file_that_takes_too_long_is_a_row(tmp_path: Path) -> None:
    summary = run(
        [CORPUS / "files" / "luhe" / "department.pdf"], tmp_path, replace(OPTIONS, workers=1, timeout=0.001)
    )
    (failure,) = summary.failures
    assert (failure.code, summary.facts) == ("timeout", 0)
    lake = open_lake(tmp_path)
    assert lake.records("cells") == []
    assert rows(lake)["department.pdf"].status is Status.FAILED


def test_unreadable_by_permission_is_a_row(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "丢失.docx").symlink_to(tmp_path / "gone.docx")
    summary = run([tmp_path / "in"], tmp_path / "lake", OPTIONS)
    assert [failure.code for failure in summary.failures] == ["no-access"]


def test_submission_that_cannot_be_checked_is_said(tmp_path: Path) -> None:
    """The document is missing from the lake, which stands for any error in a check."""
    file = InputFile(str(tmp_path / "甲.docx"), "甲.docx", "a" * 64, 1)
    row = replace(
        failed_row(file, Failure("", "")), status=Status.OK, error_code=None, error=None, check_key="x-y"
    )
    steps: list[Step] = []
    with transaction(tmp_path / "lake") as writing, assembled(OPTIONS) as crew:
        work = Work(writing, Store(writing.path), crew, OPTIONS, lambda _title, _total: steps.append)
        work.check({row.document_id: row}, [row.document_id])
        writing.commit([row.document_id])
    (final,) = open_lake(tmp_path / "lake").records("documents")
    assert (final.status, final.check_key) == (Status.PARTIAL, "")
    assert work.checked == {row.document_id: Entry(final, Tally(Counter({"facts": 0})))}
    (failure,) = summarise(tmp_path / "lake", work.checked.values(), Changes()).failures
    assert failure.reason.startswith("已读取但未能复核：程序内部错误（LakeError，lake/reports.py 第")
    assert [(told.source, told.code) for told in steps[0].failures] == [("甲.docx", "internal")]


def test_wrong_rules_stop_the_run_before_it_begins(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="ZZ9"):
        run([CORPUS / "files"], tmp_path / "lake", replace(OPTIONS, select=("ZZ9",)))
    assert not (tmp_path / "lake").exists()


def test_missing_input_stops_the_run_before_it_begins(tmp_path: Path) -> None:
    with pytest.raises(FuheError, match="找不到"):
        run([tmp_path / "无.docx"], tmp_path / "lake", OPTIONS)
    assert not (tmp_path / "lake").exists()


def test_progress_is_told_step_by_step(folder: Path, tmp_path: Path) -> None:
    told: dict[str, list[Step]] = {}
    totals: dict[str, int] = {}

    def begin(title: str, total: int) -> Callable[[Step], None]:
        totals[title], told[title] = total, []
        return told[title].append

    files = [folder / "projects.docx", folder / "projects.pdf", folder / "坏文件" / next(iter(BAD))]
    summary = run(files, tmp_path, OPTIONS, begin)
    assert totals == {"读取": 3, "复核": 1}
    assert [len(told["读取"]), len(told["复核"])] == [3, 1]
    assert sum(step.pages for step in told["读取"]) > 1
    assert len(frozenset().union(*(step.findings for step in told["复核"]))) == sum(summary.findings.values())
    assert [failure.source for step in told["读取"] for failure in step.failures] == [str(files[2])]


def everything(path: Path) -> str:
    lake = open_lake(path)
    return repr([lake.table(dataset).to_pylist() for dataset in DATASETS])


def test_personal_data_reaches_no_dataset_unless_asked_for(tmp_path: Path) -> None:
    report = CORPUS / "files" / "nanzhu.docx"
    run([report], tmp_path / "shown", replace(OPTIONS, mask=False))
    run([report], tmp_path / "masked", OPTIONS)
    shown = re.findall(r"填表人：(\w{2,3}) .*?联系电话：(\d{7,})", everything(tmp_path / "shown"))
    assert shown
    masked = everything(tmp_path / "masked")
    assert not [word for words in shown for word in words if word in masked]
