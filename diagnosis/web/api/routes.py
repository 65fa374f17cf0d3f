"""The addresses of the API, its description, and the page that explains it."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from diagnosis.web.api.calls import endpoint
from diagnosis.web.api.description import describe
from diagnosis.web.api.endpoints import KINDS
from diagnosis.web.api.operations import BASE, OPERATIONS
from diagnosis.web.api.problems import language_of_call
from diagnosis.web.api.refusals import REFUSALS
from diagnosis.web.pages import page
from diagnosis.web.site import site_of


async def show_description(request: Request) -> Response:
    """OpenAPI 3.1, for anybody."""
    return JSONResponse(describe(language_of_call(request), site_of(request).ruleset()))


async def show_help(request: Request) -> Response:
    """What the API is for, in words, with examples."""
    web = site_of(request).web
    values = {"operations": OPERATIONS, "refusals": REFUSALS, "kinds": [*KINDS], "base": BASE, "web": web}
    return page(request, "api/help", values)


ROUTES = (
    Route("/api", show_help),
    Route(f"{BASE}/openapi.json", show_description),
    *(
        Route(
            f"{BASE}{one.path}",
            endpoint(one.scope, one.work, needs_idempotency=one.needs_idempotency),
            methods=[one.method],
            name=f"api-{one.name}",
        )
        for one in OPERATIONS
    ),
)
UPLOADS = tuple(f"{BASE}{one.path}" for one in OPERATIONS if one.takes_sheet)
"""Take files."""
