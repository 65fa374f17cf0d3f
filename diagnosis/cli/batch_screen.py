"""The progress of a batch: a bar on a terminal, a line now and then elsewhere, or JSON lines for machines."""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from diagnosis.batch.watching import Progress as Settled
from diagnosis.batch.watching import Step, Watcher
from diagnosis.cli.inout import note
from diagnosis.cli.words import say

_EVERY_SECONDS = 10.0
"""Between two lines where nobody looks at a terminal."""

_MINUTE = 60
_HOUR = 3600


@contextmanager
def new_watcher(*, as_json: bool) -> Iterator[Watcher]:
    """Whoever fits standard error."""
    if as_json:
        yield _Log()
    elif sys.stderr.isatty():
        with _Bar() as bar:
            yield bar
    else:
        yield _Lines()


class _Pace:
    """How many are settled, how quickly work is done, and how long the rest will take."""

    def __init__(self) -> None:
        self.total = 0
        self.steps: Counter[Step] = Counter()
        self._began = time.monotonic()

    def began(self, files: int) -> None:
        """The inbox was listed."""
        self.total, self._began = files, time.monotonic()

    def settled(self, progress: Settled) -> None:
        """One more. Sheets that were known from earlier cost nothing, so they do not count for the pace."""
        self.steps[progress.step] += 1
        self.total = max(self.total, self.steps.total())

    def words(self) -> str:
        """Rate, time left, and what has gone wrong so far."""
        worked = self.steps.total() - self.steps[Step.KNOWN]
        rate = worked / max(time.monotonic() - self._began, 1e-3)
        parts = [say(f"{rate:.1f} 件/秒", f"{rate:.1f}/s")]
        if rate and (left := self.total - self.steps.total()):
            parts.append(say(f"残り {_span(left / rate)}", f"{_span(left / rate)} left"))
        bad = self.steps[Step.QUARANTINED] + self.steps[Step.FAILED]
        return "　".join([*parts, say(f"要対応 {bad:,}", f"{bad:,} bad")])


def _span(seconds: float) -> str:
    whole = round(seconds)
    if whole < _MINUTE:
        return say(f"{whole} 秒", f"{whole} s")
    if whole < _HOUR:
        return say(f"{whole // _MINUTE} 分 {whole % _MINUTE} 秒", f"{whole // _MINUTE} min {whole % _MINUTE} s")
    hours, minutes = divmod(whole // _MINUTE, 60)
    return say(f"{hours} 時間 {minutes} 分", f"{hours} h {minutes} min")


class _Bar:
    """A bar on a terminal."""

    def __init__(self) -> None:
        self._pace = _Pace()
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}"),
            console=Console(stderr=True, markup=False, highlight=False),
            transient=True,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Watcher:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def began(self, files: int) -> None:
        """See `Watcher`."""
        self._pace.began(files)
        self._task = self._progress.add_task(say("診断", "Diagnosing"), total=files, pace="")

    def settled(self, progress: Settled) -> None:
        """See `Watcher`."""
        self._pace.settled(progress)
        if self._task is not None:
            words = self._pace.words()
            self._progress.update(self._task, completed=self._pace.steps.total(), total=self._pace.total, pace=words)

    def summing_up(self) -> None:
        """See `Watcher`."""
        if self._task is not None:
            self._progress.update(self._task, description=say("まとめ", "Summing up"))


class _Lines:
    """Plain lines, not too many of them."""

    def __init__(self) -> None:
        self._pace = _Pace()
        self._told_at = time.monotonic()

    def began(self, files: int) -> None:
        """See `Watcher`."""
        self._pace.began(files)
        note(say(f"ファイル {files:,} 件を調べます。", f"{files:,} files to look at."))

    def settled(self, progress: Settled) -> None:
        """See `Watcher`."""
        self._pace.settled(progress)
        if time.monotonic() - self._told_at >= _EVERY_SECONDS:
            self._told_at = time.monotonic()
            note(f"{self._pace.steps.total():,} / {self._pace.total:,}　{self._pace.words()}")

    def summing_up(self) -> None:
        """See `Watcher`."""
        note(say("まとめを作ります。", "Summing up."))


class _Log:
    """JSON, an event a line: digests and codes, never a name or an answer."""

    def began(self, files: int) -> None:
        """See `Watcher`."""
        _log("began", files=files)

    def settled(self, progress: Settled) -> None:
        """See `Watcher`."""
        seconds = {stage: round(value, 4) for stage, value in progress.seconds.items()}
        _log(
            progress.step.value,
            file_digest=progress.digest,
            place=progress.place,
            codes=list(progress.codes),
            seconds=seconds,
        )

    def summing_up(self) -> None:
        """See `Watcher`."""
        _log("summing-up")


def _log(event: str, **fields: object) -> None:
    note(json.dumps({"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **fields}))
