"""Batches in this process, and as a user starts them."""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from diagnosis.batch.session import Wanted, run_batch
from diagnosis.batch.summary import Summary
from diagnosis.batch.watching import Progress, Step
from diagnosis.model.diagnosis import Edition
from diagnosis.model.text import Language
from diagnosis.settings import Settings, read_settings
from tests.batch.inboxes import DAY


@dataclass
class Seen:
    """A watcher that remembers."""

    steps: list[Progress] = field(default_factory=list)

    def began(self, files: int) -> None:
        self.files = files

    def settled(self, progress: Progress) -> None:
        self.steps.append(progress)

    def summing_up(self) -> None:
        pass

    def count(self, step: Step) -> int:
        return sum(progress.step is step for progress in self.steps)


@dataclass
class Ran:
    summary: Summary
    seen: Seen


Batch = Callable[..., Ran]


@pytest.fixture
def settings() -> Settings:
    return read_settings()


@pytest.fixture
def batch(tmp_path: Path, settings: Settings) -> Batch:
    """Run a batch from `inbox` to `out` below the test's folder; without reports unless asked for."""

    def run(watcher: Seen | None = None, **changes: object) -> Ran:
        given: dict[str, object] = {
            "inbox": str(tmp_path / "inbox"),
            "outbox": str(tmp_path / "out"),
            "store": "",
            "language": Language.JA,
            "edition": Edition.MEMBER,
            "day": DAY,
            "day_is_fixed": True,
            "workers": 1,
            "reports": False,
        }
        seen = watcher or Seen()
        wanted = Wanted(**(given | changes))  # type: ignore[arg-type]
        return Ran(run_batch(wanted, settings, seen, threading.Event()), seen)

    return run


def tree(folder: Path) -> dict[str, str]:
    """Every file of an outbox by its path, with its digest; the store and the lock are no results."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith((".batch.lock", "store."))
    }
