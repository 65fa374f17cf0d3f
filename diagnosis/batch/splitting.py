"""A file of many members, such as a table, taken apart by a guarded worker: one part a sheet."""

from collections.abc import Iterator

from diagnosis.batch.refusals import Refusal
from diagnosis.batch.wire import NonsenseError, read_count, read_list, read_mapping, read_problems
from diagnosis.guard import Child, ChildError, Ending
from diagnosis.model.problems import Problem
from diagnosis.sheets.reading import SheetFormat, format_of


def holds_many(data: bytes, name: str) -> bool:
    """Whether a file may hold several members, as far as its name and first bytes tell."""
    return format_of(data, name) is SheetFormat.CSV


def split(worker: Child, data: bytes, name: str) -> Iterator[list[bytes] | tuple[Problem, ...]]:
    """The sheets of a file, some at a time, each as a task's `data`; in the end the problems, if reading broke off."""
    goes_on = False
    try:
        while True:
            answer = worker.ask("split", {"name": name, "goes_on": goes_on}, b"" if goes_on else data)
            head = read_mapping(answer.head)
            yield _cut(answer.blob, [read_count(size) for size in read_list(head["sizes"])])
            if head["problems"]:
                yield read_problems(head["problems"])
            if head["end"]:
                return
            goes_on = True
    except ChildError as error:
        yield (_blame(error).problem(name),)
    except (NonsenseError, KeyError):
        worker.close()
        yield (Refusal("batch.reading-crash", "nonsense").problem(name),)


def _cut(blob: bytes, sizes: list[int]) -> list[bytes]:
    parts, start = [], 0
    for size in sizes:
        parts.append(blob[start : start + size])
        start += size
    return parts


def _blame(error: ChildError) -> Refusal:
    match error.ending:
        case Ending.MEMORY:
            return Refusal("batch.reading-memory")
        case Ending.CPU | Ending.WALL:
            return Refusal("batch.reading-time")
        case Ending.CRASH:
            return Refusal("batch.reading-crash", error.detail)
