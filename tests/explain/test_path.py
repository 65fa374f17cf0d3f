"""The cheapest path: least by hand on small rulesets."""

from dataclasses import replace

from diagnosis.engine import compile_model, score
from diagnosis.engine.path import find_path
from diagnosis.model.conditions import (
    All,
    Any,
    AtLeast,
    Includes,
    Is,
    Not,
    PointsBelow,
    ScoreAtLeast,
    ScoreBelow,
    State,
)
from diagnosis.model.explanation import Path, PathOutcome
from diagnosis.model.questionnaire import Section
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import Answer, AnswerSheet, Evidence
from tests.explain.builders import (
    ON,
    UNKNOWN,
    gate,
    multi,
    number,
    rule,
    sheet,
    single,
    small,
    tier,
)


def path_of(definitions: Definitions, answers: AnswerSheet) -> Path:
    model = compile_model(definitions)
    return find_path(model, answers, score(model, answers, ON), ON)


def test_the_least_effort_wins_over_the_greatest_gain() -> None:
    # Half of the weight, 6 of 12, is reached by q1 for an effort of 5, or by the three others for 3.
    questions = tuple(single(f"q{n}") for n in (1, 2, 3, 4))
    rules = (
        rule("q1", weight=6, effort=5),
        rule("q2", weight=3, effort=1),
        rule("q3", weight=2, effort=1),
        rule("q4", weight=1, effort=1),
    )
    found = path_of(small(questions, rules), sheet({f"q{n}": "no" for n in (1, 2, 3, 4)}))
    assert found == Path(PathOutcome.FOUND, ("q2", "q3", "q4"), 3, 5000, 10)


def test_of_equal_effort_the_fewest_questions_win_then_the_greatest_score() -> None:
    questions = tuple(single(f"q{n}") for n in (1, 2, 3, 4))
    rules = (
        rule("q1", weight=5, effort=1),
        rule("q2", weight=5, effort=1),
        rule("q3", weight=10, effort=2),
        rule("q4", weight=11, effort=2),
    )
    definitions = small(questions, rules, tiers=(tier(10, 3000), tier(0)))
    found = path_of(definitions, sheet({f"q{n}": "no" for n in (1, 2, 3, 4)}))
    assert found.questions == ("q4",)
    assert found.overall == 3548  # 11 of 31


def test_of_sets_alike_in_all_the_one_asked_first_wins() -> None:
    questions = tuple(single(f"q{n}") for n in range(6))
    rules = tuple(rule(f"q{n}") for n in range(6))
    found = path_of(small(questions, rules), sheet({f"q{n}": "no" for n in range(6)}))
    assert found.questions == ("q0", "q1", "q2")


def test_a_rounded_score_that_falls_one_point_short_is_not_enough() -> None:
    # 2 of 3 is 6666.67, rounded 6667.
    questions = tuple(single(f"q{n}") for n in (1, 2, 3))
    rules = tuple(rule(f"q{n}") for n in (1, 2, 3))
    answers = sheet({"q1": "no", "q2": "no", "q3": "no"})
    assert len(path_of(small(questions, rules, tiers=(tier(10, 6667), tier(0))), answers).questions) == 2
    assert len(path_of(small(questions, rules, tiers=(tier(10, 6668), tier(0))), answers).questions) == 3


def test_a_gate_that_caps_the_tier_is_opened_on_the_way() -> None:
    questions = (single("q1"), single("q2"))
    rules = (rule("q1", weight=9, effort=1), rule("q2", weight=1, effort=4))
    gates = (gate("no-q2", Is("q2", ("no",)), 0),)
    found = path_of(small(questions, rules, gates=gates), sheet({"q1": "no", "q2": "no"}))
    assert found.questions == ("q1", "q2")


