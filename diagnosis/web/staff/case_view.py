"""What the page of a case shows: every answer with its source, matters, gates, and what holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diagnosis import pipeline
from diagnosis.casework.scoring import decided_discount, decided_tier, sheet_of
from diagnosis.model.casework import Case, Document, Step
from diagnosis.model.conditions import State
from diagnosis.model.questionnaire import Question, Section
from diagnosis.model.ruleset import Definitions
from diagnosis.model.scorecard import GateState, QuestionResult, Scorecard
from diagnosis.model.sheet import Answer, Evidence
from diagnosis.model.text import Text
from diagnosis.web.forms.telling import tell_answer
from diagnosis.web.site import Site
from diagnosis.web.staff.words import EVIDENCE, GATES
from diagnosis.web.words import CERTIFICATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One question. received: the answer as it came, where it is another now. at: its place in the file."""

    question: Question
    answer: Text | None
    received: Text | None
    is_changed: bool
    evidence: Text | None
    note: str
    at: str
    is_asked: bool
    points: int | None


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that somebody must settle or accept. id: what it is called."""

    id: str
    text: Text
    question: str
    at: str
    is_accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """All that the page of a case shows. card: None where there is no sheet."""

    case: Case
    steps: Sequence[Step]
    documents: Sequence[Document]
    definitions: Definitions | None = None
    card: Scorecard | None = None
    parts: Sequence[tuple[Section, Sequence[Row]]] = ()
    matters: Sequence[Matter] = ()
    tier: int | None = None
    discount: int | None = None
    has_file: bool = True


def view_case(site: Site, case: Case) -> View:
    """The case as it is today."""
    steps, documents = site.store.cases.steps(case.number), site.store.cases.documents(case.number)
    sheet = sheet_of(case, site.settings)
    if sheet is None:
        return View(case=case, steps=steps, documents=documents, matters=tuple(_matters(case, None)))
    definitions = pipeline.load(sheet.ruleset, site.settings)
    card = pipeline.score_sheet(sheet, site.settings, site.today).scorecard
    received = pipeline.salvage(case.received or b"", "sheet.json", site.settings).sheet.answers
    results = {result.question: result for result in card.questions}
    parts = []
    for questionnaire in definitions.questionnaires:
        for section in questionnaire.sections:
            asked = [question for question in section.questions if question.same_as is None]
            rows = [
                _row(one, sheet.answers.get(one.id), received.get(one.id), results.get(one.id), case) for one in asked
            ]
            parts.append((section, rows))
    return View(
        case=case,
        steps=steps,
        documents=documents,
        definitions=definitions,
        card=card,
        parts=parts,
        matters=tuple(_matters(case, definitions)),
        tier=decided_tier(case),
        discount=decided_discount(case, definitions),
    )


def _row(
    question: Question, answer: Answer | None, received: Answer | None, result: QuestionResult | None, case: Case
) -> Row:
    return Row(
        question=question,
        answer=tell_answer(question, answer) if answer else None,
        received=tell_answer(question, received) if received else None,
        is_changed=answer != received,
        evidence=EVIDENCE[answer.evidence] if answer and answer.evidence is not Evidence.STATED else None,
        note=answer.note if answer else "",
        at=case.places.get(question.id, ""),
        is_asked=result is None or result.state is not State.NOT_ASKED,
        points=result.points if result else None,
    )


def _matters(case: Case, definitions: Definitions | None) -> Iterator[Matter]:
    for problem in case.problems:
        yield Matter(problem.id, problem.message, problem.question, problem.at, problem.id in case.accepted)
    if definitions and case.figures:
        rules = definitions.ruleset
        texts = {f"finding:{one.id}": one.message for one in rules.findings}
        texts |= {f"referral:{one.id}": one.message for one in rules.referrals}
        for matter in case.figures.matters:
            yield Matter(matter, texts[matter], "", "", matter in case.accepted)


def gates_of(view: View) -> Iterator[tuple[Text, Text, int, Text]]:
    """Title, state, cap in percent and reason of the gates that do not simply pass."""
    if view.card is None or view.definitions is None:
        return
    known = {one.id: one for one in view.definitions.ruleset.gates}
    for result in view.card.gates:
        if result.state is not GateState.PASSED:
            gate = known[result.gate]
            yield gate.title, GATES[result.state], result.cap, gate.reason


def referrals_of(view: View) -> Iterator[Text]:
    """Why an underwriter must look at it."""
    if view.card and view.definitions:
        yield from (one.message for one in view.definitions.ruleset.referrals if one.id in view.card.referrals)


def findings_of(view: View) -> Iterator[tuple[str, Text]]:
    """Severity and message of what the rules found."""
    if view.card and view.definitions:
        for one in view.definitions.ruleset.findings:
            if one.id in view.card.findings:
                yield one.severity.value, one.message


def certificates_of(view: View) -> Iterator[tuple[Text, int, Text]]:
    """Name, percent and standing of every certificate."""
    if view.card and view.definitions:
        names = {one.id: one.name for one in view.definitions.ruleset.certifications}
        for one in view.card.discount.certifications:
            yield names[one.certification], one.percent, CERTIFICATES[one.standing]
