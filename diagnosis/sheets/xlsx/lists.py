"""What drop-downs offer: each list once, in a column of a hidden sheet, since a list written in place is cut at 255."""

from collections.abc import Sequence
from typing import Any

from diagnosis.sheets.xlsx.keys import column_letters

_SHEET = "lists"


class Lists:
    """Collects lists while the tabs are written. book: an open workbook."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - xlsxwriter ships no types
        self._book = book
        self._places: dict[tuple[str, ...], str] = {}

    def range_of(self, items: Sequence[str]) -> str:
        """Where the list will stand, as a formula."""
        listed = tuple(items)
        letters = column_letters(len(self._places))
        return self._places.setdefault(listed, f"={_SHEET}!${letters}$1:${letters}${len(listed)}")

    def write(self) -> None:
        """Write all lists, behind all other tabs."""
        sheet = self._book.add_worksheet(_SHEET)
        for column, items in enumerate(self._places):
            sheet.write_column(0, column, items)
        sheet.protect()
        sheet.very_hidden()