def test_a_gate_at_the_cap_of_the_wanted_tier_is_left_closed() -> None:
    questions = (single("q1"), single("q2"))
    rules = (rule("q1", weight=9, effort=1), rule("q2", weight=1, effort=4))
    gates = (gate("no-q2", Is("q2", ("no",)), 10),)
    tiers = (tier(20, 8000), tier(10, 5000), tier(0))
    found = path_of(small(questions, rules, tiers=tiers, gates=gates), sheet({"q1": "no", "q2": "no"}))
    assert (found.questions, found.tier) == (("q1",), 10)


def test_either_way_out_of_a_gate_will_do() -> None:
    questions = (single("q1"), single("q2"), single("q3"))
    rules = (rule("q1", effort=3), rule("q2", effort=2), rule("q3", effort=1))
    both = All((PointsBelow("q1", 50), PointsBelow("q2", 50), Not(Any((Is("q3", ("no",)), Is("q3", ("maybe",)))))))
    definitions = small(questions, rules, tiers=(tier(10), tier(0)), gates=(gate("both", both, 0),))
    assert path_of(definitions, sheet({"q1": "no", "q2": UNKNOWN, "q3": "yes"})).questions == ("q2",)


def test_a_gate_on_a_score_is_opened_by_that_score() -> None:
    questions = (single("q1"), single("q2"), single("q3"))
    rules = (rule("q1", effort=3), rule("q2", effort=1), rule("q3", effort=1))
    low = gate("low", ScoreBelow("section:main", 6000), 0)
    found = path_of(
        small(questions, rules, tiers=(tier(10), tier(0)), gates=(low,)), sheet(dict.fromkeys(("q1", "q2", "q3"), "no"))
    )
    assert found.questions == ("q2", "q3")


def test_a_score_that_must_stay_low_bounds_the_path_from_above() -> None:
    # A contrary gate: everybody above 60 % is capped. One question of three lifts to 33 %, two to 67 %.
    questions = (single("q1"), single("q2"), single("q3"))
    rules = (rule("q1", effort=3, weight=2), rule("q2", effort=1), rule("q3", effort=1))
    high = gate("high", ScoreAtLeast("overall", 5000), 0)
    need = gate("need", Is("q2", ("no",)), 0)
    definitions = small(questions, rules, tiers=(tier(10, 2500), tier(0)), gates=(high, need))
    assert path_of(definitions, sheet(dict.fromkeys(("q1", "q2", "q3"), "no"))).questions == ("q2",)
    assert path_of(definitions, sheet({"q1": "yes", "q2": "no", "q3": "no"})).outcome is PathOutcome.BLOCKED


def test_a_question_answered_through_another_counts_twice_for_one_effort() -> None:
    questions = (single("q1"), single("q2"), single("q3", same_as="q1"))
    rules = (rule("q1", effort=2), rule("q2", effort=2), rule("q3", effort=5))
    found = path_of(small(questions, rules), sheet({"q1": "no", "q2": "no"}))
    assert found == Path(PathOutcome.FOUND, ("q1",), 2, 6667, 10)


def test_an_improvement_that_brings_new_questions_into_route_is_rescored_with_them() -> None:
    # q1 alone would reach 50 %, but its yes asks q3, which stands on the sheet as no: 33 % only.
    questions = (single("q1"), single("q2"), single("q3", when=Is("q1", ("yes",))))
    rules = (rule("q1", effort=1), rule("q2", effort=2), rule("q3", effort=1))
    found = path_of(small(questions, rules), sheet({"q1": "no", "q2": "no", "q3": "no"}))
    assert found == Path(PathOutcome.FOUND, ("q2",), 2, 5000, 10)


def test_a_choice_among_several_is_brought_to_a_full_set() -> None:
    rules = (rule("q1", points={"a": 60, "b": 60, "c": 0, "none-of-these": 0}),)
    definitions = small((multi("q1", ("a", "b", "c")),), rules, gates=(gate("c", Not(Includes("q1", "b")), 0),))
    found = path_of(definitions, sheet({"q1": frozenset({"c"})}))
    assert found == Path(PathOutcome.FOUND, ("q1",), 1, 10_000, 10)


