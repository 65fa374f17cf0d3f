"""The finitely many kinds of answer that a set of tests can tell apart, question by question."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import assert_never

from diagnosis.definitions.kleene import Truth
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
from diagnosis.model.questionnaire import (
    Choice,
    DateQuestion,
    MultiQuestion,
    NumberQuestion,
    Question,
    SingleQuestion,
    TextQuestion,
)
from diagnosis.model.ruleset import QuestionRule

Rules = Mapping[str, QuestionRule]

MOST_CHOICES = 10
"""Points of a multi-choice question are told apart up to this many choices; more are not reasoned about."""


class TooManyCasesError(Exception):
    """There are more cases than it is worth to look at: nothing is claimed."""


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of answer. value: a representative, None unless answered."""

    state: State
    value: str | int | frozenset[str] | None = None


NOT_ASKED = Case(State.NOT_ASKED)
BLANK = Case(State.BLANK)


def cases_of(question: Question, tests: Iterable[QuestionTest], rules: Rules) -> tuple[Case, ...]:
    """One case for each state and each way in which the tests can come out, the blank answer last."""
    tests = tuple(tests)
    states = [Case(State.UNKNOWN), *([Case(State.NOT_APPLICABLE)] if question.allows_not_applicable else [])]
    distinct: dict[tuple[object, ...], Case] = {}
    for case in (*(Case(State.ANSWERED, value) for value in _values(question, tests, rules)), *states):
        distinct.setdefault((case.state, *(truth_of(test, case, question, rules) for test in tests)), case)
    return (*distinct.values(), BLANK)


def truth_of(test: QuestionTest, case: Case, question: Question, rules: Rules) -> Truth:
    """How a test on `question` comes out (contract, section 2)."""
    if isinstance(test, StateIs):
        return case.state is test.state
    if case.state is State.BLANK:
        return None
    if isinstance(test, PointsBelow | PointsAtLeast):
        return _truth_of_points(test, case, rules)
    return case.state is State.ANSWERED and _holds(test, case.value, question)


def _truth_of_points(test: PointsBelow | PointsAtLeast, case: Case, rules: Rules) -> bool:
    if case.state not in {State.ANSWERED, State.UNKNOWN}:
        return False
    points = 0 if case.state is State.UNKNOWN else points_of(rules[test.question], case.value)
    return points < test.points if isinstance(test, PointsBelow) else points >= test.points


def points_of(rule: QuestionRule, value: str | int | frozenset[str] | None) -> int:
    """Points of an answer (contract, section 3)."""
    if isinstance(value, int):
        reached = [band.points for band in rule.bands if band.at_least <= value]
        return reached[-1] if reached else 0
    chosen = value if isinstance(value, frozenset) else {value}
    return min(100, max(0, sum(rule.points.get(str(each), 0) for each in chosen)))


def _holds(test: Is | AtLeast | AtMost | Includes, value: object, question: Question) -> bool:
    match test:
        case Is(_, values):
            return value in values
        case Includes(_, wanted):
            return isinstance(value, frozenset) and wanted in value
        case AtLeast(_, bound):
            return _rank(value, question) >= _rank(bound, question)
        case AtMost(_, bound):
            return _rank(value, question) <= _rank(bound, question)
        case _:
            assert_never(test)


def _rank(value: object, question: Question) -> int:
    if isinstance(question, SingleQuestion):
        return [choice.value for choice in question.scale.choices].index(str(value))
    assert isinstance(value, int)
    return value


def _values(
    question: Question, tests: tuple[QuestionTest, ...], rules: Rules
) -> Iterator[str | int | frozenset[str] | None]:
    match question:
        case SingleQuestion():
            yield from (choice.value for choice in question.scale.choices)
        case MultiQuestion():
            yield from _sets(question, tests)
        case NumberQuestion():
            yield from sorted(_numbers(question, tests, rules))
        case DateQuestion() | TextQuestion():
            yield None
        case _:
            assert_never(question)


def _numbers(question: NumberQuestion, tests: tuple[QuestionTest, ...], rules: Rules) -> set[int]:
    """Numbers on both sides of every bound."""
    bounds = {question.minimum, question.maximum}
    for test in tests:
        match test:
            case Is(_, values):
                bounds.update(int(value) for value in values)
            case AtLeast(_, value) | AtMost(_, value):
                bounds.add(int(value))
            case PointsBelow() | PointsAtLeast():
                bounds.update(band.at_least for band in rules[test.question].bands)
    around = {number + step for number in bounds for step in (-1, 0, 1)}
    return {number for number in around if question.minimum <= number <= question.maximum}


def _sets(question: MultiQuestion, tests: tuple[QuestionTest, ...]) -> Iterator[frozenset[str]]:
    """Every set that the tests can tell apart; an exclusive choice stands alone, an empty set is no answer."""
    choices = question.choices
    if not any(isinstance(test, PointsBelow | PointsAtLeast) for test in tests):
        choices = _tested_and_one_other(choices, {test.value for test in tests if isinstance(test, Includes)})
    if len(choices) > MOST_CHOICES:
        raise TooManyCasesError
    yield from (frozenset({choice.value}) for choice in choices if choice.exclusive)
    together = [choice.value for choice in choices if not choice.exclusive]
    for size in range(1, len(together) + 1):
        yield from (frozenset(chosen) for chosen in combinations(together, size))


def _tested_and_one_other(choices: tuple[Choice, ...], tested: set[str]) -> tuple[Choice, ...]:
    others = [choice for choice in choices if choice.value not in tested]
    one_each = {choice.exclusive: choice for choice in others}
    return (*(choice for choice in choices if choice.value in tested), *one_each.values())
