"""Checking very many sheets: the same check, its outcome for each answer kept, since most answers come again.

Only what is without any fault goes this way; all else takes the ordinary road, which knows places and finds words.
"""

import hashlib
import itertools
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, cast

from diagnosis.files.quick_json import NotPlainError
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import Answer, AnswerSheet, RawAnswer, RawSheet
from diagnosis.sheets.answers import check_answer
from diagnosis.sheets.canonical import answer_text, join_sheet
from diagnosis.sheets.check import check_head, questions_by_id
from diagnosis.sheets.desk import Desk, is_blank
from diagnosis.sheets.found import FoundSheet

_MOST_KNOWN = 50_000
"""Outcomes kept; beyond, all are forgotten and learned again, so that memory stays flat."""

ReadAnswer = Callable[[str, Hashable], tuple[RawAnswer, int]]
"""From a question and what is written there to a raw answer, and the number of colons in it.

Raises NotPlainError where the ordinary road must look at it.
"""


@dataclass(frozen=True, slots=True)
class QuickSheet:
    """A sheet taken apart. head: without its answers. answers: by question, as they are written.

    colons: inside the answers; if those that are kept have fewer, a key came twice.
    """

    head: RawSheet
    answers: Mapping[str, Hashable]
    colons: int


Number = Callable[[str, Answer], int]
"""From a question and an answer to a number by which it is known elsewhere."""


class QuickChecked(NamedTuple):
    """A checked sheet. content: its canonical form. numbers: of its answers, by `Number`."""

    sheet: AnswerSheet
    content: bytes
    numbers: Sequence[int]


class _Known(NamedTuple):
    """What became of one answer. answer: None for a blank. changes: for the record. text: its canonical form."""

    answer: Answer | None
    changes: tuple[str, ...]
    text: str
    number: int
    colons: int


class QuickCheck:
    """Checks sheets of one format for one ruleset. Not for several threads at once.

    on: the day of diagnosis. number: what answers are known by. has_lists: see `FoundSheet`.
    """

    def __init__(
        self,
        definitions: Definitions,
        on: date | None,
        read: ReadAnswer,
        number: Number = lambda _question, _answer: 0,
        *,
        has_lists: bool = False,
    ) -> None:
        self._definitions = definitions
        self._on = on
        self._has_lists = has_lists
        self._read = read
        self._number = number
        self._questions = questions_by_id(definitions)
        self._known: dict[str, dict[Hashable, _Known]] = {}
        self._count = 0
        self._forget()

    def check(self, sheet: QuickSheet) -> QuickChecked | None:
        """The checked sheet, or None if anything at all is wrong with it."""
        if self._count > _MOST_KNOWN:
            self._forget()
        desk = Desk()
        head = check_head(sheet.head, self._definitions, self._on, desk)
        try:
            found = self._look_up(sheet.answers)
        except (KeyError, NotPlainError):
            return None
        answers, changes, texts, numbers, colons = zip(*found, strict=True) if found else ((), (), (), (), ())
        if desk.faults or sum(colons) != sheet.colons:
            return None
        desk.changes += itertools.chain.from_iterable(changes)
        questions: Iterable[str] = sheet.answers
        if "" in texts:  # a blank has no canonical form
            questions, answers, numbers = (tuple(itertools.compress(x, texts)) for x in (questions, answers, numbers))
            texts = tuple(filter(None, texts))
        content = join_sheet(head, texts)
        whole = AnswerSheet(
            ruleset=head.ruleset,
            questionnaires=head.questionnaires,
            member=head.member,
            answered_on=head.answered_on,
            answers=dict(zip(questions, answers, strict=True)),
            normalised=tuple(desk.changes),
            digest=hashlib.sha256(content).hexdigest(),
        )
        return QuickChecked(whole, content, numbers)

    def _look_up(self, answers: Mapping[str, Hashable]) -> list[_Known]:
        """The outcome for each answer; raises NotPlainError, or KeyError for a question that there is not."""
        found = [self._known[question].get(written) for question, written in answers.items()]
        if all(found):
            return cast("list[_Known]", found)
        pairs = zip(found, answers.items(), strict=True)
        return [known or self._learn(question, written) for known, (question, written) in pairs]

    def _learn(self, question: str, written: Hashable) -> _Known:
        """The outcome for an answer that was not seen before; raises NotPlainError for one with a fault."""
        raw, colons = self._read(question, written)
        desk = Desk(has_lists=self._has_lists)
        asked = self._questions[question]
        if asked.same_as and not is_blank(raw.value):
            raise NotPlainError(question)
        answer = check_answer(asked, raw, desk)
        if desk.faults:
            raise NotPlainError(question)
        text, number = (answer_text(question, answer), self._number(question, answer)) if answer else ("", 0)
        known = _Known(answer, tuple(desk.changes), text, number, colons)
        self._known[question][written] = known
        self._count += 1
        return known

    def _forget(self) -> None:
        self._known = {question: {} for question in self._questions}
        self._count = 0


class QuickFound:
    """Checks sheets that a reader of any format found. Not for several threads at once. on: the day of diagnosis."""

    def __init__(
        self, definitions: Definitions, on: date | None, number: Number = lambda _question, _answer: 0
    ) -> None:
        self._checks = {
            has_lists: QuickCheck(definitions, on, _read_found, number, has_lists=has_lists)
            for has_lists in (False, True)
        }

    def check(self, raw: FoundSheet) -> QuickChecked | None:
        """The checked sheet, or None if anything at all is wrong with it."""
        answers = {one.question: _frozen(one) for one in raw.answers}
        if raw.faults or len(answers) < len(raw.answers):
            return None
        return self._checks[raw.has_lists].check(QuickSheet(raw, answers, 0))


def _frozen(answer: RawAnswer) -> Hashable:
    """An answer's parts."""
    return tuple(map(_freeze, (answer.value, answer.state, answer.evidence, answer.reason, answer.note)))


def _freeze(part: object) -> Hashable:
    """A part with its kind: 1, 1.0 and true are three values, though Python holds them equal."""
    match part:
        case dict():
            return "dict", tuple((key, _freeze(mark)) for key, mark in part.items())
        case list():
            return "list", tuple(map(_freeze, part))
        case _:
            return type(part).__name__, part


def _read_found(question: str, written: Hashable) -> tuple[RawAnswer, int]:
    value, state, evidence, reason, note = map(_thaw, cast("tuple[Any, ...]", written))
    if isinstance(value, float):
        raise NotPlainError(question)
    return RawAnswer(question, value, state, evidence, reason, note), 0


def _thaw(frozen: tuple[str, Any]) -> Any:  # noqa: ANN401 - whatever a reader found
    match frozen:
        case "dict", marks:
            return {key: _thaw(mark) for key, mark in marks}
        case "list", parts:
            return [_thaw(part) for part in parts]
        case _, part:
            return part
