"""Answers that were given under an `Idempotency-Key`: the same request gets the same answer again.

No work is done twice, also where the server was killed in between.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, Engine, delete, insert, select, update

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
    """An answer: HTTP status, content type and bytes."""

    status: int
    kind: str
    content: bytes


class ApiAnswers:
    """The answers of a store. Every method is one transaction, and raises StoreError where it fails."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def begin(self, owner: str, key: str, request: str) -> tuple[Turn, Given | None]:
        """Take the turn for a request. request: its digest. Of two at once one goes and the other waits."""
        now = _seconds(self._clock())

        def take(connection: Connection) -> tuple[Turn, Given | None]:
            this = (API_ANSWERS.c.owner == owner) & (API_ANSWERS.c.key == key)
            row = connection.execute(select(API_ANSWERS).where(this).with_for_update()).one_or_none()
            if row is not None and now - row.began_at >= LASTING.total_seconds():
                connection.execute(delete(API_ANSWERS).where(this))
                row = None
            if row is None:
                values = {"owner": owner, "key": key, "request": request, "began_at": now}
                connection.execute(insert(API_ANSWERS).values(values))
                return Turn.GO, None
            if row.request != request:
                return Turn.OTHER, None
            if row.status is not None:
                return Turn.AGAIN, Given(row.status, row.kind, row.content)
            if now - row.began_at < PATIENCE.total_seconds():
                return Turn.WAIT, None
            connection.execute(update(API_ANSWERS).where(this).values(began_at=now))
            return Turn.GO, None

        return write(self._engine, take)

    def keep(self, owner: str, key: str, given: Given | None) -> None:
        """Keep the answer; None where there is none to keep, so that the request may be tried again."""

        def put(connection: Connection) -> None:
            this = (API_ANSWERS.c.owner == owner) & (API_ANSWERS.c.key == key)
            if given is None:
                connection.execute(delete(API_ANSWERS).where(this))
            else:
                values = {"status": given.status, "kind": given.kind, "content": given.content}
                connection.execute(update(API_ANSWERS).where(this).values(values))

        write(self._engine, put)

    def remove_expired(self) -> int:
        """Throw away what is not given again any more; how many there were."""
        least = _seconds(self._clock() - LASTING)
        expired = delete(API_ANSWERS).where(API_ANSWERS.c.began_at <= least)
        return write(self._engine, lambda connection: connection.execute(expired).rowcount)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
