"""Answer sheets at the door: each format is read, every answer is checked, a sheet to fill in is written."""

from diagnosis.sheets.blank import WRITERS, BlankFormat, blank_sheet, write_sheet
from diagnosis.sheets.canonical import sheet_bytes
from diagnosis.sheets.check import check_sheet, choose_ruleset
from diagnosis.sheets.found import FoundSheet
from diagnosis.sheets.reading import (
    ENDINGS,
    ForeignReader,
    SheetFormat,
    format_of,
    read_sheet,
    read_sheets,
    refuse_foreign,
)
from diagnosis.sheets.salvage import Salvaged, salvage_sheet
from diagnosis.sheets.yaml_format import Remarks, write_yaml

__all__ = [
    "ENDINGS",
    "WRITERS",
    "BlankFormat",
    "ForeignReader",
    "FoundSheet",
    "Remarks",
    "Salvaged",
    "SheetFormat",
    "blank_sheet",
    "check_sheet",
    "choose_ruleset",
    "format_of",
    "read_sheet",
    "read_sheets",
    "refuse_foreign",
    "salvage_sheet",
    "sheet_bytes",
    "write_sheet",
    "write_yaml",
]
