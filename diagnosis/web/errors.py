"""Refusals and accidents as pages."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from diagnosis.web.api.problems import PREFIX, language_of_call, problem_response
from diagnosis.web.pages import page
from diagnosis.web.refusals import ElsewhereError, PageError, not_found, store_away, unforeseen
from diagnosis.web.security.journal import note_error


async def refuse(request: Request, error: Exception) -> Response:
    """The page, or for a call of the API the problem, that says why a request is refused."""
    response: Response
    assert isinstance(error, PageError)
    if request.url.path.startswith(PREFIX):
        response = problem_response(error, language_of_call(request))
    else:
        response = page(request, "error", {"title": error.title, "message": error.message}, error.status)
    if error.wait:
        response.headers["retry-after"] = str(error.wait)
    return response


async def lead_elsewhere(_: Request, error: Exception) -> Response:
    """Lead on to where the visitor must go first."""
    assert isinstance(error, ElsewhereError)
    return RedirectResponse(error.address, 303)


async def refuse_http(request: Request, error: Exception) -> Response:
    """What the framework itself refuses: an unknown address, a wrong method, a form that cannot be taken apart."""
    assert isinstance(error, HTTPException)
    response = await refuse(request, not_found() if error.status_code == 404 else unforeseen(error.status_code))  # noqa: PLR2004 - of HTTP
    response.headers.update(error.headers or {})
    return response


async def refuse_store(request: Request, error: Exception) -> Response:
    """The store failed: said on the page, and noted, since somebody must look."""
    note_error(error)
    return await refuse(request, store_away())


async def error_page(request: Request, status: int) -> Response:
    """What a visitor sees when something unforeseen happened."""
    return await refuse(request, unforeseen(status))
