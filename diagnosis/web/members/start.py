"""The first page: what this is, how long it takes, what is kept; and the beginning, from nothing or from a sheet."""

from starlette.requests import Request
from starlette.responses import Response

from diagnosis import pipeline
from diagnosis.model.questionnaire import Questionnaire
from diagnosis.web.forms.posted import count, read_form
from diagnosis.web.members.beginning import SheetRefusedError, read_start
from diagnosis.web.members.draft import Draft
from diagnosis.web.members.keeping import COOKIE, begin, find, hand_key
from diagnosis.web.members.standing import stand
from diagnosis.web.pages import page
from diagnosis.web.refusals import PageError
from diagnosis.web.responses import see_other
from diagnosis.web.security.lock import Lock
from diagnosis.web.site import Site, site_of


async def show_start(request: Request) -> Response:
    """The page that everybody sees first."""
    site = site_of(request)
    definitions = pipeline.load(site.ruleset(), site.settings)
    return page(
        request,
        "members/start",
        {
            "ruleset": definitions.ruleset,
            "questionnaires": [(one.title, _asked(one)) for one in definitions.questionnaires],
            "most": sum(_asked(one) for one in definitions.questionnaires),
            "hours": int(site.web.working.total_seconds() // 3600),
            "days": site.web.saved.days,
            "has_draft": await _has_draft(request),
        },
    )


async def begin_anew(request: Request) -> Response:
    """Begin with nothing answered."""
    await read_form(request)
    site = site_of(request)
    count(request, "beginnings", site.web.limits.beginnings)
    return await _begin(request, Draft(ruleset=site.ruleset()))


async def show_file(request: Request) -> Response:
    """Where an earlier sheet is chosen."""
    return page(request, "members/from-file", {"problems": (), "name": ""})


async def begin_from_file(request: Request) -> Response:
    """Begin with the answers of a returned sheet, of a saved file, or of a report."""
    form = await read_form(request)
    site = site_of(request)
    count(request, "uploads", site.web.limits.uploads)
    sent = form.file("sheet")
    if sent is None:
        return page(request, "members/from-file", {"problems": (), "name": "", "is_missing": True}, 422)
    name, data = sent.name, sent.data
    try:
        async with site.foreign:
            draft = await site.wait_for(lambda: read_start(data, name, site))
    except SheetRefusedError as error:
        return page(request, "members/from-file", {"problems": error.problems, "name": name}, 422)
    return await _begin(request, draft)


async def _begin(request: Request, draft: Draft) -> Response:
    site = site_of(request)
    lock = await site.wait_for(lambda: begin(site, draft))
    opened = await site.wait_for(lambda: find(site, lock))
    first = next(iter((await stand(site, opened)).way))
    address = "/answers?began" if draft.answers else f"/questions/{first.section.id}"
    return hand_key(request, see_other(address), lock, draft)


async def _has_draft(request: Request) -> bool:
    site = site_of(request)
    lock = Lock.from_text(site.cookies.get(request, COOKIE))
    return lock is not None and await site.wait_for(lambda: _opens(site, lock))


def _opens(site: Site, lock: Lock) -> bool:
    try:
        find(site, lock)
    except PageError:
        return False
    return True


def _asked(questionnaire: Questionnaire) -> int:
    return sum(question.same_as is None for question in questionnaire.questions)
