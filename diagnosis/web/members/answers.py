"""All answers on one page, to be checked before the result."""

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from diagnosis.model.questionnaire import Question
from diagnosis.model.sheet import Evidence
from diagnosis.model.text import Text
from diagnosis.web.forms.telling import tell_answer
from diagnosis.web.members.draft import Draft
from diagnosis.web.members.keeping import open_draft
from diagnosis.web.members.section import address_of
from diagnosis.web.members.standing import stand
from diagnosis.web.members.way import Stop
from diagnosis.web.pages import page
from diagnosis.web.site import site_of


@dataclass(frozen=True, slots=True)
class Row:
    """One question. answer: None for none. is_faulty: something stands there that cannot be taken.

    is_again: what the member answered elsewhere does not settle it. is_proven: there is more than the member's word.
    """

    question: Question
    answer: Text | None
    is_faulty: bool
    is_again: bool
    is_proven: bool
    address: str


async def show_answers(request: Request) -> Response:
    """What was answered, section by section."""
    opened = await open_draft(request)
    standing = await stand(site_of(request), opened)
    parts = [(stop, tuple(_rows(stop, opened.draft))) for stop in standing.way]
    faulty = [row for _, rows in parts for row in rows if row.is_faulty]
    again = sum(row.is_again for _, rows in parts for row in rows)
    values = {"standing": standing, "parts": parts, "faulty": faulty, "again": again}
    return page(request, "members/answers", values)


def _rows(stop: Stop, draft: Draft) -> Iterator[Row]:
    for question in stop.asked:
        answer = draft.answers.get(question.id)
        told = tell_answer(question, answer) if answer else None
        yield Row(
            question,
            told,
            is_faulty=question.id in draft.typed,
            is_again=question.id in draft.again,
            is_proven=answer is not None and answer.evidence in {Evidence.DOCUMENT, Evidence.VERIFIED},
            address=f"{address_of(stop)}#q-{question.id}",
        )
