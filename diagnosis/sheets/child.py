"""The process in which foreign files are parsed: `python -m diagnosis.sheets.child LIMITS`."""

import gc
from collections.abc import Mapping, Sequence
from typing import cast

from diagnosis.guard import Message, serve
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.text import Text
from diagnosis.sheets.found import FoundSheet
from diagnosis.sheets.reading import SheetFormat, format_of
from diagnosis.sheets.wire import plain_problems, plain_sheet, problems_of


def read(message: Message) -> Message:
    """The sheets of one file, or its problems. given: {"name": the file's}; blob: the file."""
    name = str(cast("Mapping[str, object]", message.head)["name"])
    try:
        sheets = _read(message.blob, name)
        return Message({"sheets": [plain_sheet(sheet) for sheet in sheets]})
    except ProblemsError as error:
        return Message({"problems": plain_problems(error.problems)})


def mark(message: Message) -> Message:
    """A copy of a file with its faulty places marked. given: {"name", "problems"}; {"marked": whether it could be}."""
    given = cast("Mapping[str, object]", message.head)
    copy = _mark(message.blob, str(given["name"]), problems_of(given["problems"]))
    return Message({"marked": copy is not None}, copy or b"")


def _read(data: bytes, name: str) -> Sequence[FoundSheet]:
    """Libraries are loaded for the format at hand only."""
    match format_of(data, name):
        case SheetFormat.XLSX:
            from diagnosis.sheets.xlsx.reading import read_xlsx  # noqa: PLC0415

            return (read_xlsx(data, name),)
        case SheetFormat.PDF:
            from diagnosis.sheets.pdf_form import read_pdf_form  # noqa: PLC0415

            return (read_pdf_form(data, name),)
        case _:
            message = Text(
                ja="Excelの回答票（.xlsx）でもPDFの回答票（.pdf）でもありません。ファイルを確かめてください。",
                en="This is neither a workbook (.xlsx) nor a PDF form (.pdf). Check the file.",
            )
            raise ProblemsError((Problem(Span(name, 0, 0), "file.format", message),))


def _mark(data: bytes, name: str, problems: Sequence[Problem]) -> bytes | None:
    match format_of(data, name):
        case SheetFormat.XLSX:
            from diagnosis.sheets.xlsx.marking import mark_faults  # noqa: PLC0415

            return mark_faults(data, name, problems)
        case SheetFormat.CSV:
            from diagnosis.sheets.csv_format.marking import mark_faults as mark_table  # noqa: PLC0415

            return mark_table(data, name, problems)
        case _:
            return None


if __name__ == "__main__":
    # One file makes some ten thousand objects and no circles: looking for circles more often costs a tenth of the time.
    gc.set_threshold(100_000)
    serve({"read": read, "mark": mark})
