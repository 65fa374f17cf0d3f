"""A batch that writes nothing: the outbox and the store are only looked into."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import BinaryIO

from diagnosis.batch.ledger import Known, Ledger, Standing, standing_of
from diagnosis.batch.outbox import Outbox
from diagnosis.batch.outcomes import Faulty, Made
from diagnosis.store import BatchOutcome, NewBatch, Seen


class DryOutbox:
    """Looks into an outbox, and leaves it as it is."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def write(self, name: str, data: bytes) -> None:
        """Nothing."""

    def put(self, name: str, source: BinaryIO) -> None:
        """Nothing."""

    def remove(self, name: str) -> None:
        """Nothing."""

    def digest(self, name: str) -> str | None:
        """See `Outbox`."""
        return self._outbox.digest(name)

    def names(self, folder: str) -> set[str]:
        """See `Outbox`."""
        return self._outbox.names(folder)

    def in_use(self) -> contextlib.AbstractContextManager[None]:
        """No lock: nothing is written."""
        return contextlib.nullcontext()


class DryLedger:
    """Looks into the store, if there is one, and keeps what is found in memory."""

    def __init__(self, ledger: Ledger | None) -> None:
        self._ledger = ledger
        self._found: dict[str, Standing] = {}

    def find(self, keys: Sequence[str]) -> Mapping[str, Known]:
        """See `Ledger`."""
        return self._ledger.find(keys) if self._ledger else {}

    def begin(self, batch: NewBatch) -> int:  # noqa: ARG002 - as in `Ledger`
        """Nothing."""
        return 0

    def finish(self, batch: int, outcome: BatchOutcome) -> None:
        """Nothing."""

    def record(  # as in `Ledger`
        self,
        batch: int,  # noqa: ARG002
        results: Sequence[Made | Faulty],
        seen: Sequence[Seen],  # noqa: ARG002
    ) -> None:
        """In memory only."""
        self._found |= {result.task.key: standing_of(result) for result in results}

    def earlier(self, member: str, before: date, but: str) -> Sequence[tuple[date, bytes]]:
        """See `Ledger`."""
        return self._ledger.earlier(member, before, but) if self._ledger else ()

    def standings(self, keys: Sequence[str]) -> Iterator[Standing]:
        """See `Ledger`."""
        yield from (self._found[key] for key in keys if key in self._found)
        if self._ledger:
            yield from self._ledger.standings([key for key in keys if key not in self._found])
