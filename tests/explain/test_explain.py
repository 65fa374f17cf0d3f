"""Actions: gains by rescoring, in order, each with the advice that fits."""

from datetime import date

from diagnosis.engine import compile_model, score
from diagnosis.engine.explain import explain
from diagnosis.engine.path_improvements import find_improvements, improve
from diagnosis.model.conditions import Is, State
from diagnosis.model.explanation import Action
from diagnosis.model.ruleset import Advice, Band, Definitions
from diagnosis.model.sheet import Answer, AnswerSheet, Evidence, Value
from tests.explain.builders import (
    ON,
    UNKNOWN,
    define,
    multi,
    number,
    part,
    questionnaire,
    rule,
    sheet,
    single,
    small,
    text,
    tier,
)


def actions_of(definitions: Definitions, answers: AnswerSheet, on: date = ON) -> tuple[Action, ...]:
    model = compile_model(definitions)
    return explain(model, answers, score(model, answers, on), on).actions


def best_values(definitions: Definitions, answers: AnswerSheet) -> dict[str, object]:
    model = compile_model(definitions)
    return {one.question: one.value for one in find_improvements(model, score(model, answers, ON))}


def test_a_gain_is_the_rise_of_the_overall_score() -> None:
    first = questionnaire("first", {"a": (single("q1"), single("q2")), "b": (single("q3"),)})
    second = questionnaire("second", {"c": (single("q4"),)})
    parts = (part(first, weight=3, sections={"a": 2, "b": 1}), part(second, weight=1))
    rules = (rule("q1", weight=3), rule("q2"), rule("q3"), rule("q4"))
    answers = sheet({"q1": "partly", "q2": "yes", "q3": "no", "q4": "yes"})
    # Section a: (3 x 50 + 100) / 4 = 62.5 %, b: 0. First: 2/3 x 62.5 = 41.67 %. Overall: (3 x 41.67 + 100) / 4.
    found = actions_of(define((first, second), parts, rules), answers)
    assert [(action.question, action.gain) for action in found] == [("q3", 2500), ("q1", 1875)]


def test_the_greatest_gain_stands_first_then_the_least_effort_then_the_first_asked() -> None:
    questions = tuple(single(f"q{n}") for n in range(4))
    rules = (rule("q0", effort=3), rule("q1", effort=2), rule("q2", effort=2), rule("q3", weight=5, effort=5))
    found = actions_of(small(questions, rules), sheet({f"q{n}": "no" for n in range(4)}))
    assert [action.question for action in found] == ["q3", "q1", "q2", "q0"]


def test_only_counting_questions_below_full_points_are_actions() -> None:
    questions = tuple(single(f"q{n}") for n in range(6))
    routed = single("q6", when=Is("q0", ("no",)))
    rules = tuple(rule(f"q{n}") for n in (0, 1, 2, 3, 6))
    answers: dict[str, Value | Answer] = {
        "q0": "yes",
        "q1": UNKNOWN,
        "q2": Answer(State.NOT_APPLICABLE),
        "q4": "no",
        "q6": "no",
    }
    found = actions_of(small((*questions, routed), rules), sheet(answers))
    assert [action.question for action in found] == ["q1"]


def test_a_questionnaire_out_of_scope_has_no_actions() -> None:
    first, second = questionnaire("first", {"a": (single("q1"),)}), questionnaire("second", {"b": (single("q2"),)})
    parts = (part(first), part(second, out=Is("q1", ("partly",))))
    definitions = define((first, second), parts, (rule("q1"), rule("q2")))
    found = actions_of(definitions, sheet({"q1": "partly", "q2": "no"}))
    # Its best answer brings the second questionnaire back into scope, at 0 points: (100 + 0) / 2 - 50.
    assert [(action.question, action.gain) for action in found] == [("q1", 0)]


def test_a_question_that_takes_another_answer_is_improved_through_it() -> None:
    questions = (single("q1"), single("q2"), single("q3", same_as="q1"))
    rules = (rule("q1", effort=2), rule("q2"), rule("q3", weight=2, effort=5))
    found = actions_of(small(questions, rules), sheet({"q1": "no", "q2": "no"}))
    assert [(action.question, action.gain, action.effort) for action in found] == [("q1", 7500, 2), ("q2", 2500, 1)]