def test_any_higher_tier_will_do_where_the_next_one_asks_more() -> None:
    questions = (single("q1"), single("q2"))
    rules = (rule("q1", effort=1), rule("q2", effort=1))
    tiers = (tier(20, overall=5000), tier(10, overall=5000, confidence=9000), tier(0))
    found = path_of(small(questions, rules, tiers=tiers), sheet({"q1": "no", "q2": "no"}))
    assert (found.questions, found.tier) == (("q1",), 20)


def test_at_the_top_there_is_no_path() -> None:
    assert path_of(small((single("q1"),), (rule("q1"),)), sheet({"q1": "yes"})) == Path(PathOutcome.AT_TOP)


def test_without_a_suggested_tier_the_blanks_come_first() -> None:
    definitions = small(
        (single("q1"), single("q2")), (rule("q1"), rule("q2")), gates=(gate("g", Is("q2", ("no",)), 0),)
    )
    assert path_of(definitions, sheet({"q1": "no"})) == Path(PathOutcome.NO_TIER_YET)


def test_a_tier_that_only_documents_can_reach_asks_for_evidence() -> None:
    definitions = small((single("q1"),), (rule("q1"),), tiers=(tier(10, 5000, confidence=8000), tier(0)))
    assert path_of(definitions, sheet({"q1": "no"})) == Path(PathOutcome.NEEDS_EVIDENCE)
    assert path_of(definitions, sheet({"q1": "yes"})) == Path(PathOutcome.NEEDS_EVIDENCE)
    assert path_of(definitions, sheet({"q1": UNKNOWN})) == Path(PathOutcome.NEEDS_EVIDENCE)


def test_an_unknown_answer_lifts_confidence_once_it_is_known() -> None:
    questions = (single("q1"), single("q2"))
    definitions = small(questions, (rule("q1"), rule("q2")), tiers=(tier(10, 5000, confidence=7000), tier(0)))
    proven = Answer(State.ANSWERED, "yes", Evidence.DOCUMENT)
    found = path_of(definitions, sheet({"q1": proven, "q2": UNKNOWN}))
    assert found == Path(PathOutcome.FOUND, ("q2",), 1, 10_000, 10)


def test_a_gate_that_no_improvement_opens_blocks_the_path() -> None:
    questions = (single("q1"), single("q2", values=("a", "b")))
    gates = (gate("stuck", Is("q2", ("a",)), 0),)
    definitions = small(questions, (rule("q1"),), gates=gates)
    assert path_of(definitions, sheet({"q1": "no", "q2": "a"})) == Path(PathOutcome.BLOCKED)


def test_a_path_ends_where_a_tier_is_suggested_not_where_a_gate_is_left_open() -> None:
    # Improving q1 alone reaches 67 %, but the gate, true today, would then hang on q3, which is blank.
    questions = (single("q1"), single("q2"), single("q3"))
    rules = (rule("q1", weight=2, effort=1), rule("q2", weight=1, effort=3), rule("q3"))
    either = gate("either", Any((Is("q1", ("no",)), All((Is("q3", ("no",)), Is("q2", ("no",)))))), 10)
    definitions = small(questions, rules, tiers=(tier(10, 5000), tier(0)), gates=(either,))
    assert path_of(definitions, sheet({"q1": "no", "q2": "no"})).questions == ("q1", "q2")
    assert path_of(definitions, sheet({"q1": "no", "q2": "no", "q3": "yes"})).questions == ("q1",)


def test_a_gate_may_also_be_decided_by_being_true() -> None:
    # Its cap is the tier that is wanted, so it does no harm; open, it would keep any tier from being suggested.
    questions = (single("q1"), single("q2"), single("q3"))
    rules = (rule("q1", weight=4, effort=1), rule("q2", weight=1, effort=1), rule("q3", effort=5))
    either = gate("either", Any((PointsBelow("q1", 50), Is("q3", ("no",)), Is("q2", ("yes",)))), 10)
    definitions = small(questions, rules, tiers=(tier(10, 5000), tier(0)), gates=(either,))
    assert path_of(definitions, sheet({"q1": "no", "q2": "no"})).questions == ("q1", "q2")


