"""A file of many members, such as a table, taken apart by a guarded worker: one part a sheet."""

from collections.abc import Iterator
from dataclasses import dataclass

from diagnosis.batch.refusals import Refusal
from diagnosis.batch.wire import NonsenseError, read_count, read_list, read_mapping, read_problems
from diagnosis.guard import Child, ChildError, Ending
from diagnosis.model.problems import Problem
from diagnosis.sheets.reading import SheetFormat, format_of


def holds_many(data: bytes, name: str) -> bool:
    """Whether a file may hold several members, as far as its name and first bytes tell."""
    return format_of(data, name) is SheetFormat.CSV


@dataclass(frozen=True, slots=True)
class Parts:
    """Some sheets of a table. head: a task's `table`. parts: for each sheet a task's `data`."""

    head: str
    parts: list[bytes]


def split(worker: Child, data: bytes, name: str) -> Iterator[Parts | tuple[Problem, ...]]:
    """The sheets of a file, some at a time; in the end the problems, if reading broke off."""
    table, goes_on = "", False
    try:
        while True:
            answer = worker.ask("split", {"name": name, "goes_on": goes_on}, b"" if goes_on else data)
            head = read_mapping(answer.head)
            start = read_count(head["head"])
            table = table or answer.blob[:start].decode()
            yield Parts(table, _cut(answer.blob[start:], [read_count(size) for size in read_list(head["sizes"])]))
            if head["problems"]:
                yield read_problems(head["problems"])
            if head["end"]:
                return
            goes_on = True
    except ChildError as error:
        yield (_blame(error).problem(name),)
    except (NonsenseError, KeyError, UnicodeDecodeError):
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
