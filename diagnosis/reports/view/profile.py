"""Scores by cause, medium and subject: the radar, the heat map and the bars."""

import re
from dataclasses import dataclass

from diagnosis.model.conditions import State
from diagnosis.model.peers import PeerGroup, PeerKind
from diagnosis.model.questionnaire import Questionnaire
from diagnosis.model.scorecard import SectionScore
from diagnosis.reports.charts.heatmap import HeatChart, draw_heat
from diagnosis.reports.charts.radar import RadarChart, Spoke, draw_radar
from diagnosis.reports.charts.sections import Bar, BarGroup, SectionsChart, draw_sections
from diagnosis.reports.figures import percent, tenths, tenths_text
from diagnosis.reports.view.context import Context


@dataclass(frozen=True, slots=True)
class Profile:
    """Three charts, each an SVG element, and what to say of them."""

    lead: str
    radar: str
    radar_note: str
    heat: str
    sections: str
    media: tuple[tuple[str, str], ...]


def view_profile(context: Context) -> Profile:
    """Gather the chapter."""
    radar, group = radar_chart(context), _group_title(context)
    note = context.say("profile.radar_note", group=group) if group else context.say("profile.radar_note_none")
    return Profile(
        lead=_lead(context, radar),
        radar=draw_radar(radar),
        radar_note=note,
        heat=draw_heat(heat_chart(context)),
        sections=draw_sections(sections_chart(context)),
        media=tuple((context.read(context.tag[m.tag].title), context.figure(m.score)) for m in context.card.media),
    )


def _group_title(context: Context) -> str:
    found = next((group for group in context.ruleset.risk_groups if group.id == context.card.risk_group), None)
    return "" if found is None else context.read(found.title)


def radar_chart(context: Context) -> RadarChart:
    """A spoke a cause: own score, and the desired level where the risk group is known."""
    group = next((g for g in context.ruleset.risk_groups if g.id == context.card.risk_group), None)
    desired = {} if group is None else group.desired
    kind, peers = _peers(context)
    spokes = tuple(
        Spoke(
            context.read(context.tag[cause.tag].title),
            cause.score.point,
            desired.get(cause.tag),
            context.say("states.not-asked") if not cause.weight else context.say("states.no_answers"),
            None if peers is None or cause.tag not in peers.causes else 100 * peers.causes[cause.tag],
        )
        for cause in context.card.causes
    )
    title = _group_title(context)
    legend = (
        context.say("profile.desired", group=re.sub(r"\s*[（(].*", "", title))
        if title
        else context.say("profile.desired_none")
    )
    line = "" if peers is None else context.say("peers.radar", group=_peers_name(context, kind), n=f"{peers.members:,}")
    return RadarChart(spokes, context.say("profile.own"), legend, _radar_words(context, spokes), line)


def _peers(context: Context) -> tuple[PeerKind, PeerGroup | None]:
    """The nearest group of peers that is shown."""
    view = context.diagnosis.peers
    for kind in (PeerKind.TRADE, PeerKind.SIZE, PeerKind.RISK_GROUP):
        if view and (found := view.group(kind)):
            return kind, found
    return PeerKind.ALL, view.group(PeerKind.ALL) if view else None


def _peers_name(context: Context, kind: PeerKind) -> str:
    view = context.diagnosis.peers
    return context.say("peers.all") if view is None or kind is PeerKind.ALL else context.peer_name(kind)


def _radar_words(context: Context, spokes: tuple[Spoke, ...]) -> str:
    rows = [
        context.say(
            "profile.radar_alt_row",
            title=spoke.title,
            own=spoke.note if spoke.own is None else percent(spoke.own),
            desired="—" if spoke.desired is None else percent(spoke.desired),
        )
        for spoke in spokes
    ]
    return context.say("profile.radar_alt", rows="; ".join(rows))


def _lead(context: Context, radar: RadarChart) -> str:
    with_score = [(spoke.own, spoke) for spoke in radar.spokes if spoke.own is not None]
    if not with_score:
        return context.say("profile.lead_none")
    lowest, spoke = min(with_score, key=lambda pair: pair[0])
    words = context.say("profile.lead", cause=spoke.title, score=percent(lowest))
    if spoke.desired is None:
        return words
    gap = tenths(spoke.desired) - tenths(lowest)
    more = context.say("profile.lead_gap", gap=tenths_text(gap)) if gap > 0 else context.say("profile.lead_ok")
    return words + ("" if context.language == "ja" else " ") + more


def heat_chart(context: Context) -> HeatChart:
    """A cell a cause and medium; None where no question carries both and counts."""
    points = {(cell.cause, cell.medium): cell.point for cell in context.card.cells}
    causes, media = context.ruleset.causes, context.ruleset.media
    cells = tuple(tuple(points.get((cause.id, medium.id)) for medium in media) for cause in causes)
    cause_titles = tuple(context.read(cause.title) for cause in causes)
    media_titles = tuple(context.read(medium.title) for medium in media)
    empty = context.say("states.not-asked")
    rows = [
        f"{cause} × {medium} {empty if bp is None else percent(bp)}"
        for cause, row in zip(cause_titles, cells, strict=True)
        for medium, bp in zip(media_titles, row, strict=True)
    ]
    description = context.say("profile.heat_alt", rows="; ".join(rows))
    weak, strong = context.say("profile.weak"), context.say("profile.strong")
    return HeatChart(cause_titles, media_titles, cells, empty, weak, strong, description)


def sections_chart(context: Context) -> SectionsChart:
    """A column a questionnaire, a bar a section."""
    groups = tuple(_bar_group(context, owner) for owner in context.scored)
    rows = [f"{bar.title} {bar.note or context.figure(bar.score)}" for group in groups for bar in group.bars]
    return SectionsChart(groups, context.say("profile.sections_alt", rows="; ".join(rows)))


def _bar_group(context: Context, owner: Questionnaire) -> BarGroup:
    bars = tuple(_bar(context, score) for score in context.card.sections if score.questionnaire == owner.id)
    whole = next((s for s in context.card.questionnaires if s.questionnaire == owner.id), None)
    if whole is None or not whole.in_scope:
        return BarGroup(context.read(owner.title), context.say("states.out_of_scope"), bars)
    return BarGroup(context.read(owner.title), context.figure(whole.score), bars)


def _bar(context: Context, section: SectionScore) -> Bar:
    title = context.read(context.section[section.section].title)
    note = "" if section.score.point is not None else _why_empty(context, section.section)
    return Bar(title, section.score, note)


def _why_empty(context: Context, section: str) -> str:
    """Why nothing counted: what all scored questions have in common, or simply that there is no score."""
    states = {
        result.state for result in context.card.questions if result.section == section and result.weight is not None
    }
    if len(states) == 1 and (state := states.pop()) is not State.ANSWERED:
        return str(context.words["states"][state.value])
    return context.say("states.no_answers")
