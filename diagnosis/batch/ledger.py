"""What is done, by key: the batch's view of its records."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, assert_never

from diagnosis.batch.outcomes import Faulty, Made
from diagnosis.model.problems import Problem


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
    """What a run needs of the store."""

    def find(self, keys: Sequence[str]) -> Mapping[str, Known]:
        """Which of these keys are done."""

    def record(self, results: Sequence[Made | Faulty]) -> None:
        """Put results on record, all or none; what is there already stays as it is. Raises CannotRunError."""

    def standings(self, keys: Sequence[str]) -> Iterator[Standing]:
        """What is on record for these keys; those without a record are left out."""


def standing_of(result: Made | Faulty) -> Standing:
    """What will be on record for a result."""
    key = result.task.key
    match result:
        case Faulty(problems=problems):
            return Standing(key, {}, b"", "", "", 0, 0, problems)
        case Made(figures=figures, diagnosis=diagnosis, report=None):
            return Standing(key, figures, diagnosis, "", "", 0, 0, ())
        case Made(figures=figures, diagnosis=diagnosis, report=report):
            assert report
            return Standing(key, figures, diagnosis, report.name, report.digest, report.pages, report.size, ())
        case _:
            assert_never(result)
