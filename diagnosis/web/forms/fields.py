"""A question as its page shows it: its fields with what was answered or typed, and what is wrong with that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from diagnosis.model.questionnaire import (
    DateQuestion,
    MultiQuestion,
    NumberQuestion,
    Question,
    SingleQuestion,
    TextQuestion,
    choices_of,
)
from diagnosis.model.text import Text
from diagnosis.web.forms.answers import NOT_APPLICABLE, UNKNOWN, Typed, find_fault


class Look(StrEnum):
    """How a question is answered on its page."""

    ONE = "one"
    SOME = "some"
    LINE = "line"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Pick:
    """One radio or check box."""

    value: str
    label: Text
    is_picked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """typed: what stands in a line. picks: the choices; states: “don't know” and “not applicable”, where they may be.

    hint: how to enter it. document: whether the box of evidence is ticked, None where there is no such box. again: why
    an answer that was carried over must be given again.
    """

    question: Question
    look: Look
    hint: Text | None
    unit: Text | None
    typed: str
    picks: tuple[Pick, ...]
    states: tuple[Pick, ...]
    reason: str
    document: bool | None
    fault: Text | None
    again: Text | None

    @property
    def first(self) -> str:
        """The id of the field that an error leads to."""
        return f"{self.question.id}-1" if self.picks else self.question.id


_STATES = {
    UNKNOWN: Text("わからない", "Don’t know"),
    NOT_APPLICABLE: Text("当社には当てはまらない", "Does not apply to us"),
}


def field_of(question: Question, left: Typed, again: Text | None = None, *, is_faulty: bool = False) -> Field:
    """A question with what was left in its fields. is_faulty: `left` could not be taken."""
    states = (UNKNOWN, NOT_APPLICABLE) if question.allows_not_applicable else (UNKNOWN,)
    words = [value for value in left.values if value not in _STATES]
    return Field(
        question=question,
        look=_look(question),
        hint=_hint(question),
        unit=question.unit if isinstance(question, NumberQuestion) else None,
        typed=words[0] if words else "",
        picks=tuple(Pick(choice.value, choice.label, choice.value in left.values) for choice in choices_of(question)),
        states=tuple(Pick(state, _STATES[state], state in left.values) for state in states),
        reason=left.reason,
        document=None if question.evidence is None else left.document,
        fault=find_fault(question, left) if is_faulty else None,
        again=again,
    )


def fields_of(
    questions: Iterable[Question], kept: Mapping[str, Typed], faulty: Mapping[str, Typed], again: Mapping[str, Text]
) -> tuple[Field, ...]:
    """The questions in their order. kept: their answers; faulty: what could not be taken, shown in its place."""
    return tuple(
        field_of(
            question,
            faulty.get(question.id) or kept.get(question.id) or Typed(),
            again.get(question.id),
            is_faulty=question.id in faulty,
        )
        for question in questions
    )


def _look(question: Question) -> Look:
    match question:
        case SingleQuestion():
            return Look.ONE
        case MultiQuestion():
            return Look.SOME
        case NumberQuestion() | DateQuestion():
            return Look.LINE
        case TextQuestion():
            return Look.WORDS


def _hint(question: Question) -> Text | None:
    match question:
        case MultiQuestion():
            return Text("当てはまるものをすべて選んでください。", "Select all that apply.")
        case NumberQuestion():
            return Text(
                "数字で入力してください。全角や「,」があってもかまいません。", "A whole number; commas are fine."
            )
        case DateQuestion():
            return Text("例：2027-03-31、令和9年3月31日", "For example, 2027-03-31")
        case TextQuestion(maximum_length=most):
            return Text(f"{most:,}文字以内", f"At most {most:,} characters")
        case SingleQuestion():
            return None
