"""What the desk answers, and what it refuses."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from fuhe.lake import Standing
from fuhe.review.web.app import application
from fuhe.review.web.desk import Desk
from fuhe.review.web.guard import Rules

from .conftest import KEY, finding, write


def caught(pattern, text):
    """Return the first group of a pattern that must occur."""
    match = re.search(pattern, text)
    assert match, pattern
    return match[1]


def form_of(client, finding_id, **changed):
    page = client.get(f"/item/{finding_id}").text
    decide = page[page.index("data-decide") :]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', decide))
    return {name: unescape(value) for name, value in fields.items()} | changed


def first(client, query="/"):
    return caught(r'href="/item/([^"?]+)', client.get(query).text)


def served(lake, **rules):
    return TestClient(application(Desk.open(lake), Rules(**rules), "甲"), base_url="http://127.0.0.1")


def test_queue_shows_most_severe_first_and_narrows(client):
    page = client.get("/").text
    marks = re.findall(r'class="severity (\w+)"', page)
    assert marks == sorted(marks, key=["error", "warn", "info"].index)
    narrowed = client.get("/?rule=S04").text
    assert set(re.findall(r'<td class="code">(\w+)', narrowed)) == {"S04"}
    assert "没有符合条件的问题" in client.get("/?q=绝无此词").text


@pytest.mark.parametrize(
    "query", ["/?page=-3", "/?page=9999999999999", "/?year=x", "/?rule='", "/?state=%00", "/?q=%25_'"]
)
def test_odd_queries_are_answered(client, query):
    assert client.get(query).status_code == 200


def test_item_lights_the_characters_of_word_operands(client):
    page = client.get(f"/item/{first(client, '/?rule=S04')}").text
    assert re.search(r'<mark class="lit stated" data-operand="1"><sup>1</sup>98.16</mark>', page)
    assert "97.15 ～ 97.17" in page  # room that the printed digits leave


def test_item_of_a_pdf_draws_boxes_on_the_page_picture(client):
    page = client.get(f"/item/{first(client, '/?q=yunxi')}").text
    picture = caught(r'<image href="(/page/[^"]+)"', page)
    answer = client.get(picture)
    assert answer.headers["content-type"] == "image/webp"
    assert answer.content[8:12] == b"WEBP"
    assert re.search(r'<g class="lit stated" data-operand="1">\s*<rect', page)


def test_changed_original_is_not_shown_but_its_tables_are(client, lake):
    key = first(client, "/?q=yunxi")
    source = Path(lake.query("SELECT source FROM documents WHERE name = 'yunxi.pdf'")["source"][0].as_py())
    kept = source.read_bytes()
    try:
        source.write_bytes(kept + b" ")
        page = client.get(f"/item/{key}").text
        assert "改动过" in page
        assert "<image" not in page
        assert 'class="grid"' in page or 'class="prose' in page
    finally:
        source.write_bytes(kept)


def test_no_other_file_is_served(client, lake):
    for address in (
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        f"/page/{KEY}/1/0",
        "/page/..%2f..%2fetc%2fpasswd/1/0",
        "/item/nothing",
    ):
        assert client.get(address).status_code == 404
    document = lake.query("SELECT document_id FROM documents WHERE format = 'pdf'")["document_id"][0].as_py()
    assert client.get(f"/page/{document}/999/0").status_code == 404
    assert client.get(f"/page/{document}/1/45").status_code == 404


def test_decision_is_written_and_the_next_item_comes(client, lake):
    key = first(client)
    answer = client.post("/decide", data=form_of(client, key, decision="dismissed:rounding", note="看过"))
    assert answer.status_code == 200
    assert "已记录：不成立" in answer.text
    assert key not in str(answer.url.path)
    held = lake.judgements()[key]
    assert (held.decision.decision, held.decision.reason, held.decision.note) == (
        "dismissed",
        "rounding",
        "看过",
    )
    assert (held.decision.reviewer, held.standing) == ("甲", Standing.CURRENT)
    assert f"/item/{key}" not in client.get("/").text
    assert f"/item/{key}" in client.get("/?state=dismissed").text


def test_undo_opens_the_finding_again(client, lake):
    key = first(client)
    client.post("/decide", data=form_of(client, key, decision="confirmed"))
    answer = client.post("/decide", data=form_of(client, key, decision="open"))
    assert str(answer.url.path) == f"/item/{key}"
    assert key not in lake.judgements()
    assert "撤回结论" in answer.text  # who and when stay in the history


@pytest.mark.parametrize(
    ("decision", "words"),
    [("dismissed:", "选择一条理由"), ("dismissed:other", "请填写复核意见"), ("maybe", "没有这种复核结论")],
)
def test_faulty_decisions_are_refused(client, lake, decision, words):
    answer = client.post("/decide", data=form_of(client, first(client), decision=decision))
    assert answer.status_code == 400
    assert words in answer.text
    assert not lake.records("decisions")


def test_second_browser_is_told_that_somebody_decided(client):
    key = first(client)
    theirs = form_of(client, key, decision="confirmed")
    client.post("/decide", data=form_of(client, key, decision="explained"))
    answer = client.post("/decide", data=theirs)
    assert answer.status_code == 409
    assert "刚刚改动了" in answer.text


def test_forms_of_other_sites_are_refused(client, lake):
    form = form_of(client, first(client), decision="confirmed")
    assert client.post("/decide", data=form | {"form_key": "x"}).status_code == 403
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "http://evil.example"}, {"origin": "null"}):
        assert client.post("/decide", data=form, headers=headers).status_code == 403
    assert client.post("/decide", content=b"a=" + b"x" * 70_000).status_code == 413
    assert not lake.records("decisions")


def test_foreign_host_names_are_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421
    assert client.get("/", headers={"host": "localhost:8618"}).status_code == 200


def test_token_is_asked_for_and_kept_as_a_cookie(lake):
    client = served(lake, host="0.0.0.0", token="secret-secret-secret")
    assert client.get("/").status_code == 403
    assert client.get("/?token=wrong").status_code == 403
    answer = client.get("/?token=secret-secret-secret&rule=S04")
    assert answer.status_code == 200
    assert "token" not in str(answer.url)
    assert client.get("/overview").status_code == 200
    assert client.get("/", headers={"host": "rebound.example"}).status_code == 421


def test_every_answer_forbids_foreign_content(client):
    for address in ("/", "/overview", "/stale", "/static/desk.js", "/nothing"):
        headers = client.get(address).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_hostile_text_stays_text(tmp_path):
    client = served(write(tmp_path / "lake", finding()))
    for address in ("/", "/item/f1", "/overview", "/?state=all"):
        page = client.get(address)
        assert page.status_code == 200
        assert "<script>document" not in page.text
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", page.text)
    unit = caught(r'href="(/unit\?[^"]+)"', client.get("/overview").text)
    assert client.get(unescape(unit)).status_code == 200


def test_dismissal_opens_again_when_figures_change_and_is_stale_when_gone(tmp_path):
    lake = write(tmp_path / "lake", finding("f1"), finding("f2"))
    client = served(lake)
    for key in ("f1", "f2"):
        client.post("/decide", data=form_of(client, key, decision="dismissed:rounding"))
    write(tmp_path / "lake", finding("f1", stated=Decimal(13)))
    assert "/item/f1" in client.get("/?state=reopened").text
    assert "此后文中数字有变化" in client.get("/item/f1").text
    assert "f2" in client.get("/stale").text


def test_unit_page_tells_the_scores_of_copies_once(client):
    address = unescape(caught(r'href="(/unit\?unit=%E9%9D%92%E5%B7%9D[^"]+)"', client.get("/overview").text))
    unit = client.get(address).text
    scores = unit[unit.index("自评得分与复算") : unit.index("<h2>文件</h2>")]
    assert scores.count("98.16") == 1
    assert "qingchuan.docx" in unit
    assert "qingchuan.pdf" in unit[unit.index("<h2>文件</h2>") :]


def test_unit_page_tells_scores_files_and_coverage(client):
    page = client.get("/overview").text
    address = unescape(caught(r'href="(/unit\?unit=%E9%9D%92%E5%B7%9D[^"]+)"', page))
    unit = client.get(address).text
    assert "98.16" in unit
    assert "97.16" in unit
    assert "qingchuan.docx" in unit
    assert "参与复核" in unit


def test_rule_page_and_export(client):
    assert "年度资金总额" in client.get("/rule/A01").text
    client.post("/decide", data=form_of(client, first(client), decision="confirmed"))
    (row,) = client.get("/decisions.json").json()
    assert set(row) == {"finding_id", "decision", "reason", "note", "reviewer", "decided_at", "figures"}
