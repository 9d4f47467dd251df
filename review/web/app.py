"""The desk as a web application: addresses, and what each answers."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ...validate import rule_pages
from .desk import DecisionError, OvertakenError, Verdict
from .guard import Guard, Rules
from .manual import blocks
from .pages import STATIC, render
from .pictures import PictureError
from .plots import decisions_by_day, findings_by, score_plot
from .queue import ANY_STATE, Choice, facets, neighbours, page
from .units import unit_rows, unit_view

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from ...validate import RulePage
    from .desk import Desk

NAME_COOKIE = "fuhe-reviewer"
MOST_FORM_BYTES = 65_536
A_YEAR = 31_536_000


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages need: the desk, the guard's rules, the manual."""

    desk: Desk
    rules: Rules
    manual: Mapping[str, RulePage]
    reviewer: str

    @property
    def titles(self) -> dict[str, str]:
        """Titles of the rules by code."""
        return {code: page.title for code, page in self.manual.items()}

    def page(self, request: Request, template: str, status: int = 200, **context: Any) -> Response:
        """Return a page with what all of them show."""
        shared = {
            "form_key": self.rules.form_key,
            "reviewer": _reviewer(request) or self.reviewer,
            "lake": self.desk.lake.path.name,
            "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
            "rule_titles": self.titles,
        }
        return HTMLResponse(render(template, **shared, **context), status)


