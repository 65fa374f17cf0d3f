"""Conditions as spreadsheet formulas: true where a question is certainly not asked, so that its row may turn grey.

A condition becomes two formulas, one for "certainly true" and one for "certainly false" (contract, section 2): what
hangs on an empty cell is neither.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never

from diagnosis.model.conditions import (
    All,
    Any,
    AtLeast,
    AtMost,
    Condition,
    Includes,
    Is,
    Not,
    PointsAtLeast,
    PointsBelow,
    ScoreAtLeast,
    ScoreBelow,
    State,
    StateIs,
)
from diagnosis.model.questionnaire import Question, SingleQuestion
from diagnosis.model.text import Language
from diagnosis.sheets.xlsx import wording

_NEVER = "FALSE"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands, as absolute cells. asked: holds 1 or 0. choices: a cell a choice, by value."""

    question: Question
    answer: str
    asked: str
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Two:
    """Formulas for certainly true and certainly false."""

    true: str
    false: str


@dataclass(frozen=True, slots=True)
class Routes:
    """Builds formulas. places: of the questions so far, by id; a condition looks back only."""

    places: Mapping[str, Place]
    language: Language

    def asked(self, condition: Condition | None) -> str:
        """A formula that is 0 where the question is certainly not asked, else 1."""
        return "=1" if condition is None else f"=IF({self._two(condition).false},0,1)"

    def filled(self, place: Place) -> str:
        """A formula that is 1 where the question is asked and something stands there, else 0."""
        return f"=IF(AND({place.asked}=1,{_something(place)}),1,0)"

    def _two(self, condition: Condition) -> _Two:
        match condition:
            case Not(of):
                two = self._two(of)
                return _Two(two.false, two.true)
            case All(of):
                parts = [self._two(part) for part in of]
                return _Two(_call("AND", (p.true for p in parts)), _call("OR", (p.false for p in parts)))
            case Any(of):
                parts = [self._two(part) for part in of]
                return _Two(_call("OR", (p.true for p in parts)), _call("AND", (p.false for p in parts)))
            case StateIs(question, state):
                return self._state(self.places[question], state)
            case Is() | AtLeast() | AtMost() | Includes():
                place = self.places[condition.question]
                return _test(place, self._match(place, condition))
            case PointsBelow() | PointsAtLeast() | ScoreAtLeast() | ScoreBelow():
                return _Two(_NEVER, _NEVER)  # no route reads points or scores
            case _:
                assert_never(condition)

    def _match(self, place: Place, test: Is | AtLeast | AtMost | Includes) -> str:
        """A formula for what stands in the cell, whatever is asked."""
        cell = place.answer
        match test:
            case Is(_, values):
                return _call("OR", (f"{cell}={self._shown(place, value)}" for value in values))
            case AtLeast(_, int(least)):
                return f"AND(ISNUMBER({cell}),{cell}>={least})"
            case AtMost(_, int(most)):
                return f"AND(ISNUMBER({cell}),{cell}<={most})"
            case AtLeast(_, least):
                return self._among(place, _from(place, str(least)))
            case AtMost(_, most):
                return self._among(place, _up_to(place, str(most)))
            case Includes(_, value):
                return f'{place.choices[value]}<>""'
            case _:
                assert_never(test)

    def _among(self, place: Place, values: Iterable[str]) -> str:
        return _call("OR", (f"{place.answer}={self._shown(place, value)}" for value in values))

    def _shown(self, place: Place, value: str | int) -> str:
        """The value as it stands in the cell."""
        if isinstance(value, int):
            return str(value)
        assert isinstance(place.question, SingleQuestion)
        label = next(choice.label for choice in place.question.scale.choices if choice.value == value)
        return _quoted(label[self.language])

    def _state(self, place: Place, state: State) -> _Two:
        unknown, exempt = (
            f"{place.answer}={_quoted(w[self.language])}" for w in (wording.UNKNOWN, wording.NOT_APPLICABLE)
        )
        match state:
            case State.ANSWERED:
                return _test(place, f"NOT(OR({unknown},{exempt}))")
            case State.UNKNOWN:
                return _test(place, unknown)
            case State.NOT_APPLICABLE:
                return _test(place, exempt)
            case State.BLANK:
                return _Two(
                    f"AND({place.asked}=1,NOT({_something(place)}))", f"OR({place.asked}=0,{_something(place)})"
                )
            case State.NOT_ASKED:
                return _Two(f"{place.asked}=0", f"{place.asked}=1")
            case _:
                assert_never(state)


def _test(place: Place, match: str) -> _Two:
    """A test on an empty cell is undecided, one on a question that is not asked is false."""
    something = _something(place)
    return _Two(f"AND({place.asked}=1,{something},{match})", f"OR({place.asked}=0,AND({something},NOT({match})))")


def _something(place: Place) -> str:
    cells = [place.answer, *place.choices.values()]
    return _call("OR", (f'{cell}<>""' for cell in cells))


def _from(place: Place, least: str) -> list[str]:
    values = _values(place)
    return values[values.index(least) :]


def _up_to(place: Place, most: str) -> list[str]:
    values = _values(place)
    return values[: values.index(most) + 1]


def _values(place: Place) -> list[str]:
    assert isinstance(place.question, SingleQuestion)
    return [choice.value for choice in place.question.scale.choices]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _call(function: str, parts: Iterable[str]) -> str:
    listed = list(parts)
    return listed[0] if len(listed) == 1 else f"{function}({','.join(listed)})"
