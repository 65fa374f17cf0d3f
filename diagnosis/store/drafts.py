"""Members' drafts: locked boxes with a time at which they are thrown away. The store has no key to look inside."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update

from diagnosis.store.opening import reading, write
from diagnosis.store.tables import DRAFTS


@dataclass(frozen=True, slots=True)
class Box:
    """content: locked by its owner. expires_at: with its zone; from then on it is as if it were not there."""

    content: bytes
    expires_at: datetime


class Drafts:
    """The drafts of a store. Every method is one transaction, and raises StoreError where it cannot be done."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, name: str, box: Box) -> None:
        """Keep a new box. name: nobody else can guess it."""
        write(self._engine, lambda connection: _add(connection, name, box))

    def find(self, name: str, now: datetime) -> Box | None:
        """The box of that name; None where there is none, or none any more."""
        with reading(self._engine) as connection:
            return _find(connection, name, now)

    def change(self, name: str, now: datetime, deed: Callable[[Box], Box]) -> Box | None:
        """What `deed` makes of the box, kept in its place; None where there is none.

        Whoever changes the same box at the same time waits, so nothing is lost between reading and writing. What
        `deed` raises leaves the box as it was.
        """

        def exchange(connection: Connection) -> Box | None:
            found = _find(connection, name, now, to_change=True)
            if found is None:
                return None
            made = deed(found)
            values = {"content": made.content, "expires_at": _written(made.expires_at)}
            connection.execute(update(DRAFTS).where(DRAFTS.c.name == name).values(values))
            return made

        return write(self._engine, exchange)

    def remove(self, name: str) -> None:
        """Throw a box away; nothing happens where there is none."""
        write(self._engine, lambda connection: connection.execute(delete(DRAFTS).where(DRAFTS.c.name == name)))

    def remove_expired(self, now: datetime) -> int:
        """Throw away every box whose day has come; how many there were."""
        expired = delete(DRAFTS).where(DRAFTS.c.expires_at <= _written(now))
        return write(self._engine, lambda connection: connection.execute(expired).rowcount)


def _add(connection: Connection, name: str, box: Box) -> None:
    values = {"name": name, "content": box.content, "expires_at": _written(box.expires_at)}
    connection.execute(insert(DRAFTS).values(values))


def _find(connection: Connection, name: str, now: datetime, *, to_change: bool = False) -> Box | None:
    wanted = select(DRAFTS.c.content, DRAFTS.c.expires_at).where(DRAFTS.c.name == name)
    row = connection.execute(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None or row.expires_at <= _written(now):
        return None
    return Box(row.content, datetime.fromtimestamp(row.expires_at, now.tzinfo))


def _written(moment: datetime) -> int:
    """Whole seconds since 1970."""
    return int(moment.timestamp())
