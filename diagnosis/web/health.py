"""Whether the site lives, and whether it wants visitors: for whatever watches over it."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from diagnosis.pipeline import DefinitionsError
from diagnosis.store import StoreError
from diagnosis.web.site import Site, site_of


async def live(_: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n")


async def ready(request: Request) -> Response:
    """Store and definitions can be used, and the site is not about to stop."""
    site = site_of(request)
    if site.is_stopping:
        return PlainTextResponse("stopping\n", 503)
    fault = await site.wait_for(lambda: _fault(site))
    return PlainTextResponse(f"{fault or 'ok'}\n", 503 if fault else 200)


def _fault(site: Site) -> str:
    """Which part fails; nothing more, since anybody may ask."""
    try:
        site.store.batches()
    except StoreError:
        return "store"
    try:
        site.ruleset()
    except DefinitionsError:
        return "definitions"
    return ""


ROUTES = (Route("/health", live), Route("/ready", ready))
