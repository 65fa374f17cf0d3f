"""The loss estimate: three scenarios, what each plan pays, and on whose word each figure rests."""

import re
from dataclasses import dataclass

from diagnosis.model.explanation import LossEstimate, PlanPayment, ScenarioLoss
from diagnosis.model.ruleset import Plan
from diagnosis.reports.charts.losses import LossChart, ScenarioBar, draw_losses
from diagnosis.reports.figures import about_yen, yen
from diagnosis.reports.view.context import BasisTag, Context


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A head of damage: which part of a plan covers it, and its yen in each scenario."""

    title: str
    cover: str
    amounts: tuple[str, ...]
    bases: tuple[BasisTag, ...]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What a plan pays and leaves in each scenario. A plan that is designed freely: limits in words, and no cells."""

    name: str
    limits: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """The chapter, where the number of persons is known."""

    lead: str
    chart: str
    scenarios: tuple[tuple[str, str], ...]
    heads: tuple[HeadRow, ...]
    totals: tuple[str, ...]
    plans: tuple[PlanRow, ...]
    factors: tuple[tuple[str, str], ...]
    jnsa: str
    assumptions: tuple[str, ...]
    bases: tuple[BasisTag, ...]


def view_loss(context: Context) -> Loss | None:
    """Gather the chapter; None where nothing could be estimated."""
    estimate = context.diagnosis.loss
    if estimate is None:
        return None
    return Loss(
        lead=_lead(context, estimate),
        chart=draw_losses(loss_chart(context, estimate)),
        scenarios=tuple((_rank(context, i), _title(context, s)) for i, s in enumerate(estimate.scenarios)),
        heads=_heads(context, estimate),
        totals=tuple(yen(scenario.total, context.language) for scenario in estimate.scenarios),
        plans=tuple(_plan(context, estimate, plan) for plan in context.ruleset.plans),
        factors=_factors(context, estimate),
        jnsa=context.say(
            "loss.jnsa_result",
            per_person=yen(estimate.jnsa_per_person, context.language),
            total=about_yen(estimate.jnsa_total, context.language),
        ),
        assumptions=tuple(context.read(text) for text in context.ruleset.loss.assumptions),
        bases=context.bases(context.ruleset.loss.sources),
    )


def _lead(context: Context, estimate: LossEstimate) -> str:
    totals = [scenario.total for scenario in estimate.scenarios]
    low, high = about_yen(min(totals), context.language), about_yen(max(totals), context.language)
    return context.say("loss.lead", persons=f"{estimate.persons:,}", low=low, high=high)


def _title(context: Context, scenario: ScenarioLoss) -> str:
    return next(context.read(s.title) for s in context.ruleset.loss.scenarios if s.id == scenario.scenario)


def _rank(context: Context, number: int) -> str:
    ranks = context.words["loss"]["ranks"]
    return str(ranks[number]) if number < len(ranks) else ""


def _heads(context: Context, estimate: LossEstimate) -> tuple[HeadRow, ...]:
    return tuple(
        HeadRow(
            title=context.read(head.title),
            cover=str(context.words["loss"][head.cover]),
            amounts=tuple(yen(scenario.heads.get(head.id, 0), context.language) for scenario in estimate.scenarios),
            bases=context.bases(head.sources),
        )
        for head in context.ruleset.loss.heads
    )


def _plan(context: Context, estimate: LossEstimate, plan: Plan) -> PlanRow:
    name, aside = _name(context, plan)
    if plan.liability_limit is None or plan.cost_limit is None:
        return PlanRow(name, aside, ())
    limits = f"{_short(context, plan.liability_limit)} / {_short(context, plan.cost_limit)}"
    payments = [next(p for p in scenario.payments if p.plan == plan.id) for scenario in estimate.scenarios]
    return PlanRow(name, limits, tuple(_cell(context, payment) for payment in payments))


def _name(context: Context, plan: Plan) -> tuple[str, str]:
    """A plan's name, and what stands in brackets after it."""
    found = re.fullmatch(r"(.*?)\s*[（(](.*)[）)]", context.read(plan.name))
    return (found[1], found[2]) if found else (context.read(plan.name), "")


def _cell(context: Context, payment: PlanPayment) -> tuple[str, str]:
    if payment.liability is None or payment.cost is None or payment.borne is None:
        return ("—", "—")
    paid = payment.liability + payment.cost
    return (yen(paid, context.language), yen(payment.borne, context.language))


def _short(context: Context, amount: int) -> str:
    return about_yen(amount, context.language).removeprefix("約").removeprefix("about ")


def _factors(context: Context, estimate: LossEstimate) -> tuple[tuple[str, str], ...]:
    names = context.words["factors"]
    return tuple((str(names.get(name, name)), f"{value:,}") for name, value in estimate.jnsa_factors.items())


def loss_chart(context: Context, estimate: LossEstimate) -> LossChart:
    """A bar a scenario, stacked by head, with the plans' limits."""
    heads = context.ruleset.loss.heads
    bars = tuple(
        ScenarioBar(
            _rank(context, number),
            _title(context, scenario),
            tuple(scenario.heads.get(head.id, 0) for head in heads),
            about_yen(scenario.total, context.language),
        )
        for number, scenario in enumerate(estimate.scenarios)
    )
    limits = tuple(
        (
            context.say(
                "loss.limit_label", plan=plan.id, limit=_short(context, plan.liability_limit + plan.cost_limit)
            ),
            plan.liability_limit + plan.cost_limit,
        )
        for plan in context.ruleset.plans
        if plan.liability_limit is not None and plan.cost_limit is not None
    )
    rows = "; ".join(f"{bar.rank} {bar.title} {bar.figure}" for bar in bars)
    titles = tuple(context.read(head.title) for head in heads)
    return LossChart(bars, titles, limits, context.say("loss.alt", rows=rows))
