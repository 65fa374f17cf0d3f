"""Who is signed in: asked at the head of every page of the staff, together with what they are about to do."""

import hashlib
import secrets
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from diagnosis.model.staff import Deed, Staff
from diagnosis.store import Spans
from diagnosis.web.refusals import ElsewhereError, not_allowed
from diagnosis.web.site import Site, site_of

COOKIE = "staff"
SIGN_IN = "/staff/sign-in"
_BYTES = 32


async def staff_of(request: Request, deed: Deed) -> Staff:
    """Who is signed in and may do this; leads to the sign-in page, or raises PageError (403)."""
    staff = await find_staff(request)
    if staff is None:
        back = request.url.path if request.method == "GET" else "/staff"
        raise ElsewhereError(f"{SIGN_IN}?back={quote(back)}")
    if not staff.may(deed):
        raise not_allowed()
    return staff


async def own_account(request: Request) -> Staff:
    """Who is signed in, whatever they may do: for what concerns themselves."""
    staff = await find_staff(request)
    if staff is None:
        raise ElsewhereError(SIGN_IN)
    return staff


async def find_staff(request: Request) -> Staff | None:
    """Who is signed in; None for nobody."""
    site = site_of(request)
    token = site.cookies.get(request, COOKIE)
    if not token:
        return None
    return await site.wait_for(lambda: site.store.people.of_session(name_of(token), spans_of(site)))


async def begin_session(request: Request, response: Response, user: str, way: str) -> Response:
    """Sign somebody in under a session that is new, whatever their browser brought along."""
    site = site_of(request)
    old, token = site.cookies.get(request, COOKIE), secrets.token_urlsafe(_BYTES)
    if old:
        await site.wait_for(lambda: site.store.people.end_session(name_of(old)))
    await site.wait_for(lambda: site.store.people.begin_session(name_of(token), user, way))
    site.cookies.put(response, COOKIE, token)
    return response


def spans_of(site: Site) -> Spans:
    """How long a session lasts."""
    return Spans(site.web.idle, site.web.session)


def name_of(token: str) -> str:
    """What the store calls a session: from it nobody gets back to what the browser has."""
    return hashlib.sha256(token.encode()).hexdigest()
