"""The same work on a Dask cluster: portions of sheets go to its workers. The only door to distributed.

A Dask worker is a process that may be lost at any moment, so tasks may run twice. That does no harm: a report has the
same name and the same bytes each time. Inside, each thread has a guarded worker of its own.
"""

import atexit
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import date
from functools import cache
from typing import Any, Self

from distributed import Client, KilledWorker

from diagnosis.batch import doing
from diagnosis.batch.crew import PLAIN_CHUNK, Outcomes
from diagnosis.batch.keys import fingerprint
from diagnosis.batch.outbox import Outbox
from diagnosis.batch.outcomes import Failed, Order, Task
from diagnosis.batch.places import open_outbox
from diagnosis.batch.refusals import Refusal
from diagnosis.batch.store_ledger import open_store, told
from diagnosis.guard import Child
from diagnosis.settings import read_settings

_CONNECT_SECONDS = 20
_PORTION = 4
"""Sheets in a portion: seconds of rendering, so the scheduler is asked rarely and little is lost with a worker."""

_own = threading.local()


class DifferentMachineError(Exception):
    """A worker of the cluster has other definitions, templates or libraries than the coordinator."""


class ClusterCrew:
    """Workers on other machines. Use as a context manager. Raises OSError where the scheduler does not answer.

    places: URLs of outbox and store: each worker writes its reports and looks for earlier diagnoses by itself.
    """

    def __init__(self, order: Order, places: tuple[str, str], address: str, rest: str, *, day_is_fixed: bool) -> None:
        self.chunk = _PORTION if order.reports else PLAIN_CHUNK
        self._given = (order, places, rest, day_is_fixed)
        new_client: Any = Client  # distributed ships no types
        self._client = new_client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
        self._under_way: dict[Any, Future[Outcomes]] = {}
        self.portions = 2 * max(1, sum(self._client.nthreads().values()))

    def submit(self, tasks: Sequence[Task]) -> "Future[Outcomes]":
        """See `Crew`."""
        future: Future[Outcomes] = Future()
        remote = self._client.submit(do_portion, list(tasks), *self._given, pure=False)
        self._under_way[remote] = future
        remote.add_done_callback(lambda done: self._pass_on(done, tasks))
        return future

    def abandon(self) -> None:
        """See `Crew`."""
        self._client.cancel(list(self._under_way), force=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def _pass_on(self, remote: Any, tasks: Sequence[Task]) -> None:  # noqa: ANN401 - distributed ships no types
        future = self._under_way.pop(remote)
        if remote.cancelled():
            future.cancel()
            return
        error = remote.exception()
        if error is None:
            future.set_result(remote.result())
        elif isinstance(error, KilledWorker):
            refusal = Refusal("batch.worker-ended", "KilledWorker")
            future.set_result([_fail(task, refusal) for task in tasks])
        else:
            future.set_exception(error)


def _fail(task: Task, refusal: Refusal) -> Failed:
    return Failed(name=task.name, place=task.place, digest=task.file_digest, refusal=refusal)


def do_portion(
    tasks: Sequence[Task],
    order: Order,
    places: tuple[str, str],
    rest: str,
    day_is_fixed: bool,  # noqa: FBT001 - by position over the wire
) -> Outcomes:
    """Done on a worker of the cluster."""
    if _fingerprint_here(order, day_is_fixed) != rest:
        raise DifferentMachineError
    outbox, store = places
    return doing.do_portion(tasks, order, _worker_here(), _outbox_here(outbox), _look_back_here(store))


@cache
def _fingerprint_here(order: Order, day_is_fixed: bool) -> str:  # noqa: FBT001 - a key of the cache
    return fingerprint(order, read_settings(), day_is_fixed=day_is_fixed)


@cache
def _outbox_here(place: str) -> Outbox:
    return open_outbox(place)


@cache
def _look_back_here(url: str) -> doing.LookBack:
    store = open_store(url)
    atexit.register(store.close)

    def look_back(member: str, before: date, but: str) -> Sequence[tuple[date, bytes]]:
        with told():
            return store.earlier(member, before, but)

    return look_back


def _worker_here() -> Child:
    """The guarded worker of this thread."""
    if not hasattr(_own, "worker"):
        _own.worker = doing.new_worker()
        atexit.register(_own.worker.close)
    worker: Child = _own.worker
    return worker
