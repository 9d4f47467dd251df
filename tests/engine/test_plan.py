"""What a run leaves alone, and what it takes up again."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from fuhe.engine.inputs import InputFile
from fuhe.engine.options import RunOptions
from fuhe.engine.plan import Plan, plan_checks, plan_reading
from fuhe.engine.stamps import LIMITED, RULE_CATALOGUES, members_key, read_key, rules_key
from fuhe.engine.submissions import submissions
from fuhe.schemas.errors import CatalogueError
from fuhe.schemas.records import DocumentRow, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

OPTIONS = RunOptions()
KEY = read_key(OPTIONS)
NONE: frozenset[str] = frozenset()
CORPUS = Path(__file__).parents[2] / "corpus" / "files"


def row(key: str, source: str, organisation: str | None = "甲局", **other: Any) -> DocumentRow:
    values: dict[str, Any] = {
        "status": Status.OK,
        "error_code": None,
        "read_key": KEY,
        "submission": None,
    } | other
    return DocumentRow(
        document_id=key,
        name=source.rsplit("/", 1)[-1],
        source=source,
        format="docx",
        bytes=1,
        pages=None,
        error=None,
        title=None,
        forms=(),
        organisation=organisation,
        fiscal_year=2023,
        report_date=None,
        notices=(),
        schema_version=1,
        fuhe_version="0",
        **values,
    )


def file(key: str, source: str, *copies: str, size: int = 1) -> InputFile:
    return InputFile(f"/{source}", source, key, size, copies)


def plan(
    files: Sequence[InputFile],
    stored: Sequence[DocumentRow] = (),
    interrupted: Sequence[DocumentRow] = (),
    options: RunOptions = OPTIONS,
    inputs: Sequence[str] = ("in",),
) -> Plan:
    in_lake, in_store = ({row.document_id: row for row in rows} for rows in (stored, interrupted))
    return plan_reading(inputs, files, in_lake, in_store, options)


def todo(*arguments: Any, **options: Any) -> list[str]:
    return [file.source for file in plan(*arguments, **options).todo]


def test_large_files_come_first() -> None:
    assert todo([file("1", "in/a", size=1), file("2", "in/b", size=9), file("3", "in/c", size=5)]) == [
        "in/b",
        "in/c",
        "in/a",
    ]


def test_unchanged_file_is_left_alone() -> None:
    done = plan([file("1", "in/a")], [row("1", "in/a")])
    assert (done.todo, done.unchanged, done.gone, done.renamed) == ((), frozenset({"1"}), NONE, NONE)


def test_other_bytes_are_read_and_take_the_place_of_the_old() -> None:
    done = plan([file("2", "in/a")], [row("1", "in/a")])
    assert ([f.source for f in done.todo], done.gone) == (["in/a"], frozenset({"1"}))


def test_force_reads_everything() -> None:
    rows = [row("1", "in/a")]
    assert todo([file("1", "in/a")], rows, rows, replace(OPTIONS, force=True)) == ["in/a"]


@pytest.mark.parametrize("options", [replace(OPTIONS, mask=False), replace(OPTIONS, reader="pdfplumber")])
def test_other_way_of_reading_reads_again(options: RunOptions) -> None:
    assert todo([file("1", "in/a")], [row("1", "in/a")], options=options) == ["in/a"]


@pytest.mark.parametrize(
    "options", [replace(OPTIONS, select=("A",)), replace(OPTIONS, workers=9, timeout=1.0)]
)
def test_rules_workers_and_limits_do_not_matter_to_what_was_read(options: RunOptions) -> None:
    assert todo([file("1", "in/a")], [row("1", "in/a")], options=options) == []


def failed(code: str, source: str = "in/a") -> DocumentRow:
    return row("1", source, None, status=Status.FAILED, error_code=code, read_key=read_key(OPTIONS, code))


@pytest.mark.parametrize("code", ["encrypted", *sorted(LIMITED)])
def test_file_that_failed_is_not_tried_again(code: str) -> None:
    assert todo([file("1", "in/a")], [failed(code)]) == []


@pytest.mark.parametrize("code", sorted(LIMITED))
def test_file_that_failed_for_a_limit_is_tried_under_another(code: str) -> None:
    assert todo([file("1", "in/a")], [failed(code)], options=replace(OPTIONS, timeout=999.0)) == ["in/a"]


def test_file_that_could_not_be_opened_is_tried_each_time() -> None:
    assert todo([file("1", "in/a")], [failed("no-access")]) == ["in/a"]


def test_message_about_a_renamed_file_names_it_anew() -> None:
    assert todo([file("1", "in/b")], [failed("encrypted")]) == ["in/b"]


def test_renamed_file_is_not_read_again() -> None:
    done = plan([file("1", "in/neu.docx")], [row("1", "in/a.docx")])
    assert (done.todo, done.gone, done.renamed) == ((), NONE, frozenset({"1"}))
    assert (done.known["1"].source, done.known["1"].name) == ("in/neu.docx", "neu.docx")


def test_removed_file_leaves_the_lake_and_files_elsewhere_stay(tmp_path: Path) -> None:
    elsewhere = tmp_path / "b.docx"
    elsewhere.touch()
    done = plan([file("1", "in/a")], [row("1", "in/a"), row("2", "in/x"), row("3", str(elsewhere))])
    assert done.gone == {"2"}
    assert done.known["3"].source == str(elsewhere)


def test_sources_that_this_run_did_not_look_at_are_kept(tmp_path: Path) -> None:
    other = str(tmp_path / "b.docx")
    Path(other).touch()
    stored = [row("1", "in/a", copies=(other, "in/weg", "anderswo/weg"))]
    done = plan([file("1", "in/a")], stored)
    assert sorted([done.known["1"].source, *done.known["1"].copies]) == sorted([other, "in/a"])
    gone = plan([file("9", "in/neu")], stored)
    assert (gone.known["1"].source, gone.gone) == (other, NONE)


def test_interrupted_run_is_taken_up() -> None:
    done = plan([file("1", "in/a"), file("2", "in/b")], [], [row("1", "in/a"), row("3", "in/c")])
    assert ([f.source for f in done.todo], list(done.resumed), dict(done.known)) == (["in/b"], ["1"], {})


# ------------------------------------------------------------------ checks

RULES = rules_key(OPTIONS)


def checked(*rows: DocumentRow) -> dict[str, DocumentRow]:
    """The rows as a run leaves them."""
    return {
        row.document_id: replace(row, check_key=f"{RULES}-{members_key(key, members)}")
        for key, members in submissions(rows).items()
        for row in members
    }


OLD = checked(
    row("1", "in/a.docx"), row("2", "in/b.docx"), row("3", "in/c.docx", "乙局"), row("4", "x/d.docx", "丙局")
)
ALL = ["1", "2", "3", "4"]


def due(rows: dict[str, DocumentRow], given: Sequence[str], rules: str = RULES) -> dict[str, list[str]]:
    return {group.key: [r.document_id for r in group.rows] for group in plan_checks(rows, given, rules)}


def test_nothing_new_nothing_to_check() -> None:
    assert due(OLD, ALL) == {}


def test_rest_of_the_submission_takes_part_again() -> None:
    assert due(OLD | {"1": row("1", "in/a.docx")}, ["1"]) == {"in·甲局·2023": ["1", "2"]}


def test_other_rules_check_what_was_given_and_nothing_else() -> None:
    assert due(OLD, ["1", "2", "3"], "other") == {"in·甲局·2023": ["1", "2"], "in·乙局·2023": ["3"]}


def test_submission_that_gains_or_loses_a_document_is_checked_again() -> None:
    assert due({key: OLD[key] for key in ("2", "3", "4")}, ["3"]) == {"in·甲局·2023": ["2"]}
    assert due(OLD | {"9": row("9", "in/e.docx", "丙局")}, ["9"]) == {"in·丙局·2023": ["9"]}


def test_failed_document_is_in_no_submission() -> None:
    assert due(OLD | {"1": replace(OLD["1"], status=Status.FAILED)}, ["1"]) == {"in·甲局·2023": ["2"]}


def test_renamed_document_is_checked_again() -> None:
    assert due(OLD | {"3": replace(OLD["3"], source="in/z.docx")}, ALL) == {"in·乙局·2023": ["3"]}


def test_document_whose_year_becomes_clear_moves() -> None:
    old = checked(replace(row("2", "in/b.docx"), fiscal_year=None))
    assert due(old | {"1": row("1", "in/a.docx")}, ["1"]) == {"in·甲局·2023": ["1", "2"]}


def test_rows_say_what_they_are_checked_with() -> None:
    (group,) = plan_checks({"1": row("1", "in/a.docx")}, ["1"], RULES)
    assert group.rows[0].check_key.partition("-")[0] == RULES
    assert group.rows[0].submission == group.key


# ------------------------------------------------------------------ stamps


def test_rule_file_counts_by_its_content(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    keys = set()
    for text in ("a", "b", "a"):
        rules.write_text(text)
        keys.add(rules_key(replace(OPTIONS, rule_files=(rules,))))
    assert len(keys | {RULES}) == 3


def test_missing_rule_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"fehlt\.yaml"):
        rules_key(replace(OPTIONS, rule_files=(tmp_path / "fehlt.yaml",)))


def test_reading_opens_no_catalogue_of_the_rules() -> None:
    """So a change of one of them leaves everything that was read as it is."""
    script = (
        "import sys; opened = set(); sys.addaudithook(lambda name, args: name == 'open' and opened.add(str(args[0])))\n"
        "import fuhe; from fuhe.normalize import normalize\n"
        f"normalize(fuhe.read({str(CORPUS / 'luhe' / 'department.docx')!r}))\n"
        "print(*(name.rsplit('/', 1)[-1] for name in opened if '/schemas/' in name and name.endswith('.yaml')))"
    )
    names = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    ).stdout.split()
    assert names
    assert not RULE_CATALOGUES & set(names)
