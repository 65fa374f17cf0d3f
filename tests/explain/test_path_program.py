"""The integer program: rounding to the basis point, the relaxation, and sets in order of price."""

from itertools import combinations, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.engine import compile_model, encode, score
from diagnosis.engine.arithmetic import round_div
from diagnosis.engine.columnar import score_block
from diagnosis.engine.frame import Frame
from diagnosis.engine.path_improvements import find_improvements, improve
from diagnosis.engine.path_program import Linear, Program, Rounding
from diagnosis.engine.path_rules import Goal
from diagnosis.engine.path_scores import Span
from diagnosis.engine.path_search import Field, search
from diagnosis.model.conditions import All, Condition, Is, Not, ScoreAtLeast, ScoreBelow
from diagnosis.model.ruleset import Definitions
from tests.explain.builders import ON, gate, rule, sheet, single, small, tier


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 100), st.integers(1, 300))
def test_the_exact_program_rounds_as_the_contract_does(constant: int, part: int, denominator: int) -> None:
    program = Program(Rounding.EXACT)
    improved = program.variable(1, 1)
    quotient = program.rounded(Linear(constant, {improved: part}), denominator)
    values = program.least({})
    assert values is not None
    found = quotient.constant + sum(coefficient * values[variable] for variable, coefficient in quotient.terms.items())
    assert found == round_div(constant + part, denominator)


@pytest.mark.parametrize(("least", "reached"), [(67, True), (68, False)])
def test_a_quotient_reaches_its_rounded_value_and_no_more(least: int, reached: bool) -> None:
    program = Program(Rounding.EXACT)
    improved = program.variable()
    program.at_least(program.rounded(Linear(0, {improved: 200}), 3), least, program.variable(1, 1))
    assert (program.least({improved: 1}) == [1, 67, 1]) is reached


def test_the_relaxed_program_never_refuses_what_the_exact_one_allows() -> None:
    program = Program(Rounding.RELAXED)
    improved = program.variable()
    inner = program.rounded(Linear(0, {improved: 199}), 2)
    outer = program.rounded(inner, 1)
    # Exactly, 199 / 2 is 100.
    program.at_least(outer, 100, program.variable(1, 1))
    assert program.least({}) == [1, 1]


def test_a_program_without_a_solution_says_so() -> None:
    program = Program(Rounding.EXACT)
    program.bind({program.variable(): 1}, low=2)
    assert program.least({}) is None
    program = Program(Rounding.EXACT)
    program.bind({}, low=1)
    assert program.least({}) is None


def field_of(definitions: Definitions, ids: list[str], goal: Goal) -> Field:
    """Of a sheet that answers no to everything, where no improvement decides a route."""
    model, answers = compile_model(definitions), sheet(dict.fromkeys(ids, "no"))
    free = find_improvements(model, score(model, answers, ON))
    frame = Frame(model, encode(model, [answers, improve(answers, free)]))
    totals, _ = score_block(frame, ON)
    return Field(
        tuple(enumerate(free)), Span(frame, totals, 0, 1, {number: number for number in range(len(free))}), goal
    )


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        (Is("q0", ("no",)), {0}),  # must be improved
        (Is("q1", ("yes",)), {2}),  # must not be improved
        (ScoreAtLeast("overall", 5000), {2}),  # must not lift the score to a half
        (Not(ScoreBelow("section:main", 5000)), {2}),
        (ScoreBelow("overall", 5000), {1}),  # must lift it to a half
        (All((Is("q1", ("yes",)), Is("q0", ("no",)))), {2}),  # one of the two must be otherwise
    ],
)
def test_what_the_program_offers_first_needs_no_second_try(closing: Condition, expected: set[int]) -> None:
    ids = ["q0", "q1", "q2"]
    rules = (rule("q0", weight=1, effort=4), rule("q1", weight=2, effort=1), rule("q2", weight=1, effort=2))
    goal = Goal(tier(10, 2500), 10)
    definitions = small(
        tuple(single(name) for name in ids), rules, tiers=(goal.tier, tier(0)), gates=(gate("g", closing, 0),)
    )
    assert next(search(field_of(definitions, ids, goal), None)) == expected


def test_sets_come_in_order_of_price_and_none_twice() -> None:
    ids = [f"q{n}" for n in range(5)]
    rules = tuple(rule(name, weight=weight, effort=weight) for weight, name in enumerate(ids, start=1))
    definitions = small(tuple(single(name) for name in ids), rules)
    field = field_of(definitions, ids, Goal(tier(10, 8000), 10))
    found = list(islice(search(field, None), 20))
    enough = [set(chosen) for size in range(6) for chosen in combinations(range(5), size) if sum(chosen) + size >= 12]
    assert len(found) == len(enough)
    assert {frozenset(chosen) for chosen in enough} == set(found)
    prices = [field.price(chosen) for chosen in found]
    assert prices == sorted(prices)
