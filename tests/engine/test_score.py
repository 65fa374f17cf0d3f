"""What a scorecard says beside its scores, on sheets small enough to work out by hand."""

from dataclasses import replace

import pytest

from diagnosis.engine import compile_model, score
from diagnosis.model.conditions import Condition, Is, Not, PointsBelow, ScoreAtLeast, ScoreBelow, State, StateIs
from diagnosis.model.questionnaire import Question
from diagnosis.model.ruleset import Definitions, RiskGroup
from diagnosis.model.scorecard import GateState, NoTier, NoTierReason, Score, Scorecard
from diagnosis.model.sheet import Answer, Evidence
from tests.laws.small import (
    NOT_APPLICABLE,
    TODAY,
    UNKNOWN,
    WORD,
    YES_NO,
    answered,
    gate,
    questionnaire,
    questionnaire_rule,
    rule,
    ruleset,
    sheet,
    single,
)


def definitions_of(sections: dict[str, list[Question]], *gates: object) -> Definitions:
    questions = [question for section in sections.values() for question in section]
    return Definitions(
        ruleset(
            [questionnaire_rule("profile", 0, {}), questionnaire_rule("n", 1, dict.fromkeys(sections, 1))],
            [rule(question, weight) for weight, question in enumerate(questions, 1)],
            gates=gates,
        ),
        (questionnaire("profile", {"p": [single("ask", YES_NO)]}, scored=False), questionnaire("n", sections)),
    )


def scored(definitions: Definitions, answers: dict[str, Answer]) -> Scorecard:
    return score(compile_model(definitions), sheet(answers), TODAY)


def test_a_printed_section_score_follows_from_the_printed_points() -> None:
    card = scored(
        definitions_of({"s": [single("q1"), single("q2")]}), {"q1": answered("high"), "q2": answered("middle")}
    )
    section = card.sections[0]
    assert (section.earned, section.weight) == (1 * 100 + 2 * 45, 3)
    assert section.score == Score(6333, 6333, 6333)
    assert [one.loss for one in card.questions[1:]] == [0, 3667]


def test_a_blank_question_widens_the_bounds_by_its_weight() -> None:
    card = scored(definitions_of({"s": [single("q1"), single("q2")]}), {"q1": answered("high")})
    assert card.sections[0].score == Score(10_000, 3333, 10_000)
    assert card.blank == ("ask", "q2")


def test_a_question_on_an_undecided_route_may_be_left_out() -> None:
    routed = single("q2", applies_when=Is("ask", ("yes",)))
    card = scored(definitions_of({"s": [single("q1")], "t": [routed]}), {"q1": answered("middle")})
    assert card.sections[1].score == Score(None, 0, 10_000, may_be_absent=True)
    assert card.overall == Score(4500, 2250, 7250)
    alone = scored(definitions_of({"t": [routed]}), {})
    assert alone.overall == Score(None, 0, 10_000, may_be_absent=True)


def test_an_answer_to_a_question_that_is_not_asked_is_kept_and_does_not_count() -> None:
    routed = single("q2", applies_when=Is("ask", ("yes",)))
    card = scored(
        definitions_of({"s": [single("q1"), routed]}),
        {"ask": answered("no"), "q1": answered("high"), "q2": answered("low")},
    )
    result = card.questions[2]
    assert (result.state, result.value, result.found, result.counts) == (State.NOT_ASKED, None, answered("low"), False)
    assert card.overall.point == 10_000


@pytest.mark.parametrize("written", [UNKNOWN, NOT_APPLICABLE])
def test_whatever_stands_at_a_question_that_is_not_asked_is_kept(written: Answer) -> None:
    routed = single("q2", applies_when=Is("ask", ("yes",)))
    definitions = definitions_of({"s": [single("q1"), routed]})
    assert scored(definitions, {"ask": answered("no"), "q2": written}).questions[2].found == written
    assert scored(definitions, {"q2": written}).questions[2].found == written
    assert scored(definitions, {"ask": answered("yes"), "q2": written}).questions[2].found is None
    assert scored(definitions, {"ask": answered("no")}).questions[2].found is None


def risk_group(id_: str, when: Condition | None) -> RiskGroup:
    return RiskGroup(id=id_, title=WORD, when=when, desired={}, sources=())


def test_a_risk_group_is_known_once_no_earlier_one_can_hold() -> None:
    plain = definitions_of({"s": [single("q1")]})
    groups = (
        risk_group("high", Is("ask", ("yes",))),
        risk_group("middle", Is("q1", ("low",))),
        risk_group("mild", None),
    )
    definitions = replace(plain, ruleset=replace(plain.ruleset, risk_groups=groups))
    assert scored(definitions, {"ask": answered("yes")}).risk_group == "high"
    assert scored(definitions, {"ask": answered("no"), "q1": answered("low")}).risk_group == "middle"
    assert scored(definitions, {"ask": answered("no"), "q1": answered("high")}).risk_group == "mild"
    assert scored(definitions, {"ask": UNKNOWN, "q1": UNKNOWN}).risk_group == "mild"
    # No default is taken for an answer: a blank leaves open what it would have decided.
    assert scored(definitions, {"q1": answered("low")}).risk_group is None
    assert scored(definitions, {"ask": answered("no")}).risk_group is None


