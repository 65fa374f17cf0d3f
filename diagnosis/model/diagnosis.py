"""A finished diagnosis: one sheet, and everything that was found from it."""

from dataclasses import dataclass
from enum import StrEnum

from diagnosis.model.explanation import Explanation, LossEstimate
from diagnosis.model.ruleset import Definitions
from diagnosis.model.scorecard import Scorecard
from diagnosis.model.sheet import AnswerSheet


class Edition(StrEnum):
    """Whom a report is for. Findings and referrals are in the staff edition only."""

    MEMBER = "member"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All that a report prints. loss: None where the number of persons on record is not known."""

    definitions: Definitions
    sheet: AnswerSheet
    scorecard: Scorecard
    explanation: Explanation
    loss: LossEstimate | None
