"""Groups of members that reports and impacts speak of: what tells them apart, and what they are called."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Final

from diagnosis.model.questionnaire import choices_of
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import AnswerSheet
from diagnosis.model.text import Text

TRADE: Final = "industry"
EMPLOYEES: Final = "employees"
"""Questions of the profile."""
UNKNOWN: Final = "unknown"
SIZES: Final = (1, 6, 21, 51, 101, 301)
"""The least number of employees of each size of firm."""


def names_of_groups(definitions: Definitions) -> Mapping[str, Mapping[str, Text]]:
    """By kind of group, its labels with what they are called, in their order; the last for what is not known."""
    questions = {question.id: question for owner in definitions.questionnaires for question in owner.questions}
    unknown = {UNKNOWN: Text("不明", "Not known")}
    return {
        "trade": {choice.value: choice.label for choice in choices_of(questions[TRADE])} | unknown,
        "size": dict(_sizes()) | unknown,
        "risk_group": {group.id: group.title for group in definitions.ruleset.risk_groups} | unknown,
    }


def _sizes() -> Mapping[str, Text]:
    found = {
        f"{least}-{above - 1}": Text(f"{least}〜{above - 1}人", f"{least} to {above - 1} staff")
        for least, above in itertools.pairwise(SIZES)
    }
    return found | {f"{SIZES[-1]}-": Text(f"{SIZES[-1]}人以上", f"{SIZES[-1]} staff or more")}


def size_of(employees: int) -> int:
    """The place of a size among the labels; that of what is not known for a negative number."""
    return len(SIZES) if employees < 0 else max(sum(employees >= least for least in SIZES) - 1, 0)


def employees_of(sheets: Sequence[AnswerSheet]) -> list[int]:
    """How many work there, by sheet; -1 where that is not known."""
    answers = (sheet.answers.get(EMPLOYEES) for sheet in sheets)
    return [answer.value if answer and isinstance(answer.value, int) else -1 for answer in answers]
