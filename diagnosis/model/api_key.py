"""Keys by which other systems call."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Scope(StrEnum):
    """What a key allows."""

    CHECK = "check"
    SCORE = "score"
    REPORT = "report"
    SHEETS = "sheets"
    SUBMIT = "submit"
    STATUS = "status"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """id: its public part, by which people recognise it. owner: the system, as the log and its cases call it.

    expires_at: None for never. used_on: the last day of a call, None before the first.
    """

    id: str
    owner: str
    scopes: frozenset[Scope]
    made_at: datetime
    expires_at: datetime | None
    used_on: date | None
    is_revoked: bool
