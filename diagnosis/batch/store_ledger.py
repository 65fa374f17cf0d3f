"""The store as a batch sees it: results in, what is done out, and the run itself on record."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, cast

from diagnosis.batch.cannot import CannotRunError
from diagnosis.batch.ledger import Known, Standing, diagnosed_standing
from diagnosis.batch.outcomes import Faulty, Made, MadeReport, Order
from diagnosis.batch.wire import plain_problem, read_problems
from diagnosis.store import (
    BatchOutcome,
    Diagnosed,
    IssuedReport,
    NewBatch,
    Quarantined,
    Result,
    Seen,
    Store,
    StoredResult,
    StoreError,
)

_FIGURES = (
    "member_id",
    "member_name",
    "sheet_digest",
    "ruleset",
    "overall",
    "lower",
    "upper",
    "grade",
    "tier",
    "certification",
    "discount",
    "risk_group",
    "trade",
    "employees",
    "persons",
    "engine",
)
_LISTS = ("gates", "findings", "referrals")


@dataclass(frozen=True, slots=True)
class StoreLedger:
    """See `Ledger`. Every method raises CannotRunError where the store fails."""

    store: Store
    order: Order
    templates: str

    def begin(self, batch: NewBatch) -> int:
        """Put the run on record; its number."""
        with told():
            return self.store.begin_batch(batch)

    def finish(self, batch: int, outcome: BatchOutcome) -> None:
        """Put on record how the run ended."""
        with told():
            self.store.finish_batch(batch, outcome)

    def find(self, keys: Sequence[str]) -> Mapping[str, Known]:
        """See `Ledger`."""
        with told():
            done = self.store.find_done(keys)
        return {key: Known(each.report, each.report_digest, each.diagnosed_on) for key, each in done.items()}

    def record(self, batch: int, results: Sequence[Made | Faulty], seen: Sequence[Seen]) -> None:
        """See `Ledger`."""
        with told():
            if results:
                self.store.record(batch, [self._result(result) for result in results])
            if seen:
                self.store.record_seen(batch, seen)

    def earlier(self, member: str, before: date, but: str) -> Sequence[tuple[date, bytes]]:
        """See `Ledger`."""
        with told():
            return self.store.earlier(member, before, but)

    def standings(self, keys: Sequence[str]) -> Iterator[Standing]:
        """See `Ledger`."""
        with told():
            yield from map(_standing, self.store.results(keys))

    def _result(self, result: Made | Faulty) -> Result:
        task = result.task
        became = self._diagnosed(result) if isinstance(result, Made) else _quarantined(result)
        return Result(
            key=task.key,
            file=task.name,
            place=task.place,
            file_digest=task.file_digest,
            file_bytes=task.file,
            became=became,
        )

    def _diagnosed(self, made: Made) -> Diagnosed:
        figures = made.figures
        plain: Any = {name: figures[name] for name in (*_FIGURES, *_LISTS)}  # `read_figures` has looked at each
        return Diagnosed(
            **plain,
            definitions=[(str(name), str(digest)) for name, digest in cast("list[list[str]]", figures["definitions"])],
            diagnosed_on=date.fromisoformat(str(figures["diagnosed_on"])),
            answered_on=date.fromisoformat(str(figures["answered_on"])) if figures["answered_on"] else None,
            sheet=made.sheet,
            diagnosis=made.diagnosis,
            report=self._report(made.report) if made.report else None,
        )

    def _report(self, report: MadeReport) -> IssuedReport:
        return IssuedReport(
            name=report.name,
            digest=report.digest,
            size=report.size,
            pages=report.pages,
            language=self.order.language.value,
            edition=self.order.edition.value,
            templates=self.templates,
        )


def _quarantined(faulty: Faulty) -> Quarantined:
    return Quarantined([plain_problem(problem) for problem in faulty.problems])


def _standing(stored: StoredResult) -> Standing:
    diagnosed = stored.diagnosed
    if diagnosed is None:
        return Standing(stored.key, {}, b"", "", "", 0, 0, read_problems(list(stored.problems)))
    figures = {
        **{name: getattr(diagnosed, name) for name in _FIGURES},
        "definitions": [list(pair) for pair in diagnosed.definitions],
        "diagnosed_on": diagnosed.diagnosed_on.isoformat(),
        "answered_on": diagnosed.answered_on.isoformat() if diagnosed.answered_on else None,
        **{name: list(getattr(diagnosed, name)) for name in _LISTS},
    }
    return diagnosed_standing(stored.key, figures, stored.diagnosis, diagnosed.report)


def open_store(url: str) -> Store:
    """The store at `url`. Raises CannotRunError."""
    with told():
        return Store.open(url, clock=lambda: datetime.now(UTC), actor="batch")


@contextlib.contextmanager
def told() -> Iterator[None]:
    """What the store says, as a reason why the batch cannot go on."""
    try:
        yield
    except StoreError as error:
        raise CannotRunError(error.message) from error
