"""The addresses of the API, and the page that explains it."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from diagnosis.model.api_key import Scope
from diagnosis.web.api import endpoints
from diagnosis.web.api.calls import endpoint
from diagnosis.web.api.description import describe
from diagnosis.web.api.endpoints import KINDS
from diagnosis.web.pages import page
from diagnosis.web.site import site_of

_BASE = "/api/v1"


async def show_description(_: Request) -> Response:
    """OpenAPI 3.1."""
    return JSONResponse(describe())


async def show_help(request: Request) -> Response:
    """What the API is for, in words, with examples."""
    operations = [
        (method.upper(), path, one) for path, methods in describe()["paths"].items() for method, one in methods.items()
    ]
    return page(
        request, "api/help", {"operations": operations, "kinds": [*KINDS], "base": site_of(request).web.base_url}
    )


ROUTES = (
    Route("/api", show_help),
    Route(f"{_BASE}/openapi.json", show_description),
    Route(f"{_BASE}/rulesets", endpoint(Scope.SHEETS, endpoints.rulesets)),
    Route(f"{_BASE}/check", endpoint(Scope.CHECK, endpoints.check), methods=["POST"]),
    Route(f"{_BASE}/score", endpoint(Scope.SCORE, endpoints.score), methods=["POST"]),
    Route(f"{_BASE}/report", endpoint(Scope.REPORT, endpoints.report), methods=["POST"]),
    Route(f"{_BASE}/sheets/{{form}}", endpoint(Scope.SHEETS, endpoints.blank)),
    Route(f"{_BASE}/submissions", endpoint(Scope.SUBMIT, endpoints.submit, needs_key=True), methods=["POST"]),
    Route(f"{_BASE}/submissions/{{number}}", endpoint(Scope.STATUS, endpoints.status)),
)
UPLOADS = tuple(f"{_BASE}/{name}" for name in ("check", "score", "report", "submissions"))
"""Take files."""
