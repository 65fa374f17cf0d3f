"""One posted section to checked answers and faults, by the same checks that every returned sheet goes through."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from diagnosis.model.conditions import State
from diagnosis.model.questionnaire import MultiQuestion, Question
from diagnosis.model.sheet import Answer, Evidence, RawAnswer
from diagnosis.model.text import Text
from diagnosis.sheets.answers import check_answer
from diagnosis.sheets.desk import Desk
from diagnosis.web.forms.faults import tell_fault, two_answers
from diagnosis.web.forms.posted import Posted

UNKNOWN = "~unknown"
NOT_APPLICABLE = "~not-applicable"
"""Beside the choices of a question; no choice's id begins with this sign."""
_STATES = {UNKNOWN: State.UNKNOWN, NOT_APPLICABLE: State.NOT_APPLICABLE}
SHOWN = "shown"
"""The field that names the questions of a form: a question that is not among them keeps its answer."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One question as the member left it. values: as posted. document: there is something in writing to prove it."""

    values: tuple[str, ...] = ()
    reason: str = ""
    document: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a form. answers: those without a fault, None for one left blank. typed: of the faulty ones."""

    answers: Mapping[str, Answer | None]
    typed: Mapping[str, Typed] = field(default_factory=dict)

    @property
    def shown(self) -> frozenset[str]:
        """Every question that the form showed."""
        return frozenset({*self.answers, *self.typed})

    def apply(self, before: Mapping[str, Answer]) -> dict[str, Answer]:
        """The answers afterwards: those of this form replaced, all else as it was. What is faulty is no answer."""
        kept = {question: answer for question, answer in before.items() if question not in self.shown}
        return kept | {question: answer for question, answer in self.answers.items() if answer}


def read_answers(questions: Iterable[Question], form: Posted, before: Mapping[str, Answer]) -> Reading:
    """The form's answers to those of the questions that it showed. before: the answers so far."""
    shown = set(form.texts(SHOWN))
    answers: dict[str, Answer | None] = {}
    typed: dict[str, Typed] = {}
    for question in questions:
        if question.id not in shown:
            continue
        left = _typed(question, form)
        found = _read(question, left, before.get(question.id))
        if isinstance(found, Text):
            typed[question.id] = left
        else:
            answers[question.id] = found
    return Reading(answers, typed)


def find_fault(question: Question, left: Typed) -> Text | None:
    """What is wrong with what was typed; None where nothing is."""
    found = _read(question, left, None)
    return found if isinstance(found, Text) else None


def typed_of(answer: Answer | None) -> Typed:
    """An answer as its form shows it."""
    if answer is None:
        return Typed()
    document = answer.evidence in {Evidence.DOCUMENT, Evidence.VERIFIED}
    match answer.state, answer.value:
        case State.ANSWERED, frozenset() as chosen:
            values: Sequence[str] = sorted(chosen)
        case State.ANSWERED, value:
            values = (str(value),)
        case state, _:
            values = tuple(word for word, meant in _STATES.items() if meant is state)
    return Typed(tuple(values), answer.reason, document)


def _typed(question: Question, form: Posted) -> Typed:
    values = form.texts(question.id)
    return Typed(
        tuple(value for value in values if value.strip()),
        form.text(f"{question.id}.reason").strip(),
        document=bool(form.text(f"{question.id}.document")),
    )


def _read(question: Question, left: Typed, before: Answer | None) -> Answer | Text | None:
    """The checked answer, None for none, or what is wrong."""
    states = [value for value in left.values if value in _STATES]
    if states and len(left.values) > 1:
        return two_answers(question)
    desk = Desk()
    answer = check_answer(question, _raw(question, left, states), desk)
    if desk.faults:
        return tell_fault(question, desk.faults[0].code)
    return None if answer is None else _with_proof(answer, left, before)


def _raw(question: Question, left: Typed, states: Sequence[str]) -> RawAnswer:
    if states:
        state = _STATES[states[0]]
        reason = left.reason if state is State.NOT_APPLICABLE else None
        return RawAnswer(question.id, None, state=state.value, reason=reason)
    if not left.values:
        return RawAnswer(question.id, None)
    value: object = list(left.values) if isinstance(question, MultiQuestion) else left.values[0]
    return RawAnswer(question.id, value, state=State.ANSWERED.value)


def _with_proof(answer: Answer, left: Typed, before: Answer | None) -> Answer:
    """With the evidence that is meant; an answer that did not change keeps what was known of it."""
    if answer.state is not State.ANSWERED:
        return answer
    same = before is not None and before.value == answer.value
    if before is not None and same and typed_of(before).document == left.document:
        return replace(answer, evidence=before.evidence, note=before.note)
    return replace(answer, evidence=Evidence.DOCUMENT if left.document else Evidence.STATED)
