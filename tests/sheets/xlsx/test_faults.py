"""Faults of workbooks name the cell; files that are made to do harm are named and cost nobody else anything."""

import io
import struct
import zipfile
from collections.abc import Iterator

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from diagnosis.model.problems import ProblemsError
from diagnosis.model.text import Language
from diagnosis.sheets.check import check_sheet
from diagnosis.sheets.guarded import GuardedReader
from diagnosis.sheets.xlsx import keys
from diagnosis.sheets.xlsx.marking import mark_faults
from diagnosis.sheets.xlsx.reading import read_xlsx
from tests.sheets.pdf_form.forms import shipped
from tests.sheets.xlsx.books import back, blank, cell_of, changed, with_entry

TAB = "2 個人情報の漏えいリスク"
PART = "xl/worksheets/sheet3.xml"


@pytest.fixture(scope="module")
def reader() -> Iterator[GuardedReader]:
    with GuardedReader() as reader:
        yield reader


def faults(data: bytes) -> dict[str, str]:
    """Code by cell."""
    with pytest.raises(ProblemsError) as caught:
        check_sheet(read_xlsx(data, "sheet.xlsx"), shipped())
    return {problem.at.spot: problem.code for problem in caught.value.problems}


def member(book: Workbook) -> None:
    cell_of(book, keys.MEMBER_ID).value = "M-1"
    cell_of(book, keys.MEMBER_NAME).value = "見本商店"


def faulty(book: Workbook) -> None:
    member(book)
    cell_of(book, "pd-owner").value = "たぶん"
    cell_of(book, "employees").value = -3
    cell_of(book, "pd-register").value = "=1+1"
    cell_of(book, "annual-sales").value = float("1e300")


def test_every_fault_names_its_cell() -> None:
    data = changed(blank(), faulty)
    found = faults(data)
    book = openpyxl.load_workbook(io.BytesIO(data))
    for key, code in (("pd-owner", "sheet.value-unknown"), ("employees", "sheet.number-range")):
        cell = cell_of(book, key)
        assert found[f"{cell.parent.title}!{cell.coordinate}"] == code
    assert "xlsx.formula" in found.values()


def test_a_marked_copy_shows_the_faults_and_can_be_sent_again() -> None:
    data = changed(blank(), faulty)
    with pytest.raises(ProblemsError) as caught:
        check_sheet(read_xlsx(data, "sheet.xlsx"), shipped())
    marked = mark_faults(data, "sheet.xlsx", caught.value.problems)
    assert marked is not None
    assert mark_faults(data, "sheet.xlsx", caught.value.problems) == marked, "the same bytes whenever it is made"
    book = openpyxl.load_workbook(io.BytesIO(marked))
    cell = cell_of(book, "pd-owner")
    assert "選べません" in cell.comment.text
    assert "is not a choice" in cell.comment.text
    assert cell.fill.fgColor.rgb.endswith("FFC7B8")
    assert cell_of(book, "pd-register").comment

    def mend(book: Workbook) -> None:
        cell_of(book, "pd-owner").value = "はい"
        cell_of(book, "employees").value = 3
        cell_of(book, "annual-sales").value = None
        cell_of(book, "pd-register").value = None

    assert back(changed(marked, mend)).answers["pd-owner"].value == "yes"
    assert len(book.worksheets[2].data_validations.dataValidation) > 20


def test_a_state_and_a_choice_at_once_are_two_answers() -> None:
    def both(book: Workbook) -> None:
        member(book)
        cell_of(book, "data-subjects").value = "わからない"
        cell_of(book, "data-subjects#customers").value = "○"

    assert "sheet.two-answers" in faults(changed(blank(), both)).values()


def test_the_same_question_on_two_tabs_is_two_answers() -> None:
    def twice(book: Workbook) -> None:
        member(book)
        cell_of(book, "pd-owner").value = "はい"
        book.copy_worksheet(book[TAB])

    assert "sheet.two-answers" in faults(changed(blank(), twice)).values()


def test_a_lost_stamp_is_found_in_the_properties() -> None:
    def lose(book: Workbook) -> None:
        member(book)
        cell_of(book, keys.RULESET).value = None

    assert back(changed(blank(), lose)).ruleset == shipped().ruleset.reference


def refusal(reader: GuardedReader, data: bytes, name: str = "sheet.xlsx") -> str:
    with pytest.raises(ProblemsError) as caught:
        reader.read(data, name)
    (problem,) = caught.value.problems
    assert problem.at.file == name
    return problem.code


def bomb(size: int) -> bytes:
    return with_entry(blank(), PART, b"<x>" + b" " * size + b"</x>")


def lying_bomb() -> bytes:
    """The directory says the entry is small; it inflates to gigabytes."""
    data = bytearray(bomb(900_000_000 // 30))
    true = struct.pack("<L", 900_000_000 // 30 + 7)
    return bytes(data.replace(true, struct.pack("<L", 2000)))


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
FAR = SHEET % b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
ROWS = SHEET % b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 100_001))
XXE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + SHEET % b'<row r="1"><c t="str"><v>&e;</v></c></row>'


def many_entries() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(1000):
            archive.writestr(f"{number}", b"")
    return out.getvalue()


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
FAR_CODES = {"file.unreadable-content", "xlsx.too-many-cells", "file.too-much-memory"}
HOSTILE = {
    "a zip bomb": (lambda: bomb(60_000_000), {"xlsx.swollen"}),
    "a bomb under the ratio": (lambda: bomb(49_000_000), {"xlsx.swollen"}),
    "a bomb that lies about its size": (lying_bomb, {"xlsx.damaged", "file.unreadable-content", "xlsx.swollen"}),
    "a cell at the far end": (
        lambda: with_entry(blank(), PART, FAR),
        FAR_CODES,
    ),
    "a hundred thousand rows": (lambda: with_entry(blank(), PART, ROWS), {"xlsx.too-many-cells"}),
    "entities that multiply": (
        lambda: with_entry(blank(), "xl/sharedStrings.xml", ENTITIES + b"]><sst><si><t>&j;</t></si></sst>"),
        {"xlsx.damaged", "file.unreadable-content"},
    ),
    "a password": (lambda: COMPOUND + "EncryptedPackage".encode("utf-16-le"), {"xlsx.encrypted"}),
    "rights management": (
        lambda: COMPOUND + "EncryptedPackageDRMEncryptedTransform".encode("utf-16-le"),
        {"xlsx.rights"},
    ),
    "the old form": (lambda: COMPOUND, {"xlsx.old-form"}),
    "half a file": (lambda: blank()[:20_000], {"xlsx.damaged"}),
    "noise": (lambda: b"PK\x03\x04" + bytes(range(256)) * 40, {"xlsx.damaged"}),
    "a thousand entries": (
        many_entries,
        {"xlsx.swollen"},
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_do_harm_is_named_and_the_next_one_is_read(reader: GuardedReader, name: str) -> None:
    make, codes = HOSTILE[name]
    assert refusal(reader, make()) in codes
    assert len(reader.read(blank(Language.EN), "next.xlsx")) == 1


def test_a_foreign_entity_fetches_nothing(reader: GuardedReader) -> None:
    try:
        found = reader.read(with_entry(blank(), PART, XXE), "sheet.xlsx")
    except ProblemsError:
        return
    assert "root:" not in repr(found)


def test_another_workbook_is_none_of_ours(reader: GuardedReader) -> None:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    assert refusal(reader, out.getvalue()) == "xlsx.not-ours"
