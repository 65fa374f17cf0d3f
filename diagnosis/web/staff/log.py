"""The log: who did what and when, newest first, and whether its chain is whole."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from diagnosis.model.staff import Deed
from diagnosis.web.pages import page
from diagnosis.web.site import site_of
from diagnosis.web.staff.signed_in import staff_of
from diagnosis.web.staff.words import ACTIONS

_PAGE = 100
_MOST_DIGITS = 9
_LONGEST = 100


async def show_log(request: Request) -> Response:
    """A page of events; with `verify`, the chain is followed from its beginning."""
    staff = await staff_of(request, Deed.READ_LOG)
    site, query = site_of(request), request.query_params
    search = query.get("search", "").strip()[:_LONGEST]
    start = query.get("start", "")
    place = int(start) if start.isdecimal() and len(start) <= _MOST_DIGITS else 0
    events = await site.wait_for(lambda: site.store.newest_events(search, place, _PAGE + 1))
    chain = await site.wait_for(site.store.verify_chain) if "verify" in query else None
    values = {
        "staff": staff,
        "events": events[:_PAGE],
        "search": search,
        "older": f"?{urlencode({'search': search, 'start': place + _PAGE})}" if len(events) > _PAGE else None,
        "newer": f"?{urlencode({'search': search, 'start': max(place - _PAGE, 0)})}" if place else None,
        "chain": chain,
        "actions": ACTIONS,
        "here": "log",
    }
    return page(request, "staff/log", values)
