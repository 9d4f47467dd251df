from __future__ import annotations

from typing import Any

from fuhe.engine.copies import Digest, Variant, clusters, is_copy, variants
from fuhe.engine.guard import Failure
from fuhe.engine.notices import copy_notice, duplicate_notice, not_checked_notice, without_run_notices
from fuhe.engine.plan import plan_checks
from fuhe.engine.submissions import submissions
from fuhe.schemas.records import DocumentRow, Notice, Status

FIGURES = tuple(str(n) for n in range(100))


def row(
    key: str, source: str, organisation: str | None = "甲局", year: int | None = 2023, **other: Any
) -> DocumentRow:
    values = {"submission": None, "status": Status.OK} | other
    return DocumentRow(
        document_id=key,
        name=source.rsplit("/", 1)[-1],
        source=source,
        format="docx",
        bytes=1,
        pages=None,
        error_code=None,
        error=None,
        title=None,
        forms=(),
        organisation=organisation,
        fiscal_year=year,
        report_date=None,
        notices=(),
        schema_version=1,
        fuhe_version="0",
        **values,
    )


def members(*rows: DocumentRow) -> dict[str, list[str]]:
    return {key: [r.document_id for r in group] for key, group in submissions(rows).items()}


def test_folder_organisation_and_year_make_a_submission() -> None:
    assert members(
        row("2", "in/b.docx"),
        row("1", "in/a.docx", "甲 局"),
        row("3", "in/sub/a.docx"),
        row("4", "in/c.docx", "乙局"),
        row("5", "in/d.docx", year=2022),
    ) == {
        "in·甲局·2023": ["1", "2"],
        "in/sub·甲局·2023": ["3"],
        "in·乙局·2023": ["4"],
        "in·甲局·2022": ["5"],
    }


def test_document_of_an_unknown_organisation_stands_alone() -> None:
    assert members(row("1", "in/a.docx"), row("2", "in/b.docx", None), row("3", "in/c.docx", None)) == {
        "in·甲局·2023": ["1"],
        "in·b.docx": ["2"],
        "in·c.docx": ["3"],
    }


def test_document_without_year_joins_the_only_year_of_its_organisation() -> None:
    assert members(row("1", "in/a.docx"), row("2", "in/b.docx", year=None)) == {"in·甲局·2023": ["1", "2"]}
    two_years = (row("1", "in/a.docx"), row("3", "in/c.docx", year=2022))
    assert members(*two_years, row("2", "in/b.docx", year=None))["in·甲局·b.docx"] == ["2"]


def test_rows_say_their_submission() -> None:
    (group,) = submissions([row("1", "a.docx")]).values()
    assert group[0].submission == ".·甲局·2023"


def a_digest(key: str, form: str = "docx", text: str = "", figures: tuple[str, ...] = FIGURES) -> Digest:
    return Digest(key, form, "自评报告", text or key, figures)


def test_same_text_is_a_copy_in_any_format() -> None:
    assert is_copy(a_digest("1", text="t", figures=()), a_digest("2", text="t", figures=()))


def test_same_title_and_nearly_all_figures_are_a_copy_in_another_format_only() -> None:
    few_less = (*FIGURES[:-4], "x", "y")
    assert is_copy(a_digest("1"), a_digest("2", "pdf", figures=few_less))
    assert not is_copy(a_digest("1"), a_digest("2", "docx", figures=few_less))
    assert not is_copy(a_digest("1"), a_digest("2", "pdf", figures=FIGURES[:-6]))


def test_few_figures_say_nothing_about_copies() -> None:
    assert not is_copy(a_digest("1", figures=("1", "2")), a_digest("2", "pdf", figures=("1", "2")))


def test_no_set_holds_two_copies_and_everyone_is_at_home_once() -> None:
    word, pdf = a_digest("w"), a_digest("p", "pdf")
    other, single = a_digest("o", figures=("1",)), a_digest("s", "pdf", figures=("2",))
    reports = clusters([word, other, pdf, single])
    assert [[d.document_id for d in copies] for copies in reports] == [["w", "p"], ["o"], ["s"]]
    first, second = variants(reports)
    assert first == Variant(("w", "o", "s"), frozenset({"w", "o", "s"}))
    assert second == Variant(("p", "o", "s"), frozenset({"p"}))


def test_two_copies_in_one_format_are_kept_apart_too() -> None:
    sets = variants(clusters([a_digest("1", text="t"), a_digest("2", text="t"), a_digest("3", "pdf", "t")]))
    assert sets == [Variant((key,), frozenset({key})) for key in ("1", "2", "3")]


def test_without_copies_there_is_one_set() -> None:
    (only,) = variants(clusters([a_digest("1"), a_digest("2", figures=("1",))]))
    assert only.members == ("1", "2")


OLD = {
    "1": row("1", "in/a.docx", submission="in·甲局·2023"),
    "2": row("2", "in/b.docx", submission="in·甲局·2023"),
    "3": row("3", "in/c.docx", "乙局", submission="in·乙局·2023"),
}


def planned(given: dict[str, DocumentRow]) -> tuple[dict[str, list[str]], set[str]]:
    plan = plan_checks(given, OLD)
    return {k: [r.document_id for r in rows] for k, rows in plan.groups.items()}, set(plan.removed)


def test_rest_of_the_submission_takes_part_again() -> None:
    assert planned({"1": row("1", "in/a.docx")}) == ({"in·甲局·2023": ["1", "2"]}, set())


def test_path_with_other_bytes_replaces_the_document() -> None:
    assert planned({"9": row("9", "in/a.docx")}) == ({"in·甲局·2023": ["9", "2"]}, {"1"})


def test_submission_that_loses_a_document_is_checked_again() -> None:
    groups, removed = planned({"9": row("9", "in/a.docx", "丙局")})
    assert groups == {"in·丙局·2023": ["9"], "in·甲局·2023": ["2"]}
    assert removed == {"1"}


def test_failed_document_is_in_no_submission() -> None:
    failed = row("9", "in/a.docx", None, None, status=Status.FAILED)
    assert planned({"9": failed}) == ({"in·甲局·2023": ["2"]}, {"1"})


def test_document_whose_year_becomes_clear_moves() -> None:
    old = {"2": row("2", "in/b.docx", year=None, submission="in·甲局·b.docx")}
    plan = plan_checks({"1": row("1", "in/a.docx")}, old)
    assert [r.document_id for r in plan.groups["in·甲局·2023"]] == ["1", "2"]


def test_notices_of_a_run_can_be_told_from_the_readers() -> None:
    own = Notice("page-without-text", "第3页", "")
    run = (
        copy_notice(["a.pdf"]),
        duplicate_notice(["b.docx"]),
        not_checked_notice(Failure("timeout", "超时")),
    )
    assert without_run_notices((own, *run)) == (own,)
    assert without_run_notices((own, *run), "copy") == (own, run[1], run[2])
    assert [notice.partial for notice in run] == [False, False, True]
