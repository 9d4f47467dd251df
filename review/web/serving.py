"""Running the desk on a port of this machine."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from ...schemas.errors import FuheError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp


def serve(app: ASGIApp, host: str, port: int, greet: Callable[[str], None]) -> None:
    """Answer requests until the process is told to stop.

    Args:
        app: The desk.
        host: Address to listen on.
        port: 0 for any that is free.
        greet: Called with the address to open, once requests are accepted.

    Raises:
        FuheError: The address cannot be listened on.
    """
    import uvicorn  # noqa: PLC0415 - heavy

    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        raise FuheError(f"无法监听 {host}:{port}（{error.strerror}），请用 --port 换一个端口。") from error
    with listener:
        name = f"[{host}]" if ":" in host else host
        greet(f"http://{name}:{listener.getsockname()[1]}/")
        config = uvicorn.Config(app, log_level="warning", server_header=False, proxy_headers=False)
        uvicorn.Server(config).run(sockets=[listener])
