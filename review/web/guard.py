"""What stands between the desk and the network: who may ask, from where, and what a page may do."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN_COOKIE = "fuhe-token"  # noqa: S105 - a name
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
SAFE_SITES = frozenset({"same-origin", "none"})


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach an address.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Rules:
    """Who may ask.

    Attributes:
        host: Address that the desk listens on.
        token: Word that every request must bring; empty if only this machine can ask.
        form_key: Secret that every form carries, so that no other site can send one.
    """

    host: str = "127.0.0.1"
    token: str = ""
    form_key: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    def knows_host(self, header: str) -> bool:
        """Return whether a request meant this desk: a foreign name in `Host` is a rebound DNS entry."""
        name = (urlsplit(f"//{header}").hostname or "").lower()
        if name == self.host.lower() or (is_loopback(self.host) and name in LOOPBACK_NAMES):
            return True
        return not is_loopback(self.host) and _is_address(name)

    def knows_token(self, word: str) -> bool:
        """Return whether a word is the token; always True without one."""
        return not self.token or hmac.compare_digest(word.encode(), self.token.encode())

    def knows_form(self, key: str) -> bool:
        """Return whether a form was made by this desk."""
        return hmac.compare_digest(key.encode(), self.form_key.encode())


def _is_address(name: str) -> bool:
    """Return whether a name is an IP address: those cannot be rebound by DNS."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Guard:
    """ASGI layer that turns away foreign requests and sets the headers of every answer."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self.app = app
        self.rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        await (refusal or self.app)(scope, receive, self._with_headers(scope, send))

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        if not self.rules.knows_host(headers.get("host", "")):
            return PlainTextResponse("地址不对：请用启动时显示的地址打开。", 421)
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return PlainTextResponse("不支持这种请求。", 405)
        if scope["method"] == "POST" and not _is_own_form(headers):
            return PlainTextResponse("拒绝来自其他网站的请求。", 403)
        return self._admission(scope, headers)

    def _admission(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        """Return None for a request that brings the token; one that brings it in the address gets a cookie."""
        query = parse_qs(scope["query_string"].decode("latin-1"))
        if self.rules.token and scope["method"] == "GET" and "token" in query:
            if not self.rules.knows_token(query.pop("token")[0]):
                return PlainTextResponse("口令不对。", 403)
            answer = RedirectResponse(
                "/" + scope["path"].lstrip("/") + (f"?{urlencode(query, doseq=True)}" if query else ""), 303
            )
            answer.set_cookie(TOKEN_COOKIE, self.rules.token, httponly=True, samesite="strict")
            return answer
        if not self.rules.knows_token(_cookie(headers, TOKEN_COOKIE)):
            return PlainTextResponse("需要口令：请用启动时显示的完整地址打开（含 ?token=…）。", 403)
        return None

    @staticmethod
    def _with_headers(scope: Scope, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if not scope["path"].startswith("/static/") and not scope["path"].startswith("/page/"):
                    headers["cache-control"] = "no-store"
            await send(message)

        return sending


def _is_own_form(headers: Headers) -> bool:
    """Return whether a form comes from a page of this desk, as far as the browser says."""
    if headers.get("sec-fetch-site", "none") not in SAFE_SITES:
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")


def _cookie(headers: Headers, name: str) -> str:
    try:
        held = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return held.value if held else ""
