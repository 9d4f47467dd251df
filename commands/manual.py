"""fuhe rule, fuhe indicator: the pages of the manual."""

from __future__ import annotations

from typing import Annotated

import typer

from .common import plain_errors


def rule(code: Annotated[str | None, typer.Argument(help="规则编号，如 A01")] = None) -> None:
    """列出全部规则，或解释一条规则。

    Example: fuhe rule A01
    """
    from ..review.pages import rule_list, rule_page  # noqa: PLC0415 - heavy

    with plain_errors():
        typer.echo(rule_page(code) if code else rule_list(), nl=False)


def indicator(name: Annotated[str | None, typer.Argument(help="指标编号或表上的名称")] = None) -> None:
    """列出全部指标，或解释一个指标。

    Example: fuhe indicator 预算执行率
    """
    from ..review.pages import indicator_list, indicator_page  # noqa: PLC0415 - heavy

    with plain_errors():
        typer.echo(indicator_page(name) if name else indicator_list(), nl=False)
