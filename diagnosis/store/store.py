"""The store: what batches put on record, and what was put there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Self

from sqlalchemy import Connection, Engine

from diagnosis.store.api_answers import ApiAnswers
from diagnosis.store.api_keys import ApiKeys
from diagnosis.store.cases import Cases
from diagnosis.store.drafts import Drafts
from diagnosis.store.erasing import erase_member
from diagnosis.store.events import NewEvent, append_events, has_hash, read_events, read_newest, verify_events
from diagnosis.store.lookup import (
    read_batches,
    read_diagnoses,
    read_done,
    read_earlier,
    read_file,
    read_files_of,
    read_keys,
    read_members,
    read_quarantined,
    read_results,
    read_results_of,
    read_sheet,
)
from diagnosis.store.opening import open_engine, reading, write
from diagnosis.store.people import People
from diagnosis.store.recording import insert_batch, note_items, note_outcome, pack_result, record_results
from diagnosis.store.records import (
    BatchOutcome,
    ChainReport,
    Done,
    Event,
    NewBatch,
    Plain,
    Result,
    Seen,
    StoredBatch,
    StoredDiagnosis,
    StoredMember,
    StoredResult,
    Wanted,
)

Clock = Callable[[], datetime]
_ALL = Wanted()
_PEERS = "peers-made"


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

    @property
    def drafts(self) -> Drafts:
        """What members have not handed in."""
        return Drafts(self._engine)

    @property
    def api_keys(self) -> ApiKeys:
        """Keys of other systems."""
        return ApiKeys(self._engine, self._clock)

    @property
    def api_answers(self) -> ApiAnswers:
        """What was answered to other systems, to be answered again."""
        return ApiAnswers(self._engine, self._clock)

    @property
    def cases(self) -> Cases:
        """The sheets that the insurer's people work on."""
        return Cases(self._engine, self._clock)

    @property
    def people(self) -> People:
        """The insurer's people."""
        return People(self._engine, self._clock)

    # Writing

    def begin_batch(self, batch: NewBatch) -> int:
        """Put a run on record; its number."""
        now = self._clock()

        def begin(connection: Connection) -> int:
            number = insert_batch(connection, batch, now)
            self._log(connection, [NewEvent("batch-began", f"batch-{number}", {})], now)
            return number

        return write(self._engine, begin)

    def finish_batch(self, batch: int, outcome: BatchOutcome) -> None:
        """Put on record how a run ended."""
        now = self._clock()
        action = "batch-interrupted" if outcome.interrupted else "batch-finished"

        def finish(connection: Connection) -> None:
            note_outcome(connection, batch, outcome, now)
            self._log(connection, [NewEvent(action, f"batch-{batch}", dict(outcome.counts))], now)

        write(self._engine, finish)

    def record(self, batch: int, results: Sequence[Result]) -> None:
        """Put results on record, all or none. A key that is on record already keeps what stands there."""
        now = self._clock()
        packed = [pack_result(result) for result in results]  # before the transaction: it keeps others waiting

        def put(connection: Connection) -> None:
            self._log(connection, record_results(connection, batch, packed, now), now)

        write(self._engine, put)

    def note_peers(self, digest: str, details: Plain) -> None:
        """Put on record that a snapshot of peers was made. details: its ruleset, its period, the size of each group."""
        now = self._clock()
        write(self._engine, lambda connection: self._log(connection, [NewEvent(_PEERS, digest, details)], now))

    def earlier_peers(self, ruleset: str) -> Sequence[Plain]:
        """The details of every snapshot of this ruleset that was made before, earliest first."""
        with reading(self._engine) as connection:
            found = list(read_events(connection, subject=None, member=None, action=_PEERS))
        return [event.details for event in found if event.details.get("ruleset") == ruleset]

    def record_seen(self, batch: int, seen: Sequence[Seen]) -> None:
        """Note that sheets which were done before are part of this batch, too."""
        items = [(one.file, one.place, one.key) for one in seen]
        write(self._engine, lambda connection: note_items(connection, batch, items))

    def erase_member(self, member: str, actor: str) -> Mapping[str, int]:
        """Delete everything of a member; how much there was, by kind. See `store.erasing`."""
        return erase_member(self._engine, member, actor, self._clock())

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

    def diagnoses(self, wanted: Wanted = _ALL) -> Iterator[StoredDiagnosis]:
        """Diagnoses by member, then day."""
        with reading(self._engine) as connection:
            yield from read_diagnoses(connection, wanted)

    def members(self, wanted: Wanted = _ALL) -> Iterator[StoredMember]:
        """Members who have such diagnoses, by number; what is counted and the newest are among these."""
        with reading(self._engine) as connection:
            yield from read_members(connection, wanted)

    def find_keys(self, start: str) -> Sequence[str]:
        """Keys of diagnoses and quarantined sheets that begin with `start`, ten at most."""
        with reading(self._engine) as connection:
            return read_keys(connection, start)

    def quarantined(self, *, batch: int | None = None) -> Iterator[tuple[str, str, StoredResult]]:
        """Name and digest of the file and what is wrong, of the quarantined sheets of a batch or all, by name."""
        with reading(self._engine) as connection:
            yield from read_quarantined(connection, batch)

    def sheet(self, key: str) -> bytes | None:
        """The canonical sheet of a diagnosis; None if there is no such diagnosis."""
        with reading(self._engine) as connection:
            return read_sheet(connection, key)

    def earlier(self, member: str, before: date, but: str) -> Sequence[tuple[date, bytes]]:
        """Days and canonical sheets of a member's diagnoses before a day; see `read_earlier`."""
        with reading(self._engine) as connection:
            return read_earlier(connection, member, before, but)

    def file(self, digest: str) -> bytes | None:
        """A returned file as it came; None if it is not kept."""
        with reading(self._engine) as connection:
            return read_file(connection, digest)

    def events(self, *, subject: str | None = None, member: str | None = None) -> Iterator[Event]:
        """The log in order; of one subject, of a member's diagnoses, or all."""
        with reading(self._engine) as connection:
            yield from read_events(connection, subject=subject, member=member)

    def newest_events(self, search: str, start: int, most: int) -> Sequence[Event]:
        """The log from its newest event back; see `read_newest`."""
        with reading(self._engine) as connection:
            return read_newest(connection, search, start, most)

    def files_of(self, batch: int) -> Sequence[tuple[str, str]]:
        """Digest and name of every returned file of a batch, by name."""
        with reading(self._engine) as connection:
            return read_files_of(connection, batch)

    def verify_chain(self) -> ChainReport:
        """Whether the log is whole."""
        with reading(self._engine) as connection:
            return verify_events(connection)

    def has_head(self, noted: str) -> bool:
        """Whether the log still has the head that somebody noted elsewhere; if not, it was cut short."""
        with reading(self._engine) as connection:
            return has_hash(connection, noted)

    def _log(self, connection: Connection, new: Sequence[NewEvent], now: datetime) -> None:
        append_events(connection, new, actor=self._actor, at=now)
