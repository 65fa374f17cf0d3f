"""An impact as a workbook, a tab a table. Texts stay texts: no member's name becomes a formula."""

import datetime as dt
from typing import Any, BinaryIO

import xlsxwriter

from diagnosis.model.impact_tables import Cell, ImpactTable
from diagnosis.model.text import Language, Text

_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed moment: the same impact gives the same bytes
_HEAD = 3


def write_impact(tables: tuple[ImpactTable, ...], language: Language, out: BinaryIO) -> None:
    """Every table with its title and its note."""
    with xlsxwriter.Workbook(out, _SAFE) as book:
        book.set_properties({"created": _CREATED})
        title, head = book.add_format({"bold": True, "font_size": 14}), book.add_format({"bold": True, "bottom": 1})
        number, note = book.add_format({"num_format": "#,##0"}), book.add_format({"font_color": "#4f5c66"})
        for table in tables:
            tab: Any = book.add_worksheet(table.name[language])
            tab.write_string(0, 0, table.title[language], title)
            tab.write_string(1, 0, table.note[language], note)
            for place, name in enumerate(table.columns):
                tab.write_string(_HEAD, place, name[language], head)
                tab.set_column(place, place, 30 if place < table.words else 14)
            for row, cells in enumerate(table.rows, start=_HEAD + 1):
                for place, cell in enumerate(cells):
                    _write(tab, row, place, cell, language, number)
            tab.freeze_panes(_HEAD + 1, 0)


def _write(tab: Any, row: int, place: int, cell: Cell, language: Language, number: object) -> None:  # noqa: ANN401, PLR0913, PLR0917 - xlsxwriter has no types
    match cell:
        case int():
            tab.write_number(row, place, cell, number)
        case Text():
            tab.write_string(row, place, cell[language])
        case _:
            tab.write_string(row, place, cell)
