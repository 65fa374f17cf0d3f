"""What scoring found: every number of the contract's sections 3 to 6, each checkable from the level below."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from diagnosis.model.conditions import State
from diagnosis.model.sheet import Answer, Evidence, Value


@dataclass(frozen=True, slots=True)
class Score:
    """A score in bp, with its bounds (contract, section 6). None: there is no such score.

    lower and upper are None only where no completion of the sheet has a score. may_be_absent: some have none.
    """

    point: int | None
    lower: int | None
    upper: int | None
    may_be_absent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    """One question's part of the sum.

    state, value: after routing and `same_as`. found: what stood on the sheet, whatever it was, where the
    question was not asked or perhaps is not; else None.
    points: 0 to 100, None unless it counts. weight: None if it is not scored (pilot, profile).
    loss: how far its section's score would rise at 100 points, in bp; None unless it counts.
    """

    question: str
    section: str
    questionnaire: str
    state: State
    value: Value | None
    found: Answer | None
    evidence: Evidence
    points: int | None
    weight: int | None
    counts: bool
    loss: int | None


@dataclass(frozen=True, slots=True)
class SectionScore:
    """earned = sum(w p), weight = sum(w), both over the counting questions; rule_weight is the section's own."""

    section: str
    questionnaire: str
    score: Score
    earned: int
    weight: int
    rule_weight: int


@dataclass(frozen=True, slots=True)
class QuestionnaireScore:
    """not_applicable: bp of the in-route weight that is not-applicable."""

    questionnaire: str
    score: Score
    rule_weight: int
    in_scope: bool
    not_applicable: int


@dataclass(frozen=True, slots=True)
class TagScore:
    """A cause's or a medium's score over all questionnaires in scope."""

    tag: str
    score: Score
    earned: int
    weight: int


@dataclass(frozen=True, slots=True)
class CellScore:
    """A cell of the cause by medium map: the questions that carry both tags. A display figure."""

    cause: str
    medium: str
    point: int | None


@dataclass(frozen=True, slots=True)
class Exposure:
    """share x (10,000 - score) / 10,000, in bp; None where the cause has no score."""

    cause: str
    share: int
    remaining: int | None


class GateState(StrEnum):
    """True closes the gate, undecided leaves it open, false passes."""

    CLOSED = "closed"
    OPEN = "open"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class GateResult:
    """How one gate stands. may_close: some completion of the sheet closes it (lower bound of the tier)."""

    gate: str
    state: GateState
    cap: int
    may_close: bool


class NoTier(StrEnum):
    """Why no tier is suggested (contract, section 5). Order is the order of printing."""

    GATE_OPEN = "gate-open"
    SCORE_MISSING = "score-missing"
    NOT_APPLICABLE_CEILING = "not-applicable-ceiling"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class NoTierReason:
    """One reason, and what it concerns: gate ids, score names or questionnaire ids."""

    reason: NoTier
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TierResult:
    """The control-quality tier in percent.

    reached: by the scores alone. point: after the gates. suggested: None where `withheld` has reasons.
    """

    reached: int
    point: int
    lower: int
    upper: int
    suggested: int | None
    withheld: tuple[NoTierReason, ...]


class CertificateStanding(StrEnum):
    """Whether a certificate earns its percentage, and if not, why."""

    COUNTED = "counted"
    NOT_HELD = "not-held"
    OUT_OF_SCOPE = "out-of-scope"
    EXPIRED = "expired"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class CertificationResult:
    """One certificate of the ruleset. percent: what it would earn."""

    certification: str
    percent: int
    standing: CertificateStanding
    expires: date | None


@dataclass(frozen=True, slots=True)
class Discount:
    """Percentages. certification: after its cap. suggested = min(tier + certification, cap); None without a tier.

    group stands beside it, never inside.
    """

    certifications: tuple[CertificationResult, ...]
    certification: int
    suggested: int | None
    lower: int
    upper: int
    group: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """Everything that was computed from one sheet under one ruleset on one day.

    completeness: weight of counting questions in bp of the weight that could count; None if nothing could.
    risk_group: id; None while answers are missing that decide it.
    findings, referrals: ids whose condition is true. blank: ids of in-route questions without an answer.
    definitions: `ID@VERSION` to digest, ruleset first.
    """

    ruleset: str
    definitions: tuple[tuple[str, str], ...]
    sheet_digest: str
    diagnosed_on: date
    questions: tuple[QuestionResult, ...]
    sections: tuple[SectionScore, ...]
    questionnaires: tuple[QuestionnaireScore, ...]
    overall: Score
    confidence: Score
    causes: tuple[TagScore, ...]
    media: tuple[TagScore, ...]
    cells: tuple[CellScore, ...]
    exposure: tuple[Exposure, ...]
    completeness: int | None
    grade: str | None
    gates: tuple[GateResult, ...]
    tier: TierResult
    discount: Discount
    risk_group: str | None
    findings: tuple[str, ...]
    referrals: tuple[str, ...]
    blank: tuple[str, ...]
    unknown: tuple[str, ...]
