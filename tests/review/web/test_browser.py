"""The desk and the static report, driven in a browser."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from urllib.parse import quote

import pytest
import uvicorn

from fuhe.review.web.app import application
from fuhe.review.web.desk import Desk
from fuhe.review.web.guard import Rules
from fuhe.review.web.static_report import write_report
from fuhe.schemas.parquet import from_table

from .conftest import finding, write

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # the driver's own sockets
]


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    with sync_api.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS.split())
        yield opened
        opened.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, accept_downloads=True, reduced_motion="reduce"
    )
    opened = context.new_page()
    troubles = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda line: troubles.append(line.text) if line.type == "error" else None)
    yield opened
    context.close()
    assert troubles == []


@pytest.fixture
def site(lake):
    """The desk on a free port; its address."""
    config = uvicorn.Config(
        application(Desk.open(lake), Rules(), "甲"), port=0, log_level="warning", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def finding_id(lake, rule, name):
    sql = f"SELECT finding_id FROM findings JOIN documents USING (document_id) WHERE rule = '{rule}' AND name = '{name}'"
    return lake.query(sql)["finding_id"][0].as_py()


def overlap(one, other):
    wide = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
    high = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
    return wide > 0 and high > 0


def test_both_operands_of_a_word_table_are_lit_at_their_words(page, site, lake):
    page.goto(f"{site}/item/{finding_id(lake, 'R01', 'qingchuan.docx')}")
    for operand in page.locator("[data-jump]").all():
        number = operand.get_attribute("data-jump")
        lit = page.locator(f"mark[data-operand~='{number}']").first
        page.keyboard.press(number)
        page.wait_for_timeout(400)
        assert operand.locator(".printed").inner_text().strip() in lit.inner_text()
        box, frame = lit.bounding_box(), page.locator(".left").bounding_box()
        assert overlap(box, frame)
        cell = lit.locator("xpath=ancestor::td").bounding_box()
        assert overlap(box, cell)


def test_boxes_lie_on_the_figures_of_the_pdf(page, site, lake):
    """The lit boxes stand where the lake says the operands are, in the scale of the picture shown."""
    key = finding_id(lake, "S04", "qingchuan.pdf")
    held = from_table("findings", lake.query("SELECT * FROM findings"))
    own = next(f for f in held if f.id == key and f.evidence[0].source.page is not None)
    page.goto(f"{site}/item/{key}?document={own.document}")
    paper = page.locator("svg.paper").first.bounding_box()
    width = float(page.locator("svg.paper").first.get_attribute("viewBox").split()[2])
    scale = paper["width"] / width
    for number in (1, 2):
        area = own.evidence[number - 1].source.box
        shown = page.locator(f"svg g[data-operand='{number}'] rect").first.bounding_box()
        assert paper["x"] + (area.x0 - 3) * scale <= shown["x"]
        assert shown["x"] + shown["width"] <= paper["x"] + (area.x1 + 3) * scale
        assert abs(shown["y"] - paper["y"] - area.top * scale) < (area.bottom - area.top) * scale


def test_keyboard_decides_undoes_and_filters(page, site, lake):
    page.goto(site)
    total = page.locator("table.cases tbody tr").count()
    page.keyboard.press("j")
    page.wait_for_selector(".decide")
    first = page.url
    page.keyboard.press("c")
    page.wait_for_selector(".done")
    assert page.url.split("?")[0] != first
    page.keyboard.press("d")
    page.keyboard.press("1")
    page.locator(".done", has_text="不成立").wait_for()
    words = sorted({held.decision.decision for held in lake.judgements().values()})
    assert words == ["confirmed", "dismissed"]
    page.keyboard.press("u")
    page.locator(".done").wait_for(state="detached")
    assert {held.decision.decision for held in lake.judgements().values()} == {"confirmed"}
    page.goto(site)
    assert page.locator("table.cases tbody tr").count() < total
    page.goto(f"{site}/?state=confirmed")
    assert page.locator("table.cases .state").all_inner_texts()[0] == "已确认"
    page.keyboard.press("/")
    page.keyboard.type("98.16")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=98.16**")
    with page.expect_download() as download:
        page.click("text=导出结论")
    assert json.loads(Path(download.value.path()).read_text("utf-8"))[0]["decision"] == "confirmed"


def test_help_opens_and_closes_by_keyboard(page, site):
    page.goto(site)
    page.keyboard.press("?")
    assert page.locator("dialog#help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog#help").is_visible()


def test_reason_that_needs_a_note_waits_for_it(page, site, lake):
    page.goto(site)
    page.keyboard.press("j")
    page.wait_for_selector(".decide")
    page.keyboard.press("d")
    page.keyboard.press("7")
    assert page.evaluate("document.activeElement.name") == "note"
    assert not lake.records("decisions")


def test_static_report_lights_decides_reloads_and_exports(page, lake, tmp_path):
    key = finding_id(lake, "S04", "qingchuan.docx")
    ids = {row["finding_id"] for row in lake.query("SELECT finding_id FROM findings").to_pylist()}
    written = write_report(lake, tmp_path / "report", ids)
    name = next(entry.name for entry in written if entry.unit.startswith("青川"))
    address = f"file://{tmp_path}/report/{quote(name)}"
    page.goto(f"{address}#i-{key}")
    lit = page.locator(f"[id='i-{key}'] mark[data-operand~='1']")
    assert "98.16" in lit.inner_text()
    assert overlap(lit.bounding_box(), page.locator(f"[id='i-{key}'] .left").bounding_box())
    page.fill("#reviewer", "乙")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.press("2")
    page.reload()
    assert page.locator(f"li[data-id='{key}'] .state").inner_text() == "不成立"
    page.select_option("#wanted", "dismissed")
    assert page.locator(".index li:visible").count() == 1
    with page.expect_download() as download:
        page.click("#export")
    (row,) = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert (row["finding_id"], row["decision"], row["reason"], row["reviewer"]) == (
        key,
        "dismissed",
        "different-scope",
        "乙",
    )
    assert set(row) == {"finding_id", "decision", "reason", "note", "reviewer", "decided_at", "figures"}
    page.click("#undo")
    assert page.locator(f"li[data-id='{key}'] .state").inner_text(timeout=1000) == "待复核"


def test_static_report_decides_findings_of_one_cause_together(page, lake, tmp_path):
    ids = {row["finding_id"] for row in lake.query("SELECT finding_id FROM findings").to_pylist()}
    written = write_report(lake, tmp_path / "report", ids)
    name = next(entry.name for entry in written if entry.unit.startswith("云溪"))
    page.goto(f"file://{tmp_path}/report/{quote(name)}")
    ticked = "article [name=also]:checked"
    key = page.locator(ticked).first.evaluate("box => box.closest('article').dataset.id")
    others = page.locator(f"[id='i-{key}'] [name=also]:checked").evaluate_all(
        "boxes => boxes.map(b => b.value)"
    )
    page.goto(f"file://{tmp_path}/report/{quote(name)}#i-{key}")
    page.fill("#reviewer", "乙")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    for each in (key, *others):
        assert page.locator(f"li[data-id='{each}'] .state").inner_text() == "已确认"
    page.click("#undo")
    for each in (key, *others):
        assert page.locator(f"li[data-id='{each}'] .state").inner_text() == "待复核"


def test_static_report_holds_pictures_of_pdf_pages(page, lake, tmp_path):
    ids = {row["finding_id"] for row in lake.query("SELECT finding_id FROM findings").to_pylist()}
    written = write_report(lake, tmp_path / "report", ids)
    name = next(entry.name for entry in written if entry.unit.startswith("云溪"))
    page.goto(f"file://{tmp_path}/report/{quote(name)}")
    paper = page.locator("svg.paper:visible").first
    picture = page.evaluate("document.querySelector('svg.store image').getAttribute('href').slice(0, 22)")
    assert picture == "data:image/webp;base64"
    assert overlap(
        page.locator("svg g[data-operand='1'] rect:visible").first.bounding_box(), paper.bounding_box()
    )


def test_hostile_text_harms_no_browser(page, tmp_path):
    lake = write(tmp_path / "lake", finding())
    (entry,) = write_report(lake, tmp_path / "report", {"f1"})
    page.goto(f"file://{tmp_path}/report/{quote(entry.name)}")
    assert page.title() != "broken"
    assert page.locator("mark[data-operand~='1']").inner_text().endswith("12")
    tall = page.locator("td", has_text="长长长").first.bounding_box()
    assert tall["height"] < 900
