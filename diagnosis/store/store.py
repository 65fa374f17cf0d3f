"""The store: what batches put on record, and what was put there."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Self

from sqlalchemy import Connection, Engine, insert, update

from diagnosis.store.events import NewEvent, append_events, read_events, verify_events
from diagnosis.store.lookup import (
    read_batches,
    read_diagnoses,
    read_done,
    read_file,
    read_keys,
    read_quarantined,
    read_results,
    read_results_of,
    read_sheet,
)
from diagnosis.store.opening import open_engine, reading, writing
from diagnosis.store.recording import note_items, record_results
from diagnosis.store.records import (
    BatchOutcome,
    ChainReport,
    Done,
    Event,
    NewBatch,
    Result,
    Seen,
    StoredBatch,
    StoredDiagnosis,
    StoredResult,
)
from diagnosis.store.tables import BATCHES

Clock = Callable[[], datetime]


class Store:
    """A store that is open. Every method is one transaction, and raises StoreError where it cannot be done.

    clock: the time with its zone, for the log. actor: who does it, an id and no name.
    """

    def __init__(self, engine: Engine, clock: Clock, actor: str) -> None:
        self._engine = engine
        self._clock = clock
        self._actor = actor

    @classmethod
    def open(cls, url: str, clock: Clock, actor: str = "batch", *, create: bool = True) -> Self:
        """Open the store at `url`, `sqlite:///FILE` or `postgresql://…`, and bring it up to date.

        create: make it where there is none, else that is an error. Raises StoreError.
        """
        return cls(open_engine(url, create=create), clock, actor)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Writing

    def begin_batch(self, batch: NewBatch) -> int:
        """Put a run on record; its number."""
        now = self._clock()
        with writing(self._engine) as connection:
            row = {
                "inbox": batch.inbox,
                "outbox": batch.outbox,
                "language": batch.language,
                "edition": batch.edition,
                "asked": json.dumps(batch.asked, ensure_ascii=False, sort_keys=True),
                "started_at": now.isoformat(),
                "interrupted": False,
            }
            (number,) = connection.execute(insert(BATCHES).values(row)).inserted_primary_key or (0,)
            self._log(connection, [NewEvent("batch-began", f"batch-{number}", {})], now)
            return int(number)

    def finish_batch(self, batch: int, outcome: BatchOutcome) -> None:
        """Put on record how a run ended."""
        now = self._clock()
        counts = json.dumps(dict(outcome.counts), sort_keys=True)
        with writing(self._engine) as connection:
            values = {"finished_at": now.isoformat(), "counts": counts, "interrupted": outcome.interrupted}
            connection.execute(update(BATCHES).where(BATCHES.c.id == batch).values(values))
            action = "batch-interrupted" if outcome.interrupted else "batch-finished"
            self._log(connection, [NewEvent(action, f"batch-{batch}", dict(outcome.counts))], now)

    def record(self, batch: int, results: Sequence[Result]) -> None:
        """Put results on record, all or none. A key that is on record already keeps what stands there."""
        now = self._clock()
        with writing(self._engine) as connection:
            self._log(connection, record_results(connection, batch, results, now), now)

    def record_seen(self, batch: int, seen: Sequence[Seen]) -> None:
        """Note that sheets which were done before are part of this batch, too."""
        with writing(self._engine) as connection:
            note_items(connection, batch, [(one.file, one.place, one.key) for one in seen])

    # Reading

    def find_done(self, keys: Sequence[str]) -> Mapping[str, Done]:
        """Which of these keys are done, and what came of them."""
        with reading(self._engine) as connection:
            return read_done(connection, keys)

    def results(self, keys: Sequence[str]) -> Iterator[StoredResult]:
        """What is on record for these keys, in their order; those that are not there are left out."""
        with reading(self._engine) as connection:
            yield from read_results(connection, keys)

    def results_of(self, batch: int) -> Iterator[tuple[str, int, StoredResult]]:
        """File, place and result of everything in a batch, by file and place."""
        with reading(self._engine) as connection:
            yield from read_results_of(connection, batch)

    def batches(self) -> Sequence[StoredBatch]:
        """Every run, newest first."""
        with reading(self._engine) as connection:
            return read_batches(connection)

    def diagnoses(self, *, member: str | None = None, batch: int | None = None) -> Iterator[StoredDiagnosis]:
        """Diagnoses by member, then day; of one member or one batch, or all."""
        with reading(self._engine) as connection:
            yield from read_diagnoses(connection, member=member, batch=batch)

    def find_keys(self, start: str) -> Sequence[str]:
        """Keys of diagnoses and quarantined sheets that begin with `start`, ten at most."""
        with reading(self._engine) as connection:
            return read_keys(connection, start)

    def quarantined(self) -> Iterator[tuple[str, str, StoredResult]]:
        """Name and digest of the file and what is wrong, of every quarantined sheet, by name."""
        with reading(self._engine) as connection:
            yield from read_quarantined(connection)

    def sheet(self, key: str) -> bytes | None:
        """The canonical sheet of a diagnosis; None if there is no such diagnosis."""
        with reading(self._engine) as connection:
            return read_sheet(connection, key)

    def file(self, digest: str) -> bytes | None:
        """A returned file as it came; None if it is not kept."""
        with reading(self._engine) as connection:
            return read_file(connection, digest)

    def events(self, *, subject: str | None = None) -> Iterator[Event]:
        """The log in order; of one subject or all."""
        with reading(self._engine) as connection:
            yield from read_events(connection, subject=subject)

    def verify_chain(self) -> ChainReport:
        """Whether the log is whole."""
        with reading(self._engine) as connection:
            return verify_events(connection)

    def _log(self, connection: Connection, new: Sequence[NewEvent], now: datetime) -> None:
        append_events(connection, new, actor=self._actor, at=now)
