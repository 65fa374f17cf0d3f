"""Checking very many sheets: the same check, its outcome for each answer kept, since most answers come again.

Only what is without any fault goes this way; all else takes the ordinary road, which knows places and finds words.
"""

import hashlib
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from diagnosis.files.decode import FORBIDDEN, SURROGATE
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import Answer, AnswerSheet, RawAnswer, RawSheet
from diagnosis.sheets.answers import check_answer
from diagnosis.sheets.canonical import answer_text, join_sheet
from diagnosis.sheets.check import check_head, questions_by_id
from diagnosis.sheets.desk import Desk, is_blank
from diagnosis.sheets.found import FoundSheet

_MOST_KNOWN = 50_000
"""Outcomes kept; beyond, all are forgotten and learned again, so that memory stays flat."""
_LARGEST = 10**18


@dataclass(frozen=True, slots=True)
class Known:
    """What became of one raw answer. answer: None for a blank. changes: for the record. text: its canonical form."""

    question: str
    answer: Answer | None
    changes: tuple[str, ...]
    text: str


class QuickCheck:
    """Checks sheets for one ruleset. on: the day of diagnosis. Not for several threads at once."""

    def __init__(self, definitions: Definitions, on: date | None) -> None:
        self._definitions = definitions
        self._on = on
        self._questions = questions_by_id(definitions)
        self._known: dict[ReadAnswer, dict[Hashable, Known]] = {}

    def check(self, head: RawSheet, answers: Sequence[tuple[str, Any]], read: "ReadAnswer") -> AnswerSheet | None:
        """The checked sheet, or None if anything at all is wrong with it.

        head: without answers. answers: question and what stands there, in a form of which `read` makes a raw answer.
        """
        desk = Desk()
        whole = check_head(head, self._definitions, self._on, desk)
        known = self._find(answers, read)
        if known is None or desk.faults or len({one.question for one in known}) < len(known):
            return None
        checked = {one.question: one.answer for one in known if one.answer}
        changes = (*desk.changes, *(change for one in known if one.changes for change in one.changes))
        data = join_sheet(whole, [one.text for one in known if one.text])
        return AnswerSheet(
            ruleset=whole.ruleset,
            questionnaires=whole.questionnaires,
            member=whole.member,
            answered_on=whole.answered_on,
            answers=checked,
            normalised=changes,
            digest=hashlib.sha256(data).hexdigest(),
        )

    def check_found(self, raw: FoundSheet) -> AnswerSheet | None:
        """The checked sheet of any format, or None if anything at all is wrong with it."""
        if raw.faults or any(isinstance(answer.value, float) for answer in raw.answers):
            return None
        pairs = [(one.question, (one.value, one.state, one.evidence, one.reason, one.note)) for one in raw.answers]
        return self.check(raw, pairs, _listed_answer if raw.has_lists else _written_answer)

    def _find(self, answers: Iterable[tuple[str, Any]], read: "ReadAnswer") -> list[Known] | None:
        found: list[Known] = []
        outcomes = self._known.setdefault(read, {})
        get = outcomes.get
        for pair in answers:
            try:
                known = get(pair)
            except TypeError:
                known = get((pair[0], _freeze(pair[1])))
            known = known or self._learn(pair, read, outcomes)
            if known is None:
                return None
            found.append(known)
        return found

    def _learn(self, pair: tuple[str, Any], read: "ReadAnswer", outcomes: dict[Hashable, Known]) -> Known | None:
        """The outcome for an answer that was not seen before; None for one with a fault."""
        key = _key(*pair)
        if key in outcomes:
            return outcomes[key]
        question, raw = self._questions.get(pair[0]), read(*pair)
        if question is None or raw is None or (question.same_as and not is_blank(raw.value)):
            return None
        desk = Desk(has_lists=read is _listed_answer)
        answer = check_answer(question, raw, desk)
        if desk.faults:
            return None
        if len(outcomes) >= _MOST_KNOWN:
            outcomes.clear()
        known = Known(question.id, answer, tuple(desk.changes), answer_text(question.id, answer) if answer else "")
        outcomes[key] = known
        return known


ReadAnswer = Callable[[str, Any], RawAnswer | None]
"""From a question and what stands there to a raw answer; None where the ordinary road must look at it."""


def _written_answer(question: str, parts: Any) -> RawAnswer:  # noqa: ANN401 - whatever a reader found
    value, state, evidence, reason, note = parts
    return RawAnswer(question, value, state, evidence, reason, note)


def _listed_answer(question: str, parts: Any) -> RawAnswer:  # noqa: ANN401
    """The same, chosen from lists of labels: kept apart, for it leaves no changes on record."""
    return _written_answer(question, parts)


def is_plain(value: object) -> bool:
    """A value as the ordinary road reads it without a word: no characters that deceive, no number of many digits."""
    match value:
        case str():
            return not FORBIDDEN.search(value) and not SURROGATE.search(value)
        case list():
            return all(map(is_plain, value))
        case None | bool():
            return True
        case int():
            return -_LARGEST < value < _LARGEST
        case _:
            return False


def _key(question: str, value: object) -> Hashable:
    """Under what an outcome is kept. Python holds 1, 1.0 and True to be equal, so those are kept by their spelling."""
    return (question, repr(value), "") if _is_one_of_many(value) else (question, _freeze(value))


def _is_one_of_many(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_is_one_of_many, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(_is_one_of_many, value))
    return isinstance(value, int) and value in (0, 1)


def _freeze(value: object) -> Hashable:
    if isinstance(value, dict):
        return ("choices", *sorted(value.items(), key=lambda item: str(item[0])))
    return tuple(map(_freeze, value)) if isinstance(value, (list, tuple)) else value
