"""Improvements: the questions of a sheet that could earn more, and the sheet as it would be afterwards.

A question with `same_as` is improved through the question that it names, so one improvement may lift several questions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from diagnosis.engine.scoring_model import Column, ScoringModel
from diagnosis.model.conditions import State
from diagnosis.model.ruleset import QuestionRule
from diagnosis.model.scorecard import Scorecard
from diagnosis.model.sheet import Answer, AnswerSheet, Evidence, Value
from diagnosis.model.text import Text

FULL_POINTS = 100


@dataclass(frozen=True, slots=True)
class Improvement:
    """Bringing `question` to `value`, its best. members: itself and all questions that take its answer."""

    question: str
    value: Value
    members: tuple[str, ...]
    effort: int
    advice: Text


def find_improvements(model: ScoringModel, scorecard: Scorecard) -> tuple[Improvement, ...]:
    """One improvement for every counting question in scope below 100 points, in the order of asking.

    Left out are questions that no answer can lift.
    """
    return improvements_of(model, _find_weak(scorecard))


def improvements_of(model: ScoringModel, weak: Mapping[str, int]) -> tuple[Improvement, ...]:
    """One improvement for every family of questions among the weak ones. weak: question to its points."""
    found = (_improvement(model, family, weak) for family in _families(model))
    return tuple(improvement for improvement in found if improvement is not None)


def improve(sheet: AnswerSheet, chosen: Iterable[Improvement], proof: Evidence = Evidence.STATED) -> AnswerSheet:
    """The sheet with the chosen improvements made; an answer's evidence stays, `proof` stands where there was none."""
    answers = dict(sheet.answers)
    for improvement in chosen:
        before = answers.get(improvement.question)
        kept = before is not None and before.state is State.ANSWERED
        evidence = before.evidence if before is not None and kept else proof
        answers[improvement.question] = Answer(State.ANSWERED, improvement.value, evidence)
    return replace(sheet, answers=answers)


def _find_weak(scorecard: Scorecard) -> dict[str, int]:
    """The counting questions in scope with fewer than 100 points, and their points."""
    in_scope = {part.questionnaire for part in scorecard.questionnaires if part.in_scope}
    return {
        result.question: result.points
        for result in scorecard.questions
        if result.points is not None and result.points < FULL_POINTS and result.questionnaire in in_scope
    }


def _families(model: ScoringModel) -> Iterable[tuple[Column, ...]]:
    """Every question that is asked, followed by all that take its answer, in the order of asking."""
    families: dict[int, tuple[Column, ...]] = {}
    for number, column in enumerate(model.columns):
        root = model.root(number)
        families[root] = (*families.get(root, ()), column)
    return families.values()


def _improvement(model: ScoringModel, family: tuple[Column, ...], weak: Mapping[str, int]) -> Improvement | None:
    """How a family is improved. Its first weak question leads: it gives effort and advice, and judges the values."""
    lead = next((column for column in family if column.question.id in weak), None)
    if lead is None or lead.rule is None:
        return None
    points = weak[lead.question.id]
    place = _best_class(lead, family)
    value = lead.coding.classes.values[place]
    if value is None or lead.points[place] <= points:
        return None
    root = model.columns[model.root(model.index[lead.question.id])].question
    members = tuple(column.question.id for column in family)
    return Improvement(root.id, value, members, lead.rule.effort, _advice(lead.rule, points, lead.question.text))


def _best_class(lead: Column, family: tuple[Column, ...]) -> int:
    """The class of values with most points for the lead, then for the whole family; the first of equals."""
    scored = [column.points for column in family if column.points]
    return max(range(len(lead.points)), key=lambda place: (lead.points[place], sum(points[place] for points in scored)))


def _advice(rule: QuestionRule, points: int, otherwise: Text) -> Text:
    """The text of the entry with the lowest `below` above the points; the question itself where there is none."""
    fitting = [advice for advice in rule.advice if points < advice.below]
    return min(fitting, key=lambda advice: advice.below).text if fitting else otherwise
