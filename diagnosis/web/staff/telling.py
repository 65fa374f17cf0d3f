"""What the record of a case keeps, in words."""

from typing import cast

from diagnosis.model.casework import CaseState, Step
from diagnosis.model.conditions import State
from diagnosis.model.questionnaire import Question
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import Answer, Evidence, Value
from diagnosis.model.text import Text
from diagnosis.web.forms.telling import tell_answer
from diagnosis.web.staff.words import EVIDENCE, STATES


def tell_plain(definitions: Definitions | None, step: Step, plain: object) -> Text:
    """What a step keeps of an answer, a state, a tier or a member."""
    questions = {q.id: q for one in definitions.questionnaires for q in one.questions} if definitions else {}
    if isinstance(plain, list) and step.subject in questions:
        return _answer(questions[step.subject], plain)
    match plain:
        case None:
            return Text("（なし）", "(none)")
        case int():
            return Text(f"{plain} %", f"{plain} %")
        case list():
            return Text("　".join(map(str, plain)), " ".join(map(str, plain)))
        case _:
            word = str(plain)
            return STATES[CaseState(word)] if word in [*CaseState] else Text(word, word)


def _answer(question: Question, plain: list[object]) -> Text:
    state, kept, *proof = plain
    if state != State.ANSWERED:
        return tell_answer(question, Answer(State(str(state)), None, Evidence.STATED, str(kept)))
    value = frozenset(kept) if isinstance(kept, list) else cast("Value", kept)
    told, level = tell_answer(question, Answer(State.ANSWERED, value)), EVIDENCE[Evidence(str(proof[0]))]
    return Text(f"{told.ja}（{level.ja}）", f"{told.en} ({level.en})")
