"""The coordinator: finds what is to be done, has it done, and puts on record what became of it.

It parses no foreign byte. A sheet counts as done when the store has it, and its report is in the outbox before that.
"""

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from diagnosis.batch.crew import Crew, Outcomes
from diagnosis.batch.inbox import Inbox, InboxFile, RefusedFileError
from diagnosis.batch.keys import digest_of, work_key
from diagnosis.batch.ledger import Known, Ledger
from diagnosis.batch.outbox import Outbox
from diagnosis.batch.outcomes import Failed, Faulty, Made, Order, Outcome, Task
from diagnosis.batch.refusals import Refusal
from diagnosis.batch.roll import Roll
from diagnosis.batch.splitting import holds_many, split
from diagnosis.batch.watching import Progress, Step, Watcher
from diagnosis.guard import Child
from diagnosis.model.problems import Problem
from diagnosis.store import Seen

_PORTION_FILES = 200
_PORTION_BYTES = 64 << 20
_GROUP = 2_000
"""Results that are put on record at once rather than after a second."""
_GROUP_SECONDS = 1.0
_LEAVE_SECONDS = 10.0
"""How long an interrupted run waits for the sheets under way."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sheet of the inbox before anything is known of it. Fields as a task's."""

    name: str
    place: int
    digest: str
    file: bytes | None
    data: bytes
    table: str = ""

    def task(self, key: str, on: date) -> Task:
        """The task of diagnosing it."""
        return Task(
            name=self.name,
            place=self.place,
            key=key,
            file_digest=self.digest,
            file=self.file,
            data=self.data,
            on=on,
            table=self.table,
        )


