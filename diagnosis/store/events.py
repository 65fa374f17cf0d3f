"""The log: append-only, each event hashed together with the hash before it.

Events name ids and digests, never persons or answers: a member's data can be deleted and the chain stays provable.
"""

import contextlib
import hashlib
import json
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, or_, select, update

from diagnosis.store.bulk import add_rows
from diagnosis.store.errors import StoreError
from diagnosis.store.records import ChainReport, Event, Plain
from diagnosis.store.tables import CHAIN, DIAGNOSES, EVENTS

_PORTION = 1000
_encode = json.JSONEncoder(ensure_ascii=False, default=repr).encode
_encode_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
BEGINNING = "0" * 64
"""What the first event follows."""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to be appended. details: plain data."""

    action: str
    subject: str
    details: Plain


def append_events(connection: Connection, events: Sequence[NewEvent], *, actor: str, at: datetime) -> None:
    """Append events in order. The transaction holds the chain's head from here to its end."""
    if not events:
        return
    head = connection.execute(select(CHAIN.c.seq, CHAIN.c.hash).with_for_update()).one_or_none()
    if head is None:
        raise _damaged()
    seq, previous = int(head.seq), str(head.hash)
    moment = at.isoformat()
    rows = []
    for event in events:
        seq += 1
        row = {
            "seq": seq,
            "at": moment,
            "actor": actor,
            "action": event.action,
            "subject": event.subject,
            "details": _canonical(event.details),
            "previous": previous,
        }
        previous = row["hash"] = hash_of(row)
        rows.append(row)
    add_rows(connection, EVENTS, rows)
    connection.execute(update(CHAIN).values(seq=seq, hash=previous))


def hash_of(row: dict[str, object]) -> str:
    """SHA-256 over everything in an event but the hash itself, in hexadecimal."""
    parts = [row[name] for name in ("seq", "at", "actor", "action", "subject", "details", "previous")]
    return hashlib.sha256(_encode(parts).encode()).hexdigest()


def read_events(
    connection: Connection, *, subject: str | None, member: str | None, action: str | None = None
) -> Iterator[Event]:
    """Events in order: those of one subject, of one member's diagnoses, of one action, or all."""
    wanted = select(EVENTS).order_by(EVENTS.c.seq)
    if member is not None:
        wanted = wanted.where(EVENTS.c.subject.in_(select(DIAGNOSES.c.key).where(DIAGNOSES.c.member_id == member)))
    if subject is not None:
        wanted = wanted.where(EVENTS.c.subject == subject)
    if action is not None:
        wanted = wanted.where(EVENTS.c.action == action)
    for row in stream(connection, wanted):
        yield _event(row)


def read_newest(connection: Connection, search: str, start: int, most: int) -> list[Event]:
    """Events from the newest on whose action, subject or actor begins with `search`; `start` are left out."""
    wanted = select(EVENTS).order_by(EVENTS.c.seq.desc()).offset(start).limit(most)
    if search:
        columns = (EVENTS.c.action, EVENTS.c.subject, EVENTS.c.actor)
        wanted = wanted.where(or_(*(column.startswith(search, autoescape=True) for column in columns)))
    return [_event(row) for row in connection.execute(wanted)]


def has_hash(connection: Connection, noted: str) -> bool:
    """Whether an event of the log has the hash that somebody noted as its head."""
    return connection.scalar(select(EVENTS.c.seq).where(EVENTS.c.hash == noted)) is not None


def verify_events(connection: Connection) -> ChainReport:
    """Follow the chain from its beginning: every number, every link and every hash, and the head at the end."""
    previous, count = BEGINNING, 0
    with contextlib.closing(stream(connection, select(EVENTS).order_by(EVENTS.c.seq))) as rows:
        for row in rows:
            if row.seq != count + 1 or row.previous != previous or row.hash != hash_of(dict(row._mapping)):  # noqa: SLF001 - documented
                return ChainReport(count, previous, count + 1)
            count, previous = row.seq, row.hash
    head = connection.execute(select(CHAIN.c.seq, CHAIN.c.hash)).one_or_none()
    is_whole = head is not None and (head.seq, head.hash) == (count, previous)
    return ChainReport(count, previous, None if is_whole else count + 1)


def stream(connection: Connection, wanted: Select[Any]) -> Generator[Row[Any]]:
    """Rows as they come, a portion in memory at a time."""
    with connection.execute(wanted.execution_options(yield_per=_PORTION)) as result:
        yield from result


def _event(row: Row[Any]) -> Event:
    try:
        return Event(
            seq=row.seq,
            at=datetime.fromisoformat(row.at),
            actor=row.actor,
            action=row.action,
            subject=row.subject,
            details=json.loads(row.details),
            previous=row.previous,
            hash=row.hash,
        )
    except (TypeError, ValueError) as error:
        raise _damaged() from error


def _damaged() -> StoreError:
    return StoreError(
        ja="保管庫の記録が書き換えられているか、壊れています。"
        "diagnosis log --verify で場所を確かめ、控えから戻してください。",
        en="The store's log was changed or is damaged. See where with diagnosis log --verify, and go back to a copy.",
    )


def _canonical(details: Plain) -> str:
    return _encode_canonical(details)
