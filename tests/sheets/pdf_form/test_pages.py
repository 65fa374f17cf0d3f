"""What a form looks like: on paper, in a reader, and to a program that fills it in."""

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pikepdf
import pytest
import segno
import zxingcpp
from pikepdf import Name

from diagnosis.model.conditions import All, Any, AtLeast, AtMost, Condition, Includes, Is, Not, State, StateIs
from diagnosis.model.questionnaire import choices_of
from diagnosis.model.routes import Routes, parts_of
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import Member
from diagnosis.model.text import Language
from diagnosis.sheets.pdf_form import names, write_pdf_form
from diagnosis.sheets.pdf_form.ink import Glyph, draw_text
from diagnosis.sheets.pdf_form.stamp import make_stamp, qr_text
from tests.sheets.pdf_form.forms import (
    blank_form,
    draw_sheet,
    fields_of,
    fill_by_pikepdf,
    filling_of,
    questions_of,
    shipped,
)

DOTS = 100
"""Dots an inch when pages are drawn."""
LARGEST_FORM = 2_500_000


def text_of(form: bytes) -> str:
    """What poppler finds on the pages, without white space."""
    asked = ["pdftotext", "-raw", "-", "-"]
    return "".join(subprocess.run(asked, input=form, capture_output=True, check=True).stdout.decode().split())


def squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("language", Language)
def test_every_question_with_its_choices_and_hints_is_printed(language: Language) -> None:
    printed = text_of(blank_form(language))
    for question in questions_of(shipped()):
        texts = [question.text, question.help, question.evidence, *(one.label for one in choices_of(question))]
        for text in texts:
            assert text is None or squeeze(text[language]) in printed, text


def test_pages_carry_versions_numbers_and_member(definitions: Definitions) -> None:
    sheet = draw_sheet(Random(1), definitions)
    printed = text_of(write_pdf_form(definitions, Language.JA, sheet))
    assert f"basics@2026.1会員番号{sheet.member.id}" in printed
    assert "1/2" in printed


def test_the_code_names_questionnaire_versions_and_member(definitions: Definitions) -> None:
    stamp = make_stamp(definitions, "M-0042", 6)
    text = qr_text(stamp, definitions.questionnaires[0])
    assert text == f"basics@2026.1 demo@2026.1 {stamp.definitions[:8]} M-0042"
    assert segno.make_qr(text, error="m").version <= 6


