"""An answer sheet: as it was found (raw), and after it was checked against its questionnaires."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from diagnosis.model.conditions import State
from diagnosis.model.problems import Span


class Evidence(StrEnum):
    """How well an answer is proven. A sheet that does not say is `stated` (contract, section 4)."""

    NONE = "none"
    STATED = "stated"
    DOCUMENT = "document"
    VERIFIED = "verified"


Value = str | int | date | frozenset[str]
"""A choice (str), a number (int), a date, free text (str), or the chosen set of a multi-choice question."""


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """One answer as a reader found it: nothing is decided yet.

    value: whatever stood there. state: `unknown` or `not-applicable` where the form said so in words of its own.
    """

    question: str
    value: object
    state: str | None = None
    evidence: object = None
    reason: object = None
    note: object = None
    at: Span = field(default=Span("", 0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A returned sheet as a reader found it; may hold two answers to one question, or to none that exists.

    ruleset: `ID@VERSION` as written. questionnaires: id to version as written.
    """

    ruleset: object
    questionnaires: Mapping[str, object]
    member_id: object
    member_name: object
    answered_on: object
    answers: tuple[RawAnswer, ...]
    at: Span


@dataclass(frozen=True, slots=True)
class Answer:
    """One checked answer. `state` is answered, unknown or not-applicable: the engine finds the other two.

    value: None unless answered. reason: why it does not apply. note: the respondent's own words.
    """

    state: State
    value: Value | None = None
    evidence: Evidence = Evidence.STATED
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Who answered. Both are the member's own spelling."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSheet:
    """A checked sheet: every answer is of its question's kind and range. A question without an entry is blank.

    ruleset: `ID@VERSION` to score it by. normalised: what was changed on reading, for the record.
    digest: SHA-256 of the sheet's canonical content, in hexadecimal.
    """

    ruleset: str
    questionnaires: Mapping[str, str]
    member: Member
    answered_on: date | None
    answers: Mapping[str, Answer]
    normalised: tuple[str, ...] = ()
    digest: str = ""
