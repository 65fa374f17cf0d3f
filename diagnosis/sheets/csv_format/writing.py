"""A CSV file to fill in, or one that is filled in: UTF-8 with a byte order mark, so that every spreadsheet reads it."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import assert_never

from diagnosis.model.questionnaire import Question
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import AnswerSheet
from diagnosis.model.text import Language, Text
from diagnosis.sheets.answers import SEPARATOR
from diagnosis.sheets.csv_format.cells import guard
from diagnosis.sheets.csv_format.long_form import QUESTION, VALUE
from diagnosis.sheets.csv_format.rows import COMMENT, HEAD, QUESTION_TEXT
from diagnosis.sheets.written import WrittenAnswer, asked_questions, hint, write_answer


class CsvForm(StrEnum):
    """long: a row an answer. wide: a row a member."""

    LONG = "long"
    WIDE = "wide"


_WORDS = (
    Text(ja="会員番号", en="member number"),
    Text(ja="名称", en="name"),
    Text(ja="採点規則", en="ruleset"),
    Text(ja="質問票の版", en="versions of the questionnaires"),
    Text(ja="回答日", en="day of answering"),
)
_PARTS = {
    "state": Text(ja="状態", en="state"),
    "evidence": Text(ja="証拠", en="evidence"),
    "reason": Text(ja="対象外の理由", en="reason for not-applicable"),
    "note": Text(ja="備考", en="note"),
}


def write_csv(
    definitions: Definitions, language: Language, filled: AnswerSheet | None = None, form: CsvForm = CsvForm.LONG
) -> bytes:
    """A table to fill in; with `filled` its member, day and answers stand in it.

    A cell that a spreadsheet would run as a formula has an apostrophe before it, which reading takes away again.
    """
    match form:
        case CsvForm.WIDE:
            rows = _wide(definitions, language, filled)
        case CsvForm.LONG:
            rows = _long(definitions, language, filled)
        case _:
            assert_never(form)
    return table_bytes(rows)


def guarded_texts(filled: AnswerSheet) -> Sequence[str]:
    """The texts of a sheet that would not stay text in a spreadsheet, and so have an apostrophe before them."""
    texts = [filled.member.id, filled.member.name]
    for answer in filled.answers.values():
        texts += [answer.reason, answer.note, *([answer.value] if isinstance(answer.value, str) else [])]
    return tuple(text for text in texts if guard(text) != text)


def table_bytes(rows: Iterator[Sequence[str]]) -> bytes:
    """Finished rows as CSV in UTF-8 with a byte order mark."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _head(definitions: Definitions, filled: AnswerSheet | None) -> list[str]:
    versions = " ".join(questionnaire.reference for questionnaire in definitions.questionnaires)
    if filled is None:
        return ["", "", definitions.ruleset.reference, versions, ""]
    day = filled.answered_on.isoformat() if filled.answered_on else ""
    member = filled.member
    return [guard(member.id), guard(member.name), definitions.ruleset.reference, versions, day]


def _wide(definitions: Definitions, language: Language, filled: AnswerSheet | None) -> Iterator[Sequence[str]]:
    questions = asked_questions(definitions)
    written = {question.id: _written(question, filled) for question in questions}
    parts = {question.id: _parts(question, written[question.id]) for question in questions}
    yield [*HEAD, *(name for one in questions for name in (one.id, *(f"{one.id}.{part}" for part in parts[one.id])))]
    head = [word[language] for word in _WORDS]
    words = ((hint(one, language), *(_PARTS[part][language] for part in parts[one.id])) for one in questions)
    yield [f"{COMMENT} {head[0]}", *head[1:], *(guard(cell) for cells in words for cell in cells)]
    cells = (_cells(written[one.id], parts[one.id]) for one in questions)
    yield [*_head(definitions, filled), *(cell for part in cells for cell in part)]


def _written(question: Question, filled: AnswerSheet | None) -> WrittenAnswer | None:
    answer = filled.answers.get(question.id) if filled else None
    return write_answer(question, answer) if answer else None


def _parts(question: Question, written: WrittenAnswer | None) -> Sequence[str]:
    """The columns that a question has beside its value: those that people need, and those that its answer needs."""
    usual = {"evidence": question.evidence is not None, "reason": question.allows_not_applicable}
    return tuple(part for part in _PARTS if usual.get(part) or (written and getattr(written, part)))


def _cells(written: WrittenAnswer | None, parts: Iterable[str]) -> tuple[str, ...]:
    if written is None:
        return ("", *("" for _ in parts))
    return _value(written), *(guard(getattr(written, part)) for part in parts)


def _value(written: WrittenAnswer) -> str:
    match written.value:
        case None:
            return ""
        case list():
            return SEPARATOR.join(written.value)
        case value:
            return guard(str(value))


def _long(definitions: Definitions, language: Language, filled: AnswerSheet | None) -> Iterator[Sequence[str]]:
    head = _head(definitions, filled)
    yield [*HEAD, QUESTION, QUESTION_TEXT, VALUE, *_PARTS]
    for question in asked_questions(definitions):
        text = guard(hint(question, language))
        yield [*head, question.id, text, *_cells(_written(question, filled), _PARTS)]
