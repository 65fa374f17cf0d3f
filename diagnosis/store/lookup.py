"""What is on record, read again into the types that went in."""

import functools
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from diagnosis.files.packing import unpack, unpack_file
from diagnosis.store.events import stream
from diagnosis.store.recording import MOST_KEYS
from diagnosis.store.records import (
    Done,
    IssuedReport,
    StoredBatch,
    StoredDiagnosis,
    StoredMember,
    StoredResult,
    Wanted,
)
from diagnosis.store.tables import BATCHES, DIAGNOSES, FILES, ITEMS, MEMBERS, QUARANTINE, REPORTS, SHEETS

T = TypeVar("T")
_MOST_EARLIER = 10
_MOST_ROWS = 200
"""Diagnoses that are looked through for those of earlier days: many may be of one day."""


def read_done(connection: Connection, keys: Sequence[str]) -> Mapping[str, Done]:
    """Which of the keys are done."""
    found: dict[str, Done] = {}
    for part in _parts(keys):
        refused = select(QUARANTINE.c.key).where(QUARANTINE.c.key.in_(part))
        found |= {key: Done(None, None, None) for key in connection.scalars(refused)}
        wanted = (
            select(DIAGNOSES.c.key, DIAGNOSES.c.diagnosed_on, REPORTS.c.name, REPORTS.c.digest)
            .join(REPORTS, isouter=True)
            .where(DIAGNOSES.c.key.in_(part))
        )
        found |= {row.key: Done(row.diagnosed_on, row.name, row.digest) for row in connection.execute(wanted)}
    return found


def read_results(connection: Connection, keys: Sequence[str]) -> Iterator[StoredResult]:
    """What is on record for the keys, in their order."""
    for part in _parts(keys):
        found = _results(connection, part)
        yield from (found[key] for key in part if key in found)


def read_results_of(connection: Connection, batch: int) -> Iterator[tuple[str, int, StoredResult]]:
    """Everything in a batch, by file and place."""
    wanted = (
        select(ITEMS.c.file, ITEMS.c.place, ITEMS.c.key)
        .where(ITEMS.c.batch_id == batch)
        .order_by(ITEMS.c.file, ITEMS.c.place)
    )
    items = connection.execute(wanted).all()
    for part in _parts(items):
        found = _results(connection, [row.key for row in part])
        yield from ((row.file, row.place, found[row.key]) for row in part if row.key in found)


def read_files_of(connection: Connection, batch: int) -> list[tuple[str, str]]:
    """Digest and name of every file of a batch, by name."""
    found: dict[str, str] = {}
    for table in (DIAGNOSES, QUARANTINE):
        wanted = (
            select(FILES.c.digest, FILES.c.name)
            .join(table, table.c.file_digest == FILES.c.digest)
            .join(ITEMS, ITEMS.c.key == table.c.key)
            .where(ITEMS.c.batch_id == batch)
            .distinct()
        )
        found |= {row.digest: row.name for row in connection.execute(wanted)}
    return sorted(found.items(), key=lambda one: one[1])


def read_batches(connection: Connection) -> list[StoredBatch]:
    """Every run, newest first."""
    return [_batch(row) for row in connection.execute(select(BATCHES).order_by(BATCHES.c.id.desc()))]


def read_diagnoses(connection: Connection, wanted: Wanted) -> Iterator[StoredDiagnosis]:
    """Diagnoses by member, then day, then when they were recorded."""
    in_order = (DIAGNOSES.c.member_id, DIAGNOSES.c.diagnosed_on, DIAGNOSES.c.recorded_at, DIAGNOSES.c.key)
    for row in stream(connection, _diagnoses().where(*_conditions(wanted)).order_by(*in_order)):
        yield _diagnosis(row)


def read_members(connection: Connection, wanted: Wanted) -> Iterator[StoredMember]:
    """Members who have such diagnoses, by number."""
    for member, diagnoses in itertools.groupby(read_diagnoses(connection, wanted), attrgetter("member_id")):
        count, newest = 0, None
        for count, newest in enumerate(diagnoses, start=1):  # noqa: B007 - the last ones are meant
            pass
        if newest:
            yield StoredMember(member, newest.member_name, count, newest)


def read_keys(connection: Connection, start: str) -> list[str]:
    """Keys that begin with `start`."""
    found: list[str] = []
    for table in (DIAGNOSES, QUARANTINE):
        wanted = select(table.c.key).where(table.c.key.startswith(start, autoescape=True)).order_by(table.c.key)
        found += connection.scalars(wanted.limit(10))
    return found


def read_quarantined(connection: Connection, batch: int | None) -> Iterator[tuple[str, str, StoredResult]]:
    """Quarantined sheets of a batch or all, by the name of the file; one that came under two names stands twice."""
    wanted = (
        select(ITEMS.c.file, ITEMS.c.place, QUARANTINE.c.file_digest, QUARANTINE.c.key, QUARANTINE.c.problems)
        .join(QUARANTINE, QUARANTINE.c.key == ITEMS.c.key)
        .distinct()
        .order_by(ITEMS.c.file, ITEMS.c.place, QUARANTINE.c.key)
    )
    if batch is not None:
        wanted = wanted.where(ITEMS.c.batch_id == batch)
    for row in stream(connection, wanted):
        yield row.file, row.file_digest, StoredResult(row.key, None, b"", json.loads(row.problems))


def read_sheet(connection: Connection, key: str) -> bytes | None:
    """The canonical sheet of a diagnosis."""
    wanted = select(SHEETS.c.content).join(DIAGNOSES).where(DIAGNOSES.c.key == key)
    content = connection.scalar(wanted)
    return None if content is None else unpack(content)


