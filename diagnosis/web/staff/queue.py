"""The queue: cases by where they stand, searched, filtered and sorted; and files taken in."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from diagnosis import pipeline
from diagnosis.casework.receiving import Returned, receive
from diagnosis.casework.scoring import Scoring, decided_discount, decided_tier
from diagnosis.model.casework import Case, CaseState, Origin
from diagnosis.model.staff import Deed
from diagnosis.store import Asked
from diagnosis.web.forms.posted import count, read_form
from diagnosis.web.pages import page
from diagnosis.web.responses import see_other
from diagnosis.web.site import Site, site_of
from diagnosis.web.staff.signed_in import find_staff, staff_of
from diagnosis.web.staff.words import ORIGINS, STATES

_PAGE = 50
_ORDERS = ("received", "member", "score", "tier")
_MOST_DIGITS = 6
_LONGEST = 100


async def show_queue(request: Request) -> Response:
    """A page of the queue. Whoever has nothing to do with cases is led to what they may do."""
    found = await find_staff(request)
    if found and not found.may(Deed.READ):
        return see_other("/staff/administration")
    staff = await staff_of(request, Deed.READ)
    site, query = site_of(request), request.query_params
    asked = _asked(query)
    cases = await site.wait_for(lambda: site.store.cases.list(asked))
    total = await site.wait_for(lambda: site.store.cases.count(asked))
    counts = await site.wait_for(site.store.cases.counts)
    values = {
        "staff": staff,
        "asked": asked,
        "cases": cases,
        "total": total,
        "counts": counts,
        "states": STATES,
        "origins": ORIGINS,
        "held": lambda case: _held(site, case),
        "rulesets": pipeline.list_rulesets(site.settings),
        "turn": lambda start: f"?{urlencode({**query, 'start': start})}",
        "sorted_by": lambda order: f"?{urlencode({**query, **_sorting(asked, order)})}",
        "here": "queue",
    }
    return page(request, "staff/queue", values)


def _held(site: Site, case: Case) -> tuple[int | None, int | None]:
    """The tier and the discount that hold, in percent."""
    if not case.ruleset or case.figures is None:
        return None, None
    return decided_tier(case), decided_discount(case, pipeline.load(case.ruleset, site.settings))


def _asked(query: Mapping[str, str]) -> Asked:
    """What the address asks for; whatever it does not understand it leaves out."""
    state, order, start, tier = (query.get(name, "") for name in ("state", "order", "start", "tier"))
    return Asked(
        states=(CaseState(state),) if state in [*CaseState] else (),
        search=query.get("search", "").strip()[:_LONGEST],
        grade=query.get("grade", "")[:_LONGEST],
        origin=query.get("origin", "")[:_LONGEST],
        ruleset=query.get("ruleset", "")[:_LONGEST],
        tier=int(tier) if tier.isdecimal() and len(tier) <= _MOST_DIGITS else None,
        order=order if order in _ORDERS else "received",
        is_descending=query.get("down", "1") != "0",
        start=int(start) if start.isdecimal() and len(start) <= _MOST_DIGITS else 0,
        most=_PAGE,
    )


def _sorting(asked: Asked, order: str) -> Mapping[str, object]:
    """Sorted by this; the other way round, where the queue is sorted by it already."""
    down = not asked.is_descending if asked.order == order else True
    return {"order": order, "down": int(down), "start": 0}


async def show_receiving(request: Request) -> Response:
    """Where a file is chosen."""
    staff = await staff_of(request, Deed.RECEIVE)
    return page(request, "staff/receive", {"staff": staff, "is_missing": False, "cases": (), "here": "receive"})


async def receive_file(request: Request) -> Response:
    """Take a file in; to its case, or to the list of them where it has several."""
    staff = await staff_of(request, Deed.RECEIVE)
    form = await read_form(request)
    site, sent = site_of(request), form.file("sheet")
    count(request, "uploads", replace(site.web.limits.uploads, burst=site.web.limits.uploads.burst * 10))
    if sent is None:
        values = {"staff": staff, "is_missing": True, "cases": (), "here": "receive"}
        return page(request, "staff/receive", values, 422)
    file = Returned(sent.data, sent.name, Origin.UPLOAD, staff.id)
    scoring = Scoring(site.settings, site.today)
    async with site.foreign:
        cases = await site.wait_for(lambda: receive(site.store, file, scoring))
    if len(cases) == 1:
        return see_other(f"/staff/cases/{cases[0].number}")
    values = {"staff": staff, "is_missing": False, "cases": cases, "states": STATES, "here": "receive"}
    return page(request, "staff/receive", values)
