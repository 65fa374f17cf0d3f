"""Every answer with its points: the rows of the answer table and of the law table."""

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from diagnosis.model.conditions import State
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
from diagnosis.model.scorecard import QuestionResult
from diagnosis.model.sheet import Answer, Value
from diagnosis.reports.figures import day
from diagnosis.reports.view.context import Context

_LONGEST = 22
"""Characters of an answer that fit its column in two lines."""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question. state: an id of the five, for the style sheet. points, weight: as printed, a dash for none."""

    id: str
    number: str
    question: str
    answer: str
    state: str
    evidence: str
    weight: str
    points: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """A section. note replaces the rows where none of its questions was asked; not_asked: number and text of others."""

    title: str
    score: str
    note: str
    rows: tuple[AnswerRow, ...]
    not_asked: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerSheetView:
    """A questionnaire. note replaces the groups where none of its questions was asked."""

    title: str
    score: str
    note: str
    groups: tuple[AnswerGroup, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the profile as the member gave it."""

    question: str
    answer: str
    state: str


@dataclass(frozen=True, slots=True)
class FactGroup:
    """A section of the profile. skipped: how many of its questions were not asked."""

    title: str
    facts: tuple[Fact, ...]
    skipped: int


def view_answers(context: Context) -> tuple[AnswerSheetView, ...]:
    """Every scored questionnaire but the one that has a chapter of its own, with every question."""
    law = law_sheet(context)
    return tuple(_sheet(context, owner) for owner in context.scored if owner is not law)


def view_facts(context: Context) -> tuple[FactGroup, ...]:
    """The questionnaires that are not scored: what is known of the member."""
    sections = [section for owner in context.questionnaires if not owner.scored for section in owner.sections]
    return tuple(_fact_group(context, section) for section in sections)


def law_sheet(context: Context) -> Questionnaire | None:
    """The questionnaire about the law: the one with the largest share of questions that cite a statute."""
    shares = [(_statute_share(owner), owner) for owner in context.scored]
    share, owner = max(shares, key=lambda pair: pair[0], default=(0.0, None))
    return owner if share else None


def _statute_share(owner: Questionnaire) -> float:
    statutes = {citation.id for citation in owner.citations if citation.articles}
    citing = [any(ref.partition(":")[0] in statutes for ref in question.references) for question in owner.questions]
    return sum(citing) / len(citing) if citing else 0.0


def _sheet(context: Context, owner: Questionnaire) -> AnswerSheetView:
    score = next((s.score for s in context.card.questionnaires if s.questionnaire == owner.id), None)
    title = context.read(owner.title)
    results = [context.result[question.id] for question in owner.questions]
    if all(_is_left_out(context, result) for result in results):
        return AnswerSheetView(title, "", context.say("answers.questionnaire_none", count=len(results)), ())
    groups = tuple(group_of(context, section) for section in owner.sections)
    return AnswerSheetView(title, "" if score is None else context.figure(score), "", groups)


def _is_left_out(context: Context, result: QuestionResult) -> bool:
    """Not asked; what was found there all the same is for the staff to see."""
    return result.state is State.NOT_ASKED and not (context.is_staff and result.found is not None)


def group_of(context: Context, section: Section) -> AnswerGroup:
    """A section's rows under its title and score."""
    score = next((s.score for s in context.card.sections if s.section == section.id), None)
    results = [context.result[question.id] for question in section.questions]
    title, figure = context.read(section.title), "" if score is None else context.figure(score)
    if results and all(_is_left_out(context, result) for result in results):
        return AnswerGroup(title, "", context.say("answers.section_none", count=len(results)), ())
    skipped = {result.question for result in results if _is_left_out(context, result)}
    rows = tuple(row_of(context, question) for question in section.questions if question.id not in skipped)
    texts = [(context.number.get(q.id, ""), context.read(q.text)) for q in section.questions if q.id in skipped]
    return AnswerGroup(title, figure, "", rows, tuple(texts))


