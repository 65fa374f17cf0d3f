"""A returned file to raw sheets, whatever its format and however many members it holds."""

import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import PurePath
from typing import assert_never

from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.sheet import RawSheet
from diagnosis.model.text import Text
from diagnosis.sheets.json_format import read_json_sheet
from diagnosis.sheets.yaml_format import read_yaml_sheet

ForeignReader = Callable[[bytes, str], Iterable[RawSheet]]
"""Reads a file that is not to be trusted to this process: bytes and name to sheets."""


class SheetFormat(StrEnum):
    """A form in which sheets go out and come back."""

    YAML = "yaml"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


ENDINGS = {
    ".yaml": SheetFormat.YAML,
    ".yml": SheetFormat.YAML,
    ".json": SheetFormat.JSON,
    ".csv": SheetFormat.CSV,
    ".tsv": SheetFormat.CSV,
    ".xlsx": SheetFormat.XLSX,
    ".pdf": SheetFormat.PDF,
}
"""What the name of a returned file may end in."""

_SIGNATURES = (
    (b"PK\x03\x04", SheetFormat.XLSX),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", SheetFormat.XLSX),  # an older or an encrypted workbook, refused in words
    (b"%PDF-", SheetFormat.PDF),
)
_TABLE = re.compile(r'^\ufeff?[^\r\n]*(?<![\w-])member[-_]id"?\s*[,;\t]', re.IGNORECASE)
"""A first line with the heading that every table has."""
_BEGINNING = 1 << 16


def format_of(data: bytes, name: str) -> SheetFormat:
    """The format by the first bytes where they tell, else by the ending of `name`, else by the first characters."""
    for signature, found in _SIGNATURES:
        if data.startswith(signature):
            return found
    by_ending = ENDINGS.get(PurePath(name).suffix.lower())
    return by_ending or _by_first_characters(data[:_BEGINNING])


def _by_first_characters(data: bytes) -> SheetFormat:
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return SheetFormat.JSON
    text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin-1", errors="replace")
    return SheetFormat.CSV if _TABLE.search(text.removeprefix("ï»¿")) else SheetFormat.YAML


def read_sheets(data: bytes, name: str, foreign: ForeignReader) -> Iterator[RawSheet]:
    """Every sheet of a file, in its order, each read when it is asked for. name: of the file, for places.

    foreign: reads workbooks and PDF forms. Raises ProblemsError where no sheet can be made out, in the end also where
    the file breaks off; faults of single answers wait for `check_sheet`, so that all are told at once.
    """
    match format_of(data, name):
        case SheetFormat.JSON:
            yield read_json_sheet(data, name)
        case SheetFormat.YAML:
            yield read_yaml_sheet(data, name)
        case SheetFormat.CSV:
            from diagnosis.sheets.csv_format import read_csv_sheets  # noqa: PLC0415 - one sheet in YAML needs no tables

            yield from read_csv_sheets(data, name)
        case SheetFormat.XLSX | SheetFormat.PDF:
            yield from foreign(data, name)
        case form:
            assert_never(form)


def read_sheet(data: bytes, name: str, foreign: ForeignReader | None = None) -> RawSheet:
    """The one sheet in a file. Raises ProblemsError as `read_sheets` does, and for none or many (`file.one-sheet`)."""
    found = []
    for sheet in read_sheets(data, name, foreign or refuse_foreign):
        found.append(sheet)
        if len(found) > 1:
            break
    if len(found) == 1:
        return found[0]
    message = Text(
        ja="会員がちょうど一人のファイルが必要です。この表には、一人もいないか、何人もいます。",
        en="A file with exactly one member is needed here. This table has none, or several.",
    )
    raise ProblemsError((Problem(Span(name, 0, 0), "file.one-sheet", message),))


def refuse_foreign(_data: bytes, name: str) -> Iterable[RawSheet]:
    """For callers that take text formats only."""
    message = Text(
        ja="ここで読めるのは、YAML・JSON・CSVの回答票です。",
        en="Only sheets in YAML, JSON or CSV are read here.",
    )
    raise ProblemsError((Problem(Span(name, 0, 0), "file.format", message),))