def read_earlier(connection: Connection, member: str, before: date, but: str) -> list[tuple[date, bytes]]:
    """The newest diagnosis of each earlier day: the day and the canonical sheet, earliest first, ten at most.

    but: the digest of a sheet that is no earlier one, whenever it was diagnosed.
    """
    own = (DIAGNOSES.c.member_id == member, DIAGNOSES.c.diagnosed_on < before, DIAGNOSES.c.sheet_digest != but)
    newest = DIAGNOSES.c.diagnosed_on.desc(), DIAGNOSES.c.recorded_at.desc(), DIAGNOSES.c.key
    wanted = select(DIAGNOSES.c.diagnosed_on, DIAGNOSES.c.sheet_digest).where(*own).order_by(*newest)
    by_day: dict[date, str] = {}
    for row in connection.execute(wanted.limit(_MOST_ROWS)):
        by_day.setdefault(row.diagnosed_on, row.sheet_digest)
    found = list(by_day.items())[:_MOST_EARLIER]
    contents = select(SHEETS.c.digest, SHEETS.c.content).where(SHEETS.c.digest.in_({digest for _, digest in found}))
    sheets = {row.digest: unpack(row.content) for row in connection.execute(contents)}
    return [(day, sheets[digest]) for day, digest in reversed(found)]


def read_file(connection: Connection, digest: str) -> bytes | None:
    """A returned file."""
    content = connection.scalar(select(FILES.c.content).where(FILES.c.digest == digest))
    return None if content is None else unpack_file(bytes(content))


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    same = {
        DIAGNOSES.c.member_id: wanted.member,
        DIAGNOSES.c.grade: wanted.grade,
        DIAGNOSES.c.tier: wanted.tier,
        DIAGNOSES.c.trade: wanted.trade,
        DIAGNOSES.c.risk_group: wanted.risk_group,
        DIAGNOSES.c.ruleset: wanted.ruleset,
    }
    yield from (column == value for column, value in same.items() if value is not None)
    if wanted.batch is not None:
        yield DIAGNOSES.c.key.in_(select(ITEMS.c.key).where(ITEMS.c.batch_id == wanted.batch))
    if wanted.since is not None:
        yield DIAGNOSES.c.diagnosed_on >= wanted.since
    if wanted.until is not None:
        yield DIAGNOSES.c.diagnosed_on <= wanted.until


def _results(connection: Connection, keys: Sequence[str]) -> dict[str, StoredResult]:
    refused = select(QUARANTINE.c.key, QUARANTINE.c.problems).where(QUARANTINE.c.key.in_(keys))
    found = {row.key: StoredResult(row.key, None, b"", json.loads(row.problems)) for row in connection.execute(refused)}
    wanted = _diagnoses().add_columns(DIAGNOSES.c.content).where(DIAGNOSES.c.key.in_(keys))
    for row in connection.execute(wanted):
        found[row.key] = StoredResult(row.key, _diagnosis(row), unpack(row.content), ())
    return found


_REPORT = ("name", "digest", "size", "pages", "language", "edition", "templates")
_PLAIN = (
    *("key", "member_id", "ruleset", "engine", "sheet_digest", "diagnosed_on", "overall", "lower", "upper", "grade"),
    *("tier", "certification", "discount", "risk_group", "trade", "employees", "persons"),
)
_LISTS = ("gates", "findings", "referrals")
_OWN = ("definitions", "recorded_at")
_READ = (*_PLAIN, *_LISTS, *_OWN, "member_name", "answered_on")
"""What `_diagnoses` reads before the report, in its order."""


def _diagnoses() -> Select[Any]:
    own = [DIAGNOSES.c[name] for name in (*_PLAIN, *_LISTS, *_OWN)]
    report = [REPORTS.c[name].label(f"report_{name}") for name in _REPORT]
    return (
        select(*own, MEMBERS.c.name.label("member_name"), SHEETS.c.answered_on, *report)
        .join(MEMBERS, MEMBERS.c.id == DIAGNOSES.c.member_id)
        .join(SHEETS, SHEETS.c.digest == DIAGNOSES.c.sheet_digest)
        .join(REPORTS, REPORTS.c.key == DIAGNOSES.c.key, isouter=True)
    )


def _diagnosis(row: Row[Any]) -> StoredDiagnosis:
    fields = dict(zip(_READ, row, strict=False))  # more may stand behind
    report = dict(zip(_REPORT, row[len(_READ) :], strict=False))
    fields |= {name: _names(fields[name]) for name in _LISTS}
    fields["definitions"] = _pairs(fields["definitions"])
    fields["recorded_at"] = _moment(fields["recorded_at"])
    return StoredDiagnosis(**fields, report=None if report["digest"] is None else IssuedReport(**report))


@functools.lru_cache(maxsize=4096)
def _names(written: str) -> tuple[str, ...]:
    """The same few for many thousand diagnoses, as the two below."""
    return tuple(json.loads(written))


@functools.lru_cache(maxsize=64)
def _pairs(written: str) -> tuple[tuple[str, str], ...]:
    return tuple((reference, digest) for reference, digest in json.loads(written))


@functools.lru_cache(maxsize=64)
def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _batch(row: Row[Any]) -> StoredBatch:
    return StoredBatch(
        id=row.id,
        inbox=row.inbox,
        outbox=row.outbox,
        language=row.language,
        edition=row.edition,
        asked=json.loads(row.asked),
        started_at=datetime.fromisoformat(row.started_at),
        finished_at=None if row.finished_at is None else datetime.fromisoformat(row.finished_at),
        counts=json.loads(row.counts) if row.counts else {},
        interrupted=row.interrupted,
    )


def _parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), MOST_KEYS):
        yield items[start : start + MOST_KEYS]
