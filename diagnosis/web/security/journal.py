"""The log of requests, one line of JSON each: which page, how it went, how long it took.

Never an address with a secret in it, never a query, a form or an answer. And the last door: of what nobody foresaw the
place in the code is told, and nothing else.
"""

import json
import logging
import time
import traceback
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger("diagnosis.web")
_QUIET = frozenset({"/static", "/health", "/ready"})

ErrorPage = Callable[[Request, int], Awaitable[Response]]


class Journal:
    """Notes every request. error_page: what a visitor sees when something unforeseen happened."""

    def __init__(self, app: ASGIApp, *, error_page: ErrorPage) -> None:
        self._app = app
        self._error_page = error_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, began = 0, time.perf_counter()

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        except Exception as error:
            note_error(error)
            if status:
                raise
            response = await self._error_page(Request(scope, receive), 500)
            await response(scope, receive, send_noted)
        finally:
            note_request(scope, status, time.perf_counter() - began)


def note_request(scope: Scope, status: int, seconds: float) -> None:
    """One line. The page is named by its pattern: what stands in its place may be a secret."""
    route = scope.get("route")
    page = getattr(route, "path", None) or "-"
    if page in _QUIET and status < 400:  # noqa: PLR2004 - the first status of an error
        return
    LOG.info(json.dumps({"page": page, "method": scope["method"], "status": status, "ms": round(1000 * seconds, 1)}))


def note_error(error: BaseException) -> None:
    """The kind of error and where it happened; its message might quote an answer, so it is left out."""
    places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-8:]]
    LOG.error(json.dumps({"error": type(error).__name__, "at": places}))
