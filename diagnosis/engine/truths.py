"""Kleene's three truths, and the one place that says when a test on a question holds (contract, section 2)."""

from typing import assert_never

from diagnosis.model.conditions import (
    AtLeast,
    AtMost,
    Includes,
    Is,
    PointsAtLeast,
    PointsBelow,
    QuestionTest,
    State,
    StateIs,
)
from diagnosis.model.questionnaire import Question, choices_of
from diagnosis.model.sheet import Value

FALSE = 0
UNDECIDED = 1
TRUE = 255
"""Ordered, so that `and` is a minimum, `or` a maximum, and a route's truth, as the largest code that it lets pass,
turns an answer into not-asked, blank or itself."""


def negate(truth: int) -> int:
    """Kleene's not."""
    return {FALSE: TRUE, UNDECIDED: UNDECIDED, TRUE: FALSE}[truth]


def truth_of(holds: bool) -> int:  # noqa: FBT001 - it is the value to convert
    """A decided truth."""
    return TRUE if holds else FALSE


def judge(test: QuestionTest, question: Question, state: State, value: Value | None, points: int | None) -> int:
    """The truth of a test on one answer. points: None unless the answer counts."""
    match test:
        case StateIs():
            return truth_of(state is test.state)
        case _ if state is State.BLANK:
            return UNDECIDED
        case PointsBelow():
            return truth_of(points is not None and points < test.points)
        case PointsAtLeast():
            return truth_of(points is not None and points >= test.points)
        case _:
            return truth_of(state is State.ANSWERED and value_passes(test, question, value))


def value_passes(test: Is | AtLeast | AtMost | Includes, question: Question, value: Value | None) -> bool:
    """Whether an answer's value passes."""
    match test:
        case Is(_, values):
            return value in values
        case AtLeast(_, least):
            return position(question, value) >= position(question, least)
        case AtMost(_, most):
            return position(question, value) <= position(question, most)
        case Includes(_, part):
            return isinstance(value, frozenset) and part in value
        case _:
            assert_never(test)


def position(question: Question, value: Value | None) -> int:
    """A number itself; a choice's place on its scale, lowest first."""
    if isinstance(value, int):
        return value
    return [choice.value for choice in choices_of(question)].index(str(value))
