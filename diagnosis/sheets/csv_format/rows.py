"""A CSV file row by row, its encoding, separator and header settled; never more than one row at a time in memory."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from diagnosis.files.suggest import did_you_mean
from diagnosis.model.problems import Problem, ProblemsError
from diagnosis.model.text import Text
from diagnosis.sheets.csv_format.cells import place
from diagnosis.sheets.csv_format.encoding import find_encoding
from diagnosis.sheets.desk import fold, listed

MEMBER_ID = "member-id"
MEMBER_NAME = "member-name"
RULESET = "ruleset"
QUESTIONNAIRES = "questionnaires"
ANSWERED_ON = "answered-on"
HEAD = (MEMBER_ID, MEMBER_NAME, RULESET, QUESTIONNAIRES, ANSWERED_ON)
"""The columns that say whose sheet it is and by which rules it is scored."""
FAULTS = "faults"
QUESTION_TEXT = "question-text"


def is_for_people(name: str) -> bool:
    """A column that is never read: the reasons in a marked copy, the words of a question."""
    return name.startswith(FAULTS) or name == QUESTION_TEXT


SEPARATORS = (",", ";", "\t")
MOST_ROWS = 2_000_000
MOST_COLUMNS = 4_000
_NEEDED = (MEMBER_ID, MEMBER_NAME, RULESET)
_LONGEST_LINE = 1 << 20
COMMENT = "#"
"""A row below the header that begins so in the column of members tells people what the columns are."""


class Row(NamedTuple):
    """One row. number: from 1, as a spreadsheet counts."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file ready to be read. names: the headings, without width, case and spaces that do not matter."""

    data: bytes
    name: str
    encoding: str
    separator: str
    header: Row
    names: tuple[str, ...]

    def rows(self) -> Iterator[Row]:
        """Every row below the header that holds something.

        Raises ProblemsError (`csv.broken`, `csv.too-many-rows`) at the place behind which nothing can be read.
        """
        identity, rows = self.names.index(MEMBER_ID), all_rows(self)
        for row in rows:
            if row.number != self.header.number and not cell_at(row, identity).startswith(COMMENT):
                yield row
                yield from rows


def open_table(data: bytes, name: str) -> Table:
    """The file with its header read; raises ProblemsError (`csv.*`) where there is none that can be used."""
    encoding = find_encoding(data, name)
    tables = [_begin(data, name, encoding, separator) for separator in SEPARATORS]
    table = next((table for table in tables if MEMBER_ID in table.names), tables[0])
    _check_header(table)
    return table


def _begin(data: bytes, name: str, encoding: str, separator: str) -> Table:
    """The file with the header that it would have under this separator."""
    table = Table(data, name, encoding, separator, Row(1, []), ())
    header = next(all_rows(table), table.header)
    return replace(table, header=header, names=tuple(fold(cell).replace("_", "-") for cell in header.cells))


def cell_at(row: Row, column: int) -> str:
    """A cell as it is written; empty where the row ends before it."""
    return row.cells[column] if column < len(row.cells) else ""


def all_rows(table: Table) -> Iterator[Row]:
    """Every row of the file that holds something."""
    text = io.TextIOWrapper(io.BytesIO(table.data), table.encoding, newline="")
    rows = csv.reader(_lines(text), delimiter=table.separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(rows, None)
        except csv.Error as error:
            raise ProblemsError((_broken(table.name, number),)) from error
        if cells is None:
            return
        if len(cells) > MOST_COLUMNS or number > MOST_ROWS:
            raise ProblemsError((_too_large(table.name, number),))
        if any(cells):
            yield Row(number, cells)


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines of a text; raises csv.Error for one without an end."""
    while line := text.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise csv.Error("a line without an end")
        yield line


def _check_header(table: Table) -> None:
    missing = [name for name in _NEEDED if name not in table.names]
    if missing:
        missing_ja, missing_en = listed(missing)
        near_ja, near_en = did_you_mean(missing[0], filter(None, table.names))
        message = Text(
            ja=f"1行目に見出し {missing_ja} がありません。見出しの行を元に戻してください。{near_ja}",
            en=f"The first row lacks the heading {missing_en}. Put the row of headings back.{near_en}",
        )
        raise ProblemsError((Problem(place(table.name, 1, 0), "csv.header-missing", message),))
    twice = [column for column, one in enumerate(table.names) if one and one in table.names[:column]]
    if twice:
        raise ProblemsError(tuple(_twice(table, column) for column in twice))


def _twice(table: Table, column: int) -> Problem:
    name = table.names[column]
    message = Text(
        ja=f"見出し「{name}」の列が二つあります。一つにしてください。",
        en=f"There are two columns headed '{name}'. Keep one.",
    )
    return Problem(place(table.name, table.header.number, column), "csv.column-twice", message)


def _broken(name: str, number: int) -> Problem:
    message = Text(
        ja=f'{number}行目から後を読めません。引用符（"）が閉じられていないか、セルが長すぎます。'
        "この行を直してください。これより前の行は読みました。",
        en=f'Nothing from row {number} on can be read: a quotation mark (") is not closed, or a cell is too long. '
        "Correct this row. The rows before it were read.",
    )
    return Problem(place(name, number, 0), "csv.broken", message)


def _too_large(name: str, number: int) -> Problem:
    message = Text(
        ja=f"行か列が多すぎます（{MOST_ROWS:,}行、{MOST_COLUMNS:,}列まで）。ファイルを分けてください。",
        en=f"There are too many rows or columns (up to {MOST_ROWS:,} and {MOST_COLUMNS:,}). Split the file.",
    )
    return Problem(place(name, number, 0), "csv.too-many-rows", message)
