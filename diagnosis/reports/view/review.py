"""For the staff: referrals, findings, and what to ask the member."""

from dataclasses import dataclass

from diagnosis.reports.view.context import Context
from diagnosis.reports.view.summary import referral_texts

_ORDER = ("serious", "check", "note")


@dataclass(frozen=True, slots=True)
class FindingRow:
    """severity: an id for the style sheet; label: the same in words."""

    severity: str
    label: str
    message: str


@dataclass(frozen=True, slots=True)
class Review:
    """The chapter of the staff edition."""

    lead: str
    referrals: tuple[str, ...]
    findings: tuple[FindingRow, ...]
    unknown: tuple[tuple[str, str], ...]
    normalised: tuple[str, ...]


def view_review(context: Context) -> Review | None:
    """Gather the chapter; None in the member's edition."""
    if not context.is_staff:
        return None
    referrals, findings = referral_texts(context), _findings(context)
    empty = not referrals and not findings
    counts = {"referrals": len(referrals), "findings": len(findings)}
    return Review(
        lead=context.say("review.lead_none") if empty else context.say("review.lead", **counts),
        referrals=referrals,
        findings=findings,
        unknown=tuple(
            (context.number.get(question, ""), context.read(context.question[question].text))
            for question in context.card.unknown
        ),
        normalised=context.diagnosis.sheet.normalised,
    )


def _findings(context: Context) -> tuple[FindingRow, ...]:
    true = set(context.card.findings)
    found = sorted(
        (finding for finding in context.ruleset.findings if finding.id in true),
        key=lambda finding: _ORDER.index(finding.severity.value),
    )
    return tuple(
        FindingRow(f.severity.value, context.say(f"review.{f.severity.value}"), context.read(f.message)) for f in found
    )
