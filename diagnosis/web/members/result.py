"""What the answers come to: grade, tier, discount and its sum, where points are lost, what to do first."""

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from diagnosis.model.diagnosis import Diagnosis
from diagnosis.model.explanation import Action
from diagnosis.model.ruleset import Certification, Gate, Grade
from diagnosis.model.scorecard import CertificateStanding, GateState, Score
from diagnosis.model.text import Text
from diagnosis.pipeline import Scored
from diagnosis.web.members.diagnosing import Sum, diagnose_draft, sum_of
from diagnosis.web.members.keeping import open_draft
from diagnosis.web.members.printing import printable
from diagnosis.web.members.section import address_of
from diagnosis.web.members.standing import stand
from diagnosis.web.members.way import Way
from diagnosis.web.pages import language_of, page
from diagnosis.web.site import site_of
from diagnosis.web.words import CERTIFICATES, NO_TIER

_FIRST = 10
"""Actions that the page lists; all of them can be tried in the what-if."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of scores. is_whole: a questionnaire, its sections follow. in_scope: it counts."""

    title: Text
    score: Score
    is_whole: bool
    in_scope: bool


@dataclass(frozen=True, slots=True)
class Step:
    """An action with where its question is."""

    action: Action
    question: Text
    address: str


async def show_result(request: Request) -> Response:
    """The result as far as it goes; nothing keeps a visitor from looking before all is answered."""
    site = site_of(request)
    opened = await open_draft(request)
    standing = await stand(site, opened)
    if not standing.answered:
        return page(request, "members/no-result", {"standing": standing})
    diagnosis = await site.wait_for(lambda: diagnose_draft(site, opened))
    language = language_of(request)
    charts = await site.renders.charts(printable(opened, language), site.today, language)
    values = {"standing": standing, "charts": charts, "draft_member": opened.draft.member}
    return page(request, "members/result", {**values, **_values(diagnosis, standing.way)})


def _values(diagnosis: Diagnosis, way: Way) -> dict[str, object]:
    card, rules = diagnosis.scorecard, diagnosis.definitions.ruleset
    sum_ = sum_of(Scored(diagnosis.definitions, diagnosis.sheet, card))
    return {
        "card": card,
        "grade": _grade(diagnosis),
        "sum": sum_,
        "tiers": rules.tiers,
        "withheld": [NO_TIER[reason.reason] for reason in card.tier.withheld],
        "certificates": tuple(_certificates(diagnosis)),
        "gates": tuple(_gates(diagnosis)),
        "lines": tuple(_lines(diagnosis)),
        "steps": steps_of(diagnosis.explanation.actions[:_FIRST], diagnosis, way),
        "action_count": len(diagnosis.explanation.actions),
        "best_tier": _best(sum_, diagnosis),
        "member": diagnosis.sheet.member,
    }


def _best(sum_: Sum, diagnosis: Diagnosis) -> int | None:
    """The tier above the suggested one; None at the top, and before there is one."""
    if sum_.tier is None:
        return None
    return min((tier.percent for tier in diagnosis.definitions.ruleset.tiers if tier.percent > sum_.tier), default=None)


def _grade(diagnosis: Diagnosis) -> Grade | None:
    return next((one for one in diagnosis.definitions.ruleset.grades if one.id == diagnosis.scorecard.grade), None)


def _certificates(diagnosis: Diagnosis) -> Iterator[tuple[Certification, int, Text]]:
    """Those that the member has, or may have."""
    known = {one.id: one for one in diagnosis.definitions.ruleset.certifications}
    for result in diagnosis.scorecard.discount.certifications:
        if result.standing is not CertificateStanding.NOT_HELD:
            yield known[result.certification], result.percent, CERTIFICATES[result.standing]


def _gates(diagnosis: Diagnosis) -> Iterator[tuple[Gate, bool]]:
    """The gates that limit the tier, and those that may yet; True: it does now."""
    known = {one.id: one for one in diagnosis.definitions.ruleset.gates}
    for result in sorted(diagnosis.scorecard.gates, key=lambda result: result.state is not GateState.CLOSED):
        if result.state is not GateState.PASSED:
            yield known[result.gate], result.state is GateState.CLOSED


def _lines(diagnosis: Diagnosis) -> Iterator[Line]:
    owners = {one.id: one for one in diagnosis.definitions.questionnaires}
    for result in diagnosis.scorecard.questionnaires:
        owner = owners[result.questionnaire]
        titles = {section.id: section.title for section in owner.sections}
        yield Line(owner.title, result.score, is_whole=True, in_scope=result.in_scope)
        for part in diagnosis.scorecard.sections:
            if part.questionnaire == owner.id:
                yield Line(titles[part.section], part.score, is_whole=False, in_scope=result.in_scope)


def steps_of(actions: tuple[Action, ...], diagnosis: Diagnosis | Scored, way: Way) -> tuple[Step, ...]:
    """Actions with their questions; one whose question is in no section of the way is led to by the list."""
    texts = {q.id: q.text for one in diagnosis.definitions.questionnaires for q in one.questions}
    places = {question.id: f"{address_of(stop)}#q-{question.id}" for stop in way for question in stop.asked}
    return tuple(Step(one, texts[one.question], places.get(one.question, "/answers")) for one in actions)
