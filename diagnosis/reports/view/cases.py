"""Incidents from the flyer: those of the member's own trade, or a few others where it has none."""

from dataclasses import dataclass

from diagnosis.model.ruleset import Incident
from diagnosis.reports.view.context import Context

_TRADE = "industry"
"""The profile question whose values the incidents name (docs/formats.md, `incidents`)."""
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Case:
    """One incident as printed."""

    trade: str
    records: str
    text: str
    causes: str


@dataclass(frozen=True, slots=True)
class Cases:
    """own: whether they are of the member's own trade."""

    own: bool
    cases: tuple[Case, ...]
    source: str


def view_cases(context: Context) -> Cases:
    """Pick and print the incidents."""
    result = context.result.get(_TRADE)
    trade = None if result is None else result.value
    own = [incident for incident in context.ruleset.incidents if trade in incident.industries]
    chosen = (own or list(context.ruleset.incidents))[:_SHOWN]
    sources = dict.fromkeys(source for incident in chosen for source in incident.sources)
    named = context.joined(context.read(context.source[source].text) for source in sources if source in context.source)
    return Cases(bool(own), tuple(_case(context, incident) for incident in chosen), named)


def _case(context: Context, incident: Incident) -> Case:
    causes = context.joined(context.read(context.tag[cause].title) for cause in incident.causes if cause in context.tag)
    return Case(
        trade=context.read(incident.trade),
        records=context.say("cases.records", count=f"{incident.records:,}"),
        text=context.read(incident.text),
        causes=context.say("cases.causes", causes=causes) if causes else "",
    )
