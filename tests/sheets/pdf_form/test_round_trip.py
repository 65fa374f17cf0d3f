"""What is filled in is what is read: by our own writer, by pikepdf and by pypdf, to the last point of the score."""

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis import engine
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import AnswerSheet
from diagnosis.model.text import Language
from diagnosis.sheets.pdf_form import read_pdf_form, write_pdf_form
from tests.sheets.pdf_form.forms import (
    blank_form,
    draw_sheet,
    fill_by_pikepdf,
    fill_by_pypdf,
    filling_of,
    read_back,
    shipped,
)

DAY = date(2026, 11, 24)


def test_a_blank_form_is_an_all_blank_sheet() -> None:
    for language in Language:
        raw = read_pdf_form(blank_form(language), "blank.pdf")
        assert not raw.faults
        assert all(not answer.value and answer.state is None and not answer.evidence for answer in raw.answers)


@pytest.mark.parametrize("language", Language)
def test_a_sheet_carried_over_into_a_form_is_the_same_sheet(language: Language) -> None:
    sheet = draw_sheet(Random(f"whole-{language}"), shipped(), anywhere=True)
    assert len(sheet.answers) > 100
    back = read_back(write_pdf_form(shipped(), language, sheet), shipped())
    assert back == sheet
    assert scores(back) == scores(sheet)


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_a_form_filled_in_by_a_reader_gives_the_same_sheet(seed: int) -> None:
    sheet = draw_sheet(Random(seed), shipped())
    back = read_back(fill_by_pikepdf(blank_form(), filling_of(sheet, shipped())), shipped())
    assert back == sheet
    assert scores(back) == scores(sheet)


def test_a_form_filled_in_by_pypdf_gives_the_same_sheet() -> None:
    sheet = draw_sheet(Random("pypdf"), shipped())
    filled = fill_by_pypdf(blank_form(Language.EN), filling_of(sheet, shipped()))
    assert read_back(filled, shipped()) == sheet


@settings(max_examples=15)
@given(st.integers(0, 2**32), st.sampled_from(Language))
def test_any_small_sheet_survives_our_own_writer(definitions: Definitions, seed: int, language: Language) -> None:
    sheet = draw_sheet(Random(seed), definitions, anywhere=True)
    assert read_back(write_pdf_form(definitions, language, sheet), definitions) == sheet


def test_a_form_for_a_member_names_it_and_holds_no_answer(definitions: Definitions) -> None:
    drawn = draw_sheet(Random(7), definitions)
    nobody = AnswerSheet(
        ruleset=drawn.ruleset, questionnaires=drawn.questionnaires, member=drawn.member, answered_on=None, answers={}
    )
    back = read_back(write_pdf_form(definitions, Language.JA, nobody), definitions)
    assert (back.member, back.answers) == (drawn.member, {})


def scores(sheet: AnswerSheet) -> object:
    return engine.score(engine.compile_model(shipped()), sheet, DAY)
