"""Answer sheets in JSON, in and out."""

import json
from collections.abc import Sequence
from typing import NoReturn

from diagnosis.files.tree import ONE_MIB, read_json
from diagnosis.model.problems import Span
from diagnosis.model.questionnaire import Question
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import AnswerSheet, RawAnswer, RawSheet
from diagnosis.sheets.found import ANSWER_KEYS, FoundSheet, find_sheet
from diagnosis.sheets.quick import is_plain
from diagnosis.sheets.written import asked_questions, short_or_parts, write_answer


def read_json_sheet(data: bytes, name: str) -> FoundSheet:
    """The sheet as found; raises ProblemsError (`file.*`, `json.*`)."""
    return find_sheet(read_json(data, name))


def read_json_quickly(data: bytes, name: str) -> tuple[RawSheet, Sequence[tuple[str, object]]] | None:
    """The sheet's head and its answers, for `quick_answer`; None for whatever needs the careful reader.

    Two keys alike, another shape, fractions and numbers that are none: all of that is for the careful reader.
    """
    if len(data) > ONE_MIB:
        return None
    try:
        fields = _unique(_QUICK.decode(data.decode()))
        member = _unique(fields.pop("member", ()))
        versions = _unique(fields.pop("questionnaires", ()))
        answers = fields.pop("answers", ())
        ruleset, day = fields.pop("ruleset", None), fields.pop("answered_on", None)
        who = member.pop("id", None), member.pop("name", None)
    except (ValueError, RecursionError):
        return None
    texts = (ruleset, day, *who, *versions.values())
    if fields or member or not isinstance(answers, tuple) or not all(map(_is_text, texts)):
        return None
    head = RawSheet(ruleset, versions, *who, day, (), Span(name, 0, 0))
    return head, answers


def quick_answer(question: str, value: object) -> RawAnswer | None:
    """A raw answer from what `read_json_quickly` found; None for whatever needs the careful reader."""
    if not isinstance(value, tuple):
        return RawAnswer(question, value) if is_plain(value) else None
    try:
        parts = _unique(value)
    except ValueError:
        return None
    state = parts.get("state")
    known = parts.keys() <= {*ANSWER_KEYS} and all(map(is_plain, parts.values()))
    if not known or not (state is None or isinstance(state, str)):
        return None
    return RawAnswer(
        question,
        parts.get("value"),
        state=state,
        evidence=parts.get("evidence"),
        reason=parts.get("reason"),
        note=parts.get("note"),
    )


def _refuse(written: str) -> NoReturn:
    raise ValueError(written)


_QUICK = json.JSONDecoder(object_pairs_hook=tuple, parse_float=_refuse, parse_constant=_refuse)
"""Keeps objects as pairs, so that a key that comes twice is seen."""


def _unique(pairs: object) -> dict[str, object]:
    """The mapping that pairs make; raises ValueError for other things and for keys that come twice."""
    if pairs is None:
        return {}
    if not isinstance(pairs, tuple):
        raise ValueError(pairs)  # noqa: TRY004 - one kind of error says all
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(pairs)
    return found


def _is_text(value: object) -> bool:
    return value is None or (isinstance(value, str) and is_plain(value))


def write_json(definitions: Definitions, filled: AnswerSheet | None = None) -> bytes:
    """A sheet with an entry for every question that is asked: null, or its answer in `filled`."""
    day = filled.answered_on if filled else None
    sheet = {
        "ruleset": definitions.ruleset.reference,
        "questionnaires": {one.id: one.version for one in definitions.questionnaires},
        "member": {"id": filled.member.id, "name": filled.member.name} if filled else {"id": "", "name": ""},
        "answered_on": day.isoformat() if day else None,
        "answers": {question.id: _answer(question, filled) for question in asked_questions(definitions)},
    }
    return (json.dumps(sheet, ensure_ascii=False, indent=2) + "\n").encode()


def _answer(question: Question, filled: AnswerSheet | None) -> object:
    answer = filled.answers.get(question.id) if filled else None
    return short_or_parts(write_answer(question, answer)) if answer else None