def test_a_twin_takes_state_value_and_evidence_and_is_not_asked_for() -> None:
    twin = single("q2", same_as="q1")
    definitions = definitions_of({"s": [single("q1")], "t": [twin]})
    card = scored(definitions, {"q1": answered("middle", Evidence.VERIFIED), "q2": answered("high")})
    result = card.questions[2]
    assert (result.value, result.evidence, result.points) == ("middle", Evidence.VERIFIED, 45)
    assert result.found == answered("high")
    assert card.confidence.point == 10_000
    assert scored(definitions, {"ask": answered("no")}).blank == ("q1",)
    assert scored(definitions, {"q1": UNKNOWN}).unknown == ("q1",)


def test_the_reasons_for_no_tier_say_what_they_are_about() -> None:
    closed_by = gate("g", PointsBelow("q2", 50), 10)
    card = scored(
        definitions_of({"s": [single("q1"), single("q2")]}, closed_by), {"q1": NOT_APPLICABLE, "ask": answered("yes")}
    )
    assert card.tier.withheld == (
        NoTierReason(NoTier.GATE_OPEN, ("g",)),
        NoTierReason(NoTier.SCORE_MISSING, ("overall", "questionnaire:n")),
        NoTierReason(NoTier.NOT_APPLICABLE_CEILING, ("n",)),
        NoTierReason(NoTier.INCOMPLETE, ("n",)),
    )
    assert card.gates[0].may_close
    assert card.questionnaires[0].not_applicable == 3333
    assert card.completeness == 0


def test_an_open_gate_caps_the_lower_bound_only() -> None:
    closed_by = gate("g", PointsBelow("q1", 50), 10)
    questions: list[Question] = [single("q1"), *(single(f"q{n}") for n in range(2, 30))]
    best = {f"q{n}": answered("high", Evidence.VERIFIED) for n in range(2, 30)}
    tier = scored(definitions_of({"s": questions}, closed_by), best).tier
    assert (tier.lower, tier.point, tier.upper, tier.suggested) == (10, 40, 40, None)


def test_scoring_twice_gives_the_same_scorecard() -> None:
    definitions = definitions_of({"s": [single("q1"), single("q2")]})
    answers = {"q1": answered("high"), "q2": UNKNOWN}
    assert scored(definitions, answers) == scored(definitions, answers)


def test_a_score_at_the_limit_is_at_least_it_and_not_below_it() -> None:
    tests = {
        "at-least": ScoreAtLeast("overall", 4500),
        "above": ScoreAtLeast("overall", 4501),
        "below": ScoreBelow("overall", 4500),
        "up-to": ScoreBelow("overall", 4501),
        "missing": ScoreBelow("section:none", 10_000),
        "not-missing": Not(ScoreBelow("section:none", 10_000)),
    }
    gates = [gate(id_, when, 10) for id_, when in tests.items()]
    card = scored(definitions_of({"s": [single("q1")]}, *gates), {"q1": answered("middle")})
    assert [one.gate for one in card.gates if one.state is GateState.CLOSED] == ["at-least", "up-to", "not-missing"]


def test_the_sheet_as_it_stands_is_one_case_of_its_bounds() -> None:
    """`ask` will not stay blank in any completion, yet what is asked while it is blank counts today."""
    routed = single("q1", applies_when=StateIs("ask", State.BLANK))
    section = scored(definitions_of({"s": [routed]}), {"q1": answered("middle")}).sections[0]
    assert section.score == Score(4500, 0, 10_000, may_be_absent=True)


def test_a_gate_may_close_where_the_score_that_it_reads_may_be_missing() -> None:
    """With the cover undecided, the cause's only questionnaire may yet fall out of scope."""
    absent = gate("g", Not(ScoreAtLeast("cause:attack", 0)), 10)
    plain = definitions_of({"s": [single("q1", causes=("attack",))]}, absent)
    scoped = questionnaire_rule("n", 1, {"s": 1}, Is("ask", ("yes",)))
    rules = replace(plain.ruleset, questionnaires=(plain.ruleset.questionnaires[0], scoped))
    definitions = replace(plain, ruleset=rules)
    open_case = scored(definitions, {"q1": answered("high")})
    assert (open_case.gates[0].state, open_case.gates[0].may_close) == (GateState.PASSED, True)
    assert open_case.causes[0].score == Score(10_000, 10_000, 10_000, may_be_absent=True)
    settled = scored(definitions, {"ask": answered("no"), "q1": answered("high")})
    assert not settled.gates[0].may_close
