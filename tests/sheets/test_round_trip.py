"""What is written and read again is the same sheet, in every format."""

from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.definitions import load_definitions
from diagnosis.files.decode import FORBIDDEN
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
from diagnosis.sheets import check_sheet, read_sheet
from diagnosis.sheets.csv_format import CsvForm, write_csv
from diagnosis.sheets.json_format import write_json
from diagnosis.sheets.written import asked_questions
from diagnosis.sheets.yaml_format import write_yaml

ROOT = Path(__file__).parents[2]
REAL = load_definitions("leak-liability@2026.1", ROOT / "questionnaires", ROOT / "scoring")

HARD_WORDS = [
    "unknown",
    "=1+1",
    "'",
    "''",
    "-5",
    "【要修正】x",
    'a,b;c\t"d"',
    "二行\r\n目",
    " はい ",
    "#",
    "①～㈱",
    "葛󠄀",
    "yes",
]
PLAIN = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u2028\u2029")
CP932 = st.characters(codec="cp932", categories=("L", "N", "P", "S"), exclude_characters="¢£¬‖−〜")


def texts(characters: st.SearchStrategy[str], *, lines: bool = True) -> st.SearchStrategy[str]:
    words = [word for word in HARD_WORDS if lines or (word.splitlines() == [word] and "\t" not in word)]
    return (st.text(characters, min_size=1, max_size=20) | st.sampled_from(words)).filter(is_sound)


def is_sound(text: str) -> bool:
    return bool(text.strip()) and not FORBIDDEN.search(text)


def draw_value(random: Random, question: Question, text: str) -> Value:
    match question:
        case SingleQuestion():
            return random.choice(question.scale.choices).value
        case MultiQuestion():
            alone = [choice.value for choice in question.choices if choice.exclusive]
            others = [choice.value for choice in question.choices if not choice.exclusive]
            if alone and random.random() < 0.2:
                return frozenset({random.choice(alone)})
            return frozenset(random.sample(others, random.randint(1, len(others))))
        case NumberQuestion():
            return random.choice([question.minimum, question.maximum, random.randint(question.minimum, 100)])
        case DateQuestion():
            return date(random.randint(1900, 2100), random.randint(1, 12), random.randint(1, 28))
        case TextQuestion():
            return text[: question.maximum_length]


def draw_answer(random: Random, question: Question, text: str) -> Answer | None:
    kind = random.random()
    evidence = random.choice(list(Evidence))
    note = text if random.random() < 0.1 else ""
    if kind < 0.2:
        return None
    if kind < 0.3:
        return Answer(State.UNKNOWN, evidence=evidence, note=note)
    if kind < 0.4 and question.allows_not_applicable:
        return Answer(State.NOT_APPLICABLE, evidence=evidence, reason=text, note=note)
    return Answer(State.ANSWERED, draw_value(random, question, text), evidence=evidence, note=note)


@st.composite
def sheets(draw: st.DrawFn, characters: st.SearchStrategy[str] = PLAIN) -> AnswerSheet:
    random = Random(draw(st.integers(0, 2**32)))  # hundreds of answers would exhaust hypothesis's own
    text = draw(texts(characters))
    answers = {one.id: answer for one in asked_questions(REAL) if (answer := draw_answer(random, one, text))}
    return sheet_of(
        Member(draw(texts(characters, lines=False)), draw(texts(characters, lines=False))),
        draw(st.none() | st.just(date(2026, 11, 10))),
        answers,
    )


def sheet_of(member: Member, day: date | None, answers: dict[str, Answer]) -> AnswerSheet:
    return AnswerSheet(
        ruleset=REAL.ruleset.reference,
        questionnaires={one.id: one.version for one in REAL.questionnaires},
        member=member,
        answered_on=day,
        answers=answers,
    )


def same(found: AnswerSheet, before: AnswerSheet) -> bool:
    """Everything but the digest, which `before` never had."""
    return (found.member, found.answered_on, dict(found.answers), found.normalised) == (
        before.member,
        before.answered_on,
        dict(before.answers),
        (),
    )


def read(data: bytes, name: str, definitions: Definitions = REAL) -> AnswerSheet:
    return check_sheet(read_sheet(data, name), definitions)


@settings(max_examples=12, deadline=None)
@given(sheets())
@pytest.mark.parametrize("form", ["json", "yaml", "long", "wide"])
def test_what_is_written_is_read_again(form: str, sheet: AnswerSheet) -> None:
    match form:
        case "json":
            data, name = write_json(REAL, sheet), "s.json"
        case "yaml":
            data, name = write_yaml(REAL, Language.JA, sheet), "s.yaml"
        case _:
            data, name = write_csv(REAL, Language.EN, sheet, CsvForm(form)), "s.csv"
    found = read(data, name)
    assert same(found, sheet)
    assert read(write_json(REAL, found), "again.json").digest == found.digest


@settings(max_examples=12, deadline=None)
@given(sheets(CP932))
@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-16"])
@pytest.mark.parametrize("form", CsvForm)
def test_a_table_may_be_saved_in_every_usual_encoding(form: CsvForm, encoding: str, sheet: AnswerSheet) -> None:
    text = write_csv(REAL, Language.JA, sheet, form).decode("utf-8-sig")
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return
    assert same(read(data, "s.csv"), sheet)
