"""A ruleset as its author means it: everything that turns answers into a score, a tier and advice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from diagnosis.model.conditions import Condition
from diagnosis.model.first_response import FirstResponse
from diagnosis.model.loss_model import LossModel
from diagnosis.model.problems import Span
from diagnosis.model.questionnaire import Questionnaire
from diagnosis.model.text import Text

FULL = 10_000
"""A whole, in basis points."""


class Basis(StrEnum):
    """Whose word a figure is. The report tells them apart."""

    SCHEME = "scheme"
    LAW = "law"
    GUIDELINE = "guideline"
    STATISTICS = "statistics"
    ASSUMPTION = "assumption"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure or a rule comes from; named by its id wherever one is used."""

    id: str
    basis: Basis
    text: Text


@dataclass(frozen=True, slots=True)
class Band:
    """From `at_least` upwards a number question earns `points` (0 to 100), until a higher band is reached."""

    at_least: int
    points: int


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do where an answer has fewer than `below` points; of several, the one with the lowest `below` holds."""

    below: int
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRule:
    """How one question scores.

    weight: > 0. points: choice value to points, 0 to 100; empty for a number question, which has `bands`.
    effort: 1 (an afternoon) to 5 (a project). because: why the weight is what it is.
    """

    question: str
    weight: int
    points: Mapping[str, int]
    bands: tuple[Band, ...]
    effort: int
    because: Text
    sources: tuple[str, ...]
    advice: tuple[Advice, ...]
    at: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnaireRule:
    """A questionnaire's part in the overall score. Out of scope only where `out_of_scope_when` is true."""

    questionnaire: str
    version: str
    weight: int
    section_weights: Mapping[str, int]
    out_of_scope_when: Condition | None
    at: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Tag:
    """A cause or a medium. share: a cause's part of the exposure, in bp of the whole; 0 for a medium."""

    id: str
    title: Text
    share: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grade:
    """A letter for the overall score, from `at_least` bp."""

    id: str
    at_least: int
    meaning: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A condition that, when true, lets no tier above `cap` percent through."""

    id: str
    title: Text
    when: Condition
    cap: int
    reason: Text
    sources: tuple[str, ...]
    at: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Tier:
    """A control-quality discount in percent, and what it asks, each in bp; 0 asks nothing."""

    percent: int
    overall: int
    each_questionnaire: int
    confidence: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certification:
    """A certificate that earns `percent` if `held` and `covers` are true and the date in `expires` has not passed."""

    id: str
    name: Text
    percent: int
    held: Condition
    covers: Condition
    expires: str
    sources: tuple[str, ...]
    at: Span = field(compare=False)


class FindingSeverity(StrEnum):
    """How much a finding should trouble the staff."""

    NOTE = "note"
    CHECK = "check"
    SERIOUS = "serious"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something for the staff to look at, such as two answers that contradict each other. Changes no score."""

    id: str
    when: Condition
    severity: FindingSeverity
    message: Text
    at: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A reason to hand the case to an underwriter. Changes no score and no tier."""

    id: str
    when: Condition
    message: Text
    sources: tuple[str, ...]
    at: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskGroup:
    """Members of like exposure; the first group whose `when` is true holds, None holds always.

    desired: cause to desired level, in bp.
    """

    id: str
    title: Text
    when: Condition | None
    desired: Mapping[str, int]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of the flyer. Limits and deductible in yen; None where the flyer leaves it free (plan E)."""

    id: str
    name: Text
    liability_limit: int | None
    cost_limit: int | None
    deductible: int | None


@dataclass(frozen=True, slots=True)
class Incident:
    """A leak in the news of a trade, from the flyer. industries: values of the profile's industry question."""

    id: str
    industries: tuple[str, ...]
    trade: Text
    records: int
    text: Text
    causes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruleset:
    """One version of the rules. All `sources` fields hold ids of `source_catalogue`.

    completeness, not_applicable_ceiling: bp. evidence_confidence: bp by evidence level.
    certification_cap, combined_cap, group_discount: percent. first_response: None leaves it to the report's own words.
    """

    id: str
    version: str
    title: Text
    law_read_as_of: date
    applies_from: date
    applies_until: date | None
    source_catalogue: tuple[Source, ...]
    questionnaires: tuple[QuestionnaireRule, ...]
    questions: tuple[QuestionRule, ...]
    causes: tuple[Tag, ...]
    media: tuple[Tag, ...]
    evidence_confidence: Mapping[str, int]
    completeness: int
    not_applicable_ceiling: int
    grades: tuple[Grade, ...]
    gates: tuple[Gate, ...]
    tiers: tuple[Tier, ...]
    certifications: tuple[Certification, ...]
    certification_cap: int
    combined_cap: int
    group_discount: int
    risk_groups: tuple[RiskGroup, ...]
    findings: tuple[Finding, ...]
    referrals: tuple[Referral, ...]
    plans: tuple[Plan, ...]
    loss: LossModel
    first_response: FirstResponse | None = None
    incidents: tuple[Incident, ...]
    digest: str = field(compare=False)
    at: Span = field(compare=False)

    @property
    def reference(self) -> str:
        """How people and files name it: `leak-liability@2026.1`."""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True, slots=True)
class Definitions:
    """A ruleset with exactly the questionnaires that it names, in its order: all that scoring needs."""

    ruleset: Ruleset
    questionnaires: tuple[Questionnaire, ...]
