"""Answer sheets as CSV, in and out: one file holds one member or a hundred thousand, by answers or by members."""

from diagnosis.sheets.csv_format.marking import mark_faults
from diagnosis.sheets.csv_format.parts import TableReader, split_table
from diagnosis.sheets.csv_format.reading import read_csv_quickly, read_csv_sheets
from diagnosis.sheets.csv_format.wide_form import quick_cells
from diagnosis.sheets.csv_format.writing import CsvForm, guarded_texts, write_csv

__all__ = [
    "CsvForm",
    "TableReader",
    "guarded_texts",
    "mark_faults",
    "quick_cells",
    "read_csv_quickly",
    "read_csv_sheets",
    "split_table",
    "write_csv",
]
