"""A draft: the answers of a member who has not handed in anything, and how they are written into its box."""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from typing import Any

from diagnosis.model.conditions import State
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import Answer, AnswerSheet, Evidence, Member, Value
from diagnosis.model.text import Text
from diagnosis.web.forms.answers import Reading, Typed

NOBODY = Member("", "")
_FORM = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """answers: checked, by question. typed: what was entered and cannot be taken yet, kept to be mended.

    member: empty until somebody says who it is.

    again: questions to be answered again, with the reason, where the draft began with an earlier sheet. chosen: what is
    switched on in the what-if. is_saved: its owner asked to save it. handed_in: the receipt's number, once it is.
    """

    ruleset: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    typed: Mapping[str, Typed] = field(default_factory=dict)
    member: Member = NOBODY
    again: Mapping[str, Text] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    is_saved: bool = False
    handed_in: str = ""


def answer_form(draft: Draft, reading: Reading) -> Draft:
    """The draft after one form: its answers, what it could not take, and what need not be asked again any more."""
    typed = {question: left for question, left in draft.typed.items() if question not in reading.shown}
    answered = {question for question, answer in reading.answers.items() if answer}
    return replace(
        draft,
        answers=reading.apply(draft.answers),
        typed=typed | dict(reading.typed),
        again={question: reason for question, reason in draft.again.items() if question not in answered},
    )


def sheet_of(draft: Draft, definitions: Definitions) -> AnswerSheet:
    """The draft as a sheet that can be scored. Its member may be nobody."""
    return AnswerSheet(
        ruleset=draft.ruleset,
        questionnaires={one.id: one.version for one in definitions.questionnaires},
        member=draft.member,
        answered_on=None,
        answers=draft.answers,
    )


def write_draft(draft: Draft) -> bytes:
    """The draft as JSON."""
    plain = {
        "form": _FORM,
        "ruleset": draft.ruleset,
        "answers": {question: _plain_answer(answer) for question, answer in draft.answers.items()},
        "typed": {question: astuple(left) for question, left in draft.typed.items()},
        "member": [draft.member.id, draft.member.name],
        "again": {question: [text.ja, text.en] for question, text in draft.again.items()},
        "chosen": draft.chosen,
        "is_saved": draft.is_saved,
        "handed_in": draft.handed_in,
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def read_draft(content: bytes) -> Draft:
    """The draft that was written. What a box holds was written by this site: its lock proves that."""
    plain: dict[str, Any] = json.loads(content)
    return Draft(
        ruleset=plain["ruleset"],
        answers={question: _answer(*parts) for question, parts in plain["answers"].items()},
        typed={question: Typed(tuple(values), *rest) for question, (values, *rest) in plain["typed"].items()},
        member=Member(*plain["member"]),
        again={question: Text(*both) for question, both in plain["again"].items()},
        chosen=tuple(plain["chosen"]),
        is_saved=plain["is_saved"],
        handed_in=plain["handed_in"],
    )


def _plain_answer(answer: Answer) -> list[object]:
    return [answer.state, _plain_value(answer.value), answer.evidence, answer.reason, answer.note]


def _plain_value(value: Value | None) -> object:
    """A date and a set are written so that they cannot be taken for anything else."""
    match value:
        case date():
            return {"day": value.isoformat()}
        case frozenset():
            return sorted(value)
        case _:
            return value


def _answer(state: str, value: object, evidence: str, reason: str, note: str) -> Answer:
    return Answer(State(state), _value(value), Evidence(evidence), reason, note)


def _value(plain: object) -> Value | None:
    match plain:
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case list():
            return frozenset(plain)
        case str() | int() | None:
            return plain
        case _:
            raise ValueError("draft")
