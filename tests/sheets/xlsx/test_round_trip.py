"""What stands in a workbook is what is read, to the last point of the score, wherever its cells went meanwhile."""

import io
from datetime import date
from pathlib import Path
from random import Random

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from diagnosis import engine
from diagnosis.model.conditions import State
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import AnswerSheet
from diagnosis.model.text import Language
from diagnosis.sheets.xlsx import keys
from diagnosis.sheets.xlsx.reading import read_xlsx
from diagnosis.sheets.xlsx.writing import write_xlsx
from tests.sheets.pdf_form.forms import draw_sheet, shipped
from tests.sheets.xlsx.books import back, blank, cell_of, changed, saved_by_libreoffice

DAY = date(2026, 11, 24)


@pytest.mark.parametrize("language", Language)
def test_a_blank_workbook_is_an_all_blank_sheet(language: Language) -> None:
    found = read_xlsx(blank(language), "sheet.xlsx")
    assert (found.answers, found.faults) == ((), ())
    assert found.ruleset == shipped().ruleset.reference
    assert len(found.questionnaires) == 4


@settings(max_examples=30)
@given(st.integers(0, 2**32), st.sampled_from(Language))
def test_any_sheet_survives_writing_and_reading(seed: int, language: Language) -> None:
    sheet = draw_sheet(Random(seed), shipped(), anywhere=True)
    found = back(write_xlsx(shipped(), language, sheet))
    assert found == sheet
    model = engine.compile_model(shipped())
    assert engine.score(model, found, DAY) == engine.score(model, sheet, DAY)


@settings(max_examples=30)
@given(st.integers(0, 2**32), st.sampled_from(Language))
def test_any_small_sheet_survives_too(definitions: Definitions, seed: int, language: Language) -> None:
    sheet = draw_sheet(Random(seed), definitions, anywhere=True)
    assert back(write_xlsx(definitions, language, sheet), definitions) == sheet


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert write_xlsx(shipped(), Language.JA) == blank()


@pytest.fixture(scope="module")
def sheet() -> AnswerSheet:
    return draw_sheet(Random(11), shipped())


@pytest.fixture(scope="module")
def filled(sheet: AnswerSheet) -> bytes:
    return write_xlsx(shipped(), Language.JA, sheet)


def rename(book: Workbook) -> None:
    for number, tab in enumerate(book):
        tab.title = f"Sheet{number}"


def reorder(book: Workbook) -> None:
    book.move_sheet(book.worksheets[2], -2)


def insert(book: Workbook) -> None:
    for tab in book.worksheets[1:3]:
        tab.insert_rows(7, 3)
        tab.insert_cols(4, 2)


def insert_first(book: Workbook) -> None:
    book.worksheets[1].insert_rows(1, 2)
    book.worksheets[1].insert_cols(1)


@pytest.mark.parametrize("change", [rename, reorder, insert, insert_first, lambda _: None])
def test_cells_are_found_wherever_they_went(sheet: AnswerSheet, filled: bytes, change) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    found = back(changed(filled, change))
    assert (found.answers, found.member, found.digest) == (sheet.answers, sheet.member, sheet.digest)


def test_a_workbook_saved_by_libreoffice_is_the_same_sheet(sheet: AnswerSheet, filled: bytes, tmp_path: Path) -> None:
    saved = saved_by_libreoffice(filled, tmp_path)
    assert saved != filled
    assert back(saved).digest == sheet.digest
    book = openpyxl.load_workbook(io.BytesIO(saved))
    assert sum(len(tab.data_validations.dataValidation) for tab in book) > 20
    assert all(tab.protection.sheet for tab in book.worksheets[:5])


def test_answers_alone_can_be_written_to() -> None:
    book = openpyxl.load_workbook(io.BytesIO(blank()))
    for tab in book.worksheets[1:5]:
        answer = next(cell.column for cell in tab[1] if cell.value == keys.ANSWER)
        unlocked = {cell.column for row in tab.iter_rows() for cell in row if not cell.protection.locked}
        assert answer in unlocked
        assert not {1, 2, 3, 8, 9} & unlocked
        assert tab.column_dimensions["A"].hidden
    assert book["lists"].sheet_state == "veryHidden"
    assert not book["lists"]["A1"].value.startswith("=")


@pytest.mark.parametrize("seed", [1, 2])
def test_exactly_what_is_certainly_not_asked_turns_grey(tmp_path: Path, seed: int) -> None:
    """LibreOffice works out the formulas of a sheet with blanks; the engine says what is not asked."""
    sheet = draw_sheet(Random(seed), shipped())
    # Saved by a program that keeps no results of formulas, so that the next one must work them out.
    data = changed(write_xlsx(shipped(), Language.JA, sheet), lambda _: None)
    book = openpyxl.load_workbook(io.BytesIO(saved_by_libreoffice(data, tmp_path)), data_only=True)
    asked = {row[0].value: row[9].value for tab in book.worksheets[1:5] for row in tab.iter_rows(min_row=5)}
    card = engine.score(engine.compile_model(shipped()), sheet, DAY)
    states = {result.question: result.state for result in card.questions}
    grey = {question for question, state in states.items() if state is State.NOT_ASKED}
    assert {question for question in asked if question in states and asked[question] == 0} == grey & asked.keys()
    assert len(grey & asked.keys()) > 10
    progress = {row[1].value: row[2].value for row in book.worksheets[0].iter_rows() if isinstance(row[2].value, int)}
    assert sum(progress.values()) == len(sheet.answers.keys() - grey)


def test_what_was_written_by_hand_is_read_as_meant() -> None:
    def fill(book: Workbook) -> None:
        cell_of(book, keys.MEMBER_ID).value = 12345
        cell_of(book, keys.MEMBER_NAME).value = "髙﨑𠮷商店"
        cell_of(book, keys.ANSWERED_ON).value = "令和8年11月3日"
        cell_of(book, "employees").value = "７５人"
        cell_of(book, "pd-owner").value = "○"
        cell_of(book, "pd-owner", keys.EVIDENCE).value = "書類あり"
        cell_of(book, "persons-on-record").value = "わからない"
        cell_of(book, "data-subjects#customers").value = "レ"
        cell_of(book, "data-subjects#employees").value = "×"

    sheet = back(changed(blank(), fill))
    assert (sheet.member.id, sheet.member.name, sheet.answered_on) == ("12345", "髙﨑𠮷商店", date(2026, 11, 3))
    assert sheet.answers["employees"].value == 75
    assert (sheet.answers["pd-owner"].value, sheet.answers["pd-owner"].evidence) == ("yes", "document")
    assert sheet.answers["persons-on-record"].state is State.UNKNOWN
    assert sheet.answers["data-subjects"].value == frozenset({"customers"})
    assert any("employees" in change for change in sheet.normalised)
