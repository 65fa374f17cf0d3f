"""How a form's fields are named: by question id, so that a reader never goes by places.

`pd-owner` is a question's answer, `pd-owner:evidence`, `pd-owner:reason` and `pd-owner:note` stand beside it. A box to
tick is `sensitive-data=bank-account`, and `employees=unknown` where the answer itself is no choice. What concerns the
whole sheet begins with `sheet:`. Ids hold neither colon nor equals sign, and no choice is called `unknown`.
"""

from typing import Final

EVIDENCE: Final = "evidence"
REASON: Final = "reason"
NOTE: Final = "note"
REMARKS: Final = (EVIDENCE, REASON, NOTE)

STAMP: Final = "sheet:stamp"
MEMBER_ID: Final = "sheet:member-id"
MEMBER_NAME: Final = "sheet:member-name"
ANSWERED_ON: Final = "sheet:answered-on"

NUMBER: Final = "number"
"""What the export name (/TM) of a field says that takes a whole number."""


def remark_name(question: str, part: str) -> str:
    """The field of what stands beside an answer: its evidence, reason or note."""
    return f"{question}:{part}"


def tick_name(question: str, value: str) -> str:
    """The field of a box that is ticked on its own: a choice of several, or a state."""
    return f"{question}={value}"


def split_name(name: str) -> tuple[str, str, str]:
    """Question, remark and ticked value of a field's name; the last two are empty where they are not meant."""
    question, equals, value = name.partition("=")
    if equals:
        return question, "", value
    question, _, part = name.rpartition(":")
    return (question, part, "") if question and part in REMARKS else (name, "", "")
