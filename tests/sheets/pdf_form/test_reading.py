"""A returned form that contradicts itself is looked at by somebody; none is guessed at."""

import io
from collections.abc import Callable
from random import Random

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from diagnosis.model.problems import ProblemsError
from diagnosis.model.ruleset import Definitions
from diagnosis.model.text import Language
from diagnosis.sheets import check_sheet
from diagnosis.sheets.codes import all_codes, explain_code
from diagnosis.sheets.found import FoundSheet
from diagnosis.sheets.pdf_form import faults, names, read_pdf_form, write_pdf_form
from tests.sheets.pdf_form.forms import draw_sheet, fields_of, fill_by_pikepdf, save

Fields = dict[str, pikepdf.Object]


@pytest.fixture(scope="module")
def form(definitions: Definitions) -> bytes:
    return write_pdf_form(definitions, Language.JA)


def changed(form: bytes, change: Callable[[Fields, pikepdf.Pdf], object]) -> bytes:
    with pikepdf.open(io.BytesIO(form)) as document:
        change(fields_of(document), document)
        return save(document)


def read(form: bytes) -> FoundSheet:
    return read_pdf_form(form, "returned.pdf")


def spots(sheet: FoundSheet) -> list[tuple[str, str]]:
    return [(fault.code, fault.at.spot) for fault in sheet.faults]


def value_without_mark(fields: Fields, _: pikepdf.Pdf) -> None:
    fields["owner"].V = Name("/yes")


def mark_without_value(fields: Fields, _: pikepdf.Pdf) -> None:
    fields["owner"].Kids[0].AS = Name("/yes")


def value_and_mark_differ(fields: Fields, _: pikepdf.Pdf) -> None:
    fields["owner"].V = Name("/no")
    fields["owner"].Kids[0].AS = Name("/yes")


def two_marks(fields: Fields, _: pikepdf.Pdf) -> None:
    fields["owner"].V = Name("/yes")
    fields["owner"].Kids[0].AS = Name("/yes")
    fields["owner"].Kids[1].AS = Name("/partly")


def no_such_choice(fields: Fields, _: pikepdf.Pdf) -> None:
    fields["owner"].V = Name("/maybe")
    fields["owner"].Kids[0].AS = Name("/maybe")


def a_button_with_a_text(fields: Fields, _: pikepdf.Pdf) -> None:
    fields["owner"].V = Array([Name("/yes")])


@pytest.mark.parametrize(
    "change",
    [value_without_mark, mark_without_value, value_and_mark_differ, two_marks, no_such_choice, a_button_with_a_text],
)
def test_a_group_that_contradicts_itself_needs_review(form: bytes, change: Callable[..., None]) -> None:
    sheet = read(changed(form, change))
    assert spots(sheet) == [("pdf.needs-review", "owner")]
    assert next(answer for answer in sheet.answers if answer.question == "owner").value == ""


def test_a_tick_whose_value_and_mark_differ_needs_review(form: bytes) -> None:
    def change(fields: Fields, _: pikepdf.Pdf) -> None:
        fields["data=bank"].V = Name("/bank")

    assert spots(read(changed(form, change))) == [("pdf.needs-review", "data=bank")]


def test_unknown_and_not_applicable_together_need_review(form: bytes) -> None:
    def change(fields: Fields, document: pikepdf.Pdf) -> None:
        fields["data=unknown"].V = fields["data=unknown"].AS = Name("/unknown")
        state, drawing = Name("/not-applicable"), fields["data=unknown"].AP.N.Off
        twin = Dictionary(FT=Name.Btn, T=String("data=not-applicable"), V=state, AS=state)
        twin.AP = Dictionary(N=Dictionary({str(state): drawing}))
        document.Root.AcroForm.Fields.append(document.make_indirect(twin))

    assert spots(read(changed(form, change))) == [("pdf.needs-review", "data")]


def test_a_state_is_read_from_a_group_and_from_a_box_of_its_own(form: bytes) -> None:
    sheet = read(fill_by_pikepdf(form, {"usb": "not-applicable", "data=unknown": "unknown"}))
    states = {answer.question: (answer.value, answer.state) for answer in sheet.answers}
    assert not sheet.faults
    assert (states["usb"], states["data"]) == ((None, "not-applicable"), (None, "unknown"))


def test_an_answer_beside_unknown_is_a_contradiction(form: bytes, definitions: Definitions) -> None:
    head = {names.MEMBER_ID: "M-1", names.MEMBER_NAME: "見本商店"}
    filled = fill_by_pikepdf(form, head | {"persons": "12", "persons=unknown": "unknown"})
    with pytest.raises(ProblemsError) as raised:
        check_sheet(read(filled), definitions)
    assert [(one.code, one.at.spot) for one in raised.value.problems] == [("sheet.state", "persons")]


def test_two_fields_of_one_name_must_agree(form: bytes) -> None:
    def change(fields: Fields, document: pikepdf.Pdf) -> None:
        fields["persons"].V = String("12")
        twin = Dictionary(FT=Name.Tx, T=String("persons"), V=String("13"))
        document.Root.AcroForm.Fields.append(document.make_indirect(twin))

    assert spots(read(changed(form, change))) == [("pdf.needs-review", "persons")]


