"""One section of questions a page: shown with what was answered, kept, and gone on from."""

from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from diagnosis import pipeline
from diagnosis.model.questionnaire import Question
from diagnosis.model.ruleset import Definitions
from diagnosis.web.forms.answers import SHOWN, read_answers, typed_of
from diagnosis.web.forms.fields import fields_of
from diagnosis.web.forms.posted import read_form
from diagnosis.web.members.draft import Draft, answer_form
from diagnosis.web.members.keeping import Open, change_draft, hand_key, open_draft
from diagnosis.web.members.standing import Standing, stand
from diagnosis.web.members.way import Stop
from diagnosis.web.pages import page
from diagnosis.web.refusals import not_found
from diagnosis.web.responses import is_part, see_other
from diagnosis.web.site import site_of

_BACK, _LIST = "back", "list"
"""What the pressed button may ask for; any other goes on."""
_MOST_DIGITS = 2


async def show_section(request: Request) -> Response:
    """The questions of one section that are in route."""
    opened = await open_draft(request)
    standing = await stand(site_of(request), opened)
    stop = standing.way.find(request.path_params["section"])
    if not stop.asked:
        return see_other(_onwards(standing, stop))
    return page(request, "members/section", _values(opened.draft, standing, stop, request.query_params))


async def keep_section(request: Request) -> Response:
    """Keep what the form brought; then the next section, this one again where something is wrong or was added."""
    form = await read_form(request)
    site, section = site_of(request), request.path_params["section"]

    def keep(draft: Draft) -> Draft:
        questions = _questions(pipeline.load(draft.ruleset, site.settings), section)
        return answer_form(draft, read_answers(questions, form, draft.answers))

    opened = await change_draft(request, keep)
    standing = await stand(site, opened)
    if is_part(request):
        response: Response = page(request, "members/part-standing", {"standing": standing})
    else:
        shown = frozenset(form.texts(SHOWN))
        response = see_other(_decide(form.text("go"), opened, standing, section, shown))
    return hand_key(request, response, opened.lock, opened.draft)


def _questions(definitions: Definitions, section: str) -> tuple[Question, ...]:
    """All questions of a section, in route or not; raises PageError where there is no such section."""
    for questionnaire in definitions.questionnaires:
        for one in questionnaire.sections:
            if one.id == section:
                return one.questions
    raise not_found()


def _decide(go: str, opened: Open, standing: Standing, section: str, shown: Iterable[object]) -> str:
    """The address to go on to."""
    stop = standing.way.find(section)
    if go == _BACK:
        before = standing.way.before(section)
        return address_of(before) if before else "/"
    if go == _LIST:
        return "/answers"
    if any(question.id in opened.draft.typed for question in stop.asked):
        return address_of(stop)
    added = [question.id for question in stop.asked if question.id not in shown]
    if added:
        return f"{address_of(stop)}?added={len(added)}#q-{added[0]}"
    return _onwards(standing, stop)


def _onwards(standing: Standing, stop: Stop) -> str:
    after = standing.way.after(stop.section.id)
    return address_of(after) if after else "/answers"


def address_of(stop: Stop) -> str:
    """Where a section is."""
    return f"/questions/{stop.section.id}"


def _values(draft: Draft, standing: Standing, stop: Stop, query: Mapping[str, str]) -> dict[str, object]:
    kept = {question.id: typed_of(draft.answers.get(question.id)) for question in stop.asked}
    fields = fields_of(stop.asked, kept, draft.typed, draft.again)
    added = query.get("added", "")
    return {
        "standing": standing,
        "stop": stop,
        "fields": fields,
        "faulty": [field for field in fields if field.fault],
        "added": int(added) if added.isdecimal() and len(added) <= _MOST_DIGITS else 0,
        "is_first": stop.questionnaire.sections[0].id == stop.section.id,
    }
