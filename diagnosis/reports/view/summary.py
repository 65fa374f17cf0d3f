"""The first page: grade, score, the discount as a sum, what is missing, and three things to do first."""

from dataclasses import dataclass

from diagnosis.model.scorecard import CertificateStanding, CertificationResult, NoTier, NoTierReason
from diagnosis.reports.charts.scale import ScaleChart, draw_scale
from diagnosis.reports.figures import day, percent, tenths, tenths_text
from diagnosis.reports.view.context import Context

_NUMBERS_SHOWN = 14
_NAMES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A questionnaire in the sum of the overall score."""

    title: str
    weight: str
    score: str
    bounds: str


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate and whether it counts."""

    name: str
    percent: int
    standing: str
    counted: bool


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One of the three things to do first."""

    section: str
    advice: str
    number: str
    gain: str
    effort: int


@dataclass(frozen=True, slots=True)
class Rung:
    """A tier with what it asks; here: whether it is the one suggested. asks: in the order of the rows."""

    percent: int
    here: bool
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """total, tier: percent, None where no tier is suggested."""

    lead: str
    grade: str
    scale: str
    bounds: str
    confidence: str
    completeness: str
    tier: int | None
    certification: int
    total: int | None
    tier_top: int
    notes: tuple[str, ...]
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    certificates: tuple[CertificateRow, ...]
    rows: tuple[ScoreRow, ...]
    steps: tuple[FirstStep, ...]
    referrals: tuple[str, ...]
    ladder: tuple[Rung, ...]


def view_summary(context: Context) -> Summary:
    """Gather the first page."""
    card = context.card
    return Summary(
        lead=_lead(context),
        grade=card.grade or "—",
        scale=_scale(context),
        bounds=_bounds(context),
        confidence=context.figure(card.confidence),
        completeness="—" if card.completeness is None else percent(card.completeness),
        tier=card.tier.suggested,
        certification=card.discount.certification,
        total=card.discount.suggested,
        tier_top=max(tier.percent for tier in context.ruleset.tiers),
        notes=_notes(context),
        reasons=tuple(_reason(context, reason) for reason in card.tier.withheld),
        missing=_missing(context) if card.tier.suggested is None else (),
        certificates=tuple(_certificate(context, result) for result in card.discount.certifications),
        rows=_rows(context),
        steps=_steps(context),
        referrals=referral_texts(context),
        ladder=_ladder(context),
    )


def referral_texts(context: Context) -> tuple[str, ...]:
    """What goes to underwriting; nothing in the member's edition."""
    true = set(context.card.referrals) if context.is_staff else set()
    return tuple(context.read(referral.message) for referral in context.ruleset.referrals if referral.id in true)


def _lead(context: Context) -> str:
    overall = context.card.overall.point
    meaning = next((grade.meaning for grade in context.ruleset.grades if grade.id == context.card.grade), None)
    if overall is None or meaning is None:
        return context.say("summary.lead_none")
    return context.say("summary.lead", score=percent(overall), grade=context.card.grade, meaning=context.read(meaning))


def _scale(context: Context) -> str:
    score = context.card.overall
    words = {
        name: "—" if bp is None else percent(bp)
        for name, bp in (("score", score.point), ("lower", score.lower), ("upper", score.upper))
    }
    grades = tuple((grade.id, grade.at_least) for grade in context.ruleset.grades)
    description = context.say("profile.scale_alt", grade=context.card.grade or "—", **words)
    return draw_scale(ScaleChart(score, grades, description))


def _bounds(context: Context) -> str:
    score = context.card.overall
    if score.lower is None or score.upper is None:
        return ""
    if score.lower == score.upper and not context.card.blank:
        return context.say("summary.bounds_exact")
    return context.say("summary.bounds", lower=percent(score.lower), upper=percent(score.upper))


def _notes(context: Context) -> tuple[str, ...]:
    tier, notes = context.card.tier, []
    if tier.suggested is not None and tier.point < tier.reached:
        notes.append(context.say("summary.capped", reached=tier.reached, point=tier.point))
    if tier.lower != tier.upper:
        notes.append(context.say("summary.tier_bounds", lower=tier.lower, upper=tier.upper))
    return tuple(notes)


def _reason(context: Context, reason: NoTierReason) -> str:
    return (
        context.say(
            f"no_tier.{reason.reason.value}",
            about=_some(context, [context.score_name(name) for name in reason.about], _NAMES_SHOWN),
            ceiling=_whole(context.ruleset.not_applicable_ceiling),
            needed=_whole(context.ruleset.completeness),
            completeness="—" if context.card.completeness is None else percent(context.card.completeness),
        )
        if reason.reason in NoTier
        else ""
    )


def _some(context: Context, names: list[str], most: int) -> str:
    """The first names of a list, and how many more there are."""
    more = context.say("summary.missing_more", count=len(names) - most) if len(names) > most else ""
    return f"{context.joined(names[:most])} {more}".strip()


def _whole(bp: int) -> str:
    return str(bp // 100) if bp % 100 == 0 else percent(bp)


def _ladder(context: Context) -> tuple[Rung, ...]:
    """The tiers, lowest first."""
    suggested = context.card.tier.suggested
    return tuple(
        Rung(
            tier.percent,
            tier.percent == suggested,
            tuple(_asks(context, bp) for bp in (tier.overall, tier.each_questionnaire, tier.confidence)),
        )
        for tier in reversed(context.ruleset.tiers)
    )


def _asks(context: Context, bp: int) -> str:
    return context.say("annex.at_least", value=_whole(bp)) if bp else "—"


def _missing(context: Context) -> tuple[str, ...]:
    """Unanswered questions by questionnaire, named by their numbers."""
    lines = []
    for owner in context.questionnaires:
        numbers = [
            context.number.get(q.id, context.read(q.text).rstrip("。?."))
            for q in owner.questions
            if q.id in context.card.blank
        ]
        if numbers:
            shown = _some(context, numbers, _NUMBERS_SHOWN if owner.scored else _NAMES_SHOWN)
            words = {"questionnaire": context.read(owner.title), "count": len(numbers)}
            lines.append(context.say("summary.missing_row", numbers=shown, **words))
    return tuple(lines)


def _certificate(context: Context, result: CertificationResult) -> CertificateRow:
    name = next(context.read(c.name) for c in context.ruleset.certifications if c.id == result.certification)
    standing = str(context.words["standing"][result.standing.value])
    if result.expires is not None and result.standing is not CertificateStanding.NOT_HELD:
        standing += (
            f"（{day(result.expires, context.language)}）"
            if context.language == "ja"
            else (f" ({day(result.expires, context.language)})")
        )
    return CertificateRow(name, result.percent, standing, result.standing is CertificateStanding.COUNTED)


def _rows(context: Context) -> tuple[ScoreRow, ...]:
    rows = []
    for score in context.card.questionnaires:
        title = context.read(context.questionnaire[score.questionnaire].title)
        if score.in_scope:
            rows.append(
                ScoreRow(title, str(score.rule_weight), context.figure(score.score), context.bounds(score.score))
            )
        else:
            rows.append(ScoreRow(title, "—", context.say("states.out_of_scope"), "—"))
    return tuple(rows)


def _steps(context: Context) -> tuple[FirstStep, ...]:
    return tuple(
        FirstStep(
            section=context.read(context.section[context.result[action.question].section].title),
            advice=context.read(action.advice),
            number=context.number.get(action.question, ""),
            gain=tenths_text(tenths(action.gain)),
            effort=action.effort,
        )
        for action in context.diagnosis.explanation.actions[:3]
    )
