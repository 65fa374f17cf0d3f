"""The process in which foreign files are parsed: `python -m diagnosis.sheets.child LIMITS`."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Final, cast

from diagnosis.guard import Message, serve
from diagnosis.model.problems import ProblemsError
from diagnosis.sheets.found import FoundSheet
from diagnosis.sheets.pdf_form import read_pdf_form
from diagnosis.sheets.wire import plain_problems, plain_sheet

Reader = Callable[[bytes, str], Sequence[FoundSheet]]
"""A format's reader: the file and its name to its sheets; raises ProblemsError where it holds none."""

READERS: Final[Mapping[str, Reader]] = {".pdf": lambda data, name: (read_pdf_form(data, name),)}
"""By the ending of the file's name."""


def read(message: Message) -> Message:
    """The sheets of one file, or its problems. given: {"name": the file's}; blob: the file."""
    name = str(cast("Mapping[str, object]", message.head)["name"])
    try:
        sheets = READERS[PurePath(name).suffix.lower()](message.blob, name)
        return Message({"sheets": [plain_sheet(sheet) for sheet in sheets]})
    except ProblemsError as error:
        return Message({"problems": plain_problems(error.problems)})


if __name__ == "__main__":
    serve({"read": read})
