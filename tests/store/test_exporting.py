"""Tables for spreadsheets: text stays text, and everything that does not fit is said."""

import io
import sys
from collections.abc import Iterator
from datetime import date

import openpyxl
import pytest
from pyarrow import parquet

from diagnosis.store import StoreError, exporting
from diagnosis.store.exporting import TableFormat, TooManyRowsError, write_table

COLUMNS = {"text": str, "number": int, "day": date}
ACTIVE = [
    *("=1+1", "{=1+1}", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "　=1", "http://x.example/"),
    *("=cmd|' /C calc'!A0", "internal:A1", "1e9"),
]


def written(form: TableFormat, rows: list[tuple[object, ...]]) -> bytes:
    out = io.BytesIO()
    write_table(form, COLUMNS, rows, out)  # type: ignore[arg-type]
    return out.getvalue()


def test_no_text_becomes_a_formula_a_link_or_a_number_in_a_workbook() -> None:
    data = written(TableFormat.XLSX, [(text, 1, None) for text in ACTIVE])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert [cell.value.replace("_x000D_", "\r") for cell in cells] == ACTIVE
    assert not any(cell.hyperlink for cell in cells)


def test_text_that_a_spreadsheet_takes_for_a_formula_is_defused_in_csv() -> None:
    lines = written(
        TableFormat.CSV, [(text, -1, date(2026, 11, 23)) for text in ("=1", " @x", "\tx", "＋1", "見本", "a=b")]
    )
    assert lines.startswith(b"\xef\xbb\xbf")
    assert lines.decode("utf-8-sig").splitlines() == [
        "text,number,day",
        *(f"{text},-1,2026-11-23" for text in ("'=1", "' @x", "'\tx", "'＋1", "見本", "a=b")),
    ]


def test_the_kind_of_a_column_does_not_hang_on_what_is_in_it() -> None:
    for rows in ([], [(None, None, None)], [("a", 1, date(2026, 1, 1))]):
        table = parquet.read_table(io.BytesIO(written(TableFormat.PARQUET, rows)))  # type: ignore[arg-type]
        assert [str(field.type) for field in table.schema] == ["string", "int64", "date32[day]"]
        assert table.num_rows == len(rows)


def test_more_rows_than_a_worksheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST_XLSX_ROWS", 2)
    assert written(TableFormat.XLSX, [("a", 1, None)] * 2)
    with pytest.raises(TooManyRowsError) as caught:
        written(TableFormat.XLSX, [("a", 1, None)] * 3)
    assert "--format csv" in caught.value.message.en


def test_rows_are_taken_as_they_are_written() -> None:
    taken = 0

    class Watched(io.BytesIO):
        behind = 0

        def write(self, data: object) -> int:
            self.behind = max(self.behind, taken - self.getbuffer()[:].tobytes().count(b"\n"))
            return super().write(data)  # type: ignore[arg-type]

    def rows() -> Iterator[tuple[str, int, None]]:
        nonlocal taken
        for taken in range(20_000):
            yield "x" * 50, taken, None

    out = Watched()
    write_table(TableFormat.CSV, COLUMNS, rows(), out)
    assert 0 < out.behind < 2_000


def test_a_missing_library_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(StoreError) as caught:
        written(TableFormat.PARQUET, [])
    assert "pip install 'diagnosis[parquet]'" in caught.value.message.ja
    assert "pip install 'diagnosis[parquet]'" in caught.value.message.en
