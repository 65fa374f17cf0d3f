"""What a leak of every person on record might cost, and what each plan would pay of it.

An estimate is a stated range: one loss for each scenario of the ruleset, and a per-person ceiling after JNSA's formula
beside it. The conditions of the loss model are decided on the sheet's answers; where one is undecided, because the
question is blank, it counts as not holding. All amounts are whole yen.
"""

from collections.abc import Iterable, Mapping

from diagnosis.engine.arithmetic import round_div
from diagnosis.engine.card_truths import CardTruths, read_card
from diagnosis.model.explanation import LossEstimate, PlanPayment, ScenarioLoss
from diagnosis.model.loss_model import Factor, LossModel, LossScenario
from diagnosis.model.ruleset import Definitions, Plan
from diagnosis.model.scorecard import Scorecard

DAMAGES = "damages"
CONDOLENCE = "condolence"
"""The heads that grow with the number of persons; every other head is a fixed sum a case."""


def estimate_loss(definitions: Definitions, scorecard: Scorecard) -> LossEstimate | None:
    """Every scenario's loss and payments, and JNSA's figure; None where the number of persons is not answered."""
    model = definitions.ruleset.loss
    card = read_card(definitions, scorecard)
    persons = card.results[model.persons].value
    if not isinstance(persons, int):
        return None
    factors = jnsa_factors(model, card)
    per_person = product(factors.values())
    scenarios = tuple(
        estimate_scenario(model, definitions.ruleset.plans, scenario, persons, card) for scenario in model.scenarios
    )
    return LossEstimate(persons, scenarios, factors, per_person, per_person * persons)


def jnsa_factors(model: LossModel, card: CardTruths) -> dict[str, int]:
    """The five factors whose product is the per-person figure, the first in yen.

    Source: JNSA's damage model, 500 x (10^(x-1) + 5^(y-1)) x identifiability x responsibility x response.
    """
    x, y = find_sensitivity(model, card)
    return {
        "base": model.jnsa_base,
        "sensitivity": 10 ** (x - 1) + 5 ** (y - 1),
        "identifiability": first_holding(model.identifiability, card),
        "responsibility": first_holding(model.responsibility, card),
        "response": first_holding(model.response, card),
    }


def find_sensitivity(model: LossModel, card: CardTruths) -> tuple[int, int]:
    """Mental distress x and economic loss y, each the highest of the levels that hold; (1, 1) where none does."""
    holding = [level for level in model.sensitivity if card.holds(level.when)]
    return max((level.x for level in holding), default=1), max((level.y for level in holding), default=1)


def first_holding(factors: Iterable[Factor], card: CardTruths) -> int:
    """The value of the first factor that holds; 1, which changes nothing, where none does."""
    return next((factor.value for factor in factors if card.holds(factor.when)), 1)


def product(factors: Iterable[int]) -> int:
    """All factors multiplied."""
    total = 1
    for factor in factors:
        total *= factor
    return total


def estimate_scenario(
    model: LossModel, plans: tuple[Plan, ...], scenario: LossScenario, persons: int, card: CardTruths
) -> ScenarioLoss:
    """One scenario's heads of damage, and what each plan would pay of them."""
    percent = model.sensitivity_percent[max(find_sensitivity(model, card))]
    identifiability = first_holding(model.identifiability, card)
    condoled = count(scenario.condolence, persons, scenario.per)
    growing = {
        DAMAGES: round_div(
            raw_damages(scenario, persons) * percent * identifiability, 100 * model.full_identifiability
        ),
        CONDOLENCE: condoled * scenario.condolence_unit,
    }
    heads = {head.id: growing.get(head.id, scenario.fixed.get(head.id, 0)) for head in model.heads}
    payable = heads | {CONDOLENCE: min(heads.get(CONDOLENCE, 0), condoled * model.condolence_cap)}
    payments = tuple(pay(plan, model, heads, payable) for plan in plans)
    return ScenarioLoss(scenario.id, heads, sum(heads.values()), payments)


def raw_damages(scenario: LossScenario, persons: int) -> int:
    """Damages before sensitivity and identifiability."""
    serious = count(scenario.serious, persons, scenario.per) * scenario.serious_unit
    return serious + count(scenario.other, persons, scenario.per) * scenario.other_unit


def count(share: int, persons: int, per: int) -> int:
    """How many of `persons` a share of so many in `per` is, rounded half up."""
    return round_div(share * persons, per)


def pay(plan: Plan, model: LossModel, heads: Mapping[str, int], payable: Mapping[str, int]) -> PlanPayment:
    """What a plan pays of one accident: the deductible comes off each kind of loss once, then the limit holds."""
    if plan.liability_limit is None or plan.cost_limit is None or plan.deductible is None:
        return PlanPayment(plan.id, None, None, None)
    liability, cost = (
        sum(payable[head.id] for head in model.heads if head.cover == cover) for cover in ("liability", "cost")
    )
    liability_paid = min(max(liability - plan.deductible, 0), plan.liability_limit)
    cost_paid = min(max(cost - plan.deductible, 0), plan.cost_limit)
    return PlanPayment(plan.id, liability_paid, cost_paid, sum(heads.values()) - liability_paid - cost_paid)
