"""From definitions, and a sheet to carry over, to what the pages of a form show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from diagnosis.model.conditions import Condition, State
from diagnosis.model.questionnaire import (
    DateQuestion,
    MultiQuestion,
    NumberQuestion,
    Question,
    Questionnaire,
    Section,
    SingleQuestion,
    TextQuestion,
)
from diagnosis.model.routes import Routes, parts_of
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import Answer, AnswerSheet, Evidence
from diagnosis.model.text import Language, Text
from diagnosis.sheets.answers import LONGEST_REMARK
from diagnosis.sheets.pdf_form import names, wording
from diagnosis.sheets.pdf_form.boxes import Box, Boxes, Field, Kind
from diagnosis.sheets.pdf_form.prefill import room_class, states_of, ticked_by, written_in

_BLANK = Answer(State.BLANK)
_LONG_TEXT = 40
"""Characters from which a text gets a box of several lines."""


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A box to tick and what is printed beside it. round: one of several; else a square."""

    box: str
    label: str
    round: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """choices: of the answer and its states. line: the address of a text field. hint: what to write there.

    only_for: whom it concerns. evidence: boxes of the levels. reason, note: addresses of fields, empty for none.
    size, reason_size, note_size: classes of the fields' boxes.
    """

    number: str
    text: str
    help: str
    shown_by: str
    only_for: str
    choices: Sequence[ChoiceView]
    line: str
    size: str
    hint: str
    evidence: Sequence[ChoiceView]
    reason: str
    reason_size: str
    note: str
    note_size: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section's title, whom it concerns, and its questions."""

    title: str
    only_for: str
    questions: Sequence[QuestionView]


@dataclass(frozen=True, slots=True)
class PartView:
    """A questionnaire. id: of the QR code that its pages carry."""

    id: str
    title: str
    reference: str
    introduction: str
    only_for: str
    asked: int
    sections: Sequence[SectionView]


def asked_questions(owner: Questionnaire | Section, answers: Mapping[str, Answer]) -> tuple[Question, ...]:
    """The questions that the form prints: those that are asked, and any other that the sheet says something about."""
    return tuple(question for question in owner.questions if question.same_as is None or question.id in answers)


def view_parts(
    definitions: Definitions, language: Language, filled: AnswerSheet | None, boxes: Boxes
) -> tuple[PartView, ...]:
    """Every questionnaire as it is printed; `boxes` gets its fields in reading order."""
    questionnaires = definitions.questionnaires
    first = 1 - sum(not questionnaire.scored for questionnaire in questionnaires)
    number = {
        question.id: f"{place}-{count:02}"
        for place, questionnaire in enumerate(questionnaires, start=first)
        for count, question in enumerate(questionnaire.questions, start=1)
    }
    known = {question.id: question for questionnaire in questionnaires for question in questionnaire.questions}
    viewing = _Viewing(language, filled.answers if filled else {}, boxes, number, Routes(number, known))
    return tuple(viewing.part(questionnaire) for questionnaire in questionnaires)


