"""A case: one returned sheet on its way through the insurer's hands, with everything that was done to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from diagnosis.model.sheet import Member
from diagnosis.model.text import Text


class Origin(StrEnum):
    """How a sheet came in."""

    UPLOAD = "upload"
    MEMBER = "member"
    API = "api"
    BATCH = "batch"


class CaseState(StrEnum):
    """Where a case stands. closed: nothing more will be done with it."""

    RECEIVED = "received"
    ATTENTION = "attention"
    REVIEW = "review"
    APPROVE = "approve"
    ISSUED = "issued"
    CLOSED = "closed"


OPEN = (CaseState.RECEIVED, CaseState.ATTENTION)
"""With the clerks."""


class StepKind(StrEnum):
    """What was done."""

    RECEIVED = "received"
    CORRECTED = "corrected"
    NAMED = "named"
    ACCEPTED = "accepted"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    SENT_ON = "sent-on"
    SENT_BACK = "sent-back"
    ISSUED = "issued"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class CaseProblem:
    """Something that is wrong with the sheet as it came. question: whose answer it is about; empty for the whole.

    at: where it stands in the file.
    """

    question: str
    code: str
    at: str
    message: Text

    @property
    def id(self) -> str:
        """What it is called when somebody accepts it."""
        return f"problem:{self.code}:{self.question}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A tier that somebody proposes in the place of the suggested one, in percent. confirmed_by: another person."""

    tier: int
    reason: str
    by: str
    at: datetime
    confirmed_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFigures:
    """What the queue and the portfolio show of the sheet as it is now. Scores in bp, the others in percent.

    matters: ids of serious findings and of referrals, each `finding:ID` or `referral:ID`. trade: as the profile says.
    points: 0 to 100, of every counting question.
    """

    overall: int | None
    grade: str | None
    tier: int | None
    certification: int
    discount: int | None
    matters: tuple[str, ...] = ()
    trade: str | None = None
    points: Mapping[str, int] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """version: grows with each change; whoever changes something says which one they saw.

    owner: who handed it in. place: 0, or the member's number in a file of many. received: the sheet as it came, in its
    canonical form; current: as it is now; None where none could be made out. places: where each answer stood in the
    file. accepted: ids of problems and matters.
    """

    number: str
    version: int
    state: CaseState
    origin: Origin
    owner: str
    received_at: datetime
    file_digest: str
    file_name: str
    place: int
    member: Member
    ruleset: str
    received: bytes | None = field(repr=False)
    current: bytes | None = field(repr=False)
    places: Mapping[str, str] = field(repr=False)
    normalised: tuple[str, ...] = ()
    problems: tuple[CaseProblem, ...] = ()
    accepted: frozenset[str] = frozenset()
    figures: CaseFigures | None = None
    override: Override | None = None

    @property
    def open_matters(self) -> tuple[str, ...]:
        """What keeps it from going on: problems, serious findings and referrals that nobody has accepted."""
        matters = self.figures.matters if self.figures else ()
        return tuple(one for one in (*(problem.id for problem in self.problems), *matters) if one not in self.accepted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One deed in a case. subject: a question, a problem, a matter. before, after: in plain data, None for nothing."""

    seq: int
    at: datetime
    actor: str
    kind: StepKind
    reason: str
    subject: str = ""
    before: object = None
    after: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report that was issued: fixed, numbered and kept. replaced_by: the number of the one that took its place."""

    number: str
    case: str
    at: datetime
    actor: str
    digest: str
    size: int
    pages: int
    language: str
    tier: int | None
    discount: int | None
    replaces: str | None
    replaced_by: str | None
