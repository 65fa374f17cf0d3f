"""Answer sheets at the door: each format is read, every answer is checked, a blank sheet is written."""

from diagnosis.sheets.blank import BlankFormat, blank_sheet
from diagnosis.sheets.canonical import sheet_bytes
from diagnosis.sheets.check import check_sheet, choose_ruleset
from diagnosis.sheets.codes import all_codes, explain_code
from diagnosis.sheets.reading import read_sheet

__all__ = [
    "BlankFormat",
    "all_codes",
    "blank_sheet",
    "check_sheet",
    "choose_ruleset",
    "explain_code",
    "read_sheet",
    "sheet_bytes",
]
