"""fuhe review: the reviewers' desk as a local web page."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from .common import USAGE, Lake, complain, plain_errors
from .drawing import guarded

SHORTEST_TOKEN = 16


def review(
    lake: Lake,
    *,
    host: Annotated[str, typer.Option(help="监听地址；不是本机地址时必须同时给出 --token")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="端口，0 为任选")] = 8618,
    token: Annotated[
        str, typer.Option(envvar="FUHE_TOKEN", help="口令，至少 16 个字符；打开页面时须带上")
    ] = "",
    reviewer: Annotated[str, typer.Option(help="复核人姓名，页面上可改；不写则为登录用户名")] = "",
) -> None:
    """打开复核台：在浏览器里逐项查看问题和原文，记录复核结论。

    Example: fuhe review 结果
    """
    from ..lake import open_lake  # noqa: PLC0415 - heavy
    from ..review.web.guard import Rules, is_loopback  # noqa: PLC0415

    if not is_loopback(host) and not token:
        complain(f"“{host}”可被其他机器访问，请用 --token 给出口令（至少 {SHORTEST_TOKEN} 个字符）。")
        raise typer.Exit(USAGE)
    if token and len(token) < SHORTEST_TOKEN:
        complain(f"口令太短，请至少用 {SHORTEST_TOKEN} 个字符。")
        raise typer.Exit(USAGE)
    with plain_errors(), guarded() as bounded:
        from ..review.web.app import application  # noqa: PLC0415
        from ..review.web.desk import Desk  # noqa: PLC0415
        from ..review.web.serving import serve  # noqa: PLC0415

        app = application(Desk.open(open_lake(lake), bounded), Rules(host, token), reviewer or _login_name())
        serve(app, host, port, lambda address: typer.echo(_greeting(address, token)))


def _greeting(address: str, token: str) -> str:
    """Return what is printed; the address ends its line, so that a terminal links to nothing more."""
    return f"按 Ctrl+C 结束。复核台已打开：\n{address}{f'?token={token}' if token else ''}"


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
