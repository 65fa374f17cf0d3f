"""A questionnaire as its author means it: sections of questions, scales, citations."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from diagnosis.model.conditions import Condition
from diagnosis.model.problems import Span
from diagnosis.model.text import Text


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that may be chosen. `value` is the stable id, `label` what is shown.

    exclusive: in a multi-choice question, may not stand beside another ("none of these").
    """

    value: str
    label: Text
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """The choices of a single-choice question. `ordered`: they stand lowest first, so positions compare."""

    choices: tuple[Choice, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """What every kind of question has.

    help: explains a term or how to count. evidence: what would prove the answer.
    applies_when: the question's own route *and* its section's and questionnaire's, already joined.
    causes, media: tags for the cross-cutting scores. references: citations, `CATALOGUE-ID:PINPOINT`.
    same_as: not asked; takes state and value of that question. pilot: asked and reported, never scored.
    """

    id: str
    text: Text
    help: Text | None = None
    evidence: Text | None = None
    applies_when: Condition | None = None
    allows_not_applicable: bool = False
    causes: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    same_as: str | None = None
    pilot: bool = False
    at: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleQuestion(_Question):
    """Answered by one choice of `scale`."""

    scale: Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiQuestion(_Question):
    """Answered by a set of `choices`; an exclusive choice stands alone. An empty set is blank, not an answer."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberQuestion(_Question):
    """Answered by a whole number from `minimum` to `maximum`. `unit` is what it counts, e.g. persons."""

    unit: Text
    minimum: int = 0
    maximum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DateQuestion(_Question):
    """Answered by a calendar date (Gregorian or Japanese era on the way in). Never scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextQuestion(_Question):
    """Answered in free words of at most `maximum_length` characters. Never scored, never tested but for its state."""

    maximum_length: int = 200


Question = SingleQuestion | MultiQuestion | NumberQuestion | DateQuestion | TextQuestion


@dataclass(frozen=True, slots=True)
class Section:
    """A page of questions on one subject."""

    id: str
    title: Text
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """An entry of the catalogue of laws and standards. `articles`: pinpoints are articles of a statute."""

    id: str
    title: Text
    articles: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """One version of one questionnaire. `digest`: SHA-256 of its file, in hexadecimal.

    answerable_until: None means without an end. law_read_as_of: the day as of which its legal content was read.
    """

    id: str
    version: str
    title: Text
    introduction: Text
    law_read_as_of: date
    answerable_from: date
    answerable_until: date | None
    scored: bool
    citations: tuple[Citation, ...]
    sections: tuple[Section, ...]
    digest: str = field(compare=False)
    at: Span = field(compare=False)

    @property
    def reference(self) -> str:
        """How people and files name it: `personal-data@2026.1`."""
        return f"{self.id}@{self.version}"

    @property
    def questions(self) -> Iterator[Question]:
        """All questions, in the order in which they are asked."""
        for section in self.sections:
            yield from section.questions


def choices_of(question: Question) -> tuple[Choice, ...]:
    """The choices of a single- or multi-choice question; none for the other kinds."""
    match question:
        case SingleQuestion():
            return question.scale.choices
        case MultiQuestion():
            return question.choices
        case _:
            return ()
