"""A finished diagnosis: one sheet, and everything that was found from it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from diagnosis.model.comparison import Comparison
from diagnosis.model.explanation import Explanation, LossEstimate
from diagnosis.model.peers import PeerView
from diagnosis.model.ruleset import Definitions
from diagnosis.model.scorecard import Scorecard
from diagnosis.model.sheet import AnswerSheet


class Edition(StrEnum):
    """Whom a report is for. Findings and referrals are in the staff edition only."""

    MEMBER = "member"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A sheet of the same member that was diagnosed before. on: the day of that diagnosis."""

    on: date
    sheet: AnswerSheet


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All that a report prints. loss: None where the number of persons on record is not known.

    earlier: the member's sheets of former times, earliest first; comparison: with the last of them, None without any.
    peers: how others stand, None where no snapshot was given.
    """

    definitions: Definitions
    sheet: AnswerSheet
    scorecard: Scorecard
    explanation: Explanation
    loss: LossEstimate | None
    earlier: tuple[Earlier, ...] = ()
    comparison: Comparison | None = None
    peers: PeerView | None = None
