"""What goes into the store and what comes out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

Plain = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBatch:
    """A run that begins. inbox, outbox: as they were given. asked: everything else that was, as plain data."""

    inbox: str
    outbox: str
    language: str
    edition: str
    asked: Plain = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """How a run ended. counts: sheets by what became of them. interrupted: it can be gone on with."""

    counts: Mapping[str, int]
    interrupted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedReport:
    """A report that is in its place. name: there, relative to the outbox. digest: SHA-256. size: bytes."""

    name: str
    digest: str
    size: int
    pages: int
    language: str
    edition: str
    templates: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosed:
    """A sheet that was diagnosed. Scores in bp, tier, certification and discount in percent.

    definitions: `ID@VERSION` to digest. trade, employees, persons: what groups of peers are made of, where the sheet
    says it. sheet: in its canonical form. diagnosis: the whole of it as JSON. Both may come packed by zlib.
    """

    member_id: str
    member_name: str
    sheet_digest: str
    ruleset: str
    definitions: Sequence[tuple[str, str]]
    engine: str
    diagnosed_on: date
    answered_on: date | None = None
    overall: int | None
    lower: int | None
    upper: int | None
    grade: str | None
    tier: int | None
    certification: int
    discount: int | None
    risk_group: str | None = None
    trade: str | None = None
    employees: int | None = None
    persons: int | None = None
    gates: Sequence[str] = ()
    findings: Sequence[str] = ()
    referrals: Sequence[str] = ()
    sheet: bytes = field(repr=False)
    diagnosis: bytes = field(repr=False)
    report: IssuedReport | None = None


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A sheet that cannot be diagnosed as it is. problems: plain data, as whoever found them wrote it."""

    problems: Sequence[Plain]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one sheet. key: of the work, the same for the same work. file: its name in the inbox.

    place: 0, or the member's number in a file of many. file_bytes: kept once per digest; None if they are kept already.
    """

    key: str
    file: str
    place: int
    file_digest: str
    file_bytes: bytes | None = field(repr=False, default=None)
    became: Diagnosed | Quarantined


@dataclass(frozen=True, slots=True)
class Seen:
    """A sheet that was done before and is part of this batch, too."""

    key: str
    file: str
    place: int


@dataclass(frozen=True, slots=True)
class Done:
    """A key that is done. All None: it was quarantined; report None: no report was asked for."""

    diagnosed_on: date | None
    report: str | None
    report_digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDiagnosis:
    """A diagnosis on record, without the large parts. recorded_at: when the store took it, UTC."""

    key: str
    member_id: str
    member_name: str
    ruleset: str
    definitions: Sequence[tuple[str, str]]
    engine: str
    sheet_digest: str
    diagnosed_on: date
    answered_on: date | None
    overall: int | None
    lower: int | None
    upper: int | None
    grade: str | None
    tier: int | None
    certification: int
    discount: int | None
    risk_group: str | None
    trade: str | None
    employees: int | None
    persons: int | None
    gates: Sequence[str]
    findings: Sequence[str]
    referrals: Sequence[str]
    report: IssuedReport | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class StoredResult:
    """What the store has for one key. diagnosis: JSON, empty where it was quarantined; problems: then not empty."""

    key: str
    diagnosed: StoredDiagnosis | None
    diagnosis: bytes = field(repr=False)
    problems: Sequence[Plain]


@dataclass(frozen=True, slots=True)
class StoredMember:
    """A member on record. diagnoses: how many. newest: by its day, then by when it was recorded."""

    id: str
    name: str
    diagnoses: int
    newest: StoredDiagnosis


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which diagnoses are meant: those of which everything given is true. since, until: days, both included."""

    member: str | None = None
    batch: int | None = None
    grade: str | None = None
    tier: int | None = None
    trade: str | None = None
    risk_group: str | None = None
    ruleset: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """A run on record. finished_at None: it is under way, or was killed. counts: empty until it is finished."""

    id: int
    inbox: str
    outbox: str
    language: str
    edition: str
    asked: Plain
    started_at: datetime
    finished_at: datetime | None
    counts: Mapping[str, int]
    interrupted: bool


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. subject: whom or what it is about, an id. hash: over all before it and itself."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: Plain
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """Whether the log is whole. broken: the first event that does not fit, None if all do.

    head: the last event's hash, to be noted elsewhere: a log that was cut short at its end is whole by itself.
    """

    events: int
    head: str
    broken: int | None
