"""The exact reasoning about conditions agrees with trying every answer sheet."""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.definitions import check_definitions
from diagnosis.definitions.cases import BLANK, Case, cases_of, truth_of
from diagnosis.definitions.draft import World
from diagnosis.definitions.exploring import Explorer
from diagnosis.definitions.kleene import evaluate
from diagnosis.definitions.loading import QUESTIONNAIRE, RULESET, load_folder
from diagnosis.definitions.worlds import build_world, group_of
from diagnosis.model.conditions import All, Any, AtLeast, AtMost, Condition, Includes, Is, Not, State, StateIs
from diagnosis.model.questionnaire import NumberQuestion, SingleQuestion, choices_of

SOUND = Path(__file__).parent.parent / "bad"


def sound_world() -> World:
    ruleset = load_folder(SOUND / "scoring", RULESET)[-1]
    return build_world(group_of(ruleset, load_folder(SOUND / "questionnaires", QUESTIONNAIRE)))


WORLD = sound_world()
TESTS = st.one_of(
    st.sampled_from([Is("industry", ("retail",)), Is("industry", ("other",)), Includes("certificates", "isms")]),
    st.builds(AtLeast, st.just("persons"), st.integers(0, 4)),
    st.builds(AtMost, st.just("persons"), st.integers(0, 4)),
    st.builds(StateIs, st.sampled_from(["industry", "persons"]), st.sampled_from(list(State))),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Any(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=6,
)


def every_answer(name: str) -> list[Case]:
    question = WORLD.questions[name].question
    match question:
        case SingleQuestion():
            values: list[Case] = [Case(State.ANSWERED, choice.value) for choice in choices_of(question)]
        case NumberQuestion():
            values = [Case(State.ANSWERED, number) for number in (*range(8), question.maximum)]
        case _:
            values = [Case(State.ANSWERED, frozenset({choice.value})) for choice in choices_of(question)]
    return [*values, Case(State.UNKNOWN), BLANK]


@settings(max_examples=60, deadline=None)
@given(CONDITIONS)
def test_what_is_found_possible_is_what_trying_every_sheet_finds(condition: Condition) -> None:
    found = {outcome.truths[0] for outcome in Explorer(WORLD).outcomes(condition)}
    names = ("industry", "certificates", "persons")
    tried = set()
    for cases in product(*(every_answer(name) for name in names)):
        answers = dict(zip(names, cases, strict=True))
        tried.add(
            evaluate(
                condition,
                lambda test, answers=answers: truth_of(
                    test, answers[test.question], WORLD.questions[test.question].question, {}
                ),
            )
        )
    assert found == tried


def test_dont_know_stays_a_case_of_its_own() -> None:
    question = WORLD.questions["industry"].question
    cases = cases_of(question, (Is("industry", ("retail",)),), {})
    assert {case.state for case in cases} == {State.ANSWERED, State.UNKNOWN, State.BLANK}


def test_a_question_out_of_route_is_not_asked(folders: tuple[Path, Path]) -> None:
    path = folders[0] / "controls/2026.1.yaml"
    text = path.read_text(encoding="utf-8")
    route = 'applies_when: {question: owner, is: "yes"}'
    text = text.replace("id: patch-days\n", f"id: patch-days\n        {route}\n")
    unreachable = 'applies_when: {all: [{question: patch-days, at_least: 1}, {question: owner, is: "no"}]}'
    text = text.replace("{id: remarks,", f"{{id: remarks, {unreachable},")
    path.write_text(text, encoding="utf-8")
    assert [problem.code for problem in check_definitions(*folders)] == ["route.never"]


@pytest.mark.parametrize(("answer", "expected"), [("no", ["route.never"]), ("yes", [])])
def test_a_repeated_question_has_the_answer_of_its_original(
    folders: tuple[Path, Path], answer: str, expected: list[str]
) -> None:
    path = folders[0] / "controls/2026.1.yaml"
    text = path.read_text(encoding="utf-8")
    again = "{id: shop-again, kind: single, pilot: true, same_as: shop, text: {ja: 店舗, en: Shop}}"
    route = f'applies_when: {{all: [{{question: shop, is: "yes"}}, {{question: shop-again, is: "{answer}"}}]}}'
    text = text.replace("      - {id: remarks,", f"      - {again}\n      - {{id: remarks, {route},")
    path.write_text(text, encoding="utf-8")
    assert [problem.code for problem in check_definitions(*folders)] == expected


def test_a_number_between_two_bounds_is_found() -> None:
    between = All((Not(AtMost("persons", 1)), Not(AtLeast("persons", 3)), StateIs("persons", State.ANSWERED)))
    assert True in {outcome.truths[0] for outcome in Explorer(WORLD).outcomes(between)}
