"""The process in which foreign files are parsed: `python -m diagnosis.sheets.child LIMITS`."""

import gc
from typing import TYPE_CHECKING, cast

from diagnosis.guard import Message, serve
from diagnosis.model.problems import ProblemsError
from diagnosis.sheets.foreign import mark_foreign, read_foreign
from diagnosis.sheets.wire import plain_problems, plain_sheet, problems_of

if TYPE_CHECKING:
    from collections.abc import Mapping


def read(message: Message) -> Message:
    """The sheets of one file, or its problems. given: {"name": the file's}; blob: the file."""
    name = str(cast("Mapping[str, object]", message.head)["name"])
    try:
        sheets = read_foreign(message.blob, name)
        return Message({"sheets": [plain_sheet(sheet) for sheet in sheets]})
    except ProblemsError as error:
        return Message({"problems": plain_problems(error.problems)})


def mark(message: Message) -> Message:
    """A copy of a file with its faulty places marked. given: {"name", "problems"}; {"marked": whether it could be}."""
    given = cast("Mapping[str, object]", message.head)
    copy = mark_foreign(message.blob, str(given["name"]), problems_of(given["problems"]))
    return Message({"marked": copy is not None}, copy or b"")


if __name__ == "__main__":
    # One file makes some ten thousand objects and no circles: looking for circles more often costs a tenth of the time.
    gc.set_threshold(100_000)
    serve({"read": read, "mark": mark})
