"""An inbox as a night brings it: sheets in every form, some of them broken in ways of their own form.

Run it to fill a folder: python -m tests.batch.every_form FOLDER [--good N] [--bad N] [--seed N]
"""

import argparse
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from random import Random

import openpyxl
import pikepdf
from openpyxl.workbook import Workbook

from diagnosis import pipeline
from diagnosis.model.sheet import AnswerSheet
from diagnosis.model.text import Language
from diagnosis.settings import read_settings
from diagnosis.sheets import sheet_bytes
from diagnosis.sheets.csv_format import CsvForm, write_csv
from diagnosis.sheets.pdf_form import names
from diagnosis.sheets.xlsx import keys
from diagnosis.sheets.xlsx.writing import write_xlsx
from tests.batch.inboxes import DAY, WAYS, good_sheets, in_yaml, model
from tests.sheets.pdf_form.forms import blank_form, fill_by_pikepdf, filling_of
from tests.sheets.xlsx.books import cell_of, changed, with_entry
from tests.sheets.xlsx.test_faults import COMPOUND, FAR, PART, ROWS, bomb

TABLE = 5
"""Members of one table."""
ROUND = ("xlsx", "json", "xlsx", "yaml", "csv-long", "xlsx", "csv-wide", "csv-cp932", "xlsx", "json", "pdf")
"""The forms in the order in which they come, over and over; `csv-wide` is a file of many members."""


def fill_every_form(folder: Path, *, good: int, bad: int, seed: int = 1) -> None:
    """Put `good` sound sheets and `bad` broken ones into a folder, each in the next form, broken in the next way."""
    for name, data in [*_good_files(good, seed), *_bad_files(bad, seed)]:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _good_files(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    sheets = iter([_checked(data) for data in good_sheets(count, seed)])
    for number, form in enumerate(cycle(ROUND)):
        taken = list(islice(sheets, TABLE if form == "csv-wide" else 1))
        if not taken:
            return
        folder = ("", "本店", "支部/東")[number % 3]
        yield str(Path(folder) / f"回答 {number:04}.{form.partition('-')[0]}"), _written(form, taken)


def _checked(data: bytes) -> AnswerSheet:
    return pipeline.open_sheet(data, "sheet.json", read_settings(), DAY)


def _written(form: str, sheets: Sequence[AnswerSheet]) -> bytes:
    definitions, (sheet, *_) = model().definitions, sheets
    writers: dict[str, Callable[[], bytes]] = {
        "xlsx": lambda: write_xlsx(definitions, Language.JA, sheet),
        "pdf": lambda: fill_by_pikepdf(blank_form(), filling_of(sheet, definitions)),
        "csv-long": lambda: write_csv(definitions, Language.JA, sheet),
        "csv-cp932": lambda: write_csv(definitions, Language.JA, sheet).decode("utf-8-sig").encode("cp932", "replace"),
        "csv-wide": lambda: _table(sheets),
        "yaml": lambda: in_yaml(sheet_bytes(sheet)),
        "json": lambda: sheet_bytes(sheet),
    }
    return writers[form]()


def _table(sheets: Sequence[AnswerSheet]) -> bytes:
    """One row a member, under all the columns that any of them needs."""
    written = [write_csv(model().definitions, Language.JA, sheet, CsvForm.WIDE).decode("utf-8-sig") for sheet in sheets]
    found = [row for text in written for row in csv.DictReader(io.StringIO(text))]
    rows = [row for row in found if not row["member-id"].startswith("#")]  # the second line explains the columns
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _bad_files(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    base = next(good_sheets(1, seed + 1))
    text = {name: lambda number, way=way: way(base, number) for name, way in WAYS.items()}
    ways = list((text | _broken_books(_checked(base)) | _broken_tables(_checked(base)) | _broken_pdfs()).items())
    random = Random(seed)
    random.shuffle(ways)
    for number in range(count):
        name, way = ways[number % len(ways)]
        stem, _, ending = name.partition(".")
        yield f"bad-{stem}-{number:03}.{ending or 'json'}", way(number)


Way = Callable[[int], bytes]


def _broken_books(sheet: AnswerSheet) -> dict[str, Way]:
    whole = write_xlsx(model().definitions, Language.JA, sheet)

    def book(change: Callable[[Workbook], object]) -> Way:
        def break_it(number: int) -> bytes:
            def change_all(book: Workbook) -> None:
                cell_of(book, keys.MEMBER_ID).value = f"X-{number:04}"
                change(book)

            return changed(whole, change_all)

        return break_it

    def put(key: str, value: object) -> Way:
        return book(lambda book: setattr(cell_of(book, key), "value", value))

    return {
        "a-trade-we-do-not-know.xlsx": put("industry", "魚"),
        "staff-in-words.xlsx": put("employees", "たくさん"),
        "no-member-number.xlsx": put(keys.MEMBER_ID, None),
        "a-key-overwritten.xlsx": book(lambda book: book.remove(book.worksheets[2])),
        "locked.xlsx": lambda number: COMPOUND + "EncryptedPackage".encode("utf-16-le") + bytes(number),
        "far-cell.xlsx": lambda number: with_entry(whole, PART, FAR + b" " * number),
        "many-rows.xlsx": lambda number: with_entry(whole, PART, ROWS + b" " * number),
        "zip-bomb.xlsx": lambda number: bomb(60_000_000 + number),
        "half-a-book.xlsx": lambda number: whole[: 20_000 + number],
        "another-book.xlsx": _another_book,
    }


def _another_book(number: int) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = f"請求書 {number}"
    book.save(out)
    return out.getvalue()


def _broken_tables(sheet: AnswerSheet) -> dict[str, Way]:
    wide = write_csv(model().definitions, Language.JA, sheet, CsvForm.WIDE)
    member = sheet.member.id.encode()
    return {
        "an-open-quote.csv": lambda number: b'member_id,member_name\r\nX-%d,"open\r\n' % number,
        "not-our-columns.csv": lambda number: f"日付,金額\r\n2026-11-24,{number}\r\n".encode("utf-8-sig"),
        "no-number.csv": lambda number: wide.replace(member, b"") + b"\r\n" * number,
    }


def _broken_pdfs() -> dict[str, Way]:
    def other(number: int) -> bytes:
        document, out = pikepdf.new(), io.BytesIO()
        for _ in range(number + 1):
            document.add_blank_page()
        document.save(out)
        return out.getvalue()

    return {
        "another-paper.pdf": other,
        "half-a-form.pdf": lambda number: blank_form()[: 500_000 + number],
        "a-blank-form.pdf": lambda number: fill_by_pikepdf(blank_form(), {names.MEMBER_NAME: f"番号なし{number}"}),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--good", type=int, default=40)
    parser.add_argument("--bad", type=int, default=43)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    fill_every_form(given.folder, good=given.good, bad=given.bad, seed=given.seed)