def test_a_question_that_an_improvement_brings_into_route_may_be_improved_with_it() -> None:
    # Yes to q1 asks q2 and q3, which are worth more than itself.
    routed = (single("q2", when=Is("q1", ("yes",))), single("q3", when=Is("q1", ("yes",))))
    rules = (rule("q1", effort=1), rule("q2", weight=4, effort=2), rule("q3", weight=2, effort=1))
    definitions = small((single("q1"), *routed), rules, tiers=(tier(20, 8000), tier(10, 6000), tier(0)))
    wanted = Path(PathOutcome.FOUND, ("q1", "q2"), 3, 7143, 10)
    assert path_of(definitions, sheet({"q1": "no", "q2": UNKNOWN, "q3": "no"})) == wanted
    # A blank does not count against the score until it is answered.
    assert path_of(definitions, sheet({"q1": "no", "q3": "no"})) == Path(PathOutcome.FOUND, ("q1", "q3"), 2, 10_000, 20)


def test_a_blank_question_that_is_asked_today_is_no_improvement() -> None:
    questions = (single("q1"), single("q2"))
    definitions = small(questions, (rule("q1", effort=5), rule("q2", weight=9)), tiers=(tier(10, 9000), tier(0)))
    assert path_of(definitions, sheet({"q1": "partly"})).questions == ("q1",)


def test_routes_upon_routes_are_followed() -> None:
    questions = [single("q0")]
    questions += [single(f"q{n}", when=Is(f"q{n - 1}", ("yes",))) for n in range(1, 5)]
    must = gate("to-the-end", Not(Is("q4", ("yes",))), 0)
    definitions = small(tuple(questions), tuple(rule(f"q{n}") for n in range(5)), gates=(must,))
    assert path_of(definitions, sheet({"q0": "no"})).questions == ("q0", "q1", "q2", "q3", "q4")
    assert path_of(definitions, sheet({"q0": "no", "q2": "no"})).effort == 5


def deciders(count: int) -> tuple[Definitions, AnswerSheet]:
    """Questions each of which brings another, well answered, into route."""
    asking = tuple(single(f"q{n}") for n in range(count))
    asked = tuple(single(f"r{n}", when=Is(f"q{n}", ("yes",))) for n in range(count))
    rules = tuple(rule(f"q{n}", effort=1 + n % 5) for n in range(count)) + tuple(rule(f"r{n}") for n in range(count))
    answers = {f"q{n}": "no" for n in range(count)} | {f"r{n}": "yes" for n in range(count)}
    return small((*asking, *asked), rules, tiers=(tier(10, 3000), tier(0))), sheet(answers)


def test_many_improvements_that_decide_routes_are_tried_cheapest_first() -> None:
    # Two of twenty, each bringing one more good answer into route, are 4 of 22; four are 8 of 24.
    found = path_of(*deciders(20))
    assert (found.outcome, found.effort, found.questions, found.overall) == (
        PathOutcome.FOUND, 4, ("q0", "q5", "q10", "q15"), 3333,
    )  # fmt: skip


def test_above_the_limit_nothing_is_claimed() -> None:
    definitions, answers = deciders(12)
    stuck = replace(definitions, ruleset=replace(definitions.ruleset, gates=(gate("stuck", AtLeast("n", 0), 0),)))
    only = replace(stuck.questionnaires[0], sections=(with_number(stuck.questionnaires[0].sections[0]),))
    definitions = replace(stuck, questionnaires=(only,))
    answers = replace(answers, answers={**answers.answers, "n": Answer(State.ANSWERED, 1)})
    assert path_of(definitions, answers) == Path(PathOutcome.NOT_PROVEN)


def with_number(section: Section) -> Section:
    return replace(section, questions=(*section.questions, number("n")))
