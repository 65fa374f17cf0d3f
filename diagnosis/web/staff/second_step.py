"""Between the right password and the session: a password of one's own, and the code of an authenticator app.

Until the last step is done nobody is signed in; what was done so far is remembered for ten minutes, for this browser.
"""

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from diagnosis.model.text import Text
from diagnosis.passwords import find_weakness, hash_password, is_password
from diagnosis.store import User
from diagnosis.web.forms.posted import read_form
from diagnosis.web.pages import page
from diagnosis.web.refusals import ElsewhereError, too_many
from diagnosis.web.responses import see_other
from diagnosis.web.security.errand import Errand
from diagnosis.web.security.second_factor import app_address, find_step, new_secret
from diagnosis.web.site import Site, site_of
from diagnosis.web.staff.signed_in import SIGN_IN, begin_session

OWN_PASSWORD = f"{SIGN_IN}/own-password"
APP = f"{SIGN_IN}/app"
CODE = f"{SIGN_IN}/code"
_ERRAND = Errand("entering", timedelta(minutes=10))
_WRONG = Text(
    "6桁の番号が違うか、すでに使われています。アプリに今表示されている番号を入力してください。",
    "The six digits are wrong, or were used before. Type those that the app shows now.",
)


@dataclass(frozen=True, slots=True)
class _Entering:
    """Who gave the right password. proof: of that password; once it is another one, this is over.

    back: where they want to go. secret: what an app is given if they have none yet.
    """

    user: str
    proof: str
    back: str
    secret: str


async def go_on(request: Request, user: User, back: str) -> Response:
    """The next step for somebody whose password was right; the session where nothing is left to do."""
    site = site_of(request)
    step = _next_step(site, user)
    if step is None:
        return await begin_session(request, see_other(back), user.id, "password")
    response = see_other(step)
    await _ERRAND.begin(request, response, asdict(_Entering(user.id, _proof(user), back, new_secret())))
    return response


async def show_own_password(request: Request) -> Response:
    """The form for a password of one's own."""
    await _expect(request, OWN_PASSWORD)
    return _page(request, "own-password")


async def keep_own_password(request: Request) -> Response:
    """Exchange the password that somebody else gave."""
    form = await read_form(request)
    entering, user = await _expect(request, OWN_PASSWORD)
    site, new, again = site_of(request), form.text("new"), form.text("again")
    fault = await site.wait_for(lambda: _fault(user, new, again))
    if fault:
        return _page(request, "own-password", fault)
    changed = replace(user, password=await site.wait_for(lambda: hash_password(new)), is_initial=False)
    await site.wait_for(lambda: site.store.people.put(changed, user.id))
    return await go_on(request, changed, entering.back)


async def show_app(request: Request) -> Response:
    """The QR code for an authenticator app."""
    entering, user = await _expect(request, APP)
    return _show_app(request, entering, user)


async def keep_app(request: Request) -> Response:
    """Keep the app's secret once it has shown a right code."""
    form = await read_form(request)
    entering, user = await _expect(request, APP)
    site = site_of(request)
    _count(site, user)
    step = find_step(entering.secret, form.text("code"), site.clock())
    if step is None:
        return _show_app(request, entering, user, _WRONG)
    changed = replace(user, second_factor=entering.secret)
    await site.wait_for(lambda: site.store.people.put(changed, user.id))
    await site.wait_for(lambda: site.store.people.use_code(user.id, step))
    return await _enter(request, entering)


async def show_code(request: Request) -> Response:
    """The form for the code."""
    await _expect(request, CODE)
    return _page(request, "code")


async def check_code(request: Request) -> Response:
    """Sign in whoever has the app; each code counts once."""
    form = await read_form(request)
    entering, user = await _expect(request, CODE)
    site = site_of(request)
    _count(site, user)
    step = find_step(str(user.second_factor), form.text("code"), site.clock())
    if step is None or not await site.wait_for(lambda: site.store.people.use_code(user.id, step)):
        await site.wait_for(lambda: site.store.people.note_refusal(user.id))
        return _page(request, "code", _WRONG)
    return await _enter(request, entering)


def _next_step(site: Site, user: User) -> str | None:
    if user.is_initial:
        return OWN_PASSWORD
    if not site.web.second_factor:
        return None
    return CODE if user.second_factor else APP


async def _expect(request: Request, step: str) -> tuple[_Entering, User]:
    """Who is at this step; leads whoever is not to where they belong."""
    site, found = site_of(request), await _ERRAND.find(request)
    entering = _Entering(**found) if found else None
    user = await site.wait_for(lambda: site.store.people.find(entering.user)) if entering else None
    if entering is None or user is None or not user.is_active or _proof(user) != entering.proof:
        raise ElsewhereError(SIGN_IN)
    next_step = _next_step(site, user)
    if next_step != step:
        raise ElsewhereError(next_step or SIGN_IN)
    return entering, user


async def _enter(request: Request, entering: _Entering) -> Response:
    await _ERRAND.take(request)
    response = await begin_session(request, see_other(entering.back), entering.user, "password and code")
    _ERRAND.drop(request, response)
    return response


def _count(site: Site, user: User) -> None:
    """Six digits are few: whoever tries many waits."""
    wait = site.rates.wait("code", user.id, site.web.limits.codes)
    if wait:
        raise too_many(wait)


def _fault(user: User, new: str, again: str) -> Text | None:
    if new != again:
        return Text("二つのパスワードが一致しません。", "The two passwords differ.")
    if is_password(new, user.password):
        return Text("渡されたものとは別のパスワードにしてください。", "Choose another one than you were given.")
    return find_weakness(new, user.id)


def _proof(user: User) -> str:
    return hashlib.sha256(str(user.password).encode()).hexdigest()


def _show_app(request: Request, entering: _Entering, user: User, fault: Text | None = None) -> Response:
    code = segno.make_qr(app_address(entering.secret, user.id), error="m")
    picture = Markup(code.svg_inline(border=4, light="#fff", omitsize=True))  # noqa: S704 - drawn here, of squares
    groups = [entering.secret[start : start + 4] for start in range(0, len(entering.secret), 4)]
    return _page(request, "app", fault, {"picture": picture, "secret": " ".join(groups)})


def _page(request: Request, name: str, fault: Text | None = None, values: dict[str, object] | None = None) -> Response:
    shown = {"fault": fault, "here": "", **(values or {})}
    return page(request, f"staff/{name}", shown, 422 if fault else 200)
