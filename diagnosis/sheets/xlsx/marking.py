"""A copy of a returned workbook in which the faulty cells are marked and commented, ready to be sent back."""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook

from diagnosis.model.problems import Problem
from diagnosis.sheets.xlsx.package import open_package

_FAULTY = PatternFill("solid", fgColor="FFC7B8")
_AUTHOR = "diagnosis"
_CORE = "docProps/core.xml"
"""Who made a workbook, and when it was made and last saved."""
_WIDTH, _HEIGHT = 360, 140


def mark_faults(data: bytes, name: str, problems: Sequence[Problem]) -> bytes | None:
    """The copy; None where no fault has a cell. Nothing but colours and comments is changed. To be run in a child."""
    package = open_package(data, name)
    book = openpyxl.load_workbook(io.BytesIO(data))
    marked = [_mark(book, spot, listed) for spot, listed in _by_spot(problems)]
    if not any(marked):
        return None
    out = io.BytesIO()
    book.save(out)
    return _without_time(out, package)


def _without_time(saved: io.BytesIO, before: zipfile.ZipFile) -> bytes:
    """The same workbook without the moment at which it was saved: the same faults, the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(saved) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as timeless:
        for name in archive.namelist():
            source = before if name == _CORE and name in before.namelist() else archive
            timeless.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _by_spot(problems: Sequence[Problem]) -> Iterator[tuple[str, list[Problem]]]:
    spots: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.at.spot:
            spots[problem.at.spot].append(problem)
    yield from spots.items()


def _mark(book: Workbook, spot: str, problems: Sequence[Problem]) -> bool:
    tab, _, cell_name = spot.rpartition("!")
    if tab not in book.sheetnames:
        return False
    cell = book[tab][cell_name]
    cell.fill = _FAULTY
    words = "\n".join(f"・{problem.message.ja}\n{problem.message.en}" for problem in problems)
    cell.comment = Comment(words, _AUTHOR, width=_WIDTH, height=_HEIGHT)
    return True