def test_an_unscored_target_is_improved_for_the_sake_of_the_question_that_takes_it() -> None:
    profile = questionnaire("profile", {"p": (single("fact"),)}, scored=False)
    scored = questionnaire("scored", {"a": (single("q1", same_as="fact"),)})
    definitions = define((profile, scored), (part(scored),), (rule("q1", effort=4),))
    found = actions_of(definitions, sheet({"fact": "no"}))
    assert [(action.question, action.gain, action.effort) for action in found] == [("fact", 10_000, 4)]


def test_the_tier_of_an_action_is_the_tier_after_it() -> None:
    questions = (single("q1"), single("q2"))
    definitions = small(questions, (rule("q1", weight=3), rule("q2")), tiers=(tier(20, 7500), tier(10, 2500), tier(0)))
    found = actions_of(definitions, sheet({"q1": "no", "q2": "no"}))
    assert [(action.question, action.tier) for action in found] == [("q1", 20), ("q2", 10)]


def test_the_advice_with_the_lowest_limit_above_the_points_is_given() -> None:
    advice = (Advice(100, text("polish it")), Advice(50, text("begin")))
    definitions = small(
        (single("q1"), single("q2"), single("q3")), tuple(rule(f"q{n}", advice=advice) for n in (1, 2, 3))
    )
    found = actions_of(definitions, sheet({"q1": "no", "q2": "partly", "q3": UNKNOWN}))
    assert {action.question: action.advice.en for action in found} == {"q1": "begin", "q2": "polish it", "q3": "begin"}


def test_a_number_goes_to_the_start_of_its_best_band_inside_its_range() -> None:
    soon = (Band(0, 100), Band(8, 50), Band(31, 0))
    often = (Band(0, 0), Band(4, 60), Band(12, 100))
    questions = (number("q1", minimum=1), number("q2"))
    definitions = small(questions, (rule("q1", bands=soon), rule("q2", bands=often)))
    assert best_values(definitions, sheet({"q1": 40, "q2": 5})) == {"q1": 1, "q2": 12}


def test_several_choices_go_to_a_set_of_full_points_or_to_the_exclusive_choice() -> None:
    backups = multi("q1", ("disk", "tape", "cloud"))
    dangers = multi("q2", ("usb", "paper"))
    rules = (
        rule("q1", points={"disk": 40, "tape": 20, "cloud": 60, "none-of-these": 0}),
        rule("q2", points={"usb": 20, "paper": 40, "none-of-these": 100}),
    )
    found = best_values(small((backups, dangers), rules), sheet({"q1": frozenset({"tape"}), "q2": frozenset({"usb"})}))
    assert found["q2"] == frozenset({"none-of-these"})
    assert isinstance(found["q1"], frozenset)
    assert {"disk", "cloud"} <= found["q1"] <= {"disk", "tape", "cloud"}


def test_a_question_that_no_answer_can_lift_is_no_action() -> None:
    definitions = small(
        (single("q1"), single("q2")), (rule("q1", points={"yes": 80, "partly": 0, "no": 0}), rule("q2"))
    )
    assert [action.question for action in actions_of(definitions, sheet({"q1": "yes", "q2": "no"}))] == ["q2"]


def test_an_improved_answer_keeps_its_evidence_and_a_known_one_is_stated() -> None:
    definitions = small((single("q1"), single("q2")), (rule("q1"), rule("q2")))
    answers = sheet(
        {"q1": Answer(State.ANSWERED, "no", Evidence.VERIFIED), "q2": Answer(State.UNKNOWN, None, Evidence.NONE)}
    )
    model = compile_model(definitions)
    after = improve(answers, find_improvements(model, score(model, answers, ON)))
    assert after.answers["q1"] == Answer(State.ANSWERED, "yes", Evidence.VERIFIED)
    assert after.answers["q2"] == Answer(State.ANSWERED, "yes", Evidence.STATED)


def test_a_blank_sheet_has_no_actions() -> None:
    assert actions_of(small((single("q1"),), (rule("q1"),)), sheet({})) == ()


def test_a_sheet_with_nothing_left_to_lift_has_no_actions() -> None:
    assert actions_of(small((single("q1"),), (rule("q1"),)), sheet({"q1": "yes"})) == ()
