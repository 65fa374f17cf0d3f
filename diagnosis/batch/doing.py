"""One sheet, from its bytes to its report in the outbox, by way of a guarded worker."""

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from diagnosis.batch.names import tame
from diagnosis.batch.outbox import REPORTS, Outbox
from diagnosis.batch.outcomes import Failed, Faulty, Made, MadeReport, Order, Outcome, Task
from diagnosis.batch.refusals import Refusal
from diagnosis.batch.wire import (
    NonsenseError,
    figures_of_each,
    read_count,
    read_figures,
    read_mapping,
    read_portion,
    read_problems,
    read_seconds,
    read_text,
)
from diagnosis.files.packing import pack
from diagnosis.guard import Child, ChildError, Ending, Limits, Message

LIMITS = Limits(memory=2 << 30, cpu=60, wall=180, writes=32 << 20)
"""Of a worker. It renders, so it may use more than one that only reads; it writes caches of its libraries."""

_OUTSIDE = {"SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"}
"""Deaths that a file does not cause."""

_BROKEN = "python -m diagnosis.batch.worker"


LookBack = Callable[[str, date, str], Sequence[tuple[date, bytes]]]
"""A member's earlier diagnoses: see `Ledger.earlier`. Raises CannotRunError where the store fails."""


def no_past(_member: str, _before: date, _but: str) -> Sequence[tuple[date, bytes]]:
    """Nothing to look back to."""
    return ()


def new_worker() -> Child:
    """A worker that starts when it is first asked."""
    return Child("diagnosis.batch.worker", LIMITS)


def do_task(task: Task, order: Order, worker: Child, outbox: Outbox, look_back: LookBack = no_past) -> Outcome:
    """Diagnose, render and write one sheet.

    What a worker dies of is tried once more with a new one, then held against the file if other work goes well.
    """
    doing = _Doing(task, order, worker, outbox, look_back)
    try:
        return doing.do()
    except _WorkerError as error:
        if not error.may_be_chance:
            return doing.come_to_nothing(error)
    try:
        return doing.do()
    except _WorkerError as error:
        return (
            doing.come_to_nothing(error) if doing.is_machine_sound() else doing.fail(Refusal("batch.machine", _BROKEN))
        )


def do_portion(
    tasks: Sequence[Task], order: Order, worker: Child, outbox: Outbox, look_back: LookBack = no_past
) -> list[Outcome]:
    """Do several sheets. Without reports they go to the worker together; where that kills it, one by one after all."""
    if not order.reports and len(tasks) > 1:
        with contextlib.suppress(ChildError, NonsenseError, KeyError, OSError):
            return _score_together(tasks, worker)
        worker.close()
    return [do_task(task, order, worker, outbox, look_back) for task in tasks]


def _score_together(tasks: Sequence[Task], worker: Child) -> list[Outcome]:
    tables = {head: place for place, head in enumerate(dict.fromkeys(task.table for task in tasks if task.table))}
    given = {
        "on": tasks[0].on.isoformat(),
        "tables": list(tables),
        "sheets": [(task.name, len(task.data), tables.get(task.table)) for task in tasks],
    }
    answer = worker.ask("score", given, b"".join(task.data for task in tasks))
    start = read_count(read_mapping(answer.head)["columns"])
    found = read_portion(answer.blob[:start], len(tasks))
    seconds = {stage: value / len(tasks) for stage, value in found.seconds.items()}
    outcomes: dict[int, Outcome] = {
        place: Faulty(task=tasks[place], problems=read_problems(problems)) for place, problems in found.problems.items()
    }
    sizes = zip(found.good, found.sheet, found.diagnosis, figures_of_each(found), strict=True)
    for place, own, whole, figures in sizes:
        cut, end = start + own, start + own + whole
        outcomes[place] = Made(
            task=tasks[place],
            figures=figures,
            sheet=pack(answer.blob[start:cut]),
            diagnosis=pack(answer.blob[cut:end]),
            report=None,
            seconds=seconds,
        )
        start = end
    return [outcomes[place] for place in range(len(tasks))]


class _WorkerError(Exception):
    """A worker died, or talked nonsense, at a stage. stage: `reading` or `rendering`."""

    def __init__(self, stage: str, cause: ChildError) -> None:
        super().__init__(stage)
        self.stage = stage
        self.cause = cause

    @property
    def may_be_chance(self) -> bool:
        """Whether a new worker may fare better: an old one may have had little memory left."""
        return self.cause.ending in {Ending.CRASH, Ending.MEMORY}


class _RefusedError(Exception):
    """The sheet's faults, found by the worker."""

    def __init__(self, answer: Mapping[str, object]) -> None:
        super().__init__()
        self.problems = read_problems(answer["problems"])


