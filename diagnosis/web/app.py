"""The site put together: the routes of every part, what stands before them, beginning and end."""

import contextlib
from collections.abc import AsyncIterator, Callable

import anyio
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.types import Lifespan

from diagnosis import pipeline
from diagnosis.store import StoreError
from diagnosis.web import health
from diagnosis.web.api.routes import ROUTES as API
from diagnosis.web.api.routes import UPLOADS as API_UPLOADS
from diagnosis.web.errors import error_page, lead_elsewhere, refuse, refuse_http, refuse_store
from diagnosis.web.files import Files
from diagnosis.web.members.routes import FROM_FILE
from diagnosis.web.members.routes import ROUTES as MEMBERS
from diagnosis.web.pages import STATIC
from diagnosis.web.refusals import ElsewhereError, PageError
from diagnosis.web.security.body import BodyLimit
from diagnosis.web.security.gate import Gate
from diagnosis.web.security.headers import SecurityHeaders
from diagnosis.web.security.journal import Journal
from diagnosis.web.settings import WebSettings
from diagnosis.web.site import Clock, Site, open_site
from diagnosis.web.staff.routes import RECEIVE
from diagnosis.web.staff.routes import ROUTES as STAFF
from diagnosis.web.staff.signed_in import spans_of

ROUTES = (*health.ROUTES, Mount("/static", Files(STATIC), name="static"), *MEMBERS, *STAFF, *API)
"""Every address of the site."""

_HOUR = 3600
UPLOADS = (FROM_FILE, RECEIVE, *API_UPLOADS)
"""The addresses that take files."""


def make_app(web: WebSettings, clock: Clock, when_ready: Callable[[], None] = lambda: None) -> Starlette:
    """The site as an ASGI application. when_ready: called once it can be visited."""
    return Starlette(
        routes=ROUTES,
        middleware=[
            Middleware(SecurityHeaders, is_secure=web.is_secure),
            Middleware(Journal, error_page=error_page),
            Middleware(Gate, web=web),
            Middleware(BodyLimit, most=web.limits.form, larger=dict.fromkeys(UPLOADS, web.limits.upload)),
        ],
        exception_handlers={
            PageError: refuse,
            ElsewhereError: lead_elsewhere,
            HTTPException: refuse_http,
            StoreError: refuse_store,
        },
        lifespan=_lifespan(web, clock, when_ready),
    )


def _lifespan(web: WebSettings, clock: Clock, when_ready: Callable[[], None]) -> Lifespan[Starlette]:
    @contextlib.asynccontextmanager
    async def live(app: Starlette) -> AsyncIterator[None]:
        site = open_site(web, clock)
        app.state.site = site
        try:
            _warm(site)
            await _throw_away(site)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_throw_away_hourly, site)
                if web.is_warm:
                    tasks.start_soon(site.renders.get_ready)
                when_ready()
                yield
                tasks.cancel_scope.cancel()
        finally:
            site.is_stopping = True
            site.renders.close()
            site.store.close()

    return live


async def _throw_away_hourly(site: Site) -> None:
    while True:
        await anyio.sleep(_HOUR)
        await _throw_away(site)


async def _throw_away(site: Site) -> None:
    """Drafts, sessions and kept answers whose time has come go, whether or not anybody looks."""
    with contextlib.suppress(StoreError):  # a store that is away now is there in an hour
        await site.wait_for(lambda: site.store.drafts.remove_expired(site.clock()))
        await site.wait_for(site.store.api_answers.remove_expired)
        await site.wait_for(lambda: site.store.people.remove_ended(spans_of(site)))


def _warm(site: Site) -> None:
    """Load and compile today's rules before the first visitor comes."""
    pipeline.warm(site.ruleset(), site.settings)
