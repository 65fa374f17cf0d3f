"""Answers as small integers: one code a question and sheet, made so that routing is a minimum.

A code says the state, and for an answer its class of values and its evidence:

    0 not asked | 1 blank | 2 unknown | 3 not applicable | 4 + class x levels + level

Values that no rule and no condition tells apart share a class, so a column has few codes whatever its question.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from diagnosis.model.conditions import State
from diagnosis.model.questionnaire import Choice
from diagnosis.model.sheet import Answer, Evidence, Value

NOT_ASKED = 0
BLANK = 1
UNKNOWN = 2
NOT_APPLICABLE = 3
FIRST_ANSWER = 4

STATES = (State.NOT_ASKED, State.BLANK, State.UNKNOWN, State.NOT_APPLICABLE)
LEVELS = tuple(Evidence)

Codes = NDArray[np.unsignedinteger]


class Classes(Protocol):
    """The classes of a question's values."""

    @property
    def values(self) -> tuple[Value | None, ...]:
        """One value of each class, standing for all of it; None where no test can tell values apart."""

    def find(self, value: Value) -> int:
        """The class of `value`."""


@dataclass(frozen=True, slots=True)
class OneClass:
    """Dates and free text: only whether there is an answer can be tested."""

    values: tuple[None] = (None,)

    def find(self, value: Value) -> int:  # noqa: ARG002 - every value is of the one class
        """Class 0."""
        return 0


@dataclass(frozen=True, slots=True)
class ChoiceClasses:
    """A single choice: every choice is a class, in the order of the scale."""

    values: tuple[str, ...]
    positions: Mapping[Value, int]

    def find(self, value: Value) -> int:
        """The position of the choice on its scale."""
        return self.positions[value]


@dataclass(frozen=True, slots=True)
class NumberClasses:
    """A number: cut wherever a band or a condition begins or ends; the lowest number stands for its class."""

    values: tuple[int, ...]

    def find(self, value: Value) -> int:
        """The class between two cuts that holds the number."""
        assert isinstance(value, int)
        return max(bisect_right(self.values, value) - 1, 0)


@dataclass(frozen=True, slots=True)
class SetClasses:
    """Several choices: sets of like points under every rule and like answers to every `includes` share a class."""

    values: tuple[frozenset[str], ...]
    keys: Mapping["SetKey", int]
    points: tuple[Mapping[str, int], ...]
    tested: frozenset[str]

    def find(self, value: Value) -> int:
        """The class of the chosen set."""
        assert isinstance(value, frozenset)
        return self.keys[set_key(value, self.points, self.tested)]


SetKey = tuple[tuple[int, ...], frozenset[str]]


def set_key(chosen: frozenset[str], points: tuple[Mapping[str, int], ...], tested: frozenset[str]) -> SetKey:
    """What rules and conditions can see of a chosen set: its points under each rule, and the tested choices in it."""
    return tuple(min(100, sum(rule[value] for value in chosen)) for rule in points), chosen & tested


def number_classes(minimum: int, maximum: int, cuts: Iterable[int]) -> NumberClasses:
    """Classes that begin at `minimum` and at every cut inside the range."""
    return NumberClasses((minimum, *sorted({cut for cut in cuts if minimum < cut <= maximum})))


def choice_classes(choices: tuple[Choice, ...]) -> ChoiceClasses:
    """A class a choice."""
    values = tuple(choice.value for choice in choices)
    return ChoiceClasses(values, {value: position for position, value in enumerate(values)})


def set_classes(
    choices: tuple[Choice, ...], points: tuple[Mapping[str, int], ...], tested: frozenset[str]
) -> SetClasses:
    """The classes of all sets that may be chosen, grown choice by choice so that their number stays small."""
    seen: dict[SetKey, frozenset[str]] = {}
    for choice in choices:
        if not choice.exclusive:
            grown = [chosen | {choice.value} for chosen in (frozenset[str](), *seen.values())]
            seen |= {key: chosen for chosen in grown if (key := set_key(chosen, points, tested)) not in seen}
    alone = [frozenset({choice.value}) for choice in choices if choice.exclusive]
    seen |= {key: chosen for chosen in alone if (key := set_key(chosen, points, tested)) not in seen}
    return SetClasses(tuple(seen.values()), {key: place for place, key in enumerate(seen)}, points, tested)


@dataclass(frozen=True, slots=True)
class Coding:
    """How the answers to one question are coded. levels: 4 where evidence counts, else 1."""

    classes: Classes
    levels: int

    @property
    def size(self) -> int:
        """How many codes there are."""
        return FIRST_ANSWER + len(self.classes.values) * self.levels

    @property
    def dtype(self) -> type[np.unsignedinteger]:
        """The smallest unsigned integer that holds every code."""
        if self.size <= 1 << 8:
            return np.uint8
        return np.uint16 if self.size <= 1 << 16 else np.uint32

    @property
    def completions(self) -> tuple[int, ...]:
        """The codes that a blank may take: unknown, or any value with any evidence."""
        return UNKNOWN, *range(FIRST_ANSWER, self.size)

    def encode(self, answer: Answer | None) -> int:
        """The code of what stands on a sheet, before routing."""
        if answer is None:
            return BLANK
        if answer.state is not State.ANSWERED:
            return STATES.index(answer.state)
        assert answer.value is not None
        level = LEVELS.index(answer.evidence) if self.levels > 1 else 0
        return FIRST_ANSWER + self.classes.find(answer.value) * self.levels + level


def state_of(code: int) -> State:
    """The state that a code stands for."""
    return STATES[code] if code < FIRST_ANSWER else State.ANSWERED
