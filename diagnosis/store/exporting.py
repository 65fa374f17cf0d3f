"""Rows of a table as CSV, xlsx or Parquet. Text stays text: nothing in it ever becomes a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import assert_never

from diagnosis.store.errors import StoreError

Cell = str | int | date | None
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # what spreadsheets begin a formula with
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


class TableFormat(StrEnum):
    """What a table is written as."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


def write_table(form: TableFormat, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The whole table; the same rows give the same bytes. Raises StoreError where a library is missing."""
    match form:
        case TableFormat.CSV:
            return _csv(columns, rows)
        case TableFormat.XLSX:
            return _xlsx(columns, rows)
        case TableFormat.PARQUET:
            return _parquet(columns, rows)
        case _:
            assert_never(form)


def defuse(text: str) -> str:
    """Text that a spreadsheet would take for a formula, with an apostrophe before it."""
    return f"'{text}" if text.startswith(_ACTIVE) else text


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a mark at its beginning, by which Excel knows it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([defuse(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - only this one form needs it

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": _EPOCH.replace(tzinfo=None)})
        sheet = book.add_worksheet("diagnoses")
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, columns, bold)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, place, datetime.combine(cell, datetime.min.time()), day)
                elif cell is not None:
                    sheet.write(number, place, cell)
        sheet.autofit()
    return out.getvalue()


def _parquet(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise StoreError(
            ja="Parquetでの書き出しには pyarrow が必要です。「pip install 'diagnosis[parquet]'」で入れてください。",
            en="Parquet needs pyarrow. Install it: pip install 'diagnosis[parquet]'.",
        ) from error
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    out = pa.BufferOutputStream()
    parquet.write_table(pa.table(dict(zip(columns, map(pa.array, cells), strict=True))), out)
    whole: bytes = out.getvalue().to_pybytes()
    return whole
