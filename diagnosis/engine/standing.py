"""Grade, tier, certifications and discount (contract, section 5), for a block of sheets."""

from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

from diagnosis.engine.codes import BLANK, FIRST_ANSWER
from diagnosis.engine.conditions import Truths
from diagnosis.engine.frame import Frame
from diagnosis.engine.scoring_model import CertificationPlan, ScoringModel
from diagnosis.engine.sums import Flags, Routed, Totals
from diagnosis.engine.truths import FALSE, TRUE, UNDECIDED
from diagnosis.model.ruleset import FULL
from diagnosis.model.scorecard import CertificateStanding, NoTier

Small = NDArray[np.int8]

STANDINGS = tuple(CertificateStanding)
REASONS = tuple(NoTier)
NONE = -1
NO_CAP = np.int8(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Percentages, and what decides them. suggested, discount: -1 where no tier is suggested.

    grade: place in the ruleset, -1 for none. gates: truths. withheld: bit n set for reason n of `NoTier`.
    certificates: places in `CertificateStanding`.
    """

    grade: Small
    gates: tuple[Truths, ...]
    reached: Small
    point: Small
    suggested: Small
    withheld: NDArray[np.uint8]
    certificates: tuple[NDArray[np.uint8], ...]
    certification: Small
    discount: Small


def stand(frame: Frame, totals: Totals, today: int) -> Standing:
    """Everything that follows from the scores. today: the diagnosis date as a proleptic ordinal."""
    rules = frame.model.definitions.ruleset
    gates = tuple(frame.truth(node) for node in frame.model.gates)
    reached = _reached(frame, totals)
    point = _lower(frame, reached, gates)
    withheld = _withheld(frame, totals, gates)
    suggested = np.where(withheld == 0, point, np.int8(NONE))
    certificates = tuple(_certificate(frame, plan, today) for plan in frame.model.certifications)
    certification = _certified(frame, certificates)
    combined = np.minimum(suggested + certification, rules.combined_cap)
    return Standing(
        grade=_grade(frame),
        gates=gates,
        reached=reached,
        point=point,
        suggested=suggested,
        withheld=withheld,
        certificates=certificates,
        certification=certification,
        discount=np.where(suggested >= 0, combined, NONE).astype(np.int8),
    )


def _grade(frame: Frame) -> Small:
    """The highest grade that the overall score reaches."""
    grades = frame.model.definitions.ruleset.grades
    overall = frame.scores["overall"]
    best_last = sorted(range(len(grades)), key=lambda place: grades[place].at_least)
    steps = [NONE, *best_last]
    grade = np.full(frame.sheets.count, NONE, np.int8)
    for lower, place in pairwise(steps):
        grade += (overall >= grades[place].at_least) * np.int8(place - lower)
    return grade


def _reached(frame: Frame, totals: Totals) -> Small:
    """The highest tier whose requirements hold; 0 if none does."""
    reached = np.zeros(frame.sheets.count, np.int8)
    for tier in sorted(frame.model.definitions.ruleset.tiers, key=lambda tier: tier.percent):
        holds = _reaches(frame, "overall", tier.overall) & _reaches(frame, "confidence", tier.confidence)
        for plan in frame.model.questionnaires:
            enough = _reaches(frame, f"questionnaire:{plan.id}", tier.each_questionnaire)
            kept = totals.in_scope[plan.id]
            holds &= enough if kept is None else enough | ~kept
        np.maximum(reached, holds * np.int8(tier.percent), out=reached)
    return reached


def _reaches(frame: Frame, name: str, bp: int) -> Flags:
    """A requirement of 0 asks nothing, not even that there is a score."""
    score = frame.scores[name]
    return score >= (bp if bp > 0 else NONE)


def lowered(model: ScoringModel, percent: int) -> int:
    """The highest tier not above `percent`; 0 if there is none."""
    return max((tier.percent for tier in model.definitions.ruleset.tiers if tier.percent <= percent), default=0)


def _lower(frame: Frame, reached: Small, gates: tuple[Truths, ...]) -> Small:
    """The tier under the caps of the gates that are true."""
    point = reached.copy()
    for gate, truth in zip(frame.model.definitions.ruleset.gates, gates, strict=True):
        cap = np.int8(lowered(frame.model, gate.cap))
        np.minimum(point, np.maximum((truth != TRUE) * NO_CAP, cap), out=point)
    return point


def _withheld(frame: Frame, totals: Totals, gates: tuple[Truths, ...]) -> NDArray[np.uint8]:
    """Why no tier is suggested, as a set of bits."""
    rules = frame.model.definitions.ruleset
    withheld = np.zeros(frame.sheets.count, np.uint8)
    for truth in gates:
        withheld |= _bit(truth == UNDECIDED, NoTier.GATE_OPEN)
    withheld |= _bit(frame.scores["overall"] < 0, NoTier.SCORE_MISSING)
    for plan in frame.model.questionnaires:
        kept = totals.in_scope[plan.id]
        missing = frame.scores[f"questionnaire:{plan.id}"] < 0
        over = passes_ceiling(frame.model, totals.questionnaires[plan.id])
        withheld |= _bit(missing if kept is None else missing & kept, NoTier.SCORE_MISSING)
        withheld |= _bit(over if kept is None else over & kept, NoTier.NOT_APPLICABLE_CEILING)
    counting = totals.overall.counting
    short = counting * FULL < (counting + totals.overall.blank) * rules.completeness
    return withheld | _bit(short, NoTier.INCOMPLETE)


def passes_ceiling(model: ScoringModel, routed: Routed) -> Flags:
    """Whether too much of the weight in route is said not to apply."""
    in_route = routed.counting + routed.blank + routed.not_applicable
    return routed.not_applicable * FULL > in_route * model.definitions.ruleset.not_applicable_ceiling


def _bit(flags: Flags, reason: NoTier) -> NDArray[np.uint8]:
    return flags.view(np.uint8) << np.uint8(REASONS.index(reason))


def _settle(held: int, covers: int, valid: int) -> CertificateStanding:
    """A test that fails settles the standing, even where another is undecided."""
    if held == FALSE:
        return CertificateStanding.NOT_HELD
    if covers == FALSE:
        return CertificateStanding.OUT_OF_SCOPE
    if valid == FALSE:
        return CertificateStanding.EXPIRED
    decided = UNDECIDED not in {held, covers, valid}
    return CertificateStanding.COUNTED if decided else CertificateStanding.UNDECIDED


_SETTLED = np.zeros(1 << 6, np.uint8)
"""The standing for each three truths, of which two bits each tell all: place `held << 4 | covers << 2 | valid`."""
for _held, _covers, _valid in product((FALSE, UNDECIDED, TRUE), repeat=3):
    _SETTLED[(_held & 3) << 4 | (_covers & 3) << 2 | _valid & 3] = STANDINGS.index(_settle(_held, _covers, _valid))


def _certificate(frame: Frame, plan: CertificationPlan, today: int) -> NDArray[np.uint8]:
    """How a certificate stands, as a place in `CertificateStanding`."""
    held, covers = frame.truth(plan.held), frame.truth(plan.covers)
    valid = _is_valid(frame, plan, today)
    return _SETTLED.take((held & 3) << 4 | (covers & 3) << 2 | valid & 3)


def _is_valid(frame: Frame, plan: CertificationPlan, today: int) -> Truths:
    """Whether the certificate has not expired; the last day still counts."""
    code = frame.cell(plan.expires)
    ahead = (code >= FIRST_ANSWER) & (frame.sheets.days[frame.model.root(plan.expires)] >= today)
    valid: Truths = -ahead.view(np.uint8) | (code == BLANK).view(np.uint8)
    return valid


def _certified(frame: Frame, certificates: tuple[NDArray[np.uint8], ...]) -> Small:
    """The sum of the percentages that count, capped."""
    certified = np.zeros(frame.sheets.count, np.int16)
    for plan, standing in zip(frame.model.certifications, certificates, strict=True):
        certified += (standing == STANDINGS.index(CertificateStanding.COUNTED)) * np.int16(plan.rule.percent)
    return np.minimum(certified, frame.model.definitions.ruleset.certification_cap).astype(np.int8)
