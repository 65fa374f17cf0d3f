"""Keys by which other systems call."""

from dataclasses import dataclass
from datetime import datetime
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
    """id: its public part. owner: the system, as the log and its cases call it. expires_at: None for never."""

    id: str
    owner: str
    scopes: frozenset[Scope]
    made_at: datetime
    expires_at: datetime | None
    is_revoked: bool