@dataclass(slots=True, kw_only=True)
class Run:
    """One pass over an inbox. rest: the fingerprint that goes into every key.

    splitter: takes files of many members apart. stop: set to end early.
    """

    inbox: Inbox
    outbox: Outbox
    ledger: Ledger
    crew: Crew
    splitter: Child
    order: Order
    rest: str
    batch: int
    watcher: Watcher
    stop: threading.Event
    roll: Roll = field(default_factory=lambda: Roll([], {}, {}))
    _waiting: list[Task] = field(default_factory=list)
    _under_way: set["Future[Outcomes]"] = field(default_factory=set)
    _results: list[Made | Faulty] = field(default_factory=list)
    _seen: list[Seen] = field(default_factory=list)
    _tables: dict[str, bytes] = field(default_factory=dict)
    """Files of many members by digest, until the store has them."""
    _recorded_at: float = field(default_factory=time.monotonic)
    _recorder: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="record"))
    """Puts one group on record while the next is worked for: the database does most of it without this process."""
    _recording: "Future[list[Progress]] | None" = None

    def work(self, files: Sequence[InboxFile]) -> None:
        """Settle every file. Raises CannotRunError where the store fails; what is on record by then stays so."""
        self.watcher.began(len(files))
        with self._recorder:
            for portion in self._read(files):
                for task in self._plan(portion):
                    self._give(task)
                    if self.stop.is_set():
                        break
            self._hand_over()
            self._drain()
            self._record()
            self._tell_recorded()

    def _read(self, files: Iterable[InboxFile]) -> Iterator[list[tuple[str, bytes]]]:
        """Names and bytes, in portions that memory can hold."""
        portion: list[tuple[str, bytes]] = []
        size = 0
        for file in files:
            if self.stop.is_set():
                return
            try:
                data = self.inbox.read(file)
            except RefusedFileError as error:
                self._refuse(file.name, error.refusal)
                continue
            portion.append((file.name, data))
            size += len(data)
            if len(portion) >= _PORTION_FILES or size >= _PORTION_BYTES:
                yield portion
                portion, size = [], 0
        yield portion

    def _plan(self, portion: Sequence[tuple[str, bytes]]) -> Iterator[Task]:
        """What of these files is still to be done."""
        alone: list[Piece] = []
        for name, data in portion:
            if holds_many(data, name):
                yield from self._plan_pieces(alone)
                alone = []
                yield from self._plan_table(name, data)
            else:
                alone.append(Piece(name, 0, digest_of(data), data, data))
        yield from self._plan_pieces(alone)

    def _plan_table(self, name: str, data: bytes) -> Iterator[Task]:
        """The members of one file, in portions; a file that cannot be read any further ends with its problems."""
        digest, place = digest_of(data), 0
        is_of_use = digest in self._tables
        self._tables[digest] = data
        for found in split(self.splitter, data, name):
            if isinstance(found, tuple):
                self._blame_table(Piece(name, place + 1, digest, None, b""), found)
                return
            pieces = []
            for part in found.parts:
                place += 1
                pieces.append(Piece(name, place, digest, None, part, found.head))
            for task in self._plan_pieces(pieces):
                is_of_use = True
                yield task
        if not is_of_use:
            self._tables.pop(digest, None)  # nothing of it goes on record, so nothing would take it along

    def _blame_table(self, piece: Piece, problems: tuple[Problem, ...]) -> None:
        key = work_key(piece.digest, piece.place, self.rest)
        if self.roll.add(piece.name, piece.place, key, piece.digest):
            self._results.append(Faulty(task=piece.task(key, self.order.on), problems=problems))

    def _plan_pieces(self, pieces: Sequence[Piece]) -> Iterator[Task]:
        keys = [work_key(piece.digest, piece.place, self.rest) for piece in pieces]
        known = self.ledger.find(keys)
        for piece, key in zip(pieces, keys, strict=True):
            is_first = self.roll.add(piece.name, piece.place, key, piece.digest)
            found = known.get(key)
            if not is_first or (found and self._is_in_place(found)):
                self._seen.append(Seen(key, piece.name, piece.place))
                self.watcher.settled(Progress(Step.KNOWN, piece.digest, piece.place))
                continue
            yield piece.task(key, found.diagnosed_on if found and found.diagnosed_on else self.order.on)

    def _is_in_place(self, known: Known) -> bool:
        """Whether nothing is left to do: a report that was lost from the outbox is made again."""
        return known.report is None or self.outbox.digest(known.report) == known.report_digest

    def _refuse(self, name: str, refusal: Refusal) -> None:
        self.roll.refuse(name, refusal)
        self.watcher.settled(Progress(Step.FAILED, "", 0, (refusal.code,)))

    def _give(self, task: Task) -> None:
        self._waiting.append(task)
        if len(self._waiting) >= self.crew.chunk:
            self._hand_over()
        while len(self._under_way) >= self.crew.portions and not self.stop.is_set():
            self._collect()

    def _hand_over(self) -> None:
        if self._waiting and not self.stop.is_set():
            self._under_way.add(self.crew.submit(self._waiting))
        self._waiting = []

    def _drain(self) -> None:
        """Wait for what is under way; after an interrupt only for so long."""
        leave_at = time.monotonic() + _LEAVE_SECONDS
        while self._under_way:
            self._collect()
            if self.stop.is_set() and time.monotonic() > leave_at:
                self.crew.abandon()
                return

    def _collect(self) -> None:
        done, self._under_way = wait(self._under_way, timeout=0.2, return_when=FIRST_COMPLETED)
        for future in done:
            for outcome in future.result():
                self._settle(outcome)
        if len(self._results) >= _GROUP or time.monotonic() - self._recorded_at >= _GROUP_SECONDS:
            self._record()

    def _settle(self, outcome: Outcome) -> None:
        match outcome:
            case Failed(name=name, place=place, digest=digest, refusal=refusal):
                self.roll.failed[name, place] = refusal
                self.watcher.settled(Progress(Step.FAILED, digest, place, (refusal.code,)))
            case Made() | Faulty():
                self._results.append(outcome)
            case _:
                assert_never(outcome)

    def _record(self) -> None:
        """Have results put on record when those before them are."""
        self._tell_recorded()
        results = [self._with_table(result) for result in self._results]
        self._recording = self._recorder.submit(self._put_on_record, results, self._seen)
        self._results, self._seen = [], []
        self._recorded_at = time.monotonic()

    def _put_on_record(self, results: Sequence[Made | Faulty], seen: Sequence[Seen]) -> list[Progress]:
        self.ledger.record(self.batch, results, seen)
        return list(map(_progress, results))

    def _tell_recorded(self) -> None:
        """Tell of results only when they are on record. Raises CannotRunError where that failed."""
        recording, self._recording = self._recording, None
        for progress in recording.result() if recording else ():
            self.watcher.settled(progress)

    def _with_table(self, result: Made | Faulty) -> Made | Faulty:
        """The first result of a table to go on record takes the file along: workers settle its members in any order."""
        table = self._tables.pop(result.task.file_digest, None)
        return result if table is None else replace(result, task=replace(result.task, file=table))


def _progress(result: Made | Faulty) -> Progress:
    task = result.task
    match result:
        case Made():
            return Progress(Step.DIAGNOSED, task.file_digest, task.place, seconds=result.seconds)
        case Faulty():
            codes = tuple(sorted({problem.code for problem in result.problems}))
            return Progress(Step.QUARANTINED, task.file_digest, task.place, codes)
        case _:
            assert_never(result)
