"""What people and programs do to a workbook between sending and returning: read right, or told in words; never lost."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook

from diagnosis.codes import explain_code
from diagnosis.model.problems import Problem, ProblemsError
from diagnosis.model.text import Language
from diagnosis.sheets.check import check_sheet
from diagnosis.sheets.guarded import GuardedReader
from diagnosis.sheets.xlsx import keys
from diagnosis.sheets.xlsx.marking import mark_faults
from diagnosis.sheets.xlsx.reading import read_xlsx
from tests.sheets.pdf_form.forms import shipped
from tests.sheets.xlsx.books import back, blank, cell_of, changed, with_entry

EMPLOYEES = 76_543
FAR_IN_QUOTES = (
    b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>"
    b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData></worksheet>"
)


def member(book: Workbook) -> None:
    cell_of(book, keys.MEMBER_ID).value = "M-1"
    cell_of(book, keys.MEMBER_NAME).value = "見本商店"
    cell_of(book, "employees").value = EMPLOYEES


def returned(change: Callable[[Workbook], object] = lambda _: None) -> bytes:
    def fill(book: Workbook) -> None:
        member(book)
        change(book)

    return changed(blank(), fill)


def patched(old: bytes, new: bytes) -> bytes:
    """The first tab in which `old` stands, with `new` in its place."""
    data = returned()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = next(name for name in archive.namelist() if old in archive.read(name))
        return with_entry(data, part, archive.read(part).replace(old, new, 1))


def problems(data: bytes) -> dict[str, Problem]:
    """By code."""
    with pytest.raises(ProblemsError) as caught:
        check_sheet(read_xlsx(data, "sheet.xlsx"), shipped())
    assert all(explain_code(problem.code) for problem in caught.value.problems)
    return {problem.code: problem for problem in caught.value.problems}


def day(book: Workbook) -> None:
    cell_of(book, keys.ANSWERED_ON).value = dt.date(2026, 11, 10)


def day_since_1904(book: Workbook) -> None:
    book.epoch = CALENDAR_MAC_1904
    day(book)


@pytest.mark.parametrize("write", [day, day_since_1904])
def test_a_day_is_the_same_day_in_both_systems_of_counting(write: Callable[[Workbook], None]) -> None:
    assert back(returned(write)).answered_on == dt.date(2026, 11, 10)


def test_a_day_that_lost_its_form_is_told_not_guessed() -> None:
    def serial(book: Workbook) -> None:
        cell = cell_of(book, keys.ANSWERED_ON)
        cell.value, cell.number_format = 46_336, "General"

    assert problems(returned(serial))["sheet.date"].at.spot.startswith("はじめに!C")


@pytest.mark.parametrize("number", ["1e999", "NaN", "INF", "-1e999", "9" * 100_000, "76543.5"])
def test_a_number_that_is_none_is_told_at_its_cell(number: str) -> None:
    found = problems(patched(b"<v>76543</v>", b"<v>%s</v>" % number.encode()))
    assert found["sheet.number"].at.spot == "1 会社の概要!D7"


def test_nonsense_instead_of_a_number_is_damage() -> None:
    assert set(problems(patched(b"<v>76543</v>", b"<v>7 7</v>"))) == {"xlsx.damaged"}


def test_an_error_in_a_cell_is_told() -> None:
    def fail(book: Workbook) -> None:
        cell_of(book, "pd-owner").value, cell_of(book, "pd-owner").data_type = "#REF!", "e"

    assert "xlsx.formula" in problems(returned(fail))


@pytest.mark.parametrize("key", ["pd-owner", "data-subjects#customers", keys.MEMBER_ID])
@pytest.mark.parametrize(
    "written", ["<{0}c {1}><{0}f>1</{0}f></{0}c>", '<{0}c s=\'1\' {1}>\n<{0}f t="shared" si="0"/></{0}c>']
)
def test_a_formula_is_told_however_it_is_written(key: str, written: str) -> None:
    data = returned(lambda book: setattr(cell_of(book, key), "value", "=1+1"))
    cell = cell_of(openpyxl.load_workbook(io.BytesIO(data)), key).coordinate
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = next(n for n in archive.namelist() if n.startswith("xl/worksheets") and b"<f>1+1</f>" in archive.read(n))
        old = archive.read(part)
    new = re.sub(rb'<c r="%s".*?</c>' % cell.encode(), written.format("", f'r="{cell}"').encode(), old, count=1)
    assert new != old
    assert problems(with_entry(data, part, new))["xlsx.formula"].at.spot.endswith(f"!{cell}")


def delete_tab(book: Workbook) -> None:
    book.remove(book.worksheets[2])


def delete_keys(book: Workbook) -> None:
    book.worksheets[2].delete_cols(1)


def delete_row(book: Workbook) -> None:
    cell = cell_of(book, "pd-owner")
    cell.parent.delete_rows(cell.row)


@pytest.mark.parametrize(
    ("change", "code"),
    [(delete_tab, "xlsx.tab-missing"), (delete_keys, "xlsx.tab-missing"), (delete_row, "xlsx.rows-missing")],
)
def test_what_was_deleted_does_not_pass_for_blank(change: Callable[[Workbook], None], code: str) -> None:
    assert set(problems(returned(change))) == {code}


def test_a_tab_that_was_hidden_is_read() -> None:
    def hide(book: Workbook) -> None:
        cell_of(book, "pd-owner").value = "はい"
        book.worksheets[2].sheet_state = "hidden"

    assert back(returned(hide)).answers["pd-owner"].value == "yes"


def test_a_sheet_without_any_stamp_says_how_to_get_a_new_one() -> None:
    def erase(book: Workbook) -> None:
        cell_of(book, keys.RULESET).value = None

    without = returned(erase)
    assert back(without).answers["employees"].value == EMPLOYEES
    (problem,) = problems(with_entry(without, "docProps/custom.xml", b"<x/>")).values()
    assert problem.code == "xlsx.stamp-missing"
    assert "diagnosis sheet --format xlsx" in problem.message.ja


def test_two_members_in_one_workbook_are_told_apart() -> None:
    def copy(book: Workbook) -> None:
        book.copy_worksheet(book.worksheets[0])
        cell_of(book, keys.MEMBER_ID).value = "M-2"

    assert "M-1" not in problems(returned(copy))["sheet.two-answers"].message.ja


@pytest.mark.parametrize(
    ("entry", "content"),
    [("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(600)), ("xl/externalLinks/externalLink1.xml", b"<x/>")],
)
def test_macros_and_links_do_nothing_and_a_marked_copy_has_none(entry: str, content: bytes) -> None:
    data = with_entry(returned(lambda book: setattr(cell_of(book, "pd-owner"), "value", "たぶん")), entry, content)
    found = problems(data)
    assert set(found) == {"sheet.value-unknown"}
    marked = mark_faults(data, "sheet.xlsm", tuple(found.values()))
    assert marked is not None
    assert entry not in zipfile.ZipFile(io.BytesIO(marked)).namelist()


def test_a_cell_at_the_far_end_costs_its_own_file_only_however_it_is_written() -> None:
    with GuardedReader() as reader:
        with pytest.raises(ProblemsError) as caught:
            reader.read(with_entry(blank(), "xl/worksheets/sheet3.xml", FAR_IN_QUOTES), "far.xlsx")
        assert {problem.code for problem in caught.value.problems} <= {
            "file.unreadable-content",
            "file.too-much-memory",
            "xlsx.too-many-cells",
        }
        assert len(reader.read(blank(Language.EN), "next.xlsx")) == 1


def test_a_marked_copy_keeps_all_that_makes_it_a_sheet() -> None:
    data = returned(lambda book: setattr(cell_of(book, "pd-owner"), "value", "たぶん"))
    marked = mark_faults(data, "sheet.xlsx", tuple(problems(data).values()))
    assert marked is not None
    before, after = (openpyxl.load_workbook(io.BytesIO(one)) for one in (data, marked))
    for old, new in zip(before, after, strict=True):
        assert (old.title, old.sheet_state, old.freeze_panes) == (new.title, new.sheet_state, new.freeze_panes)
        assert old.protection.sheet == new.protection.sheet
        assert len(old.data_validations.dataValidation) == len(new.data_validations.dataValidation)
        assert len(old.conditional_formatting) == len(new.conditional_formatting)
        assert [hidden(old), hidden(new)] == [hidden(old)] * 2
        different = [cell.coordinate for row in new for cell in row if cell.value != old[cell.coordinate].value]
        assert different == []
    assert sum(bool(cell.comment) for tab in after for row in tab for cell in row) == 1


def hidden(tab: object) -> list[str]:
    return [name for name, column in tab.column_dimensions.items() if column.hidden]  # type: ignore[attr-defined]
