"""Who does the work: a thread and a warm worker for each core of this machine."""

import contextlib
import queue
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, Self

from diagnosis.batch.doing import LookBack, do_portion, new_worker, no_past
from diagnosis.batch.outbox import Outbox
from diagnosis.batch.outcomes import Order, Outcome, Task
from diagnosis.guard import Child

PLAIN_CHUNK = 400
"""Sheets that go to a worker together where none is rendered: one costs little more than its way there."""

Outcomes = Sequence[Outcome]


class Crew(Protocol):
    """Does tasks. chunk: how many go in one portion. portions: how many to keep under way."""

    chunk: int
    portions: int

    def submit(self, tasks: Sequence[Task]) -> "Future[Outcomes]":
        """Begin a portion; its outcomes in the same order."""

    def abandon(self) -> None:
        """End whatever is under way, at once."""


class LocalCrew:
    """Workers on this machine. Use as a context manager."""

    def __init__(self, order: Order, outbox: Outbox, workers: int, look_back: LookBack = no_past) -> None:
        self.chunk = 1 if order.reports else PLAIN_CHUNK
        self.portions = 2 * workers
        self._order = order
        self._outbox = outbox
        self._look_back = look_back
        self._workers = [new_worker() for _ in range(workers)]
        self._idle: queue.SimpleQueue[Child] = queue.SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="batch")
        self._abandoned = False

    def submit(self, tasks: Sequence[Task]) -> "Future[Outcomes]":
        """See `Crew`."""
        return self._threads.submit(self._do, tasks)

    def abandon(self) -> None:
        """See `Crew`."""
        self._abandoned = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._workers:
            worker.close()

    def _do(self, tasks: Sequence[Task]) -> Outcomes:
        with self._borrow() as worker:
            return [] if self._abandoned else do_portion(tasks, self._order, worker, self._outbox, self._look_back)

    @contextlib.contextmanager
    def _borrow(self) -> Iterator[Child]:
        worker = self._idle.get()
        try:
            yield worker
        finally:
            self._idle.put(worker)
