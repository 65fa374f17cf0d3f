"""Answer sheets as PDF forms, in and out. Cheap to import: WeasyPrint and pikepdf come with their first use."""

from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import AnswerSheet
from diagnosis.model.text import Language
from diagnosis.sheets.found import FoundSheet


def write_pdf_form(definitions: Definitions, language: Language, filled: AnswerSheet | None = None) -> bytes:
    """A form to fill in on screen or by pen, on A4; the same input gives the same bytes.

    filled: a sheet whose member, day and answers stand in it; one without answers only names the member. Raises
    ProblemsError where this machine lacks the font.
    """
    from diagnosis.sheets.pdf_form.writing import write_form  # noqa: PLC0415 - loads WeasyPrint

    return write_form(definitions, language, filled)


def read_pdf_form(data: bytes, name: str) -> FoundSheet:
    """The sheet in a returned form; contradictions become its faults. name: of the file, for places.

    To be run where foreign files are parsed: in a child process with limits. Raises ProblemsError (`pdf.*`) where the
    file is none of our forms.
    """
    from diagnosis.sheets.pdf_form.reading import read_form  # noqa: PLC0415 - loads pikepdf

    return read_form(data, name)
