"""What to do first: the improvements in order of gain, and the cheapest path to the next tier."""

from dataclasses import dataclass

from diagnosis.model.explanation import Action, PathOutcome
from diagnosis.reports.figures import percent, tenths, tenths_text
from diagnosis.reports.view.context import Context

_SHOWN = 12
"""Actions in the table: two fewer for every four steps of the path, so that both stand on one page."""

_STEPS = 8


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One improvement. gain: points of the overall score. tier: the tier after it, in percent."""

    rank: int
    section: str
    advice: str
    number: str
    gain: str
    effort: int
    tier: int


@dataclass(frozen=True, slots=True)
class Step:
    """One question of the path."""

    number: str
    advice: str
    effort: int


@dataclass(frozen=True, slots=True)
class Actions:
    """more: how many improvements are not shown."""

    lead: str
    rows: tuple[ActionRow, ...]
    more: int
    path: str
    steps: tuple[Step, ...]
    further: str
    shows_tier: bool


def view_actions(context: Context) -> Actions:
    """Gather the chapter."""
    actions = context.diagnosis.explanation.actions
    path = context.diagnosis.explanation.path
    steps = tuple(_step(context, question) for question in path.questions[:_STEPS])
    shown = _SHOWN - len(steps) // 2
    rows = tuple(_row(context, rank, action) for rank, action in enumerate(actions[:shown], start=1))
    return Actions(
        lead=_lead(context, rows),
        rows=rows,
        more=max(0, len(actions) - shown),
        path=_path(context),
        steps=steps,
        further=_further(context, path.questions[_STEPS:]),
        shows_tier=context.card.tier.suggested is not None,
    )


def _lead(context: Context, rows: tuple[ActionRow, ...]) -> str:
    if not rows:
        return context.say("actions.lead_none")
    return context.say("actions.lead", section=rows[0].section, gain=rows[0].gain)


def _row(context: Context, rank: int, action: Action) -> ActionRow:
    return ActionRow(
        rank=rank,
        section=context.read(context.section[context.result[action.question].section].title),
        advice=context.read(action.advice),
        number=context.number.get(action.question, ""),
        gain=tenths_text(tenths(action.gain)),
        effort=action.effort,
        tier=action.tier,
    )


def _step(context: Context, question: str) -> Step:
    advice = {action.question: action.advice for action in context.diagnosis.explanation.actions}
    words = advice.get(question, context.question[question].text)
    return Step(context.number.get(question, ""), context.read(words), context.rule[question].effort)


def _further(context: Context, questions: tuple[str, ...]) -> str:
    """The rest of a long path by number alone."""
    numbers = context.joined(context.number.get(question, question) for question in questions)
    return context.say("actions.further", count=len(questions), numbers=numbers) if questions else ""


def _path(context: Context) -> str:
    path = context.diagnosis.explanation.path
    if path.outcome is not PathOutcome.FOUND:
        return context.say(f"actions.path_{path.outcome.value}")
    return context.say(
        "actions.path_found",
        count=len(path.questions),
        overall="—" if path.overall is None else percent(path.overall),
        tier="—" if path.tier is None else path.tier,
        effort=path.effort,
    )
