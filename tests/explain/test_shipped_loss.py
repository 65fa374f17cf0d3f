"""The shipped loss model against the flyer's own figures."""

from pathlib import Path

import pytest

from diagnosis.definitions import available_rulesets, load_definitions
from diagnosis.engine import compile_model, score
from diagnosis.engine.loss import estimate_loss
from diagnosis.model.explanation import LossEstimate
from diagnosis.model.ruleset import Definitions
from tests.explain.builders import ON, sheet

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", params=available_rulesets(ROOT / "scoring"))
def shipped(request: pytest.FixtureRequest) -> Definitions:
    return load_definitions(request.param, ROOT / "questionnaires", ROOT / "scoring")


@pytest.fixture(scope="module")
def estimate(shipped: Definitions) -> LossEstimate:
    """Of a member about whom only the number of persons of the flyer's example is known."""
    loss = shipped.ruleset.loss
    answered = sheet({loss.persons: loss.worked_example.persons})
    found = estimate_loss(shipped, score(compile_model(shipped), answered, ON))
    assert found is not None
    return found


def test_the_shipped_model_reproduces_its_worked_example(shipped: Definitions, estimate: LossEstimate) -> None:
    example = shipped.ruleset.loss.worked_example
    scenario = next(one for one in estimate.scenarios if one.scenario == example.scenario)
    assert {head: yen for head, yen in scenario.heads.items() if yen} == dict(example.heads)
    assert scenario.total == example.total == 45_000_000


def test_the_flyers_plans_leave_to_the_member_what_their_limits_do_not_reach(
    shipped: Definitions, estimate: LossEstimate
) -> None:
    example = shipped.ruleset.loss.worked_example
    scenario = next(one for one in estimate.scenarios if one.scenario == example.scenario)
    borne = {payment.plan: payment.borne for payment in scenario.payments}
    assert borne == {"A": 34_000_000, "B": 1_100_000, "C": 200_000, "D": 200_000, "E": None}


def test_the_scenarios_rise_from_low_to_high(estimate: LossEstimate) -> None:
    totals = [scenario.total for scenario in estimate.scenarios]
    assert totals == sorted(totals)
    assert len(totals) == 3


def test_the_per_person_figure_for_names_and_addresses_is_jnsas(estimate: LossEstimate) -> None:
    assert estimate.jnsa_per_person == 6_000
