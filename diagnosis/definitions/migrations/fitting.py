"""Whether a value of one question can stand at another."""

from typing import assert_never

from diagnosis.model.questionnaire import (
    DateQuestion,
    MultiQuestion,
    NumberQuestion,
    Question,
    SingleQuestion,
    TextQuestion,
    choices_of,
)


def values_of(question: Question) -> tuple[str, ...]:
    """The values that may be chosen; none where nothing is chosen."""
    return tuple(choice.value for choice in choices_of(question))


def is_alike(before: Question, after: Question) -> bool:
    """Whether an answer to one answers the other, word for word."""
    if type(before) is not type(after):
        return False
    if isinstance(before, NumberQuestion) and isinstance(after, NumberQuestion):
        return before.unit == after.unit
    return set(values_of(before)) == set(values_of(after))


def missing_values(before: Question, after: Question, mentioned: set[str]) -> tuple[str, ...]:
    """Earlier values that neither exist later nor are mentioned."""
    known = {*values_of(after), *mentioned}
    return tuple(value for value in values_of(before) if value not in known)


def accepts(question: Question, value: object) -> bool:
    """Whether `value` may be the answer; a list or a set is a choice of several."""
    match question:
        case SingleQuestion():
            return value in values_of(question)
        case MultiQuestion():
            return isinstance(value, list | frozenset) and bool(value) and _may_stand_together(question, set(value))
        case NumberQuestion():
            return isinstance(value, int) and question.minimum <= value <= question.maximum
        case TextQuestion():
            return isinstance(value, str) and len(value) <= question.maximum_length
        case DateQuestion():
            return True
        case _:
            assert_never(question)


def _may_stand_together(question: MultiQuestion, chosen: set[object]) -> bool:
    alone = {choice.value for choice in question.choices if choice.exclusive}
    return chosen <= set(values_of(question)) and (len(chosen) == 1 or not chosen & alone)