class _MachineError(Exception):
    """Something of the machine's is missing or in the way."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class _Doing:
    task: Task
    order: Order
    worker: Child
    outbox: Outbox
    look_back: LookBack

    def do(self) -> Outcome:
        """Raises _WorkerError."""
        try:
            return self._make()
        except _RefusedError as refused:
            return Faulty(task=self.task, problems=refused.problems)
        except _MachineError as error:
            return self.fail(error.refusal)

    def come_to_nothing(self, error: _WorkerError) -> Outcome:
        """A file that kills its worker is at fault; a worker that was killed from outside is not the file's doing."""
        cause = error.cause
        match cause.ending:
            case Ending.WALL:
                return self.fail(Refusal("batch.out-of-time", cause.detail))
            case Ending.CRASH if cause.detail in _OUTSIDE:
                return self.fail(Refusal("batch.worker-ended", cause.detail))
            case Ending.CRASH:
                refusal = Refusal(f"batch.{error.stage}-crash", cause.detail)
            case Ending.MEMORY:
                refusal = Refusal(f"batch.{error.stage}-memory")
            case Ending.CPU:
                refusal = Refusal(f"batch.{error.stage}-time")
            case _:
                assert_never(cause.ending)
        return Faulty(task=self.task, problems=(refusal.problem(self.task.name),))

    def fail(self, refusal: Refusal) -> Failed:
        """Nothing came of it this time."""
        return Failed(name=self.task.name, place=self.task.place, digest=self.task.file_digest, refusal=refusal)

    def is_machine_sound(self) -> bool:
        """Whether a new worker starts and loads all that it needs: only then a death is the sheet's doing."""
        try:
            self.worker.ask("get_ready", None)
        except (ChildError, OSError):
            self.worker.close()
            return False
        return True

    def _make(self) -> Outcome:
        if not self.order.reports:
            return self._score()
        given: dict[str, object] = {"key": self.task.key, "name": self.task.name, "on": self.task.on.isoformat()}
        given |= {"table": self.task.table}
        head, answer = self._ask("reading", "diagnose", given, self.task.data)
        with _sense("reading", self.worker):
            figures, seconds = read_figures(head["figures"]), read_seconds(head["seconds"])
            cut = read_count(head["sheet"])
        report, more = self._render(figures)
        return Made(
            task=self.task,
            figures=figures,
            sheet=answer.blob[:cut],
            diagnosis=answer.blob[cut:],
            report=report,
            seconds=seconds | more,
        )

    def _score(self) -> Outcome:
        with _sense("reading", self.worker):
            try:
                return _score_together([self.task], self.worker)[0]
            except ChildError as error:
                self.worker.close()
                raise _WorkerError("reading", error) from error
            except OSError as error:  # no process can be started
                raise _MachineError(Refusal("batch.machine", error.strerror or "")) from error

    def _render(self, figures: Mapping[str, object]) -> tuple[MadeReport, dict[str, float]]:
        member, digest = str(figures["member_id"]), str(figures["sheet_digest"])
        earlier = self.look_back(member, self.task.on, digest)
        given: dict[str, object] = {"key": self.task.key, "language": self.order.language.value}
        given |= {"edition": self.order.edition.value, "earlier": [(on.isoformat(), len(data)) for on, data in earlier]}
        given |= {"peers": len(self.order.peers)}
        blob = b"".join((self.order.peers, *(data for _, data in earlier)))
        head, answer = self._ask("rendering", "render", given, blob)
        with _sense("rendering", self.worker):
            stem, pages = tame(read_text(head["name"])).replace("/", "-"), read_count(head["pages"])
            seconds = read_seconds(head["seconds"])
        name = f"{REPORTS}/{stem}-{self.task.key[:8]}.pdf"
        try:
            self.outbox.write(name, answer.blob)
        except OSError as error:
            raise _MachineError(Refusal("batch.report-not-written", error.strerror or type(error).__name__)) from error
        digest = hashlib.sha256(answer.blob).hexdigest()
        return MadeReport(name=name, digest=digest, size=len(answer.blob), pages=pages), seconds

    def _ask(self, stage: str, job: str, given: object, blob: bytes = b"") -> tuple[Mapping[str, object], Message]:
        try:
            answer = self.worker.ask(job, given, blob)
        except OSError as error:  # no process can be started
            raise _MachineError(Refusal("batch.machine", error.strerror or "")) from error
        except ChildError as error:
            self.worker.close()  # a new one next: what is left of this one's memory is nobody's guess
            raise _WorkerError(stage, error) from error
        with _sense(stage, self.worker):
            head = read_mapping(answer.head)
            if "problems" in head:
                raise _RefusedError(head)
            if "machine" in head:
                raise _MachineError(Refusal("batch.machine", read_text(head["machine"])))
        return head, answer


@contextlib.contextmanager
def _sense(stage: str, worker: Child) -> Iterator[None]:
    """Whatever a worker answers out of shape is a crash of that worker."""
    try:
        yield
    except (NonsenseError, KeyError) as error:
        worker.close()
        raise _WorkerError(stage, ChildError(Ending.CRASH, "nonsense")) from error
