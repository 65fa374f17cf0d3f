"""The member among others of its trade, its size and its risk group."""

from dataclasses import dataclass

from diagnosis.model.peers import PeerGroup, PeerKind, PeerView, deviation_score
from diagnosis.reports.charts.strips import Strip, StripsChart, draw_strips
from diagnosis.reports.figures import day, percent, tenths
from diagnosis.reports.view.context import Context


@dataclass(frozen=True, slots=True)
class PeerRow:
    """One group. place: where the member stands in it, in words."""

    title: str
    n: str
    lower: str
    median: str
    upper: str
    place: str
    deviation: str


@dataclass(frozen=True, slots=True)
class Peers:
    """The chapter. withheld: groups of the member that are not shown."""

    lead: str
    chart: str
    rows: tuple[PeerRow, ...]
    withheld: tuple[str, ...]
    period: str
    digest: str


def view_peers(context: Context) -> Peers | None:
    """Gather the chapter; None where no snapshot was given."""
    view = context.diagnosis.peers
    if view is None:
        return None
    shown = [(kind, group) for kind in PeerKind if (group := view.group(kind)) is not None]
    snapshot = view.snapshot
    since, until = (day(one, context.language) for one in (snapshot.since, snapshot.until))
    told = {"since": since, "until": until, "n": f"{snapshot.members:,}", "ruleset": snapshot.ruleset}
    return Peers(
        lead=_lead(context, view),
        chart=draw_strips(strips_chart(context, shown)) if shown else "",
        rows=tuple(_row(context, kind, group) for kind, group in shown),
        withheld=tuple(_title(context, kind) for kind in PeerKind if view.group(kind) is None),
        period=context.say("peers.period", **told),
        digest=snapshot.digest,
    )


def _lead(context: Context, view: PeerView) -> str:
    own = context.card.overall.point
    for kind in (PeerKind.TRADE, PeerKind.SIZE, PeerKind.RISK_GROUP, PeerKind.ALL):
        if own is not None and (group := view.group(kind)) is not None:
            title = _title(context, kind)
            return context.say("peers.lead", group=title, score=percent(own), median=group.median)
    return context.say("peers.lead_none")


def _title(context: Context, kind: PeerKind) -> str:
    """The group's name with what it is."""
    view = context.diagnosis.peers
    assert view is not None
    if kind is PeerKind.ALL:
        return context.say("peers.all")
    return context.say(f"peers.{kind.value}", name=context.peer_name(kind))


def _heading(context: Context, kind: PeerKind) -> str:
    """The title where it begins a line."""
    title = _title(context, kind)
    return title[:1].upper() + title[1:]


def strips_chart(context: Context, shown: list[tuple[PeerKind, PeerGroup]]) -> StripsChart:
    """A strip a group."""
    strips = tuple(
        Strip(_heading(context, kind), f"n = {group.members:,}", group.lower, group.median, group.upper)
        for kind, group in shown
    )
    rows = [f"{one.title} {one.n}: {one.lower} / {one.median} / {one.upper}" for one in strips]
    legends = context.say("peers.middle"), context.say("peers.median"), context.say("profile.own")
    return StripsChart(strips, context.card.overall.point, legends, context.say("peers.alt", rows="; ".join(rows)))


def _row(context: Context, kind: PeerKind, group: PeerGroup) -> PeerRow:
    own = context.card.overall.point
    deviation = None if own is None else deviation_score((tenths(own) + 5) // 10, group)
    return PeerRow(
        title=_heading(context, kind),
        n=f"{group.members:,}",
        lower=str(group.lower),
        median=str(group.median),
        upper=str(group.upper),
        place="—" if own is None else context.say(f"peers.{_place(own, group)}"),
        deviation="—" if deviation is None else str(deviation),
    )


def _place(own: int, group: PeerGroup) -> str:
    """Which quarter of the group the score lies in, by its printed quartiles."""
    if own >= 100 * group.upper:
        return "top_quarter"
    if own >= 100 * group.median:
        return "upper_half"
    return "lower_half" if own >= 100 * group.lower else "bottom_quarter"
