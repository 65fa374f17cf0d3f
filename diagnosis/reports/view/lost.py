"""Where the points were lost, what risk remains, and which essential controls cap the tier."""

from dataclasses import dataclass

from diagnosis.model.scorecard import GateState
from diagnosis.reports.charts.exposure import ExposureChart, Remainder, draw_exposure
from diagnosis.reports.charts.waterfall import Fall, WaterfallChart, draw_waterfall
from diagnosis.reports.figures import percent, share_out, tenths, tenths_text
from diagnosis.reports.view.context import BasisTag, Context

_STEPS = 10
_FULL = 1000
"""A whole, in tenths of a percent."""


@dataclass(frozen=True, slots=True)
class GateRow:
    """A gate that is closed or open."""

    title: str
    state: str
    label: str
    cap: int
    reason: str


@dataclass(frozen=True, slots=True)
class Lost:
    """waterfall is empty where there is no overall score."""

    lead: str
    waterfall: str
    exposure: str
    gates: tuple[GateRow, ...]
    passed: tuple[str, ...]
    bases: tuple[BasisTag, ...]


def view_lost(context: Context) -> Lost:
    """Gather the chapter."""
    chart = waterfall_chart(context)
    gates = tuple(
        _gate(context, result.gate, result.state)
        for state in (GateState.CLOSED, GateState.OPEN)
        for result in context.card.gates
        if result.state is state
    )
    passed = [context.read(context.gate[g.gate].title) for g in context.card.gates if g.state is GateState.PASSED]
    drawn = "" if chart is None else draw_waterfall(chart)
    exposure = draw_exposure(exposure_chart(context))
    return Lost(_lead(context, chart), drawn, exposure, gates, tuple(passed), _gate_bases(context))


def _gate(context: Context, gate_id: str, state: GateState) -> GateRow:
    gate = context.gate[gate_id]
    return GateRow(
        title=context.read(gate.title),
        state=state.value,
        label=context.say(f"lost.{state.value}"),
        cap=gate.cap,
        reason=context.read(gate.reason),
    )


def _gate_bases(context: Context) -> tuple[BasisTag, ...]:
    return context.bases(source for gate in context.ruleset.gates for source in gate.sources)


def _lead(context: Context, chart: WaterfallChart | None) -> str:
    if chart is None:
        return context.say("lost.lead_no_score")
    if chart.score == _FULL or not chart.falls:
        return context.say("lost.lead_none")
    top = sum(fall.lost for fall in chart.falls[:3])
    return context.say("lost.lead", lost=tenths_text(_FULL - chart.score), top=tenths_text(top))


def waterfall_chart(context: Context) -> WaterfallChart | None:
    """Each section's part of what is missing to 100, in tenths that add up; the small ones together at the end."""
    overall = context.card.overall.point
    if overall is None:
        return None
    losses = _losses(context)
    score = tenths(overall)
    lost = share_out([part for _, part in losses], _FULL - score)
    falls = sorted(
        (Fall(title, tenths_lost) for (title, _), tenths_lost in zip(losses, lost, strict=True) if tenths_lost),
        key=lambda fall: -fall.lost,
    )
    if len(falls) > _STEPS:
        rest = falls[_STEPS - 1 :]
        other = context.say("lost.other", count=len(rest))
        falls = [*falls[: _STEPS - 1], Fall(other, sum(fall.lost for fall in rest))]
    rows = "; ".join(f"{fall.title} −{tenths_text(fall.lost)}" for fall in falls) or "—"
    description = context.say("lost.waterfall_alt", score=tenths_text(score), rows=rows)
    return WaterfallChart(context.say("lost.start"), tuple(falls), context.say("lost.end"), score, description)


def _losses(context: Context) -> list[tuple[str, int]]:
    """Sections with what each takes off the overall score, as whole numbers in the right ratio to each other."""
    inside = {s.questionnaire: s for s in context.card.questionnaires if s.in_scope and s.score.point is not None}
    sections = [s for s in context.card.sections if s.questionnaire in inside and s.score.point is not None]
    weights = {key: sum(s.rule_weight for s in sections if s.questionnaire == key) for key in inside}
    common = 1
    for weight in weights.values():
        common *= max(weight, 1)
    return [
        (
            context.read(context.section[s.section].title),
            inside[s.questionnaire].rule_weight
            * s.rule_weight
            * (10_000 - (s.score.point or 0))
            * (common // max(weights[s.questionnaire], 1)),
        )
        for s in sections
    ]


def exposure_chart(context: Context) -> ExposureChart:
    """A bar a cause: its share, and what remains."""
    rows = tuple(
        Remainder(context.read(context.tag[e.cause].title), e.share, e.remaining) for e in context.card.exposure
    )
    empty = context.say("states.no_answers")
    words = [f"{r.title} {empty if r.remaining is None else percent(r.remaining)} / {percent(r.share)}" for r in rows]
    description = context.say("lost.exposure_alt", rows="; ".join(words))
    return ExposureChart(rows, context.words["lost"]["exposure_row"], empty, description)
