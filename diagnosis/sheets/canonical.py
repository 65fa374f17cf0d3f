"""The canonical form of a checked sheet: the same content gives the same bytes, and can be read again."""

import json

from diagnosis.model.conditions import State
from diagnosis.model.plain import to_plain
from diagnosis.model.sheet import Answer, AnswerSheet


def sheet_bytes(sheet: AnswerSheet) -> bytes:
    """The sheet as JSON in UTF-8: keys sorted, no spaces, one line. Its SHA-256 is the sheet's digest."""
    plain: dict[str, object] = {
        "ruleset": sheet.ruleset,
        "questionnaires": to_plain(sheet.questionnaires),
        "member": to_plain(sheet.member),
        "answers": {question: _plain_answer(answer) for question, answer in sheet.answers.items()},
    }
    if sheet.answered_on:
        plain["answered_on"] = sheet.answered_on.isoformat()
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return f"{text}\n".encode()


def _plain_answer(answer: Answer) -> dict[str, object]:
    plain: dict[str, object] = {"evidence": answer.evidence.value}
    if answer.state is State.ANSWERED:
        plain["value"] = to_plain(answer.value)
    else:
        plain["state"] = answer.state.value
    plain |= {"reason": answer.reason} if answer.reason else {}
    plain |= {"note": answer.note} if answer.note else {}
    return plain