def test_a_machine_reads_the_code_on_every_page(tmp_path: Path) -> None:
    stamp = make_stamp(shipped(), "", 1)
    wanted = {qr_text(stamp, one) for one in shipped().questionnaires}
    asked = ["pdftoppm", "-gray", "-r", "150", "-", str(tmp_path / "page")]
    subprocess.run(asked, input=blank_form(), check=True)
    read = []
    for path in sorted(tmp_path.glob("*.pgm")):
        width, height, grey = read_grey(path)
        corner = np.frombuffer(grey, np.uint8).reshape(height, width)[: height // 5, width * 2 // 3 :]
        read.append([found.text for found in zxingcpp.read_barcodes(corner)])
    assert all(len(texts) == 1 for texts in read)
    assert {text for texts in read for text in texts} == wanted


def widgets_of(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for page in document.pages:
        for annotation in page.obj.get(Name.Annots, ()):
            if annotation.Subtype == Name.Widget:
                yield annotation


def test_a_blank_form_has_nothing_chosen_and_every_button_both_drawings() -> None:
    with pikepdf.open(io.BytesIO(blank_form())) as document:
        assert document.Root.AcroForm.NeedAppearances is False
        widgets = list(widgets_of(document))
        buttons = [one for one in widgets if Name.AS in one]
        assert len(buttons) > 1000
        assert all(Name.Off == one.AS and len(one.AP.N.keys()) == 2 and Name.Opt not in one for one in buttons)
        assert all(Name.V not in one for one in widgets if Name.AS not in one and str(one.T) != names.STAMP)
        groups = [one for one in fields_of(document).values() if Name.Kids in one]
        assert all(Name.Off == one.V for one in groups)


def test_every_field_is_tagged_as_one_and_says_what_it_is() -> None:
    with pikepdf.open(io.BytesIO(blank_form())) as document:
        numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
        elements = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        for widget in widgets_of(document):
            assert Name.Form == elements[int(widget.StructParent)].S
            assert str(widget.TU)


def test_a_form_weighs_little_more_than_its_font() -> None:
    assert all(len(blank_form(language)) < LARGEST_FORM for language in Language)


def test_the_same_form_gives_the_same_bytes_in_any_process() -> None:
    code = (
        "import hashlib\nfrom tests.sheets.pdf_form.forms import blank_form\n"
        "print(hashlib.sha256(blank_form()).hexdigest())"
    )
    root = Path(__file__).parents[3]
    other = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.strip() == hashlib.sha256(blank_form()).hexdigest()


def test_poppler_draws_what_is_chosen(definitions: Definitions, tmp_path: Path) -> None:
    """Boxes that are on are darker than those that are off, whether we or another program chose them."""
    blank = write_pdf_form(definitions, Language.JA)
    sheet = draw_sheet(Random(5), definitions)
    assert len(sheet.answers) > 3
    for form in (
        write_pdf_form(definitions, Language.JA, sheet),
        fill_by_pikepdf(blank, filling_of(sheet, definitions)),
    ):
        empty, filled = darkness(blank, tmp_path), darkness(form, tmp_path)
        with pikepdf.open(io.BytesIO(form)) as document:
            chosen = {place for place, one in places(document) if one.get(Name.AS, Name.Off) != Name.Off}
            buttons = {place for place, one in places(document) if Name.AS in one}
        assert chosen
        assert all(filled[place] > empty[place] + 5 for place in chosen)
        assert all(filled[place] == empty[place] for place in buttons - chosen)


def places(document: pikepdf.Pdf) -> Iterator[tuple[tuple[int, int], pikepdf.Object]]:
    for number, page in enumerate(document.pages):
        for turn, annotation in enumerate(page.obj.get(Name.Annots, ())):
            if annotation.Subtype == Name.Widget:
                yield (number, turn), annotation


def darkness(form: bytes, folder: Path) -> dict[tuple[int, int], int]:
    """How dark each widget's box is drawn by poppler, 0 to 255."""
    for old in folder.glob("*.pgm"):
        old.unlink()
    subprocess.run(["pdftoppm", "-gray", "-r", str(DOTS), "-", str(folder / "page")], input=form, check=True)
    pages = [read_grey(path) for path in sorted(folder.glob("*.pgm"))]
    with pikepdf.open(io.BytesIO(form)) as document:
        return {place: mean_in(pages[place[0]], widget) for place, widget in places(document)}


def read_grey(path: Path) -> tuple[int, int, bytes]:
    _, width, height, _, *_ = path.read_bytes().split(maxsplit=4)
    return int(width), int(height), path.read_bytes()[-int(width) * int(height) :]


def mean_in(page: tuple[int, int, bytes], widget: pikepdf.Object) -> int:
    width, height, grey = page
    left, low, right, high = (float(one) * DOTS / 72 for one in widget.Rect)
    rows = range(int(height - high), int(height - low))
    dots = [255 - grey[row * width + column] for row in rows for column in range(int(left), int(right))]
    return sum(dots) // max(1, len(dots))


@pytest.mark.parametrize(
    ("condition", "ja", "en"),
    [
        (Is("owner", ("yes",)), "問1で「はい」と答えた方", "Only if 1 is “Yes”"),
        (Not(Is("owner", ("yes", "no"))), "問1で「はい」か「いいえ」以外を答えた方", "Only if 1 is not “Yes” or “No”"),
        (Includes("data", "bank"), "問2で「口座」を選んだ方", "Only if 2 includes “Bank account”"),
        (Not(Includes("data", "bank")), "問2で「口座」を選ばなかった方", "Only if 2 does not include “Bank account”"),
        (Not(AtMost("persons", 100)), "問3に101人以上と答えた方", "Only if 3 is 101 persons or more"),
        (Not(AtLeast("persons", 101)), "問3に100人以下と答えた方", "Only if 3 is 100 persons or fewer"),
        (AtLeast("owner", "partly"), "問1で「一部」以上と答えた方", "Only if 1 is “Partly” or higher"),
        (StateIs("owner", State.UNKNOWN), "問1で「わからない」と答えた方", "Only if 1 is “Don’t know”"),
        (
            Any((Is("usb", ("no",)), Includes("data", "bank"))),
            "問4で「いいえ」と答えた方、または問2で「口座」を選んだ方",
            "Only if 4 is “No” or 2 includes “Bank account”",
        ),
        (
            All((Is("owner", ("yes",)), Any((Is("usb", ("no",)), Includes("data", "bank"))))),
            "問1で「はい」と答えた方のうち、問4で「いいえ」と答えた方、または問2で「口座」を選んだ方",
            "Only if 1 is “Yes” and (4 is “No” or 2 includes “Bank account”)",
        ),
    ],
)
def test_a_condition_is_told_in_words(definitions: Definitions, condition: Condition, ja: str, en: str) -> None:
    numbers = {"owner": "1", "data": "2", "persons": "3", "usb": "4"}
    known = {question.id: question for question in definitions.questionnaires[0].questions}
    told = Routes(numbers, known).tell(parts_of(condition))
    assert told is not None
    assert (told.ja, told.en) == (ja, en)


def test_every_condition_of_the_shipped_questionnaires_can_be_told() -> None:
    printed = text_of(blank_form())
    assert printed.count("回答する方：") > 30
    assert "問0-0" in printed


def test_long_text_shrinks_until_it_fits() -> None:
    glyphs = {one: Glyph("/BIZ", 1, width) for one, width in {"あ": 1000, " ": 500, "a": 500, "〓": 1000}.items()}
    short, long = (draw_text("あ" * count, 200, 14, glyphs) for count in (5, 120))
    assert b"/BIZ 9.5 Tf" in short
    assert b"/BIZ 9.5 Tf" not in long
    assert draw_text("𠮷", 200, 14, glyphs) == draw_text("〓", 200, 14, glyphs)


def test_rare_characters_are_drawn_and_can_be_found(definitions: Definitions) -> None:
    sheet = draw_sheet(Random(1), definitions)
    form = write_pdf_form(definitions, Language.JA, replace(sheet, member=Member("M-1", "髙﨑𠮷野①商店")))
    assert "髙﨑𠮷野①商店" in text_of(form)
