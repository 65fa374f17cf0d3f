"""A sheet to fill in, or one that is filled in, in the format that is wanted."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import AnswerSheet
from diagnosis.model.text import Language
from diagnosis.sheets.json_format import write_json
from diagnosis.sheets.reading import SheetFormat
from diagnosis.sheets.yaml_format import write_yaml

SheetWriter = Callable[[Definitions, Language, AnswerSheet | None], bytes]


class BlankFormat(StrEnum):
    """A text format in which a blank sheet is printed."""

    YAML = "yaml"
    JSON = "json"


def blank_sheet(definitions: Definitions, language: Language, form: BlankFormat) -> str:
    """A sheet without answers. YAML carries questions, help and allowed values as comments; JSON has no comments."""
    return write_sheet(definitions, language, SheetFormat(form)).decode()


def write_sheet(
    definitions: Definitions, language: Language, form: SheetFormat, filled: AnswerSheet | None = None
) -> bytes:
    """A sheet in this format; with `filled`, its member, day and answers stand in it."""
    return WRITERS[form](definitions, language, filled)


def _write_json(definitions: Definitions, _: Language, filled: AnswerSheet | None) -> bytes:
    return write_json(definitions, filled)


def _write_csv(definitions: Definitions, language: Language, filled: AnswerSheet | None) -> bytes:
    from diagnosis.sheets.csv_format import write_csv  # noqa: PLC0415 - one sheet in YAML needs no tables

    return write_csv(definitions, language, filled)


def _write_xlsx(definitions: Definitions, language: Language, filled: AnswerSheet | None) -> bytes:
    from diagnosis.sheets.xlsx.writing import write_xlsx  # noqa: PLC0415 - loads a library

    return write_xlsx(definitions, language, filled)


def _write_pdf(definitions: Definitions, language: Language, filled: AnswerSheet | None) -> bytes:
    from diagnosis.sheets.pdf_form import write_pdf_form  # noqa: PLC0415 - loads WeasyPrint

    return write_pdf_form(definitions, language, filled)


WRITERS: Mapping[SheetFormat, SheetWriter] = {
    SheetFormat.YAML: write_yaml,
    SheetFormat.JSON: _write_json,
    SheetFormat.CSV: _write_csv,
    SheetFormat.XLSX: _write_xlsx,
    SheetFormat.PDF: _write_pdf,
}
"""Who writes which format."""
