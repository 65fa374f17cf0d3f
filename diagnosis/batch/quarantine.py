"""What could not be diagnosed: each file as it came, its explanation, and where possible a marked copy."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field

from diagnosis.batch.inbox import REASON
from diagnosis.batch.keys import digest_of
from diagnosis.batch.names import marked_name
from diagnosis.batch.outbox import QUARANTINE, Outbox
from diagnosis.batch.reasons import write_reason
from diagnosis.batch.summary import Bad
from diagnosis.model.problems import Problem

Mark = Callable[[str, bytes, Sequence[Problem]], bytes | None]
"""A file's name, bytes and faults to a copy with the faulty cells marked; None where there is no such copy."""


@dataclass(slots=True)
class Quarantine:
    """Where the bad files of a batch are put. names: of the whole inbox. The inbox is the user's: files are copied."""

    outbox: Outbox
    mark: Mark
    names: Container[str]
    there: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.there = self.outbox.names(QUARANTINE)

    def put(self, name: str, data: bytes, bad: Sequence[Bad]) -> None:
        """Copy a file and explain it. What is there already is left as it is. Raises OSError."""
        place = f"{QUARANTINE}/{name}"
        if self._is_there(place, data, bad):
            return
        marked_data = self.mark(name, data, [problem for each in bad for problem in each.problems])
        marked = marked_name(name, self.names) if marked_data else None
        self.outbox.write(place, data)
        if marked and marked_data:
            self.outbox.write(f"{QUARANTINE}/{marked}", marked_data)
        short = marked.rpartition("/")[2] if marked else None
        self.outbox.write(place + REASON, write_reason(name, bad, short))

    def release(self, name: str) -> None:
        """Take away what an earlier run put here about a file that is well now."""
        place = f"{QUARANTINE}/{name}"
        if place + REASON in self.there:
            for path in (place + REASON, place, f"{QUARANTINE}/{marked_name(name, self.names)}"):
                self.outbox.remove(path)

    def _is_there(self, place: str, data: bytes, bad: Sequence[Bad]) -> bool:
        """Whether the file and its explanation stand here; the explanation is written last."""
        if place + REASON not in self.there or self.outbox.digest(place) != digest_of(data):
            return False
        name = place.removeprefix(f"{QUARANTINE}/")
        marked = marked_name(name, self.names)
        short = marked.rpartition("/")[2] if f"{QUARANTINE}/{marked}" in self.there else None
        return self.outbox.digest(place + REASON) == digest_of(write_reason(name, bad, short))
