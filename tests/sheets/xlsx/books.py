"""Workbooks as they come back: filled in, moved about, saved again by another program, or made to do harm."""

import functools
import io
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import AnswerSheet
from diagnosis.model.text import Language
from diagnosis.sheets.check import check_sheet
from diagnosis.sheets.xlsx import keys
from diagnosis.sheets.xlsx.reading import read_xlsx
from diagnosis.sheets.xlsx.writing import write_xlsx
from tests.sheets.pdf_form.forms import shipped


@functools.cache
def blank(language: Language = Language.JA) -> bytes:
    return write_xlsx(shipped(), language)


def back(data: bytes, definitions: Definitions | None = None) -> AnswerSheet:
    return check_sheet(read_xlsx(data, "sheet.xlsx"), definitions or shipped())


def changed(data: bytes, change: Callable[[Workbook], None]) -> bytes:
    """As somebody changes a workbook with a program that knows nothing of ours."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell_of(book: Workbook, key: str, part: str = keys.ANSWER):  # type: ignore[no-untyped-def]  # noqa: ANN201
    """The cell beside a key."""
    for tab in book:
        for row in tab.iter_rows(max_row=500, max_col=20):
            for cell in row:
                if cell.value == key:
                    head = next(c for c in tab[1] if c.value == part)
                    return tab.cell(cell.row, head.column)
    raise KeyError(key)


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    """The archive with one entry replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return out.getvalue()


def saved_by_libreoffice(data: bytes, folder: Path) -> bytes:
    """Opened and saved again by LibreOffice Calc."""
    (folder / "in").mkdir()
    path = folder / "in" / "sheet.xlsx"
    path.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        folder,
        path,
    ]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    saved = folder / "sheet.xlsx"
    assert saved.exists(), done.stderr
    return saved.read_bytes()
