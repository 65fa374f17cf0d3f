"""Answers that were given under an `Idempotency-Key`: the same request gets the same answer again.

No work is done twice, also where the server was killed in between.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from diagnosis.store.opening import write
from diagnosis.store.tables import API_ANSWERS

LASTING = timedelta(hours=24)
"""How long an answer is given again."""
PATIENCE = timedelta(seconds=90)
"""After that a request that has no answer yet was cut off, and may be done anew."""


class Turn(StrEnum):
    """What is to be done with a request. again: it has its answer. other: the key was used for another request."""

    GO = "go"
    WAIT = "wait"
    OTHER = "other"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: HTTP status, content type, bytes, and as what they are to be saved.

    members: the numbers of those whom it tells of. Once one of them is erased, nothing but GONE is given again.
    """

    status: int
    kind: str
    content: bytes
    disposition: str | None = None
    members: frozenset[str] = frozenset()


GONE = 410
"""Status of an answer that told of a member whose data were deleted since."""


@dataclass(frozen=True, slots=True)
class Begun:
    """given: where there is an answer. at: names the turn, for whoever has it; another may take it after PATIENCE."""

    turn: Turn
    given: Given | None = None
    at: int = 0


class ApiAnswers:
    """The answers of a store. Every method is one transaction, and raises StoreError where it fails."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def begin(self, owner: str, key: str, request: str) -> Begun:
        """Take the turn for a request. request: its digest. Of two at once one goes and the other waits."""
        now = _seconds(self._clock())
        new = {"owner": owner, "key": key, "request": request, "began_at": now}

        def take(connection: Connection) -> Begun:
            if connection.execute(_if_new(connection).values(new)).first():
                return Begun(Turn.GO, at=now)
            this = (API_ANSWERS.c.owner == owner) & (API_ANSWERS.c.key == key)
            row = connection.execute(select(API_ANSWERS).where(this).with_for_update()).one_or_none()
            if row is None:
                return Begun(Turn.WAIT)  # whoever had it has just given it up
            begun = _judge(row, request, now)
            if begun.turn is Turn.GO:
                connection.execute(update(API_ANSWERS).where(this).values({**_NOTHING, **new}))
            return begun

        return write(self._engine, take)

    def keep(self, owner: str, key: str, begun: Begun, given: Given | None) -> None:
        """Keep the answer; None where there is none to keep, so that the request may be tried again.

        Whoever took so long that another has taken the turn changes nothing any more.
        """

        def put(connection: Connection) -> None:
            row = (API_ANSWERS.c.owner == owner) & (API_ANSWERS.c.key == key)
            this = row & (API_ANSWERS.c.began_at == begun.at) & API_ANSWERS.c.status.is_(None)
            if given is None:
                connection.execute(delete(API_ANSWERS).where(this))
            else:
                connection.execute(update(API_ANSWERS).where(this).values(_row(given)))

        write(self._engine, put)

    def remove_expired(self) -> int:
        """Throw away what is not given again any more; how many there were."""
        least = _seconds(self._clock() - LASTING)
        expired = delete(API_ANSWERS).where(API_ANSWERS.c.began_at <= least)
        return write(self._engine, lambda connection: connection.execute(expired).rowcount)


def _if_new(connection: Connection) -> Any:  # noqa: ANN401 - either dialect's own statement
    """A row that gives its key where there was none.

    Of two at once the second waits here for the first, and then inserts nothing: what is not there cannot be locked.
    """
    statement = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return statement(API_ANSWERS).on_conflict_do_nothing().returning(API_ANSWERS.c.key)


def _judge(row: Row[Any], request: str, now: int) -> Begun:
    """What is to be done where the key was used before."""
    age = now - row.began_at
    if age >= LASTING.total_seconds():
        return Begun(Turn.GO, at=now)
    if row.request != request:
        return Begun(Turn.OTHER)
    if row.status is not None:
        return Begun(Turn.AGAIN, _given(row))
    return Begun(Turn.WAIT) if age < PATIENCE.total_seconds() else Begun(Turn.GO, at=now)


_NOTHING = dict.fromkeys(("status", "kind", "disposition", "members", "content"))


def _given(row: Row[Any]) -> Given:
    return Given(row.status, row.kind, row.content, row.disposition, frozenset(json.loads(row.members)))


def _row(given: Given) -> dict[str, object]:
    return {
        "status": given.status,
        "kind": given.kind,
        "content": given.content,
        "disposition": given.disposition,
        "members": json.dumps(sorted(given.members)),
    }


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
