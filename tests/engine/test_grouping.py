from __future__ import annotations

from dataclasses import replace
from typing import Any

from fuhe.engine.copies import Digest, Variant, clusters, is_copy, variants
from fuhe.engine.failures import Failure
from fuhe.engine.notices import copy_notice, duplicate_notice, final_row, not_checked_notice, readers_notices
from fuhe.engine.submissions import submissions
from fuhe.schemas.records import DocumentRow, Notice, Status

FIGURES = tuple(str(n) for n in range(100))


def row(
    key: str, source: str, organisation: str | None = "甲局", year: int | None = 2023, **other: Any
) -> DocumentRow:
    values: dict[str, Any] = {"submission": None, "status": Status.OK, "notices": ()} | other
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


def test_notices_of_a_run_can_be_told_from_the_readers() -> None:
    own = Notice("page-without-text", "第3页", "")
    run = (
        copy_notice(["a.pdf"]),
        duplicate_notice(["b.docx"]),
        not_checked_notice(Failure("timeout", "超时")),
    )
    assert readers_notices((own, *run)) == (own,)
    assert [notice.partial for notice in run] == [False, False, True]


def test_final_row_says_what_this_run_says() -> None:
    own, late = Notice("x", "", ""), not_checked_notice(Failure("timeout", "超时"))
    said = final_row(row("1", "a.docx", notices=(own, copy_notice(["old.pdf"])), copies=("b.docx",)), late)
    assert said.notices == (own, duplicate_notice(["b.docx"]), late)
    assert said.status is Status.PARTIAL
    again = final_row(replace(said, copies=()))
    assert (again.status, again.notices) == (Status.OK, (own,))


def test_failed_row_stays_failed() -> None:
    assert final_row(row("1", "a.docx", status=Status.FAILED)).status is Status.FAILED
