"""Answer sheets in JSON, in and out."""

import json

from diagnosis.files.tree import read_json
from diagnosis.model.questionnaire import Question
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import AnswerSheet
from diagnosis.sheets.found import FoundSheet, find_sheet
from diagnosis.sheets.written import asked_questions, short_or_parts, write_answer


def read_json_sheet(data: bytes, name: str) -> FoundSheet:
    """The sheet as found; raises ProblemsError (`file.*`, `json.*`)."""
    return find_sheet(read_json(data, name))


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
