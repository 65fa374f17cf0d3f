"""Keys of other systems: made, found by what a caller shows, revoked. Only a hash of the secret part is kept."""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select, update

from diagnosis.model.api_key import ApiKey, Scope
from diagnosis.store.events import NewEvent, append_events
from diagnosis.store.opening import reading, write
from diagnosis.store.tables import API_KEYS

_MARK = "dk"
_JAPAN = timezone(timedelta(hours=9))
_ID_BYTES, _SECRET_BYTES = 5, 32


class ApiKeys:
    """The keys of a store. Every method is one transaction with its event, and raises StoreError where it fails."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def make(self, owner: str, scopes: frozenset[Scope], lasting: timedelta | None, actor: str) -> str:
        """A new key, as it is shown this once: `dk_ID_SECRET`."""
        now = self._clock()
        id_, secret = secrets.token_hex(_ID_BYTES), secrets.token_urlsafe(_SECRET_BYTES)
        row = {
            "id": id_,
            "owner": owner,
            "hash": _hash(secret),
            "scopes": " ".join(sorted(scopes)),
            "made_at": _seconds(now),
            "expires_at": _seconds(now + lasting) if lasting else None,
            "is_revoked": False,
        }

        def keep(connection: Connection) -> None:
            connection.execute(insert(API_KEYS).values(row))
            details = {"owner": owner, "scopes": sorted(scopes)}
            append_events(connection, [NewEvent("key-made", id_, details)], actor=actor, at=now)

        write(self._engine, keep)
        return f"{_MARK}_{id_}_{secret}"

    def find(self, shown: str) -> ApiKey | None:
        """The key that a caller shows, if it is one, has not expired and was not revoked."""
        mark, _, rest = shown.partition("_")
        id_, _, secret = rest.partition("_")
        if mark != _MARK or not secret:
            return None
        with reading(self._engine) as connection:
            row = connection.execute(select(API_KEYS).where(API_KEYS.c.id == id_)).one_or_none()
        if row is None or not hmac.compare_digest(row.hash, _hash(secret)):
            return None
        now = self._clock()
        key = _key(row, now)
        if key.is_revoked or (key.expires_at is not None and key.expires_at <= now):
            return None
        today = now.astimezone(_JAPAN).date()
        if key.used_on != today:
            self._note_use(key, today)
        return key

    def _note_use(self, key: ApiKey, day: date) -> None:
        """Written once a day, so that calls only read."""
        used = update(API_KEYS).where(API_KEYS.c.id == key.id).values(used_on=day.isoformat())
        write(self._engine, lambda connection: connection.execute(used))

    def all(self) -> Sequence[ApiKey]:
        """Every key, newest first."""
        now = self._clock()
        with reading(self._engine) as connection:
            wanted = select(API_KEYS).order_by(API_KEYS.c.made_at.desc(), API_KEYS.c.id)
            return [_key(row, now) for row in connection.execute(wanted)]

    def revoke(self, id_: str, actor: str) -> bool:
        """The key opens nothing any more; False where there is no such key, or it was revoked before."""
        now = self._clock()

        def end(connection: Connection) -> bool:
            ended = update(API_KEYS).where(API_KEYS.c.id == id_, API_KEYS.c.is_revoked.is_(False))
            if not connection.execute(ended.values(is_revoked=True)).rowcount:
                return False
            append_events(connection, [NewEvent("key-revoked", id_, {})], actor=actor, at=now)
            return True

        return write(self._engine, end)


def _key(row: Row[Any], now: datetime) -> ApiKey:
    zone = now.tzinfo
    return ApiKey(
        id=row.id,
        owner=row.owner,
        scopes=frozenset(Scope(scope) for scope in row.scopes.split()),
        made_at=datetime.fromtimestamp(row.made_at, zone),
        expires_at=None if row.expires_at is None else datetime.fromtimestamp(row.expires_at, zone),
        used_on=None if row.used_on is None else date.fromisoformat(row.used_on),
        is_revoked=row.is_revoked,
    )


def _hash(secret: str) -> str:
    """A plain hash will do: the secret is 32 random bytes, which nobody can guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
