"""Foreign files read at arm's length: in a child process with limits, whose death is a fault of the file."""

from collections.abc import Mapping, Sequence
from typing import Final, Self, assert_never, cast

from diagnosis.guard import Child, ChildError, Ending, Limits
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.text import Text
from diagnosis.sheets.found import FoundSheet
from diagnosis.sheets.wire import plain_problems, problems_of, sheet_of

READING: Final = Limits(memory=768 * 1024 * 1024, cpu=10, wall=20, reply=16 * 1024 * 1024)
"""What reading one file may take; an honest one takes a tenth of a second."""


class GuardedReader:
    """Reads files one after the other in one child, which is replaced when it dies. Not for several threads at once."""

    def __init__(self, limits: Limits = READING) -> None:
        self._child = Child("diagnosis.sheets.child", limits)

    def read(self, data: bytes, name: str) -> Sequence[FoundSheet]:
        """The sheets in a file; raises ProblemsError with the format's own faults, or with `file.*` of a dead child."""
        try:
            answer = cast("Mapping[str, object]", self._child.ask("read", {"name": name}, data).head)
            if "problems" in answer:
                raise ProblemsError(problems_of(answer["problems"]))
            return tuple(sheet_of(sheet) for sheet in cast("list[object]", answer["sheets"]))
        except ChildError as error:
            raise ProblemsError((_problem(error.ending, name),)) from error
        except (ValueError, TypeError, KeyError) as error:
            raise ProblemsError((_problem(Ending.CRASH, name),)) from error

    def mark(self, data: bytes, name: str, problems: Sequence[Problem]) -> bytes | None:
        """A copy of the file with its faulty places marked, ready to be sent back; None where that cannot be done."""
        try:
            answer = self._child.ask("mark", {"name": name, "problems": plain_problems(problems)}, data)
            return answer.blob if cast("Mapping[str, object]", answer.head)["marked"] else None
        except (ChildError, TypeError, KeyError):
            return None

    def close(self) -> None:
        """End the child."""
        self._child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _problem(ending: Ending, name: str) -> Problem:
    code, message = _told(ending)
    return Problem(Span(name, 0, 0), code, message)


def _told(ending: Ending) -> tuple[str, Text]:
    match ending:
        case Ending.MEMORY:
            return "file.too-much-memory", Text(
                "読み取りに必要なメモリーが上限を超えました。回答票のファイルかどうか確かめ、もう一度お送りください。",
                "Reading this file takes more memory than it may. See that it is an answer sheet; send it again.",
            )
        case Ending.CPU | Ending.WALL:
            return "file.too-long-to-read", Text(
                "読み取りに時間がかかりすぎるため、途中でやめました。回答票のファイルかどうか確かめ、もう一度お送りください。",
                "Reading this file took too long and was given up. See that it is an answer sheet; send it again.",
            )
        case Ending.CRASH:
            return "file.unreadable-content", Text(
                "ファイルの中身を読み取れません。壊れているか、回答票ではありません。もう一度お送りください。",
                "The content of this file cannot be read: it is damaged, or no answer sheet. Send it again.",
            )
        case _:
            assert_never(ending)
