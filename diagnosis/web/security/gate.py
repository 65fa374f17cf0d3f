"""What stands before every page: how often an address may come, and that no other site sends forms here."""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from diagnosis.web.api.problems import PREFIX
from diagnosis.web.errors import refuse
from diagnosis.web.forms.posted import address_of
from diagnosis.web.refusals import PageError, form_expired, too_many
from diagnosis.web.security import csrf
from diagnosis.web.settings import WebSettings
from diagnosis.web.site import site_of

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FREE = ("/static/", "/health", "/ready")
"""Not counted: what a page brings along, and whatever watches over the site."""


class Gate:
    """Lets a request in, or answers it with the reason why not."""

    def __init__(self, app: ASGIApp, *, web: WebSettings) -> None:
        self._app = app
        self._web = web

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and (error := self._reason(Request(scope))):
            response = await refuse(Request(scope, receive), error)
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _reason(self, request: Request) -> PageError | None:
        if request.url.path.startswith(_FREE):
            return None
        if request.url.path.startswith(PREFIX):
            return None  # by its key alone: no cookie opens anything there, so nobody can be made to call it
        wait = site_of(request).rates.wait("pages", address_of(request), self._web.limits.pages)
        if wait:
            return too_many(wait)
        if request.method not in _SAFE and not csrf.is_from_here(request, self._web.base_url):
            return form_expired()
        return None
