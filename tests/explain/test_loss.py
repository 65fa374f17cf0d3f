"""The loss estimate: the flyer's example to the yen, growth with persons, and what plans pay."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.engine import compile_model, score
from diagnosis.engine.loss import estimate_loss
from diagnosis.model.conditions import All, Any, Condition, Includes, Is, Not, PointsBelow, ScoreBelow, State
from diagnosis.model.explanation import LossEstimate, PlanPayment
from diagnosis.model.loss_model import Factor, LossModel, SensitivityLevel
from diagnosis.model.sheet import Answer, Value
from tests.explain.builders import (
    FLYER,
    ON,
    UNKNOWN,
    define,
    loss_model,
    multi,
    number,
    part,
    questionnaire,
    rule,
    sheet,
    single,
)


def estimate(answers: dict[str, Value | Answer], loss: LossModel | None = None) -> LossEstimate | None:
    facts = (number("persons", maximum=10**9), multi("held", ("name", "card", "creed")), single("trade"))
    profile = questionnaire("profile", {"p": facts}, scored=False)
    scored = questionnaire("scored", {"a": (single("q1"),)})
    definitions = define((profile, scored), (part(scored),), (rule("q1"),), loss=loss)
    answered = sheet(answers)
    return estimate_loss(definitions, score(compile_model(definitions), answered, ON))


def known(answers: dict[str, Value | Answer], loss: LossModel | None = None) -> LossEstimate:
    found = estimate(answers, loss)
    assert found is not None
    return found


def test_the_flyers_example_comes_out_to_the_yen() -> None:
    (scenario,) = known({"persons": 3000}).scenarios
    assert scenario.heads == {
        "damages": 37_000_000,
        "condolence": 1_000_000,
        "apology-advertising": 5_000_000,
        "lawyer-fees": 2_000_000,
    }
    assert scenario.total == 45_000_000


def test_the_plans_pay_of_the_flyers_example_what_their_limits_allow() -> None:
    (scenario,) = known({"persons": 3000}).scenarios
    assert scenario.payments == (
        PlanPayment("A", 10_000_000, 1_000_000, 34_000_000),
        PlanPayment("B", 38_900_000, 5_000_000, 1_100_000),
        PlanPayment("C", 38_900_000, 5_900_000, 200_000),
        PlanPayment("D", 38_900_000, 5_900_000, 200_000),
        PlanPayment("E", None, None, None),
    )


def test_jnsas_figure_for_names_and_addresses_is_six_or_twelve_thousand_yen() -> None:
    poor = (Factor(Is("trade", ("no",)), 2), Factor(None, 1))
    good = known({"persons": 3000, "trade": "yes"}, loss_model(response=poor))
    bad = known({"persons": 3000, "trade": "no"}, loss_model(response=poor))
    assert (good.jnsa_per_person, good.jnsa_total) == (6_000, 18_000_000)
    assert (bad.jnsa_per_person, bad.jnsa_total) == (12_000, 36_000_000)
    factors = {"base": 500, "sensitivity": 2, "identifiability": 6, "responsibility": 1, "response": 2}
    assert bad.jnsa_factors == factors


LEVELS = (
    SensitivityLevel(None, 1, 1),
    SensitivityLevel(Includes("held", "card"), 1, 3),
    SensitivityLevel(Includes("held", "creed"), 3, 1),
)


def test_the_highest_distress_and_the_highest_loss_hold_together() -> None:
    found = known({"persons": 10, "held": frozenset({"card", "creed"})}, loss_model(sensitivity=LEVELS))
    assert found.jnsa_factors["sensitivity"] == 100 + 25
    assert found.jnsa_per_person == 500 * 125 * 6


def test_sensitivity_multiplies_damages_by_its_percentage() -> None:
    found = known({"persons": 3000, "held": frozenset({"card"})}, loss_model(sensitivity=LEVELS))
    assert found.scenarios[0].heads["damages"] == 3 * 37_000_000
    assert found.scenarios[0].heads["condolence"] == 1_000_000


def test_an_unanswered_condition_counts_as_not_holding() -> None:
    assert known({"persons": 3000}, loss_model(sensitivity=LEVELS)).jnsa_per_person == 6_000
    assert known({"persons": 3000, "held": UNKNOWN}, loss_model(sensitivity=LEVELS)).jnsa_per_person == 6_000


def test_people_who_are_hard_to_identify_cost_less_and_the_rounding_comes_last() -> None:
    levels = (Factor(Includes("held", "name"), 6), Factor(None, 1))
    found = known({"persons": 5, "held": frozenset({"card"})}, loss_model(identifiability=levels))
    # Serious: 300 x 5 / 3000 = 0.5, rounded to 1. Other: 700 x 5 / 3000 = 1.17, so 1. (100,000 + 10,000) / 6.
    assert found.scenarios[0].heads["damages"] == 18_333
    assert found.jnsa_per_person == 500 * 2 * 1


def test_the_first_factor_that_holds_is_taken() -> None:
    levels = (Factor(Is("trade", ("yes",)), 3), Factor(Is("trade", ("yes", "no")), 2), Factor(None, 6))
    loss = loss_model(identifiability=levels)
    factors = [known({"persons": 1, "trade": answer}, loss).jnsa_factors for answer in ("yes", "no", "partly")]
    assert [factor["identifiability"] for factor in factors] == [3, 2, 6]


def test_whole_trees_points_and_scores_may_decide_a_factor() -> None:
    def response(when: Condition) -> int:
        loss = loss_model(response=(Factor(when, 2), Factor(None, 1)))
        return known({"persons": 1, "trade": "yes", "q1": "no"}, loss).jnsa_factors["response"]

    trade, blank = Is("trade", ("yes",)), Is("held", ("x",))
    assert response(All((trade, PointsBelow("q1", 50), ScoreBelow("overall", 1)))) == 2
    assert response(All((trade, blank))) == 1
    assert response(Any((blank, trade))) == 2
    assert response(Not(blank)) == 1
    assert response(Not(ScoreBelow("section:none", 1))) == 2


def test_condolence_is_paid_up_to_a_thousand_yen_a_person() -> None:
    generous = replace(FLYER, condolence_unit=3000, fixed={})
    (scenario,) = known({"persons": 3000}, loss_model(scenarios=(generous,))).scenarios
    assert scenario.heads["condolence"] == 6_000_000
    plan_c = scenario.payments[2]
    assert plan_c.cost == 2_000_000 - 100_000
    assert plan_c.borne == 43_000_000 - 36_900_000 - 1_900_000


def test_nothing_is_paid_of_a_loss_within_the_deductible() -> None:
    (scenario,) = known({"persons": 1}, loss_model(scenarios=(replace(FLYER, fixed={}),))).scenarios
    assert scenario.total == 500
    assert scenario.payments[0] == PlanPayment("A", 0, 0, 500)


def test_without_the_number_of_persons_there_is_no_estimate() -> None:
    assert estimate({}) is None
    assert estimate({"persons": UNKNOWN}) is None
    assert estimate({"persons": Answer(State.ANSWERED, 0)}) is not None


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000_000), st.integers(0, 10_000_000))
def test_more_persons_never_cost_less_and_every_yen_is_paid_or_borne(persons: int, more: int) -> None:
    fewer, all_of_them = known({"persons": persons}).scenarios[0], known({"persons": persons + more}).scenarios[0]
    assert fewer.total <= all_of_them.total
    for payment in all_of_them.payments[:-1]:
        assert payment.liability is not None
        assert payment.cost is not None
        assert payment.borne == all_of_them.total - payment.liability - payment.cost
        assert min(payment.liability, payment.cost, payment.borne) >= 0
