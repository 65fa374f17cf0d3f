"""Signing in with a password, and signing out."""

import re

from starlette.requests import Request
from starlette.responses import Response

from diagnosis.model.text import Text
from diagnosis.passwords import is_password
from diagnosis.store import User
from diagnosis.web.forms.posted import count, read_form
from diagnosis.web.pages import page
from diagnosis.web.refusals import too_many
from diagnosis.web.responses import see_other
from diagnosis.web.security.headers import CLEAR
from diagnosis.web.site import Site, site_of
from diagnosis.web.staff.second_step import go_on
from diagnosis.web.staff.signed_in import COOKIE, SIGN_IN, find_staff, name_of

_BACK = re.compile(r"/staff(/[\w./-]*)?")
"""Where a sign-in may lead: pages of the staff, and nowhere else."""
_REFUSAL = Text(
    "IDかパスワードが違うか、利用が停止されています。", "The ID or the password is wrong, or the account is disabled."
)


async def show_sign_in(request: Request) -> Response:
    """Name and password; the directory, where there is one."""
    back = safe_address(request.query_params.get("back", ""))
    if await find_staff(request):
        return see_other(back)
    return _page(request, back)


async def sign_in(request: Request) -> Response:
    """Sign in, or say that it did not work, never why."""
    form = await read_form(request)
    site = site_of(request)
    user_id, back = form.text("user").strip().lower(), safe_address(form.text("back"))
    count(request, "sign-ins", site.web.limits.sign_ins)
    wait = site.rates.wait("account", user_id, site.web.limits.sign_ins)
    if wait:
        raise too_many(wait)
    user = await site.wait_for(lambda: _check(site, user_id, form.text("password")))
    if user is None:
        return _page(request, back, user_id)
    return await go_on(request, user, back)


def _page(request: Request, back: str, refused: str | None = None) -> Response:
    """refused: the id that was tried in vain."""
    values = {
        "back": back,
        "refusal": None if refused is None else _REFUSAL,
        "user": refused or "",
        "directory": site_of(request).web.directory,
        "here": "",
    }
    return page(request, "staff/sign-in", values, 200 if refused is None else 422)


def _check(site: Site, user_id: str, password: str) -> User | None:
    """The user with this password who may come; as slow for whoever there is not."""
    user = site.store.people.find(user_id)
    is_right = is_password(password, user.password if user else None)
    if user and is_right and user.is_active:
        return user
    if user:
        site.store.people.note_refusal(user.id)
    return None


async def sign_out(request: Request) -> Response:
    """End the session, here and on the server."""
    await read_form(request)
    site = site_of(request)
    token = site.cookies.get(request, COOKIE)
    if token:
        await site.wait_for(lambda: site.store.people.end_session(name_of(token)))
    response = see_other(SIGN_IN)
    response.headers["clear-site-data"] = CLEAR
    site.cookies.drop(response, COOKIE)
    return response


def safe_address(back: str) -> str:
    """Where a sign-in may lead."""
    return back if _BACK.fullmatch(back) else "/staff"
