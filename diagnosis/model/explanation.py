"""Why the score is what it is, what would lift it, and what a leak might cost (contract, section 7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from diagnosis.model.text import Text


@dataclass(frozen=True, slots=True)
class Action:
    """Bringing one question to its best value. gain: rise of the overall score in bp. tier: after it, in percent."""

    question: str
    effort: int
    gain: int
    tier: int
    advice: Text


class PathOutcome(StrEnum):
    """Whether a path to a higher tier exists, and if not, why.

    not-proven: more combinations decide what is asked than were tried, so neither a path nor its absence is claimed.
    """

    FOUND = "found"
    AT_TOP = "at-top"
    NO_TIER_YET = "no-tier-yet"
    NEEDS_EVIDENCE = "needs-evidence"
    NOT_PROVEN = "not-proven"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Path:
    """The cheapest set of improvements after which the rescored sheet has a higher tier; proven least.

    questions: to be brought to their best value, empty unless found. effort: their sum. overall, tier: afterwards.
    """

    outcome: PathOutcome
    questions: tuple[str, ...] = ()
    effort: int = 0
    overall: int | None = None
    tier: int | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """actions: every improvable question, greatest gain first, then least effort, then questionnaire order."""

    actions: tuple[Action, ...]
    path: Path


@dataclass(frozen=True, slots=True)
class PlanPayment:
    """What a plan would pay of one scenario, in yen. borne: what stays with the member.

    payments are None for a plan whose limits the flyer leaves free.
    """

    plan: str
    liability: int | None
    cost: int | None
    borne: int | None


@dataclass(frozen=True, slots=True)
class ScenarioLoss:
    """heads: head id to yen, in the ruleset's order. total: their sum."""

    scenario: str
    heads: Mapping[str, int]
    total: int
    payments: tuple[PlanPayment, ...]


@dataclass(frozen=True, slots=True)
class LossEstimate:
    """A stated range, never one number. persons: on record. jnsa_per_person, jnsa_total: yen, a ceiling.

    jnsa_factors: the five factors by name, as printed.
    """

    persons: int
    scenarios: tuple[ScenarioLoss, ...]
    jnsa_factors: Mapping[str, int]
    jnsa_per_person: int
    jnsa_total: int


@dataclass(frozen=True, slots=True)
class Report:
    """A finished report. name: a safe file stem."""

    pdf: bytes
    name: str
    pages: int
