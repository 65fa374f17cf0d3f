"""Answers as codes: few, and never confusing what a rule or a condition tells apart."""

from itertools import combinations

import pytest

from diagnosis.engine.codes import (
    BLANK,
    FIRST_ANSWER,
    NOT_APPLICABLE,
    UNKNOWN,
    Coding,
    choice_classes,
    number_classes,
    set_classes,
    state_of,
)
from diagnosis.model.conditions import State
from diagnosis.model.questionnaire import Choice
from diagnosis.model.sheet import Answer, Evidence
from diagnosis.model.text import Text

WORD = Text("語", "word")


def test_the_states_come_first_and_in_the_order_of_routing() -> None:
    assert [state_of(code) for code in range(FIRST_ANSWER + 1)] == [
        State.NOT_ASKED,
        State.BLANK,
        State.UNKNOWN,
        State.NOT_APPLICABLE,
        State.ANSWERED,
    ]


def test_a_number_falls_between_the_cuts_around_it() -> None:
    classes = number_classes(0, 100, [10, 50, 50, 0, 101])
    assert classes.values == (0, 10, 50)
    assert [classes.find(number) for number in (0, 9, 10, 49, 50, 100)] == [0, 0, 1, 1, 2, 2]


def test_each_level_of_evidence_has_its_own_code_only_where_it_counts() -> None:
    scale = choice_classes((Choice("yes", WORD), Choice("no", WORD)))
    yes = [Answer(State.ANSWERED, "yes", level) for level in Evidence]
    assert [Coding(scale, 4).encode(answer) for answer in yes] == [4, 5, 6, 7]
    assert {Coding(scale, 1).encode(answer) for answer in yes} == {4}
    assert Coding(scale, 4).encode(Answer(State.ANSWERED, "no", Evidence.NONE)) == 8


@pytest.mark.parametrize(
    ("answer", "code"),
    [(None, BLANK), (Answer(State.UNKNOWN), UNKNOWN), (Answer(State.NOT_APPLICABLE), NOT_APPLICABLE)],
)
def test_an_answer_without_a_value_has_the_code_of_its_state(answer: Answer | None, code: int) -> None:
    assert Coding(number_classes(0, 9, []), 4).encode(answer) == code


def test_a_blank_may_become_anything_but_blank_or_not_applicable() -> None:
    assert Coding(number_classes(0, 9, [5]), 2).completions == (UNKNOWN, 4, 5, 6, 7)


def test_sets_share_a_class_only_if_points_and_tested_choices_are_alike() -> None:
    choices = tuple(Choice(value, WORD) for value in "abcd")
    points = {"a": 60, "b": 60, "c": 0, "d": 10}
    classes = set_classes(choices, (points,), frozenset("c"))
    for size in range(1, 5):
        for chosen in combinations("abcd", size):
            found = classes.values[classes.find(frozenset(chosen))]
            assert min(100, sum(points[one] for one in found)) == min(100, sum(points[one] for one in chosen))
            assert ("c" in found) == ("c" in chosen)


def test_many_choices_that_nobody_tests_do_not_multiply() -> None:
    choices = tuple(Choice(f"c{n}", WORD) for n in range(60))
    assert len(set_classes(choices, (), frozenset()).values) == 1
    points = {f"c{n}": 3 for n in range(60)}
    assert len(set_classes(choices, (points,), frozenset()).values) == 34


def test_an_exclusive_choice_stands_alone() -> None:
    choices = (Choice("a", WORD), Choice("b", WORD), Choice("none", WORD, exclusive=True))
    classes = set_classes(choices, (), frozenset({"a", "b", "none"}))
    assert set(classes.values) == {frozenset("a"), frozenset("b"), frozenset("ab"), frozenset({"none"})}
