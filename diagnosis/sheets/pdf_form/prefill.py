"""A sheet's answers as they stand in the fields of its form."""

from datetime import date

from diagnosis.model.conditions import State
from diagnosis.model.questionnaire import Question
from diagnosis.model.sheet import Answer, Value
from diagnosis.model.text import Text
from diagnosis.sheets.pdf_form import wording

_LONG_REMARK = 60
"""Characters from which a remark gets a higher box."""


def states_of(question: Question) -> tuple[tuple[str, Text], ...]:
    """The states that may be chosen instead of an answer, with their labels."""
    unknown = (State.UNKNOWN.value, wording.UNKNOWN)
    return (
        (unknown, (State.NOT_APPLICABLE.value, wording.NOT_APPLICABLE))
        if question.allows_not_applicable
        else (unknown,)
    )


def ticked_by(answer: Answer) -> frozenset[str]:
    """The values of the boxes that an answer ticks."""
    match answer.value:
        case _ if answer.state in (State.UNKNOWN, State.NOT_APPLICABLE):
            return frozenset({answer.state.value})
        case frozenset() as chosen:
            return chosen
        case str() as value:
            return frozenset({value})
        case _:
            return frozenset()


def written_in(value: Value | None) -> str:
    """A number, a date or a text as it stands in its field."""
    match value:
        case None | frozenset():
            return ""
        case date():
            return value.isoformat()
        case _:
            return str(value)


def room_class(remark: str) -> str:
    """A second class for the box of a remark that is long already."""
    return " tall" if len(remark) > _LONG_REMARK else ""
