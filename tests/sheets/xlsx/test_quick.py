"""Many workbooks are checked the quick way: with the same outcome as one by one, or not at all."""

from datetime import date
from random import Random

import pytest

from diagnosis.model.problems import ProblemsError
from diagnosis.model.sheet import AnswerSheet, RawAnswer
from diagnosis.model.text import Language
from diagnosis.sheets import check_sheet, sheet_bytes
from diagnosis.sheets.found import FoundSheet
from diagnosis.sheets.quick import QuickFound
from diagnosis.sheets.xlsx.reading import read_xlsx
from diagnosis.sheets.xlsx.writing import write_xlsx
from tests.sheets.pdf_form.forms import draw_sheet, shipped

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def quick() -> QuickFound:
    return QuickFound(shipped(), DAY)


def checked_quickly(quick: QuickFound, raw: FoundSheet) -> AnswerSheet | None:
    checked = quick.check(raw)
    assert checked is None or checked.content == sheet_bytes(checked.sheet)
    return checked and checked.sheet


def found(*answers: RawAnswer, has_lists: bool = True) -> FoundSheet:
    """As a reader finds it; its member is M-1."""
    blank = read_xlsx(write_xlsx(shipped(), Language.JA), "sheet.xlsx")
    head = (blank.ruleset, blank.questionnaires, "M-1", "見本商店", None)
    return FoundSheet(*head, answers, blank.at, has_lists=has_lists)


@pytest.mark.parametrize("seed", range(6))
def test_a_workbook_is_checked_alike(quick: QuickFound, seed: int) -> None:
    sheet = draw_sheet(Random(seed), shipped(), anywhere=True)
    raw = read_xlsx(write_xlsx(shipped(), [*Language][seed % 2], sheet), "sheet.xlsx")
    assert checked_quickly(quick, raw) == check_sheet(raw, shipped(), DAY)


def test_what_people_type_is_on_record_and_what_lists_write_is_not(quick: QuickFound) -> None:
    answer = RawAnswer("pd-owner", "はい")
    for has_lists, changes in ((True, ()), (False, ("pd-owner: はい -> yes",)), (True, ())):
        raw = found(answer, has_lists=has_lists)
        checked = checked_quickly(quick, raw)
        assert checked == check_sheet(raw, shipped(), DAY)
        assert checked is not None
        assert checked.normalised == changes


@pytest.mark.parametrize("marks", [(True, 1), (1, True)])
def test_marks_that_python_holds_to_be_equal_are_kept_apart(quick: QuickFound, marks: tuple[object, ...]) -> None:
    for mark in marks:
        raw = found(RawAnswer("data-subjects", {"customers": mark}))
        try:
            expected = check_sheet(raw, shipped(), DAY)
        except ProblemsError:
            expected = None
        assert checked_quickly(quick, raw) == expected


def test_what_has_any_fault_takes_the_ordinary_road(quick: QuickFound) -> None:
    assert quick.check(found(RawAnswer("pd-owner", "たぶん"))) is None
    assert quick.check(found(RawAnswer("employees", 5.5))) is None
    assert quick.check(found(RawAnswer("pd-owner", "はい"), RawAnswer("pd-owner", "はい"))) is None
