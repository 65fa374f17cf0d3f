"""Answer sheets in JSON, in and out."""

import json

from diagnosis.files.tree import read_json
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import RawSheet
from diagnosis.sheets.found import find_sheet


def read_json_sheet(data: bytes, name: str) -> RawSheet:
    """The sheet as found; raises ProblemsError (`file.*`, `json.*`)."""
    return find_sheet(read_json(data, name))


def write_blank_json(definitions: Definitions) -> str:
    """A sheet with a null for every question that is asked."""
    questionnaires = definitions.questionnaires
    questions = (question for questionnaire in questionnaires for question in questionnaire.questions)
    sheet = {
        "ruleset": definitions.ruleset.reference,
        "questionnaires": {questionnaire.id: questionnaire.version for questionnaire in questionnaires},
        "member": {"id": "", "name": ""},
        "answered_on": None,
        "answers": {question.id: None for question in questions if question.same_as is None},
    }
    return json.dumps(sheet, ensure_ascii=False, indent=2) + "\n"
