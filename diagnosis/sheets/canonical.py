"""The canonical form of a checked sheet: the same content gives the same bytes, and can be read again."""

import functools
import json
from collections.abc import Iterable

from diagnosis.model.conditions import State
from diagnosis.model.plain import to_plain
from diagnosis.model.sheet import Answer, AnswerSheet, Evidence, Value

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def sheet_bytes(sheet: AnswerSheet) -> bytes:
    """The sheet as JSON in UTF-8: keys sorted, no spaces, one line. Its SHA-256 is the sheet's digest."""
    return join_sheet(sheet, (answer_text(question, answer) for question, answer in sheet.answers.items()))


def join_sheet(sheet: AnswerSheet, answers: Iterable[str]) -> bytes:
    """The canonical form from those of the answers, in any order.

    A question's id is of characters above the quotation mark, so that texts sort as their ids do.
    """
    day = f'"answered_on":"{sheet.answered_on.isoformat()}",' if sheet.answered_on else ""
    member = f'{{"id":{_text(sheet.member.id)},"name":{_text(sheet.member.name)}}}'
    versions = _versions(tuple(sheet.questionnaires.items()))
    ruleset = _text(sheet.ruleset)
    answered = ",".join(sorted(answers))
    text = f'{{{day}"answers":{{{answered}}},"member":{member},"questionnaires":{versions},"ruleset":{ruleset}}}\n'
    return text.encode()


def answer_text(question: str, answer: Answer) -> str:
    """An answer's part of the canonical form: `"ID":{…}`."""
    note = f'"note":{_text(answer.note)},' if answer.note else ""
    reason = f'"reason":{_text(answer.reason)},' if answer.reason else ""
    what = f'"value":{_value(answer.value)}' if answer.state is State.ANSWERED else f'"state":"{answer.state.value}"'
    return f'"{question}":{{"evidence":{_EVIDENCE[answer.evidence]},{note}{reason}{what}}}'


_text = json.encoder.encode_basestring
"""A text as JSON writes it, its own characters kept."""
_EVIDENCE = {level: _text(level.value) for level in Evidence}


def _value(value: Value | None) -> str:
    match value:
        case str():
            return _text(value)
        case int():
            return str(value)
        case _:
            return _ENCODER.encode(to_plain(value))


@functools.lru_cache(maxsize=64)
def _versions(questionnaires: tuple[tuple[str, str], ...]) -> str:
    return _ENCODER.encode(dict(questionnaires))
