"""The ready views, over the corpus, against the records that they sum up."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path

import pytest

from fuhe.lake import Lake, compact, open_lake
from fuhe.lake.manual import ROWS
from fuhe.schemas.records import Decision, Origin, Outcome, Severity
from fuhe.schemas.views import View, load_views

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
    units = {row.document_id: row.organisation for row in lake.records("documents")}
    found = {(units[finding.document], finding.id, finding.severity) for finding in lake.records("findings")}
    severities = Counter(severity for _, _, severity in found)
    assert len(found) * 2 == len(
        lake.records("findings")
    )  # every report of the corpus is there as Word and PDF
    view = lake.view("errors_per_unit")
    sums = {Severity.ERROR: "errors", Severity.WARN: "warnings", Severity.INFO: "hints"}
    assert {severity: view[column].sum() for severity, column in sums.items()} == severities
    assert view["documents"].sum() == len(lake.records("documents"))
    assert view["undecided"].sum() == len(found)
    assert view["organisation"].is_unique


def test_scores_are_those_of_the_score_rules(lake: Lake) -> None:
    view = lake.view("score_recheck")
    expected = [c for c in lake.records("checks") if c.rule[0] == "S" and c.outcome is not Outcome.DEFERRED]
    assert len(view) == len(expected) > 0
    recomputed = view[view["recomputed"].notna()]
    assert (recomputed["claimed"] - recomputed["recomputed"] == recomputed["difference"]).all()
    limited = view[view["at_most"].notna()]
    assert set(limited["rule"]) == {"S05"}
    assert len(recomputed) + len(limited) == len(view)
    exceeded = (limited["claimed"] - limited["at_most"]).clip(lower=0)
    assert (exceeded == limited["difference"]).all()
    assert ((exceeded > 0) == (limited["outcome"] == "broken")).all()


def test_every_unit_of_a_notice_is_listed_once_though_the_notice_comes_as_word_and_pdf(lake: Lake) -> None:
    view = lake.view("result_notices")
    assert Counter(view["unit"].tolist() * 2) == Counter(result.unit for result in lake.records("results"))
    assert view["issued_by"].notna().all()


def test_the_panel_has_one_row_per_key_and_its_value_is_printed_there(lake: Lake) -> None:
    key = "organisation, fiscal_year, entity, indicator, item, stage, unit"
    assert lake.query(f"SELECT {key} FROM indicator_panel GROUP BY ALL HAVING count(*) > 1").num_rows == 0
    rows = lake.query(
        "SELECT count(*) AS n, count(*) FILTER (f.value = p.value AND f.label = p.label) AS same "
        "FROM indicator_panel p JOIN facts f USING (document_id, fact)"
    ).to_pylist()
    assert rows[0]["n"] == rows[0]["same"] == len(lake.view("indicator_panel")) > 0


def test_the_panel_keeps_the_rows_of_one_table_apart(lake: Lake) -> None:
    rows = lake.query(
        "SELECT item, value, \"values\" FROM indicator_panel WHERE organisation = '云溪县水利局' "
        "AND fiscal_year = 2022 AND indicator = 'project_special_item' AND stage = 'actual'"
    ).to_pylist()
    assert [(row["item"], str(row["value"].normalize()), row["values"]) for row in rows] == [
        ("农村供水维修养护项目", "286", 1),
        ("小型水库除险加固项目", "318.86", 1),
        ("山洪灾害防治项目", "365", 1),
    ]


@pytest.mark.parametrize("dataset", sorted(ROWS.keys() - {"decisions"}))
def test_the_key_in_the_manual_tells_every_row_from_the_others(lake: Lake, dataset: str) -> None:
    _, key = ROWS[dataset]
    columns = ", ".join(f'"{name}"' for name in key.split(", "))
    twice = lake.query(f"SELECT {columns} FROM {dataset} GROUP BY ALL HAVING count(*) > 1")
    assert twice.to_pylist() == []


def test_every_number_is_in_a_check_with_a_verdict_or_unchecked(lake: Lake) -> None:
    rows = lake.query(
        "WITH judged AS (SELECT document_id, unnest(facts) AS fact FROM checks WHERE outcome <> 'deferred') "
        "SELECT document_id, fact FROM facts EXCEPT (FROM judged UNION SELECT document_id, fact FROM unchecked)"
    )
    assert rows.to_pylist() == []


@pytest.mark.parametrize("view", load_views(), ids=lambda view: view.name)
def test_every_column_of_a_view_is_explained(lake: Lake, view: View) -> None:
    assert lake.query(f"FROM {view.name} LIMIT 0").column_names == [column.name for column in view.columns]
    explained = lake.sql(f"FROM columns WHERE dataset = '{view.name}'")
    assert explained["column"].tolist() == [column.name for column in view.columns]
    assert explained["label_zh"].str.len().min() > 0


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
        "云溪县水利局,2023,小型水库除险加固项目,318.86,402.50,万元,26.2\n"
        "云溪县水利局,2023,公务接待,9.40,7.12,万元,-24.3\n"
    )


def test_origins_are_the_words_of_the_dictionary(lake: Lake) -> None:
    text = lake.sql("SELECT description FROM columns WHERE dataset = 'checks' AND \"column\" = 'origin'")
    assert all(origin in text["description"][0] for origin in Origin)
