"""Which documents of a lake stand beside a submission."""

from __future__ import annotations

from fuhe.engine.neighbours import MOST_NOTICES, Neighbourhood
from fuhe.schemas.records import DocumentRow, Status


def row(source: str, organisation: str, year: int, *forms: str) -> DocumentRow:
    return DocumentRow(
        document_id=source,
        name=source.rsplit("/", 1)[-1],
        source=source,
        submission=f"{organisation}{year}",
        format="docx",
        bytes=1,
        pages=None,
        status=Status.OK,
        error_code=None,
        error=None,
        title=None,
        forms=forms,
        organisation=organisation,
        fiscal_year=year,
        report_date=None,
        notices=(),
        schema_version=1,
        fuhe_version="0",
    )


def beside(*rows: DocumentRow, of: DocumentRow) -> list[str]:
    every: dict[str, list[DocumentRow]] = {}
    for item in (of, *rows):
        every.setdefault(str(item.submission), []).append(item)
    found = Neighbourhood.of(every).of_submission(str(of.submission), every[str(of.submission)])
    return [item.source for item in found]


OWN = row("2024/水利局.docx", "云溪县水利局", 2023)


def test_last_year_of_the_same_unit() -> None:
    others = [
        row("2023/水利局.docx", "云溪县 水利局", 2022),
        row("2022/水利局.docx", "云溪县水利局", 2021),
        row("2023/民政局.docx", "云溪县民政局", 2022),
    ]
    assert beside(*others, of=OWN) == ["2023/水利局.docx"]


def test_notices_of_about_the_same_year_nearest_first() -> None:
    notices = [row(f"{n}/通报.docx", "云溪县财政局", 2023, "result_notice") for n in range(MOST_NOTICES + 2)]
    near = row("2024/通报.docx", "云溪县财政局", 2024, "result_notice")
    old = row("2024/旧通报.docx", "云溪县财政局", 2019, "result_notice")
    found = beside(*notices, near, old, of=OWN)
    assert found[0] == "2024/通报.docx"
    assert len(found) == MOST_NOTICES
