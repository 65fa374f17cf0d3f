"""What stands in one cell: guarded against being run as a formula on the way out, unguarded on the way in."""

from diagnosis.model.problems import Span

GUARD = "'"
MARK = "【要修正】"
"""Set before a faulty cell in a copy to send back; it may stay when the cell is put right."""

_RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "#", GUARD, MARK)
"""A spreadsheet takes such a beginning for a formula, and this reader for a sign of its own."""


def guard(text: str) -> str:
    """The text as it is written: with an apostrophe before what would not stay text."""
    return f"{GUARD}{text}" if text.startswith(_RISKY) else text


def unguard(cell: str) -> str:
    """What was meant by a cell: without a mark, and without the apostrophe that `guard` sets."""
    if cell.startswith(MARK):
        cell = cell.removeprefix(MARK)
    return cell[1:] if cell.startswith(GUARD) and cell[1:].startswith(_RISKY) else cell


def place(name: str, row: int, column: int) -> Span:
    """The place of a cell. row: from 1, as a spreadsheet counts. column: from 0."""
    return Span(name, row, column + 1, f"{letters(column)}{row}")


def letters(column: int) -> str:
    """A column's name in a spreadsheet: A, B, … Z, AA. column: from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
