"""Rows as CSV, xlsx or Parquet, written as they come. Text stays text: nothing in it ever becomes a formula."""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, BinaryIO, assert_never

from diagnosis.store.errors import StoreError

Cell = str | int | date | None
Columns = Mapping[str, type]
"""Name and kind, `str`, `int` or `date`, of each column."""

MOST_XLSX_ROWS = 1_048_575
"""Rows of a worksheet below its heading."""
_ACTIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # what spreadsheets begin a formula with
_BLANK = ("\t", "\r", "\n")
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
_PORTION = 10_000
_WIDTHS = {str: 20, int: 10, date: 12}


class TableFormat(StrEnum):
    """What a table is written as."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


class TooManyRowsError(StoreError):
    """More rows than the form holds."""


def write_table(form: TableFormat, columns: Columns, rows: Iterable[Sequence[Cell]], out: BinaryIO) -> None:
    """The whole table; the same rows give the same bytes. Memory is that of a portion, whatever the number.

    Raises StoreError where a library is missing, TooManyRowsError where xlsx cannot hold them.
    """
    match form:
        case TableFormat.CSV:
            _write_csv(columns, rows, out)
        case TableFormat.XLSX:
            _write_xlsx(columns, rows, out)
        case TableFormat.PARQUET:
            _write_parquet(columns, rows, out)
        case _:
            assert_never(form)


def defuse(text: str) -> str:
    """Text that a spreadsheet would take for a formula, with an apostrophe before it."""
    return f"'{text}" if text.startswith(_BLANK) or text.lstrip().startswith(_ACTIVE) else text


def _write_csv(columns: Columns, rows: Iterable[Sequence[Cell]], out: BinaryIO) -> None:
    """UTF-8 with a mark at its beginning, by which Excel knows it."""
    text = io.TextIOWrapper(out, "utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([defuse(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    text.flush()
    text.detach()


def _write_xlsx(columns: Columns, rows: Iterable[Sequence[Cell]], out: BinaryIO) -> None:
    import xlsxwriter  # noqa: PLC0415 - only this one form needs it

    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        book.set_properties({"created": _EPOCH.replace(tzinfo=None)})
        sheet = book.add_worksheet("diagnoses")
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 1)
        for place, (name, kind) in enumerate(columns.items()):
            sheet.set_column(place, place, max(_WIDTHS[kind], len(name) + 2))
            sheet.write_string(0, place, name, bold)
        for number, row in enumerate(rows, start=1):
            if number > MOST_XLSX_ROWS:
                raise _too_many()
            for place, cell in enumerate(row):
                _write_cell(sheet, number, place, cell, day)


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, day: object) -> None:  # noqa: ANN401 - it has no types
    """By its kind, never by what a text looks like: `write` takes {=1} for a formula."""
    match cell:
        case None:
            pass
        case str():
            sheet.write_string(row, column, cell)
        case int():
            sheet.write_number(row, column, cell)
        case date():
            sheet.write_datetime(row, column, datetime.combine(cell, time.min), day)
        case _:
            assert_never(cell)


def _too_many() -> TooManyRowsError:
    return TooManyRowsError(
        ja=f"xlsxには {MOST_XLSX_ROWS:,} 件までしか書けません。--format csv か parquet にするか、"
        "--since などで絞ってください。",
        en=f"xlsx holds {MOST_XLSX_ROWS:,} rows at most. Use --format csv or parquet, or narrow the choice "
        "(--since and others).",
    )


def _write_parquet(columns: Columns, rows: Iterable[Sequence[Cell]], out: BinaryIO) -> None:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise StoreError(
            ja="Parquetでの書き出しには pyarrow が必要です。「pip install 'diagnosis[parquet]'」で入れてください。",
            en="Parquet needs pyarrow. Install it: pip install 'diagnosis[parquet]'.",
        ) from error
    kinds = {str: pa.string(), int: pa.int64(), date: pa.date32()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in columns.items()])
    with parquet.ParquetWriter(out, schema) as writer:
        for portion in _portions(rows):
            cells = [
                pa.array(column, field.type) for column, field in zip(zip(*portion, strict=True), schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(cells, schema=schema))


def _portions(rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Sequence[Cell]]]:
    waiting = iter(rows)
    while portion := list(itertools.islice(waiting, _PORTION)):
        yield portion
