"""What is done, by key: the batch's view of its records."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, assert_never

from diagnosis.batch.outcomes import Faulty, Made
from diagnosis.files.packing import is_packed, unpack
from diagnosis.model.problems import Problem
from diagnosis.store import BatchOutcome, NewBatch, Seen


@dataclass(frozen=True, slots=True)
class Known:
    """A key that is done. report: its path in the outbox, if it has one.

    diagnosed_on: None where it was quarantined.
    """

    report: str | None
    report_digest: str | None
    diagnosed_on: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is on record for one key. figures, diagnosis (JSON): empty where it was quarantined.

    report: its path in the outbox, empty without one.
    """

    key: str
    figures: Mapping[str, object]
    diagnosis: bytes
    report: str
    report_digest: str
    pages: int
    size: int
    problems: tuple[Problem, ...]


class Ledger(Protocol):
    """What a run needs of the store. Every method raises CannotRunError where the store fails."""

    def find(self, keys: Sequence[str]) -> Mapping[str, Known]:
        """Which of these keys are done."""

    def begin(self, batch: NewBatch) -> int:
        """Put the run on record; its number."""

    def finish(self, batch: int, outcome: BatchOutcome) -> None:
        """Put on record how the run ended."""

    def record(self, batch: int, results: Sequence[Made | Faulty], seen: Sequence[Seen]) -> None:
        """Put results on record, all or none; what is there already stays as it is.

        seen: what an earlier run did and is part of this one, too.
        """

    def earlier(self, member: str, before: date, but: str) -> Sequence[tuple[date, bytes]]:
        """Days and sheets of a member's diagnoses before a day, without the sheet of digest `but`; earliest first."""

    def standings(self, keys: Sequence[str]) -> Iterator[Standing]:
        """What is on record for these keys; those without a record are left out."""


class Report(Protocol):
    """A report as the store and as a worker tell of it."""

    @property
    def name(self) -> str:
        """Its path in the outbox."""

    @property
    def digest(self) -> str:
        """SHA-256."""

    @property
    def pages(self) -> int:
        """How many."""

    @property
    def size(self) -> int:
        """Bytes."""


def diagnosed_standing(key: str, figures: Mapping[str, object], diagnosis: bytes, report: Report | None) -> Standing:
    """What is on record for a diagnosed sheet."""
    if report is None:
        return Standing(key, figures, diagnosis, "", "", 0, 0, ())
    return Standing(key, figures, diagnosis, report.name, report.digest, report.pages, report.size, ())


def standing_of(result: Made | Faulty) -> Standing:
    """What will be on record for a result."""
    key = result.task.key
    match result:
        case Faulty(problems=problems):
            return Standing(key, {}, b"", "", "", 0, 0, problems)
        case Made(figures=figures, diagnosis=diagnosis):
            plain = unpack(diagnosis) if is_packed(diagnosis) else diagnosis
            return diagnosed_standing(key, figures, plain, result.report)
        case _:
            assert_never(result)
