"""A checked answer on its way out: what every format writes, so that reading gives the same answer again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from diagnosis.model.conditions import State
from diagnosis.model.questionnaire import Question, TextQuestion, choices_of
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import Answer, Evidence
from diagnosis.model.text import Language

_READ_AS_STATES = (State.UNKNOWN.value, State.NOT_APPLICABLE.value)

_PARTS = ("state", "evidence", "reason", "note")


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """value: a text, a number, a list of choices; None where a state stands for it. The rest is empty if not needed."""

    value: str | int | list[str] | None
    state: str = ""
    evidence: str = ""
    reason: str = ""
    note: str = ""


def write_answer(question: Question, answer: Answer) -> WrittenAnswer:
    """The answer in plain words. A free text that would be read as a state says that it is an answer."""
    value = _plain(answer)
    state = "" if answer.state is State.ANSWERED else answer.state.value
    if isinstance(question, TextQuestion) and value in _READ_AS_STATES:
        state = State.ANSWERED.value
    evidence = "" if answer.evidence is Evidence.STATED else answer.evidence.value
    return WrittenAnswer(value, state, evidence, answer.reason, answer.note)


def short_or_parts(written: WrittenAnswer) -> object:
    """For formats that nest: the value or the state alone, where there is nothing beside it, else all parts by name."""
    parts = {name: part for name in _PARTS if (part := getattr(written, name))}
    if not parts:
        return written.value
    if parts == {"state": State.UNKNOWN.value}:
        return State.UNKNOWN.value
    return parts if written.value is None else {"value": written.value, **parts}


def asked_questions(definitions: Definitions) -> Sequence[Question]:
    """Every question that a sheet may answer, in order of asking."""
    questionnaires = definitions.questionnaires
    questions = (question for questionnaire in questionnaires for question in questionnaire.questions)
    return tuple(question for question in questions if question.same_as is None)


def hint(question: Question, language: Language) -> str:
    """The question on one line, with the values that may be chosen."""
    choices = ", ".join(f"{choice.value}={choice.label[language]}" for choice in choices_of(question))
    text = " ".join(question.text[language].split())
    return f"{text} [{choices}]" if choices else text


def _plain(answer: Answer) -> str | int | list[str] | None:
    match answer.value:
        case frozenset():
            return sorted(answer.value)
        case date():
            return answer.value.isoformat()
        case value:
            return value
