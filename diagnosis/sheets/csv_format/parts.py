"""A table taken apart by one process and read by others: its head, and for each member the rows as they stand."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

from diagnosis.files.quick_json import write_line
from diagnosis.sheets.csv_format.long_form import QUESTION, LongRows, split_long
from diagnosis.sheets.csv_format.rows import Row, Table, open_table
from diagnosis.sheets.csv_format.wide_form import WideRows, split_wide
from diagnosis.sheets.found import FoundSheet
from diagnosis.sheets.quick import QuickSheet
from diagnosis.sheets.wire import plain_sheet, sheet_of

_ROWS = "rows"


def split_table(data: bytes, name: str) -> tuple[bytes, Iterator[bytes]]:
    """The head of a table, and a part for each member, both for `TableReader`.

    The sheets are those of `read_csv_sheets`, and so is what is raised, at once or in the end.
    """
    table = open_table(data, name)
    found = split_long(table) if QUESTION in table.names else split_wide(table)
    head = write_line({"name": table.name, "names": table.names, "row": table.header.number})
    return head, map(_plain_part, found)


def _plain_part(part: Sequence[Row] | FoundSheet) -> bytes:
    if isinstance(part, FoundSheet):
        return json.dumps(plain_sheet(part), ensure_ascii=False).encode()
    return write_line([_ROWS, [[row.number, row.cells] for row in part]])


class TableReader:
    """Reads members of one table. head: see `split_table`. Raises ValueError or TypeError for what is no head."""

    def __init__(self, head: bytes) -> None:
        found = cast("Mapping[str, Any]", json.loads(head))
        table = Table(b"", str(found["name"]), "", "", Row(int(found["row"]), []), tuple(map(str, found["names"])))
        self._rows = LongRows(table) if QUESTION in table.names else WideRows(table)

    def read(self, part: bytes) -> tuple[QuickSheet | None, Callable[[], FoundSheet]]:
        """A member taken apart, if it is plain (for `quick_cells`), and the careful reading."""
        found = json.loads(part)
        if found[0] != _ROWS:
            return None, lambda: sheet_of(found)
        rows = [Row(number, cells) for number, cells in found[1]]
        return self._rows.take_apart(rows), lambda: self._rows.read(rows)
