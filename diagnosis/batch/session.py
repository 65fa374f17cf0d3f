"""One batch from start to end: everything is opened, the work is done, the summaries are written."""

import contextlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from diagnosis.batch.cannot import (
    DIFFERENT,
    NESTED,
    NO_CLUSTER,
    NO_SHARED_STORE,
    CannotRunError,
    inbox_message,
    outbox_message,
    scheduler_message,
    url_message,
)
from diagnosis.batch.crew import Crew, LocalCrew
from diagnosis.batch.doing import new_worker
from diagnosis.batch.dry import DryLedger, DryOutbox
from diagnosis.batch.inbox import Inbox, InboxFile, LocalInbox
from diagnosis.batch.keys import fingerprint, template_digest
from diagnosis.batch.ledger import Ledger
from diagnosis.batch.marking import marker
from diagnosis.batch.outbox import LocalOutbox, Outbox
from diagnosis.batch.outcomes import Order
from diagnosis.batch.places import absolute, is_url, open_inbox, open_outbox
from diagnosis.batch.quarantine import Quarantine
from diagnosis.batch.run import Run
from diagnosis.batch.store_ledger import StoreLedger, open_store
from diagnosis.batch.summary import Summary
from diagnosis.batch.summing import Summing
from diagnosis.batch.watching import Watcher
from diagnosis.model.diagnosis import Edition
from diagnosis.model.text import Language
from diagnosis.settings import Settings
from diagnosis.store import BatchOutcome, NewBatch

PREFIX = "sqlite:///"
STORE = "store.db"
"""The records' file in the outbox, where no other store is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a batch is asked to do. inbox, outbox: folders or URLs. store: URL, or empty for one in the outbox.

    day_is_fixed: the day was asked for, so a sheet that was diagnosed on another day is diagnosed again.
    cluster: address of a Dask scheduler, or empty for this machine. peers: the file of a snapshot, or nothing.
    """

    inbox: str
    outbox: str
    store: str
    language: Language
    edition: Edition
    day: date
    day_is_fixed: bool
    workers: int
    reports: bool = True
    dry_run: bool = False
    cluster: str = ""
    peers: bytes = b""


def run_batch(wanted: Wanted, settings: Settings, watcher: Watcher, stop: threading.Event) -> Summary:
    """Do a whole batch. stop: set by an interrupt; the run then ends early and whole, and can be gone on with.

    Raises CannotRunError, and DefinitionsError where the rules themselves have faults.
    """
    order = Order(
        language=wanted.language,
        edition=wanted.edition,
        on=wanted.day,
        reports=wanted.reports,
        peers=wanted.peers,
    )
    rest = fingerprint(order, settings, day_is_fixed=wanted.day_is_fixed)
    inbox, outbox = _open_places(wanted)
    files = _list(inbox, wanted.inbox)
    with (
        _in_use(outbox, wanted.outbox),
        _ledger(wanted, order, settings) as ledger,
        new_worker() as splitter,
        _crew(order, outbox, wanted, rest, ledger) as crew,
    ):
        run = Run(
            inbox=inbox,
            outbox=outbox,
            ledger=ledger,
            crew=crew,
            splitter=splitter,
            order=order,
            rest=rest,
            batch=ledger.begin(_new_batch(wanted)),
            watcher=watcher,
            stop=stop,
        )
        run.work(files)
        watcher.summing_up()
        summary = _sum_up(run, files, wanted, settings)
        ledger.finish(run.batch, BatchOutcome(_counts(summary), interrupted=stop.is_set()))
        return summary


def _new_batch(wanted: Wanted) -> NewBatch:
    return NewBatch(
        inbox=wanted.inbox,
        outbox=wanted.outbox,
        language=wanted.language.value,
        edition=wanted.edition.value,
        asked={"day": wanted.day.isoformat(), "day_is_fixed": wanted.day_is_fixed, "reports": wanted.reports},
    )


def _counts(summary: Summary) -> dict[str, int]:
    return {
        "sheets": summary.sheets,
        "diagnosed": summary.diagnosed,
        "quarantined": summary.quarantined,
        "failed": len(summary.failed),
        "twins": len(summary.twins),
    }


def _sum_up(run: Run, files: Sequence[InboxFile], wanted: Wanted, settings: Settings) -> Summary:
    names = {file.name: file for file in files}
    summing = Summing(
        roll=run.roll,
        files=names,
        ledger=run.ledger,
        inbox=run.inbox,
        outbox=run.outbox,
        quarantine=Quarantine(run.outbox, marker(run.splitter), names),
        language=wanted.language,
        settings=settings,
    )
    try:
        return summing.write()
    except OSError as error:
        raise CannotRunError(outbox_message(wanted.outbox, error)) from error


def _open_places(wanted: Wanted) -> tuple[Inbox, Outbox]:
    try:
        inbox, outbox = open_inbox(wanted.inbox), open_outbox(wanted.outbox)
    except (ImportError, ValueError) as error:
        raise CannotRunError(url_message(error)) from error
    if isinstance(inbox, LocalInbox) and isinstance(outbox, LocalOutbox):
        _keep_apart(inbox.root.resolve(), outbox.root.resolve())
    return inbox, DryOutbox(outbox) if wanted.dry_run else outbox


def _keep_apart(inbox: Path, outbox: Path) -> None:
    if outbox.is_relative_to(inbox):
        raise CannotRunError(NESTED)


@contextlib.contextmanager
def _ledger(wanted: Wanted, order: Order, settings: Settings) -> Iterator[Ledger]:
    url = _store_url(wanted)
    if wanted.dry_run and url.startswith(PREFIX) and not Path(url.removeprefix(PREFIX)).exists():
        yield DryLedger(None)
        return
    with open_store(url) as store:
        ledger = StoreLedger(store, order, template_digest(settings.templates))
        yield DryLedger(ledger) if wanted.dry_run else ledger


def _store_url(wanted: Wanted) -> str:
    if not wanted.store and is_url(wanted.outbox):
        raise CannotRunError(NO_SHARED_STORE)
    return wanted.store or f"{PREFIX}{wanted.outbox}/{STORE}"


@contextlib.contextmanager
def _crew(order: Order, outbox: Outbox, wanted: Wanted, rest: str, ledger: Ledger) -> Iterator[Crew]:
    if not wanted.cluster or wanted.dry_run:
        reports = wanted.reports and not wanted.dry_run
        with LocalCrew(replace(order, reports=reports), outbox, wanted.workers, ledger.earlier) as crew:
            yield crew
        return
    try:
        from diagnosis.batch.cluster import ClusterCrew, DifferentMachineError  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise CannotRunError(NO_CLUSTER) from error
    try:
        places = absolute(wanted.outbox), _store_url(wanted)
        cluster = ClusterCrew(order, places, wanted.cluster, rest, day_is_fixed=wanted.day_is_fixed)
    except (OSError, ValueError) as error:
        raise CannotRunError(scheduler_message(wanted.cluster)) from error
    try:
        with cluster:
            yield cluster
    except DifferentMachineError as error:
        raise CannotRunError(DIFFERENT) from error


def _list(inbox: Inbox, place: str) -> list[InboxFile]:
    try:
        return inbox.files()
    except OSError as error:
        raise CannotRunError(inbox_message(place, error)) from error


@contextlib.contextmanager
def _in_use(outbox: Outbox, place: str) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(outbox.in_use())
        except OSError as error:
            raise CannotRunError(outbox_message(place, error)) from error
        yield
