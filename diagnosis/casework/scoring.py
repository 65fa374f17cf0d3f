"""The sheet of a case as it is, and what it scores: always made anew, never remembered apart from its sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from diagnosis import pipeline
from diagnosis.groups import TRADE
from diagnosis.model.casework import OPEN, Case, CaseFigures, CaseState
from diagnosis.model.questionnaire import Question
from diagnosis.model.ruleset import Definitions, FindingSeverity
from diagnosis.model.sheet import AnswerSheet
from diagnosis.settings import Settings
from diagnosis.sheets import sheet_bytes


@dataclass(frozen=True, slots=True)
class Scoring:
    """By what and as of which day cases are scored."""

    settings: Settings
    on: date


def sheet_of(case: Case, settings: Settings) -> AnswerSheet | None:
    """The sheet with all corrections; None where none could be made out. Its member may be nobody."""
    if case.current is None:
        return None
    found = pipeline.salvage(case.current, "sheet.json", settings)
    return replace(found.sheet, normalised=case.normalised)


def settle(case: Case, sheet: AnswerSheet, scoring: Scoring) -> Case:
    """The case with this sheet: scored, and in the state that follows."""
    card = pipeline.score_sheet(sheet, scoring.settings, scoring.on).scorecard
    findings = pipeline.load(sheet.ruleset, scoring.settings).ruleset.findings
    serious = {one.id for one in findings if one.severity is FindingSeverity.SERIOUS}
    matters = [f"finding:{one}" for one in card.findings if one in serious]
    trade = sheet.answers.get(TRADE)
    figures = CaseFigures(
        overall=card.overall.point,
        grade=card.grade,
        tier=card.tier.suggested,
        certification=card.discount.certification,
        discount=card.discount.suggested,
        matters=(*matters, *(f"referral:{one}" for one in card.referrals)),
        trade=str(trade.value) if trade and trade.value is not None else None,
        points={one.question: one.points for one in card.questions if one.points is not None},
    )
    settled = replace(case, member=sheet.member, current=sheet_bytes(sheet), figures=figures)
    return replace(settled, state=state_of(settled))


def state_of(case: Case) -> CaseState:
    """Where a case stands after a change: with the clerks if it was, else it is to be reviewed anew."""
    if case.state in OPEN:
        return CaseState.ATTENTION if case.open_matters else CaseState.RECEIVED
    return CaseState.REVIEW


def decided_tier(case: Case) -> int | None:
    """The tier that holds, in percent: the confirmed proposal, else the suggested one."""
    if case.override and case.override.confirmed_by:
        return case.override.tier
    return case.figures.tier if case.figures else None


def decided_discount(case: Case, definitions: Definitions) -> int | None:
    """The discount with the tier that holds, in percent; the sum is cut at the scheme's cap."""
    tier = decided_tier(case)
    if tier is None or case.figures is None:
        return None
    return min(tier + case.figures.certification, definitions.ruleset.combined_cap)


def questions_of(definitions: Definitions) -> Mapping[str, Question]:
    """Every question that has answers of its own."""
    return {q.id: q for one in definitions.questionnaires for q in one.questions if q.same_as is None}
