"""Copies to send back, with the faulty cells marked: made by a guarded worker, which reads the file once more."""

from collections.abc import Sequence

from diagnosis.batch.quarantine import Mark
from diagnosis.batch.wire import plain_problem
from diagnosis.guard import Child, ChildError
from diagnosis.model.problems import Problem


def marker(worker: Child) -> Mark:
    """Marks by way of `worker`. A file that it cannot read gets no copy."""

    def mark(name: str, data: bytes, problems: Sequence[Problem]) -> bytes | None:
        given = {"name": name, "problems": [plain_problem(problem) for problem in problems]}
        try:
            return worker.ask("mark", given, data).blob or None
        except ChildError:
            return None

    return mark