def row_of(context: Context, question: Question) -> AnswerRow:
    """One question with what was answered and what it earned."""
    result = context.result[question.id]
    return AnswerRow(
        id=question.id,
        number=context.number.get(question.id, ""),
        question=context.read(question.text),
        answer=_answer(context, question, result),
        state=result.state.value,
        evidence=context.words["evidence"][result.evidence.value] if result.state is State.ANSWERED else "—",
        weight="—" if result.weight is None else str(result.weight),
        points=_points(context, question, result),
        remarks=_remarks(context, question, result),
    )


def _points(context: Context, question: Question, result: QuestionResult) -> str:
    if question.pilot:
        return context.say("answers.pilot")
    return "—" if result.points is None else str(result.points)


def _answer(context: Context, question: Question, result: QuestionResult) -> str:
    if result.state is State.ANSWERED and result.value is not None:
        text = answer_text(context, question, result.value)
        return text if len(text) <= _LONGEST else _in_short(context, result.value)
    return str(context.words["states"][result.state.value])


def _in_short(context: Context, value: Value) -> str:
    """A long answer stands in full under its question; its own column says how much was chosen."""
    return (
        context.say("answers.chosen_count", count=len(value))
        if isinstance(value, frozenset)
        else context.say("answers.below")
    )


def _remarks(context: Context, question: Question, result: QuestionResult) -> tuple[str, ...]:
    answer = context.diagnosis.sheet.answers.get(question.id, Answer(State.BLANK))
    remarks: list[str] = []
    if result.state is State.ANSWERED and result.value is not None:
        text = answer_text(context, question, result.value)
        remarks += [context.say("answers.chosen", text=text)] if len(text) > _LONGEST else []
    if question.same_as is not None:
        remarks.append(context.say("answers.same_as", number=context.number.get(question.same_as, question.same_as)))
    if answer.reason and result.state is State.NOT_APPLICABLE:
        remarks.append(context.say("answers.reason", text=answer.reason))
    if context.is_staff and answer.note:
        remarks.append(context.say("answers.note", text=answer.note))
    if context.is_staff and result.found is not None:
        remarks.append(context.say("answers.found", value=_found_text(context, question, result.found)))
    return tuple(remarks)


def _found_text(context: Context, question: Question, found: Answer) -> str:
    """What stood at a question that was not asked: its value, or its state where it has none."""
    if found.value is None:
        return str(context.words["states"][found.state.value])
    return answer_text(context, question, found.value)


def answer_text(context: Context, question: Question, value: Value) -> str:
    """An answer as a person reads it: labels of choices, a number with its unit, a date, free words as typed."""
    match question:
        case SingleQuestion():
            return _label(context, question, str(value))
        case MultiQuestion():
            chosen = value if isinstance(value, frozenset) else frozenset({str(value)})
            return context.joined(context.read(c.label) for c in question.choices if c.value in chosen)
        case NumberQuestion():
            number = f"{value:,}" if isinstance(value, int) else str(value)
            space = "" if context.language == "ja" else " "
            return f"{number}{space}{context.read(question.unit)}"
        case DateQuestion():
            return day(value, context.language) if isinstance(value, date) else str(value)
        case TextQuestion():
            return str(value)
        case _:
            assert_never(question)


def _label(context: Context, question: SingleQuestion, value: str) -> str:
    return next((context.read(c.label) for c in question.scale.choices if c.value == value), value)


def _fact_group(context: Context, section: Section) -> FactGroup:
    facts = [_fact(context, question) for question in section.questions]
    asked = tuple(fact for fact in facts if fact.state != State.NOT_ASKED)
    return FactGroup(context.read(section.title), asked, len(facts) - len(asked))


def _fact(context: Context, question: Question) -> Fact:
    result = context.result[question.id]
    asked = result.state is State.ANSWERED and result.value is not None
    words = context.words["states"][result.state.value]
    text = answer_text(context, question, result.value) if asked and result.value is not None else str(words)
    return Fact(context.read(question.text), text, result.state.value)