@pytest.mark.parametrize("value", [Name("/x"), Array([String("x")]), 12, Dictionary(), String(b"\xfe\xff\xd8\x00")])
def test_a_text_that_is_none_is_no_answer(form: bytes, value: object) -> None:
    def change(fields: Fields, _: pikepdf.Pdf) -> None:
        fields["persons"].V = value

    sheet = read(changed(form, change))
    assert spots(sheet) == [("pdf.needs-review", "persons")]
    assert next(answer for answer in sheet.answers if answer.question == "persons").value == ""


def test_a_text_in_a_stream_is_not_opened(form: bytes) -> None:
    def change(fields: Fields, document: pikepdf.Pdf) -> None:
        fields["persons"].V = document.make_stream(b"12")

    assert spots(read(changed(form, change))) == [("pdf.needs-review", "persons")]


def test_lost_pages_are_noticed(form: bytes) -> None:
    def change(_: Fields, document: pikepdf.Pdf) -> None:
        kept = [one for one in document.Root.AcroForm.Fields if "persons" not in str(one.T)]
        document.Root.AcroForm.Fields = Array(kept)

    sheet = read(changed(form, change))
    assert spots(sheet) == [("pdf.needs-review", "")]
    assert "5 of 6" in sheet.faults[0].message.en


def test_a_form_made_for_one_member_cannot_be_anothers(definitions: Definitions) -> None:
    theirs = write_pdf_form(definitions, Language.JA, draw_sheet(Random(1), definitions))
    sheet = read(fill_by_pikepdf(theirs, {names.MEMBER_ID: "M-other"}))
    assert spots(sheet) == [("pdf.needs-review", names.MEMBER_ID)]
    assert "M-other" in sheet.faults[0].message.ja


def test_faults_stand_in_the_order_of_the_pages(form: bytes, definitions: Definitions) -> None:
    filled = fill_by_pikepdf(form, {"persons": "many", "expires": "2026-02-30", "remarks": "x" * 30})
    with pytest.raises(ProblemsError) as raised:
        check_sheet(read(filled), definitions)
    assert [problem.at.spot for problem in raised.value.problems] == [
        names.MEMBER_ID,
        names.MEMBER_NAME,
        "persons",
        "expires",
        "remarks",
    ]
    assert str(raised.value.problems[2].at) == "returned.pdf:persons"


def refusal(data: bytes) -> str:
    with pytest.raises(ProblemsError) as raised:
        read(data)
    (problem,) = raised.value.problems
    return problem.code


def test_a_form_printed_to_pdf_has_no_fields(form: bytes) -> None:
    def change(_: Fields, document: pikepdf.Pdf) -> None:
        del document.Root.AcroForm
        for page in document.pages:
            del page.obj.Annots

    assert refusal(changed(form, change)) == "pdf.no-form"


def test_somebody_elses_form_is_told_apart(form: bytes) -> None:
    def drop_stamp(fields: Fields, document: pikepdf.Pdf) -> None:
        document.Root.AcroForm.Fields = Array([one for name, one in fields.items() if name != names.STAMP])

    assert refusal(changed(form, drop_stamp)) == "pdf.other-form"


@pytest.mark.parametrize("stamp", ["", "{}", "[1]", "nonsense", '{"form": 2}', "[" * 3000, '{"form":1,"x":[]}'])
def test_a_damaged_stamp_is_no_stamp(form: bytes, stamp: str) -> None:
    def change(fields: Fields, _: pikepdf.Pdf) -> None:
        fields[names.STAMP].V = String(stamp)

    assert refusal(changed(form, change)) == "pdf.other-form"


def test_a_password_is_told(form: bytes) -> None:
    with pikepdf.open(io.BytesIO(form)) as document:
        locked = save(document, encryption=pikepdf.Encryption(user="secret", owner="owner"))
        printable = save(document, encryption=pikepdf.Encryption(user="", owner="owner"))
    assert refusal(locked) == "pdf.encrypted"
    assert not read(printable).faults


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"not a pdf", b"PK\x03\x04", b"%PDF-1.7\n" + bytes(2000)])
def test_what_is_no_pdf_is_told(data: bytes) -> None:
    assert refusal(data) == "pdf.unreadable"


def test_a_broken_off_file_never_loses_answers_without_a_word(form: bytes) -> None:
    filled = fill_by_pikepdf(form, {"persons": "12", "owner": "yes"})
    for cut in (len(filled) // 3, len(filled) // 2, len(filled) - 2000, len(filled) - 20):
        try:
            sheet = read(filled[:cut])
        except ProblemsError:
            continue
        answers = {answer.question: answer.value for answer in sheet.answers}
        assert (answers["persons"], answers["owner"]) == (12, "yes") or sheet.faults


def test_saving_again_by_another_program_changes_nothing(form: bytes) -> None:
    filled = fill_by_pikepdf(form, {"persons": "12", "owner": "yes", "data=bank": "bank", "remarks": "髙﨑\n𠮷"})
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(filled))
    again = io.BytesIO()
    writer.write(again)
    assert read(again.getvalue()).answers == read(filled).answers


def test_every_fault_of_a_form_is_explained() -> None:
    told = (faults.TOO_LARGE, faults.UNREADABLE, faults.ENCRYPTED, faults.NO_FORM, faults.OTHER_FORM)
    codes = {faults.REVIEW, *(code for code, _ in told)}
    assert codes == {code for code in all_codes() if code.startswith("pdf.")}
    assert all(explain_code(code) for code in codes)
