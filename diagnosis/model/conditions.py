"""Conditions are data (contract, section 2): small trees whose leaves test one question or one score."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """The five states of an answer (contract, section 1)."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"
    BLANK = "blank"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True)
class Is:
    """`{question, is: V}` or `{question, in: [V, ...]}`: the answer is one of `values`."""

    question: str
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """`{question, at_least: X}`: a number, or a position on an ordered scale, lowest choice first."""

    question: str
    value: int | str


@dataclass(frozen=True, slots=True)
class AtMost:
    """`{question, at_most: X}`: as `AtLeast`, the other way."""

    question: str
    value: int | str


@dataclass(frozen=True, slots=True)
class Includes:
    """`{question, includes: V}`: a multi-choice answer contains `value`."""

    question: str
    value: str


@dataclass(frozen=True, slots=True)
class StateIs:
    """`{question, state: STATE}`: the only test that is decided on a blank question."""

    question: str
    state: State


@dataclass(frozen=True, slots=True)
class PointsBelow:
    """`{question, points_below: P}`: its points (0 to 100) are below P; an unknown answer has 0."""

    question: str
    points: int


@dataclass(frozen=True, slots=True)
class PointsAtLeast:
    """`{question, points_at_least: P}`."""

    question: str
    points: int


@dataclass(frozen=True, slots=True)
class ScoreAtLeast:
    """`{score: NAME, at_least: BP}`.

    NAME: `overall`, `confidence`, `questionnaire:ID`, `section:ID`, `cause:ID` or `medium:ID`.
    """

    score: str
    bp: int


@dataclass(frozen=True, slots=True)
class ScoreBelow:
    """`{score: NAME, below: BP}`."""

    score: str
    bp: int


@dataclass(frozen=True, slots=True)
class All:
    """`{all: [...]}`: Kleene's and."""

    of: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """`{any: [...]}`: Kleene's or."""

    of: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """`{not: ...}`: Kleene's not."""

    of: "Condition"


QuestionTest = Is | AtLeast | AtMost | Includes | StateIs | PointsBelow | PointsAtLeast
ScoreTest = ScoreAtLeast | ScoreBelow
Test = QuestionTest | ScoreTest
Condition = Test | All | Any | Not


def tests_in(condition: Condition) -> Iterator[Test]:
    """Every leaf of the tree, in written order."""
    match condition:
        case All(of) | Any(of):
            for part in of:
                yield from tests_in(part)
        case Not(of):
            yield from tests_in(of)
        case leaf:
            yield leaf


def questions_in(condition: Condition) -> Iterator[str]:
    """The ids of the questions that the tree reads; an id may come more than once."""
    for test in tests_in(condition):
        if not isinstance(test, ScoreTest):
            yield test.question
