"""Returned files on the way in: from a path to its sheets, one after the other."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from diagnosis.cli.inout import name_of, read_source
from diagnosis.model.problems import ProblemsError
from diagnosis.model.sheet import RawSheet
from diagnosis.pipeline import open_sheets

T = TypeVar("T")


def each_sheet(path: str, work: Callable[[RawSheet], T]) -> Iterator[T | ProblemsError]:
    """What `work` makes of every sheet in a file (`-`: in standard input), or why it cannot.

    A faulty sheet never stops the rest of its file; a file that cannot be read any further ends with its fault.
    """
    try:
        for sheet in open_sheets(read_source(path), name_of(path)):
            yield _try(work, sheet)
    except ProblemsError as error:
        yield error


def _try(work: Callable[[RawSheet], T], sheet: RawSheet) -> T | ProblemsError:
    try:
        return work(sheet)
    except ProblemsError as error:
        return error
