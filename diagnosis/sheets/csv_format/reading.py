"""A CSV file to raw sheets, one member after the other."""

from collections.abc import Callable, Iterator

from diagnosis.sheets.csv_format.long_form import QUESTION, read_long, read_long_quickly
from diagnosis.sheets.csv_format.rows import open_table
from diagnosis.sheets.csv_format.wide_form import read_wide, read_wide_quickly
from diagnosis.sheets.found import FoundSheet
from diagnosis.sheets.quick import QuickSheet


def read_csv_quickly(data: bytes, name: str) -> Iterator[tuple[QuickSheet | None, Callable[[], FoundSheet]]]:
    """As `read_csv_sheets`, but taken apart for a quick check (`quick_cells`), with the careful reading beside it."""
    table = open_table(data, name)
    return read_long_quickly(table) if QUESTION in table.names else read_wide_quickly(table)


def read_csv_sheets(data: bytes, name: str) -> Iterator[FoundSheet]:
    """The sheets as found, in the order of the file, each made when it is asked for.

    Raises ProblemsError (`csv.*`) at once where no member can be made out, and in the end where the file breaks off:
    what came before stands. A member that comes twice makes one sheet, with a fault at each place.
    """
    table = open_table(data, name)
    return read_long(table) if QUESTION in table.names else read_wide(table)
