"""What the diagnosis rests on: versions, digests, sources."""

from dataclasses import dataclass

from diagnosis.model.ruleset import Basis
from diagnosis.reports.figures import day
from diagnosis.reports.view.context import BasisTag, Context


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A definition, or the sheet, with its digest."""

    title: str
    reference: str
    digest: str


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """The sources of one kind."""

    basis: BasisTag
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """The last chapter."""

    versions: tuple[VersionRow, ...]
    tier_top: int
    tier_bases: tuple[BasisTag, ...]
    sources: tuple[SourceGroup, ...]
    law_as_of: str


def view_annex(context: Context) -> Annex:
    """Gather the chapter."""
    ruleset = context.ruleset
    used = {source for tier in ruleset.tiers for source in tier.sources}
    return Annex(
        versions=_versions(context),
        tier_top=max(tier.percent for tier in ruleset.tiers),
        tier_bases=context.bases(used),
        sources=_sources(context),
        law_as_of=context.say("annex.law_as_of", date=day(ruleset.law_read_as_of, context.language)),
    )


def _versions(context: Context) -> tuple[VersionRow, ...]:
    titles = {owner.reference: context.read(owner.title) for owner in context.questionnaires}
    titles[context.ruleset.reference] = context.read(context.ruleset.title)
    rows = [VersionRow(titles.get(name, name), name, digest) for name, digest in context.card.definitions]
    if peers := context.diagnosis.peers:
        period = f"{peers.snapshot.since} – {peers.snapshot.until}"
        rows.append(VersionRow(context.say("annex.peers"), period, peers.snapshot.digest))
    sheet = context.diagnosis.sheet
    return (*rows, VersionRow(context.say("annex.sheet"), sheet.member.id, context.card.sheet_digest))


def _sources(context: Context) -> tuple[SourceGroup, ...]:
    """The catalogue by kind, the strongest word first."""
    texts = {basis: [s.text for s in context.ruleset.source_catalogue if s.basis is basis] for basis in Basis}
    return tuple(
        SourceGroup(context.basis(basis), tuple(context.read(text) for text in of_kind))
        for basis, of_kind in texts.items()
        if of_kind
    )
