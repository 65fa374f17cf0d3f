"""Handing the sheet in to the insurer: whose it is, consent, and the number under which it was received."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from diagnosis.casework.receiving import Returned, receive
from diagnosis.casework.scoring import Scoring
from diagnosis.model.casework import Origin
from diagnosis.model.sheet import Member
from diagnosis.model.text import Text
from diagnosis.sheets import sheet_bytes
from diagnosis.web.forms.posted import Posted, count, read_form
from diagnosis.web.members.draft import sheet_of
from diagnosis.web.members.keeping import Open, change_draft, hand_key, open_draft
from diagnosis.web.members.printing import LONGEST_NAME
from diagnosis.web.members.standing import stand
from diagnosis.web.pages import page
from diagnosis.web.responses import see_other
from diagnosis.web.site import Site, site_of

_LONGEST_ID = 64
_FILE = "handed-in.json"


async def show_handing_in(request: Request) -> Response:
    """What is sent, to whom, and what is asked for."""
    opened = await open_draft(request)
    member = opened.draft.member
    return await _page(request, opened, {"id": member.id, "name": member.name, "consent": False}, {})


async def hand_in(request: Request) -> Response:
    """Hand the sheet in; what was acknowledged is on record."""
    form = await read_form(request)
    site, opened = site_of(request), await open_draft(request)
    count(request, "uploads", site.web.limits.uploads)
    member, consent = _member(form), bool(form.text("consent"))
    faults = _faults(member, consent=consent)
    if faults:
        typed = {"id": member.id, "name": member.name, "consent": consent}
        return await _page(request, opened, typed, faults)
    number = await site.wait_for(lambda: _send(site, opened, member))
    opened = await change_draft(request, lambda draft: replace(draft, member=member, handed_in=number))
    return hand_key(request, see_other("/handed-in"), opened.lock, opened.draft)


async def show_handed_in(request: Request) -> Response:
    """The receipt."""
    opened = await open_draft(request)
    if not opened.draft.handed_in:
        return see_other("/hand-in")
    return page(request, "members/handed-in", {"number": opened.draft.handed_in})


def _send(site: Site, opened: Open, member: Member) -> str:
    """The sheet as it is, received as any other; its number. Sent twice unchanged it is received once."""
    sheet = replace(sheet_of(opened.draft, opened.definitions), member=member, answered_on=site.today)
    owner = f"draft-{opened.lock.name[:12]}"
    file = Returned(sheet_bytes(sheet), _FILE, Origin.MEMBER, owner)
    return receive(site.store, file, Scoring(site.settings, site.today))[0].number


def _member(form: Posted) -> Member:
    number, name = (" ".join(form.text(field).split()) for field in ("id", "name"))
    return Member(number, name)


def _faults(member: Member, *, consent: bool) -> dict[str, Text]:
    """What is missing, by field."""
    faults = {}
    if not member.id:
        faults["id"] = Text("会員番号を入力してください。", "Enter your member number.")
    elif len(member.id) > _LONGEST_ID:
        faults["id"] = Text(
            f"会員番号は{_LONGEST_ID}文字以内です。", f"A member number has at most {_LONGEST_ID} characters."
        )
    if not member.name:
        faults["name"] = Text("会社・団体の名称を入力してください。", "Enter your company’s name.")
    elif len(member.name) > LONGEST_NAME:
        faults["name"] = Text(
            f"名称は{LONGEST_NAME}文字以内で入力してください。", f"Use at most {LONGEST_NAME} characters."
        )
    if not consent:
        faults["consent"] = Text("同意の欄にチェックを入れてください。", "Tick the box to consent.")
    return faults


async def _page(request: Request, opened: Open, typed: dict[str, object], faults: dict[str, Text]) -> Response:
    values = {
        "standing": await stand(site_of(request), opened),
        "typed": typed,
        "faults": faults,
        "before": opened.draft.handed_in,
    }
    return page(request, "members/hand-in", values, 422 if faults else 200)
