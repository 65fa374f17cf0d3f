"""Forms of the shipped questionnaires, made once for all tests, and hands that fill them in as other programs do."""

import functools
import io
import warnings
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random

import pikepdf
import pypdf
from pikepdf import Array, Name, String

from diagnosis import pipeline
from diagnosis.model.conditions import State
from diagnosis.model.questionnaire import (
    DateQuestion,
    MultiQuestion,
    NumberQuestion,
    Question,
    SingleQuestion,
    TextQuestion,
)
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import Answer, AnswerSheet, Evidence, Member, Value
from diagnosis.model.text import Language
from diagnosis.settings import read_settings
from diagnosis.sheets import check_sheet, read_sheet, sheet_bytes
from diagnosis.sheets.pdf_form import names, read_pdf_form, write_pdf_form

SETTINGS = read_settings()
WORDS = (
    "見本",
    "髙﨑①",
    "𠮷野",
    "a, b; c",
    "(閉じない",
    "一行目\n二行目",
    "はい",
    "\\x) Tj",
    "100 %",
    " 前後 ",
    "〒\t1",
)
Filling = Mapping[str, str]
"""What is filled in: a field's name to its text, or to the state that is chosen."""


@functools.cache
def shipped() -> Definitions:
    return pipeline.load(pipeline.list_rulesets(SETTINGS)[-1], SETTINGS)


@functools.cache
def blank_form(language: Language = Language.JA) -> bytes:
    return write_pdf_form(shipped(), language)


def questions_of(definitions: Definitions) -> list[Question]:
    return [one for part in definitions.questionnaires for one in part.questions if one.same_as is None]


def draw_value(random: Random, question: Question) -> Value:
    match question:
        case SingleQuestion():
            return random.choice(question.scale.choices).value
        case MultiQuestion():
            together = [one.value for one in question.choices if not one.exclusive]
            alone = [one.value for one in question.choices if one.exclusive]
            chosen = random.sample(together, random.randint(0, len(together))) or alone or together[:1]
            return frozenset(chosen)
        case NumberQuestion():
            return random.choice(
                [question.minimum, question.maximum, random.randint(question.minimum, question.maximum)]
            )
        case DateQuestion():
            return date(2026, 11, 1) + timedelta(days=random.randint(0, 900))
        case TextQuestion():
            return random.choice(WORDS)[: question.maximum_length]


def draw_answer(random: Random, question: Question, *, anywhere: bool) -> Answer | None:
    """An answer, or None for a blank. anywhere: with evidence and reasons even where a blank form has no field."""
    turn = random.random()
    note = random.choice(WORDS) if random.random() < 0.3 else ""
    evidence = random.choice(list(Evidence)) if anywhere or question.evidence else Evidence.STATED
    if turn < 0.2:
        return None
    if turn < 0.3:
        return Answer(State.UNKNOWN, evidence=evidence, note=note)
    if turn < 0.6 and question.allows_not_applicable:
        return Answer(State.NOT_APPLICABLE, evidence=evidence, reason=random.choice(WORDS), note=note)
    reason = random.choice(WORDS) if anywhere and turn < 0.5 else ""
    return Answer(State.ANSWERED, draw_value(random, question), evidence, reason, note)


def draw_sheet(random: Random, definitions: Definitions, *, anywhere: bool = False) -> AnswerSheet:
    """A checked sheet with a bit of everything."""
    drawn = {one.id: draw_answer(random, one, anywhere=anywhere) for one in questions_of(definitions)}
    sheet = AnswerSheet(
        ruleset=definitions.ruleset.reference,
        questionnaires={one.id: one.version for one in definitions.questionnaires},
        member=Member(f"M-{random.randint(0, 9999):04}", random.choice(["見本商店", "髙﨑𠮷野①商店", "A & B (仮)"])),
        answered_on=random.choice([None, date(2026, 11, 20)]),
        answers={question: answer for question, answer in drawn.items() if answer},
    )
    return check_sheet(read_sheet(sheet_bytes(sheet), "drawn.json"), definitions)


def filling_of(sheet: AnswerSheet, definitions: Definitions) -> dict[str, str]:
    """What a member would fill in to say what the sheet says."""
    day = sheet.answered_on
    filling = {names.MEMBER_ID: sheet.member.id, names.MEMBER_NAME: sheet.member.name}
    filling |= {names.ANSWERED_ON: day.isoformat()} if day else {}
    known = {one.id: one for one in questions_of(definitions)}
    for question, answer in sheet.answers.items():
        filling |= dict(_answer_fields(known[question], answer))
        filling |= {names.remark_name(question, names.NOTE): answer.note} if answer.note else {}
        filling |= {names.remark_name(question, names.REASON): answer.reason} if answer.reason else {}
        if answer.evidence is not Evidence.STATED:
            filling[names.remark_name(question, names.EVIDENCE)] = answer.evidence.value
    return filling


def _answer_fields(question: Question, answer: Answer) -> Iterator[tuple[str, str]]:
    chosen = answer.state.value if answer.value is None else answer.value
    if isinstance(question, SingleQuestion):
        yield question.id, str(chosen)
    elif answer.value is None:
        yield names.tick_name(question.id, answer.state.value), answer.state.value
    elif isinstance(chosen, frozenset):
        yield from ((names.tick_name(question.id, one), one) for one in chosen)
    else:
        yield question.id, chosen.isoformat() if isinstance(chosen, date) else str(chosen)


def fields_of(document: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    return {str(one.T): one for one in document.Root.AcroForm.Fields}


def fill_by_pikepdf(form: bytes, filling: Filling) -> bytes:
    """As a reader of PDF does it: the value, and what each button shows."""
    with pikepdf.open(io.BytesIO(form)) as document:
        fields = fields_of(document)
        for name, value in filling.items():
            field = fields[name]
            if Name.Tx == field.FT:
                field.V = String(value)
                continue
            field.V = Name(f"/{value}")
            for kid in field.get(Name.Kids, Array([field])):
                kid.AS = field.V if f"/{value}" in kid.AP.N else Name.Off
        return save(document)


def fill_by_pypdf(form: bytes, filling: Filling) -> bytes:
    """By the other library, whose own way of filling in is taken as it is."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(form))
    with pikepdf.open(io.BytesIO(form)) as document:
        buttons = {name for name, field in fields_of(document).items() if Name.Btn == field.FT}
    values = {name: f"/{value}" if name in buttons else value for name, value in filling.items()}
    writer.update_page_form_field_values(None, values, auto_regenerate=False)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def save(document: pikepdf.Pdf, **options: object) -> bytes:
    written = io.BytesIO()
    with warnings.catch_warnings(action="ignore", category=pikepdf.PageCopyWarning):  # fields are taken out on purpose
        document.save(written, **options)
    return written.getvalue()


def read_back(form: bytes, definitions: Definitions) -> AnswerSheet:
    return check_sheet(read_pdf_form(form, "returned.pdf"), definitions)
