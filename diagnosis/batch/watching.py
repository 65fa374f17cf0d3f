"""What a batch tells while it runs: to a progress bar, to a log, or to nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Step(StrEnum):
    """What became of one sheet."""

    DIAGNOSED = "diagnosed"
    KNOWN = "known"
    """Done by an earlier run, or the same bytes as another file."""
    QUARANTINED = "quarantined"
    FAILED = "failed"
    """Nothing came of it this time."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One sheet is settled. digest: of its file; no name and no answer, so that it may go to a log.

    codes: of its problems. seconds: of work, by stage.
    """

    step: Step
    digest: str
    place: int
    codes: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)


class Watcher(Protocol):
    """Is told of a batch."""

    def began(self, files: int) -> None:
        """The inbox was listed."""

    def settled(self, progress: Progress) -> None:
        """One sheet is done and on record."""

    def summing_up(self) -> None:
        """All sheets are settled; the summaries are being made."""


class Nobody:
    """A watcher that looks away."""

    def began(self, files: int) -> None:
        """See `Watcher`."""

    def settled(self, progress: Progress) -> None:
        """See `Watcher`."""

    def summing_up(self) -> None:
        """See `Watcher`."""
