"""The hidden ids of a workbook: a row of keys names the columns, a column of keys names the rows.

Whatever is moved, inserted or renamed, a cell is found by the two keys that it stands under and beside.
"""

from functools import lru_cache

ID = "#id"
ANSWER = "#answer"
EVIDENCE = "#evidence"
REASON = "#reason"
NOTE = "#note"

RULESET = "@ruleset"
QUESTIONNAIRE = "@questionnaire:"
MEMBER_ID = "@member-id"
MEMBER_NAME = "@member-name"
ANSWERED_ON = "@answered-on"
DEFINITIONS = "@definitions"

TAB = "@tab:"
"""Before a questionnaire's id, on its tab: how many keys of questions and choices stand there."""

CHOICE = "#"
"""Between a multi-choice question's id and a choice's value, in the key of the choice's row."""

PROPERTY = "diagnosis-ruleset"
"""The document property that holds the ruleset once more."""


def choice_key(question: str, value: str) -> str:
    """The key of a choice's row."""
    return f"{question}{CHOICE}{value}"


@lru_cache(maxsize=512)
def column_letters(column: int) -> str:
    """A column, counted from 0, as spreadsheets name it."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
