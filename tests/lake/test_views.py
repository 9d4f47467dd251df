"""The ready views, over the corpus, against the records that they sum up."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path

import pytest

from fuhe.lake import Lake, compact, open_lake
from fuhe.schemas.records import Decision, Origin, Outcome, Severity
from fuhe.schemas.views import load_views

EXAMPLE = Path(__file__).parents[2] / "examples" / "two_years.py"


@pytest.fixture(scope="module")
def lake(corpus_lake: Path) -> Lake:
    return open_lake(corpus_lake)


def test_coverage_counts_each_number_once(lake: Lake) -> None:
    covered = {
        (check.document, fact)
        for check in lake.records("checks")
        if check.outcome is not Outcome.DEFERRED
        for fact in check.facts
    }
    view = lake.view("coverage")
    assert len(view) == len(lake.records("documents"))
    assert view["covered"].sum() == len(covered)
    assert view["printed"].sum() == len(lake.records("facts"))
    outcomes = Counter(check.outcome for check in lake.records("checks"))
    assert {outcome: view[outcome].sum() for outcome in Outcome} == {o: outcomes[o] for o in Outcome}


def test_errors_per_unit_adds_up(lake: Lake) -> None:
    severities = Counter(finding.severity for finding in lake.records("findings"))
    view = lake.view("errors_per_unit")
    sums = {Severity.ERROR: "errors", Severity.WARN: "warnings", Severity.INFO: "hints"}
    assert {severity: view[column].sum() for severity, column in sums.items()} == severities
    assert view["documents"].sum() == len(lake.records("documents"))
    assert view["undecided"].sum() == len(lake.records("findings"))


def test_scores_are_those_of_the_score_rules(lake: Lake) -> None:
    view = lake.view("score_recheck")
    expected = [c for c in lake.records("checks") if c.rule[0] == "S" and c.outcome is not Outcome.DEFERRED]
    assert len(view) == len(expected) > 0
    broken = view[view["outcome"] == "broken"]
    assert (broken["claimed"] - broken["recomputed"] == broken["difference"]).all()


def test_every_unit_of_a_notice_is_listed(lake: Lake) -> None:
    view = lake.view("result_notices")
    assert sorted(view["unit"]) == sorted(result.unit for result in lake.records("results"))
    assert view["issued_by"].notna().all()


def test_the_panel_has_one_row_per_key_and_its_value_is_printed_there(lake: Lake) -> None:
    key = "organisation, fiscal_year, entity, indicator, stage, unit"
    assert lake.query(f"SELECT {key} FROM indicator_panel GROUP BY ALL HAVING count(*) > 1").num_rows == 0
    rows = lake.query(
        "SELECT count(*) AS n, count(*) FILTER (f.value = p.value AND f.label = p.label) AS same "
        "FROM indicator_panel p JOIN facts f USING (document_id, fact)"
    ).to_pylist()
    assert rows[0]["n"] == rows[0]["same"] == len(lake.view("indicator_panel")) > 0


def test_views_say_the_same_over_a_compact_lake(corpus_lake: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "lake"
    shutil.copytree(corpus_lake, copy)
    before = {view.name: rows(open_lake(copy), view.name) for view in load_views()}
    compact(copy)
    assert {view.name: rows(open_lake(copy), view.name) for view in load_views()} == before
    finding = open_lake(copy).records("findings")[0]
    open_lake(copy).decide([Decision(finding.id, "confirmed", "", "", "甲", "2024")])
    assert open_lake(copy).view("errors_per_unit")["confirmed"].sum() >= 1


def rows(lake: Lake, view: str) -> list[str]:
    return sorted(map(str, lake.query(f'FROM "{view}"').to_pylist()))


def test_the_example_joins_two_years(corpus_lake: Path) -> None:
    spec = importlib.util.spec_from_file_location("two_years", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    frame = example.changes(corpus_lake).head(3)
    assert frame.to_csv(index=False) == (
        "organisation,fiscal_year,label,prior_year,this_year,unit,change_percent\n"
        "南渚市图书馆,2023,公务接待费,2.10,1.32,万元,-37.1\n"
        "云溪县水利局,2023,公务接待,9.40,7.12,万元,-24.3\n"
        "云溪县水利局,2023,三公经费,28.60,23.84,万元,-16.6\n"
    )


def test_origins_are_the_words_of_the_dictionary(lake: Lake) -> None:
    text = lake.sql("SELECT description FROM columns WHERE dataset = 'checks' AND \"column\" = 'origin'")
    assert all(origin in text["description"][0] for origin in Origin)