@dataclass(frozen=True, slots=True)
class _Viewing:
    language: Language
    answers: Mapping[str, Answer]
    boxes: Boxes
    number: Mapping[str, str]
    routes: Routes

    def part(self, questionnaire: Questionnaire) -> PartView:
        """A questionnaire; a condition that all its questions share is told once, at its head."""
        shared = _shared(asked_questions(questionnaire, self.answers))
        sections = tuple(self._section(section, shared) for section in questionnaire.sections)
        return PartView(
            questionnaire.id,
            self._read(questionnaire.title),
            questionnaire.reference,
            self._read(questionnaire.introduction),
            self._only_for(shared),
            sum(len(section.questions) for section in sections),
            tuple(section for section in sections if section.questions),
        )

    def _section(self, section: Section, told: Sequence[Condition]) -> SectionView:
        questions = asked_questions(section, self.answers)
        shared = [part for part in _shared(questions) if part not in told] if len(questions) > 1 else []
        known = [*told, *shared]
        views = tuple(self._question(question, known) for question in questions)
        return SectionView(self._read(section.title), self._only_for(shared), views)

    def _question(self, question: Question, told: Sequence[Condition]) -> QuestionView:
        answer = self.answers.get(question.id, _BLANK)
        own = [part for part in parts_of(question.applies_when) if part not in told]
        line = "" if isinstance(question, (SingleQuestion, MultiQuestion)) else self._line(question, answer)
        return QuestionView(
            number=self.number[question.id],
            text=self._read(question.text),
            help=self._read(question.help) if question.help else "",
            shown_by=self._read(question.evidence) if question.evidence else "",
            only_for=self._only_for(own),
            line=line,
            size=_size(question),
            hint=self._hint(question),
            choices=tuple(self._choices(question, answer)),
            evidence=tuple(self._evidence(question, answer)),
            reason=self._remark(question, names.REASON, answer.reason)
            if question.allows_not_applicable or answer.reason
            else "",
            reason_size=room_class(answer.reason),
            note_size=room_class(answer.note),
            note=self._remark(question, names.NOTE, answer.note),
        )

    def _choices(self, question: Question, answer: Answer) -> Iterator[ChoiceView]:
        """The boxes of the answer: a group of which one is chosen, or boxes that stand alone."""
        chosen = ticked_by(answer)
        if isinstance(question, SingleQuestion):
            field = self._field(question, question.id, Kind.RADIO, value=next(iter(chosen), ""))
            printed = [(choice.value, choice.label) for choice in question.scale.choices]
            for value, label in [*printed, *states_of(question)]:
                yield self._choice(field, value, self._read(label))
            return
        printed = []
        if isinstance(question, MultiQuestion):
            printed = [(one.value, _with_hint(one.label, alone=one.exclusive)) for one in question.choices]
        for value, label in [*printed, *states_of(question)]:
            name = names.tick_name(question.id, value)
            field = self._field(question, name, Kind.TICK, value=value if value in chosen else "")
            yield self._choice(field, value, self._read(label))

    def _evidence(self, question: Question, answer: Answer) -> Iterator[ChoiceView]:
        if question.evidence is None and answer.evidence is Evidence.STATED:
            return
        says = answer.state is State.ANSWERED or answer.evidence is not Evidence.STATED
        name = names.remark_name(question.id, names.EVIDENCE)
        field = self._field(question, name, Kind.RADIO, part=wording.EVIDENCE, value=answer.evidence if says else "")
        for level, label in wording.LEVELS.items():
            yield self._choice(field, level.value, self._read(label))

    def _line(self, question: Question, answer: Answer) -> str:
        number = isinstance(question, NumberQuestion)
        field = self._field(
            question,
            question.id,
            Kind.TEXT,
            value=written_in(answer.value),
            meaning=names.NUMBER if number else "",
            longest=question.maximum_length if isinstance(question, TextQuestion) else 0,
            lines=_size(question) == "wide",
        )
        return self.boxes.add(Box(field))

    def _remark(self, question: Question, part: str, value: str) -> str:
        label = wording.REASON if part == names.REASON else wording.NOTE
        name = names.remark_name(question.id, part)
        field = self._field(question, name, Kind.TEXT, part=label, value=value, longest=LONGEST_REMARK, lines=True)
        return self.boxes.add(Box(field))

    def _field(  # noqa: PLR0913 - a field has as many
        self,
        question: Question,
        name: str,
        kind: Kind,
        *,
        part: Text | None = None,
        value: str = "",
        meaning: str = "",
        longest: int = 0,
        lines: bool = False,
    ) -> Field:
        label = f"{self.number[question.id]} {self._read(question.text)}"
        if part:
            label = f"{label} – {self._read(part)}"
        return Field(name=name, kind=kind, label=label, value=str(value), meaning=meaning, longest=longest, lines=lines)

    def _choice(self, field: Field, value: str, label: str) -> ChoiceView:
        return ChoiceView(self.boxes.add(Box(field, value, label)), label, round=field.kind is Kind.RADIO)

    def _hint(self, question: Question) -> str:
        match question:
            case NumberQuestion():
                return self._read(wording.range_hint(question.minimum, question.maximum, question.unit))
            case DateQuestion():
                return self._read(wording.DATE)
            case TextQuestion():
                return self._read(wording.length_hint(question.maximum_length))
            case SingleQuestion() | MultiQuestion():
                return ""
            case _:
                assert_never(question)

    def _only_for(self, parts: Sequence[Condition]) -> str:
        told = self.routes.tell(parts)
        return self._read(wording.ONLY_FOR) + self._read(told) if told else ""

    def _read(self, text: Text) -> str:
        return text[self.language]


def _shared(questions: Sequence[Question]) -> tuple[Condition, ...]:
    """The conditions that every one of the questions has."""
    if not questions:
        return ()
    first, *others = (parts_of(question.applies_when) for question in questions)
    return tuple(part for part in first if all(part in parts for parts in others))


def _with_hint(label: Text, *, alone: bool) -> Text:
    return Text(label.ja + wording.ALONE.ja, label.en + wording.ALONE.en) if alone else label


def _size(question: Question) -> str:
    """How much room a written answer gets."""
    match question:
        case TextQuestion():
            return "wide" if question.maximum_length > _LONG_TEXT else "middle"
        case _:
            return "short"