def application(desk: Desk, rules: Rules, reviewer: str = "") -> Guard:
    """Return the desk as an ASGI application.

    Args:
        desk: What it shows.
        rules: Who may ask.
        reviewer: Name that decisions are signed with until the page is told another one.
    """
    site = Site(desk, rules, {entry.code: entry for entry in rule_pages()}, reviewer)

    def route(path: str, view: Callable[..., Response], method: str = "GET") -> Route:
        async def endpoint(request: Request) -> Response:
            form = await _form(request, site) if method == "POST" else {}
            return await run_in_threadpool(
                view, site, request, **({"form": form} if method == "POST" else {})
            )

        return Route(path, endpoint, methods=[method])

    routes = [
        route("/", _queue),
        route("/item/{finding_id}", _item),
        route("/unit", _unit),
        route("/overview", _overview),
        route("/stale", _stale),
        route("/rule/{code}", _rule),
        route("/page/{document_id}/{number:int}/{turn:int}", _picture),
        route("/decisions.json", _export),
        route("/decide", _decide, "POST"),
        route("/reviewer", _name, "POST"),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    return Guard(Starlette(routes=routes, exception_handlers={HTTPException: _trouble(site)}), rules)


def _trouble(site: Site) -> Any:
    async def answer(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        words = {404: "没有这一页。可能是重新复核后该问题已不存在。", 405: "不支持这种请求。"}
        text = words.get(error.status_code, error.detail)
        return site.page(request, "trouble.html", error.status_code, text=text)

    return answer


async def _form(request: Request, site: Site) -> dict[str, list[str]]:
    """Return the fields of a form that this desk made."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_FORM_BYTES:
            raise HTTPException(413, "提交的内容过长。")
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    if not site.rules.knows_form(fields.get("form_key", [""])[0]):
        raise HTTPException(403, "页面已过期（程序重新启动过），请返回并刷新后再提交。")
    return fields


def _reviewer(request: Request) -> str:
    return unquote(request.cookies.get(NAME_COOKIE, ""))


def _queue(site: Site, request: Request) -> Response:
    site.desk.refresh()
    choice = Choice.of(request.query_params)
    number = request.query_params.get("page", "1")
    shown = page(site.desk.index, choice, int(number) if number.isdecimal() and len(number) < 9 else 1)
    narrowed = facets(site.desk.index, choice, site.titles)
    return site.page(request, "queue.html", choice=choice, page=shown, facets=narrowed)


def _item(site: Site, request: Request) -> Response:
    site.desk.refresh()
    choice = Choice.of(request.query_params)
    return _item_page(site, request, request.path_params["finding_id"], choice)


def _item_page(
    site: Site, request: Request, finding_id: str, choice: Choice, refused: DecisionError | None = None
) -> Response:
    """Return the page of a finding, with what is wrong with the decision that was just sent."""
    taken = isinstance(refused, OvertakenError)
    status = 200 if refused is None else 409 if taken else 400
    desk = site.desk
    try:
        item = desk.item(finding_id, request.query_params.get("document", ""))
    except LookupError as error:
        raise HTTPException(404) from error
    case = _case(site, finding_id)
    done = request.query_params.get("done", "")
    return site.page(
        request,
        "item.html",
        status,
        item=item,
        case=case,
        choice=choice,
        around=neighbours(desk.index, choice, finding_id),
        state=desk.index.state(finding_id),
        judgement=desk.index.judgements.get(finding_id),
        history=[entry for entry in desk.index.history if entry.finding_id == finding_id][::-1],
        copies=_copies(site, finding_id),
        done=desk.index.judgements.get(done),
        done_case=_decided_with(desk, done),
        trouble=str(refused or ""),
    )


def _decided_with(desk: Desk, finding_id: str) -> list[str]:
    """Return the findings of the same case that were decided at the same moment."""
    held = desk.index.judgements
    moment = held[finding_id].decision.decided_at if finding_id in held else ""
    return [k for k in desk.case(finding_id) if k in held and held[k].decision.decided_at == moment]


def _case(site: Site, finding_id: str) -> list[dict[str, Any]]:
    """Return the rows of a case, most serious first."""
    sql = """SELECT i.* FROM items i JOIN items o ON i."case" = o."case"
             WHERE o.finding_id = $id ORDER BY i.position"""
    return site.desk.index.query(sql, {"id": finding_id})


def _copies(site: Site, finding_id: str) -> list[dict[str, Any]]:
    """Return the files that hold a finding, where there are several."""
    copies = site.desk.index.copies(finding_id)
    return copies if len(copies) > 1 else []


def _unit(site: Site, request: Request) -> Response:
    site.desk.refresh()
    unit, year = request.query_params.get("unit", ""), request.query_params.get("year", "0")
    if not year.isdecimal() or len(year) > 4:
        raise HTTPException(404)
    view = unit_view(site.desk.lake, site.desk.reader.shelf, unit, int(year))
    if not view.files:
        raise HTTPException(404)
    choice = Choice(unit=unit, year=str(int(year)), state=ANY_STATE)
    listed = page(site.desk.index, choice, 1)
    return site.page(request, "unit.html", unit=unit, year=int(year), view=view, page=listed, choice=choice)


def _overview(site: Site, request: Request) -> Response:
    site.desk.refresh()
    index = site.desk.index
    return site.page(
        request,
        "overview.html",
        plots=[
            findings_by(index, "rule", "问题最多的规则", {c: f"{c} {t}" for c, t in site.titles.items()}),
            findings_by(index, "unit", "问题最多的单位", {}),
            decisions_by_day(index),
        ],
        scores=score_plot(site.desk.lake),
        units=unit_rows(index),
        states={
            row["state"]: row["n"] for row in index.query("SELECT state, count(*) AS n FROM items GROUP BY 1")
        },
    )


def _stale(site: Site, request: Request) -> Response:
    site.desk.refresh()
    return site.page(request, "stale.html", stale=site.desk.index.stale())


def _rule(site: Site, request: Request) -> Response:
    entry = site.manual.get(request.path_params["code"].upper())
    if entry is None:
        raise HTTPException(404)
    return site.page(request, "rule.html", rule=entry, blocks=blocks(entry.text))


def _picture(site: Site, request: Request) -> Response:
    """Answer with a page of a document that the lake knows and whose file is still the one that was read."""
    values = request.path_params
    document = (
        site.desk.reader.shelf.document(values["document_id"]) if _is_id(values["document_id"]) else None
    )
    if document is None or values["turn"] not in {0, 90, 180, 270}:
        raise HTTPException(404)
    try:
        picture = site.desk.reader.picture(document, values["number"], values["turn"])
    except PictureError as error:
        raise HTTPException(404, str(error)) from error
    return Response(picture, media_type="image/webp", headers={"cache-control": "private, max-age=3600"})


def _is_id(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def _export(site: Site, _request: Request) -> Response:
    site.desk.refresh()
    rows = [asdict(decision) for decision in site.desk.index.history]
    headers = {"content-disposition": 'attachment; filename="decisions.json"'}
    return Response(json.dumps(rows, ensure_ascii=False, indent=1), 200, headers, "application/json")


def _decide(site: Site, request: Request, form: Mapping[str, list[str]]) -> Response:
    fields = {name: values[0] for name, values in form.items()}
    decision, _, reason = fields.get("decision", "").partition(":")
    verdict = Verdict(decision, reason, fields.get("note", ""), _reviewer(request) or site.reviewer)
    shown = fields.get("finding_id", "")
    choice = Choice.of(
        {key: values[0] for key, values in parse_qs(fields.get("choice", "").lstrip("?")).items()}
    )
    try:
        following = neighbours(site.desk.index, choice, shown).after if site.desk.case(shown) else None
        site.desk.decide([shown, *_others(site, shown, form)], verdict, fields.get("seen", ""))
    except LookupError as error:
        raise HTTPException(404) from error
    except DecisionError as error:
        return _item_page(site, request, shown, choice, error)
    return RedirectResponse(_next_address(shown, following, choice, decision), 303)


def _others(site: Site, shown: str, form: Mapping[str, list[str]]) -> list[str]:
    """Return the other findings of the case that the decision is about."""
    case = site.desk.case(shown)
    return [key for key in form.get("also", []) if key != shown and key in case]


def _next_address(shown: str, following: str | None, choice: Choice, decision: str) -> str:
    """Return where a reviewer goes after a decision: on, or back to an item that was opened again."""
    if decision == "open":
        return f"/item/{quote(shown)}{choice.address()}"
    query = choice.address()
    done = f"{query}&done={quote(shown)}" if query else f"?done={quote(shown)}"
    return f"/item/{quote(following)}{done}" if following else f"/{query}"


def _name(_site: Site, _request: Request, form: Mapping[str, list[str]]) -> Response:
    name, back = form.get("reviewer", [""])[0].strip()[:60], form.get("back", ["/"])[0]
    answer = RedirectResponse(back if back.startswith("/") and back[1:2] not in {"/", "\\"} else "/", 303)
    answer.set_cookie(NAME_COOKIE, quote(name), max_age=A_YEAR, httponly=True, samesite="strict")
    return answer
