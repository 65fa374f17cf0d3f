"""Keeping answers for later: by a link that holds the key, or as a file; and taking them back at once."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from diagnosis.web.forms.posted import count, read_form
from diagnosis.web.members.keeping import (
    COOKIE,
    change_draft,
    erase,
    find,
    hand_key,
    lasting,
    lock_of,
    no_draft,
    open_draft,
)
from diagnosis.web.members.standing import stand
from diagnosis.web.pages import page
from diagnosis.web.refusals import PageError
from diagnosis.web.responses import see_other
from diagnosis.web.security.headers import CLEAR
from diagnosis.web.security.lock import Lock
from diagnosis.web.site import JAPAN, site_of


async def show_saving(request: Request) -> Response:
    """The ways to keep the answers; the link, once it was asked for."""
    site, opened = site_of(request), await open_draft(request)
    until = (site.clock() + lasting(site, opened.draft)).astimezone(JAPAN).date()
    link = f"{site.web.base_url}/resume/{opened.lock.to_text()}" if opened.draft.is_saved else None
    values = {"draft": opened.draft, "link": link, "until": until, "days": site.web.saved.days}
    return page(request, "members/saving", values)


async def save(request: Request) -> Response:
    """Keep the answers for as long as saved ones are kept, from now and from every change on."""
    await read_form(request)
    opened = await change_draft(request, lambda draft: replace(draft, is_saved=True))
    return hand_key(request, see_other("/keep"), opened.lock, opened.draft)


async def show_resume(request: Request) -> Response:
    """A saved link: a button, not a deed, for mail programs open links by themselves."""
    await _linked(request)
    return page(request, "members/resume", {"has_other": bool(site_of(request).cookies.get(request, COOKIE))})


async def resume(request: Request) -> Response:
    """Go on with the answers of the link."""
    await read_form(request)
    site, lock = site_of(request), await _linked(request)
    opened = await site.wait_for(lambda: find(site, lock))
    open_ = (await stand(site, opened)).way.first_open
    address = f"/questions/{open_.section.id}" if open_ else "/answers"
    return hand_key(request, see_other(address), opened.lock, opened.draft)


async def _linked(request: Request) -> Lock:
    """The key in a link, if there are answers that it opens; raises PageError."""
    site = site_of(request)
    count(request, "links", site.web.limits.links)
    lock = Lock.from_text(request.path_params["secret"])
    if lock is None:
        raise no_draft()
    await site.wait_for(lambda: find(site, lock))
    return lock


async def show_erasing(request: Request) -> Response:
    """Ask before everything is gone."""
    opened = await open_draft(request)
    return page(request, "members/erasing", {"draft": opened.draft})


async def erase_all(request: Request) -> Response:
    """Erase the answers for good."""
    await read_form(request)
    site = site_of(request)
    try:
        lock = lock_of(request)
    except PageError:
        return see_other("/erased")
    await site.wait_for(lambda: erase(site, lock))
    response = see_other("/erased")
    response.headers["clear-site-data"] = CLEAR
    site.cookies.drop(response, COOKIE)
    return response


async def show_erased(request: Request) -> Response:
    """It is done."""
    return page(request, "members/erased", {})
