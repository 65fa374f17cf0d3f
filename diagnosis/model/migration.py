"""How answers given on one edition go over to the next, and what came of it for one sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from diagnosis.model.conditions import Condition
from diagnosis.model.problems import Span
from diagnosis.model.sheet import Answer, Value
from diagnosis.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry:
    """One question's answer becomes that of another, or of the same question with other choices.

    values: those whose choice has another value now. ask_for: earlier values that settle nothing.
    """

    question: str
    to: str
    values: Mapping[str, str]
    ask_for: frozenset[str]
    because: Text | None
    at: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Several answers become one: the value of the first rule whose condition holds; asked again where none does."""

    questions: tuple[str, ...]
    to: str
    rules: tuple[tuple[Condition, Value], ...]
    because: Text | None
    at: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAgain:
    """The earlier answers, if any, no longer tell. question: of the later edition. instead_of: of the earlier."""

    question: str
    instead_of: tuple[str, ...]
    because: Text
    at: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Explained:
    """A question that only one of the editions asks, and why."""

    question: str
    because: Text
    at: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One step between two versions of a ruleset. Questions that both ask and nothing names carry over as they are."""

    ruleset: str
    before: str
    after: str
    carried: tuple[Carry, ...]
    merged: tuple[Merge, ...]
    asked_again: tuple[AskAgain, ...]
    dropped: tuple[Explained, ...]
    new: tuple[Explained, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """An answer that went over. sources: the questions of the sheet that it comes from."""

    question: str
    sources: tuple[str, ...]
    answer: Answer


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to answer again. earlier: what the sheet says, by its own questions."""

    question: str
    earlier: Mapping[str, Answer]
    because: Text


@dataclass(frozen=True, slots=True)
class Dropped:
    """An answer that no question of the later edition takes."""

    question: str
    answer: Answer
    because: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Carryover:
    """A sheet on its new edition. steps: the versions gone through, `ID@VERSION`, the sheet's own first.

    new: questions of the last edition that the first had nothing for, each with why it is asked, in order of asking.
    """

    steps: tuple[str, ...]
    carried: tuple[Carried, ...]
    asked_again: tuple[Asked, ...]
    dropped: tuple[Dropped, ...]
    new: tuple[Explained, ...]
