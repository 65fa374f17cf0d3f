"""Workbooks and PDF forms, read and marked. To be run in a process that may die of it: see `guarded`."""

from collections.abc import Sequence

from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.text import Text
from diagnosis.sheets.found import FoundSheet
from diagnosis.sheets.reading import SheetFormat, format_of


def read_foreign(data: bytes, name: str) -> Sequence[FoundSheet]:
    """The sheets in a workbook or a form, with the libraries of that format only. Raises ProblemsError."""
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


def mark_foreign(data: bytes, name: str, problems: Sequence[Problem]) -> bytes | None:
    """A copy with the faulty places marked; None for a format in which that cannot be done."""
    match format_of(data, name):
        case SheetFormat.XLSX:
            from diagnosis.sheets.xlsx.marking import mark_faults  # noqa: PLC0415

            return mark_faults(data, name, problems)
        case SheetFormat.CSV:
            from diagnosis.sheets.csv_format.marking import mark_faults as mark_table  # noqa: PLC0415

            return mark_table(data, name, problems)
        case _:
            return None
