"""The insurer's people: users, and the sessions of those who are signed in. What happens to either is on the log."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from diagnosis.model.staff import Role, Staff
from diagnosis.store.events import NewEvent, append_events
from diagnosis.store.opening import reading, write
from diagnosis.store.tables import SESSIONS, USERS

_SELDOM = 60
"""Seconds between two notes that a session is still in use: not every page is worth a write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """password: hashed; None for one whom the directory signs in. is_initial: it was given by somebody else.

    second_factor: the secret of their authenticator app, in base32; None until they have one.
    """

    id: str
    name: str
    roles: frozenset[Role]
    password: str | None = None
    is_active: bool = True
    is_initial: bool = False
    second_factor: str | None = None

    @property
    def staff(self) -> Staff:
        """As the site knows them."""
        return Staff(self.id, self.name, self.roles)


@dataclass(frozen=True, slots=True)
class Spans:
    """How long a session lasts: without a deed, and in all."""

    idle: timedelta
    whole: timedelta


class People:
    """Users and sessions. Every method is one transaction with its event; it raises StoreError where it cannot be done.

    actor: who does it, for the log. The names of sessions are hashes: the store cannot sign anybody in.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def find(self, user: str) -> User | None:
        """The user of that id, active or not."""
        with reading(self._engine) as connection:
            return _find(connection, user)

    def all(self) -> Sequence[User]:
        """Every user, by id."""
        with reading(self._engine) as connection:
            return [_user(row) for row in connection.execute(select(USERS).order_by(USERS.c.id))]

    def put(self, user: User, actor: str) -> None:
        """Add a user, or change one.

        The sessions of one who is not active any more, or whose password or second factor changed, end.
        """
        now = self._clock()

        def keep(connection: Connection) -> None:
            before = _find(connection, user.id)
            values = {
                "name": user.name,
                "roles": " ".join(sorted(user.roles)),
                "password": user.password,
                "is_active": user.is_active,
                "is_initial": user.is_initial,
                "second_factor": user.second_factor,
            }
            is_new_password = before is None or user.password != before.password
            is_new_factor = user.second_factor != (before.second_factor if before else None)
            if before is None:
                connection.execute(insert(USERS).values(id=user.id, **values))
            else:
                connection.execute(update(USERS).where(USERS.c.id == user.id).values(values))
                if not user.is_active or is_new_password or is_new_factor:
                    connection.execute(delete(SESSIONS).where(SESSIONS.c.user_id == user.id))
            action = "user-added" if before is None else "user-changed"
            details = {
                "roles": sorted(user.roles),
                "is_active": user.is_active,
                "password": is_new_password,
                "second_factor": is_new_factor,
            }
            append_events(connection, [NewEvent(action, user.id, details)], actor=actor, at=now)

        write(self._engine, keep)

    def begin_session(self, name: str, user: str, way: str) -> None:
        """Somebody signed in. way: by password, with a code or without, or by the directory."""
        now = self._clock()

        def begin(connection: Connection) -> None:
            moment = _seconds(now)
            row = {"name": name, "user_id": user, "began_at": moment, "seen_at": moment}
            connection.execute(insert(SESSIONS).values(row))
            append_events(connection, [NewEvent("signed-in", user, {"way": way})], actor=user, at=now)

        write(self._engine, begin)

    def note_refusal(self, user: str) -> None:
        """Somebody tried to sign in as a user that there is, and could not."""
        now = self._clock()
        event = NewEvent("sign-in-refused", user, {})
        write(self._engine, lambda connection: append_events(connection, [event], actor="web", at=now))

    def use_code(self, user: str, step: int) -> bool:
        """Take a code of this step of time; False where one of this step, or of a later one, was taken before."""
        newer = (USERS.c.id == user) & (USERS.c.last_step < step)
        taken = update(USERS).where(newer).values(last_step=step)
        return write(self._engine, lambda connection: connection.execute(taken).rowcount == 1)

    def of_session(self, name: str, spans: Spans) -> Staff | None:
        """Who is signed in by this session; None where it has ended or its user may not come any more."""
        now = _seconds(self._clock())
        with reading(self._engine) as connection:
            wanted = (
                select(USERS, SESSIONS.c.began_at, SESSIONS.c.seen_at).join(SESSIONS).where(SESSIONS.c.name == name)
            )
            row = connection.execute(wanted).one_or_none()
        if row is None or not row.is_active:
            return None
        if now - row.began_at >= spans.whole.total_seconds() or now - row.seen_at >= spans.idle.total_seconds():
            return None
        if now - row.seen_at >= _SELDOM:
            seen = update(SESSIONS).where(SESSIONS.c.name == name).values(seen_at=now)
            write(self._engine, lambda connection: connection.execute(seen))
        return _user(row).staff

    def sessions_of(self, user: str) -> Sequence[tuple[datetime, datetime]]:
        """When each session of a user began and was last used, newest first; some may have ended since."""
        zone = self._clock().tzinfo
        wanted = select(SESSIONS).where(SESSIONS.c.user_id == user).order_by(SESSIONS.c.seen_at.desc())
        with reading(self._engine) as connection:
            rows = connection.execute(wanted).all()
        return [(datetime.fromtimestamp(row.began_at, zone), datetime.fromtimestamp(row.seen_at, zone)) for row in rows]

    def end_others(self, user: str, but: str) -> None:
        """End every session of a user but one."""
        now = self._clock()

        def end(connection: Connection) -> None:
            others = (SESSIONS.c.user_id == user) & (SESSIONS.c.name != but)
            if connection.execute(delete(SESSIONS).where(others)).rowcount:
                append_events(connection, [NewEvent("sessions-ended", user, {})], actor=user, at=now)

        write(self._engine, end)

    def end_session(self, name: str) -> None:
        """Somebody signed out; nothing happens where there is no such session."""
        now = self._clock()

        def end(connection: Connection) -> None:
            user = connection.scalar(select(SESSIONS.c.user_id).where(SESSIONS.c.name == name))
            if user is not None:
                connection.execute(delete(SESSIONS).where(SESSIONS.c.name == name))
                append_events(connection, [NewEvent("signed-out", user, {})], actor=user, at=now)

        write(self._engine, end)

    def remove_ended(self, spans: Spans) -> int:
        """Throw away sessions that have ended; how many there were."""
        now = _seconds(self._clock())
        idle, whole = int(spans.idle.total_seconds()), int(spans.whole.total_seconds())
        ended = delete(SESSIONS).where((SESSIONS.c.began_at <= now - whole) | (SESSIONS.c.seen_at <= now - idle))
        return write(self._engine, lambda connection: connection.execute(ended).rowcount)


def _find(connection: Connection, user: str) -> User | None:
    row = connection.execute(select(USERS).where(USERS.c.id == user)).one_or_none()
    return None if row is None else _user(row)


def _user(row: Row[Any]) -> User:
    roles = frozenset(Role(role) for role in row.roles.split())
    return User(
        id=row.id,
        name=row.name,
        roles=roles,
        password=row.password,
        is_active=row.is_active,
        is_initial=row.is_initial,
        second_factor=row.second_factor,
    )


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
