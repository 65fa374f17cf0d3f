"""What pages of every part answer with: where a form leads, and parts of a page that a script asks for."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

_HEADER = "x-part"


def is_part(request: Request) -> bool:
    """Whether a script asks for a part alone. Browsers let no other site's script send this header here."""
    return _HEADER in request.headers


def see_other(address: str) -> Response:
    """Lead on by a page of its own, so that reloading sends nothing twice."""
    return RedirectResponse(address, 303)
