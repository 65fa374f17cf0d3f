"""The report of a trial: the PDF that the insurer would make, marked on each page as nobody's word but the member's."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from diagnosis.model.diagnosis import Edition
from diagnosis.model.mark import Trial
from diagnosis.model.sheet import AnswerSheet, Member
from diagnosis.model.text import Language
from diagnosis.web.forms.posted import count, read_form
from diagnosis.web.members.draft import sheet_of
from diagnosis.web.members.keeping import Open, change_draft
from diagnosis.web.pages import language_of
from diagnosis.web.rendering import Print
from diagnosis.web.site import site_of

LONGEST_NAME = 100
_NOBODY = {Language.JA: "貴社", Language.EN: "Your company"}
_NO_NUMBER = "-"


async def print_trial(request: Request) -> Response:
    """The PDF. The name on it is kept with the answers; it may be left out."""
    form = await read_form(request)
    site, language = site_of(request), language_of(request)
    count(request, "renders", site.web.limits.renders)
    name = " ".join(form.text("name").split())[:LONGEST_NAME]
    opened = await change_draft(request, lambda draft: replace(draft, member=Member(draft.member.id, name)))
    sheet = printable(opened, language)
    wanted = Print(sheet=sheet, on=site.today, language=language, edition=Edition.MEMBER, mark=Trial())
    report = await site.renders.report(wanted)
    headers = {"content-disposition": f'attachment; filename="trial-{site.today.isoformat()}-{language}.pdf"'}
    return Response(report.pdf, media_type="application/pdf", headers=headers)


def printable(opened: Open, language: Language) -> AnswerSheet:
    """The draft as a sheet of somebody: of “your company” where no name is given."""
    member = opened.draft.member
    named = Member(member.id or _NO_NUMBER, member.name or _NOBODY[language])
    return replace(sheet_of(opened.draft, opened.definitions), member=named)
