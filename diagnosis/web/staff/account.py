"""One's own account: another password, another authenticator app, and an end to one's sessions elsewhere."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from diagnosis.model.staff import Staff
from diagnosis.model.text import Text
from diagnosis.passwords import find_weakness, hash_password, is_password
from diagnosis.web.forms.posted import read_form
from diagnosis.web.pages import page
from diagnosis.web.refusals import too_many
from diagnosis.web.responses import see_other
from diagnosis.web.site import Site, site_of
from diagnosis.web.staff.signed_in import COOKIE, SIGN_IN, begin_session, name_of, own_account

ACCOUNT = "/staff/account"
_WRONG = Text("いまのパスワードが違います。", "The present password is wrong.")


async def show_account(request: Request) -> Response:
    """Who one is, the sessions there are, and the form for another password."""
    return await _show(request, await own_account(request))


async def change_password(request: Request) -> Response:
    """Another password, for whoever knows the present one. Every session ends; this browser gets a new one."""
    staff = await own_account(request)
    form = await read_form(request)
    site = site_of(request)
    _count(site, staff)
    now, new, again = form.text("now"), form.text("new"), form.text("again")
    fault = await site.wait_for(lambda: _fault(site, staff, now, new, again))
    if fault:
        return await _show(request, staff, fault)
    await site.wait_for(lambda: _keep(site, staff, new))
    return await begin_session(request, see_other(f"{ACCOUNT}?changed"), staff.id, "password")


async def use_other_app(request: Request) -> Response:
    """Forget the authenticator app, for whoever knows the password. Every session ends; signing in sets up another."""
    staff = await own_account(request)
    form = await read_form(request)
    site = site_of(request)
    _count(site, staff)
    user = await site.wait_for(lambda: site.store.people.find(staff.id))
    if user is None or not await site.wait_for(lambda: is_password(form.text("password"), user.password)):
        return await _show(request, staff, _WRONG, "password")
    await site.wait_for(lambda: site.store.people.put(replace(user, second_factor=None), staff.id))
    return see_other(SIGN_IN)


async def end_others(request: Request) -> Response:
    """End one's sessions in other browsers."""
    staff = await own_account(request)
    await read_form(request)
    site = site_of(request)
    mine = name_of(site.cookies.get(request, COOKIE) or "")
    await site.wait_for(lambda: site.store.people.end_others(staff.id, mine))
    return see_other(f"{ACCOUNT}?ended")


def _count(site: Site, staff: Staff) -> None:
    wait = site.rates.wait("account", staff.id, site.web.limits.sign_ins)
    if wait:
        raise too_many(wait)


def _fault(site: Site, staff: Staff, now: str, new: str, again: str) -> Text | None:
    user = site.store.people.find(staff.id)
    if user is None or not is_password(now, user.password):
        return _WRONG
    if new != again:
        return Text("新しいパスワードの二つが一致しません。", "The two new passwords differ.")
    return find_weakness(new, staff.id)


def _keep(site: Site, staff: Staff, new: str) -> None:
    user = site.store.people.find(staff.id)
    assert user
    site.store.people.put(replace(user, password=hash_password(new), is_initial=False), staff.id)


async def _show(request: Request, staff: Staff, fault: Text | None = None, field: str = "now") -> Response:
    """field: where the fault is."""
    site = site_of(request)
    user = await site.wait_for(lambda: site.store.people.find(staff.id))
    values = {
        "staff": staff,
        "sessions": await site.wait_for(lambda: site.store.people.sessions_of(staff.id)),
        "has_password": user is not None and user.password is not None,
        "has_app": user is not None and user.second_factor is not None and site.web.second_factor,
        "fault": fault,
        "field": field,
        "is_changed": "changed" in request.query_params,
        "is_ended": "ended" in request.query_params,
        "here": "account",
    }
    return page(request, "staff/account", values, 422 if fault else 200)
