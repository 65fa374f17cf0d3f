"""A draft diagnosed as any returned sheet is: the same road, on the day of the visit."""

from dataclasses import dataclass

from diagnosis import pipeline
from diagnosis.model.diagnosis import Diagnosis
from diagnosis.pipeline import Scored
from diagnosis.web.members.draft import sheet_of
from diagnosis.web.members.keeping import Open
from diagnosis.web.site import Site


def score_draft(site: Site, opened: Open) -> Scored:
    """The scores of a draft."""
    return pipeline.score_sheet(sheet_of(opened.draft, opened.definitions), site.settings, site.today)


def diagnose_draft(site: Site, opened: Open) -> Diagnosis:
    """The whole diagnosis of a draft."""
    return pipeline.explain(score_draft(site, opened), site.settings)


@dataclass(frozen=True, slots=True)
class Sum:
    """How the discount comes about, in percent. total: None while there is no tier."""

    tier: int | None
    certification: int
    total: int | None
    cap: int
    group: int
    is_capped: bool


def sum_of(scored: Scored) -> Sum:
    """The discount of a scored sheet, as a sum to be shown."""
    card, cap = scored.scorecard, scored.definitions.ruleset.combined_cap
    tier, discount = card.tier.suggested, card.discount
    return Sum(
        tier=tier,
        certification=discount.certification,
        total=discount.suggested,
        cap=cap,
        group=discount.group,
        is_capped=tier is not None and tier + discount.certification > cap,
    )
