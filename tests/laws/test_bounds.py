"""Bounds against every completion of small sheets, worked out one by one."""

from collections.abc import Iterator
from itertools import islice, product

from hypothesis import assume, given, settings

from diagnosis.engine import ScoringModel, compile_model, encode, score, score_columns
from diagnosis.model.conditions import questions_in
from diagnosis.model.questionnaire import DateQuestion
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import Answer, AnswerSheet, Evidence
from tests.laws.drawing import cases
from tests.laws.small import TODAY, UNKNOWN, answered, sheet
from tests.laws.test_laws import all_scores

MOST = 4000
"""Completions tried for one sheet; sheets with more are left out."""


def choices(model: ScoringModel, id_: str) -> list[Answer]:
    """What a blank may become. Of the evidence, only the weakest and the strongest matter."""
    column = model.column(id_)
    values = [TODAY] if isinstance(column.question, DateQuestion) else list(column.coding.classes.values)
    levels = (Evidence.NONE, Evidence.VERIFIED) if column.rule else (Evidence.STATED,)
    return [UNKNOWN, *(answered(value, level) for value in values for level in levels if value is not None)]


def open_questions(model: ScoringModel, answers: AnswerSheet) -> list[str]:
    ids = (column.question.id for column in model.columns if column.source is None)
    return [id_ for id_ in ids if id_ not in answers.answers]


def completions(model: ScoringModel, answers: AnswerSheet) -> Iterator[AnswerSheet]:
    open_ids = open_questions(model, answers)
    for chosen in product(*(choices(model, id_) for id_ in open_ids)):
        yield sheet({**answers.answers, **dict(zip(open_ids, chosen, strict=True))})


def settled(model: ScoringModel, answers: AnswerSheet, id_: str) -> bool:
    """Whether a question's route hangs on no open question, and its answer on no other question's."""
    question = model.column(id_).question
    read = [] if question.applies_when is None else list(questions_in(question.applies_when))
    return question.same_as is None and all(one in answers.answers and settled(model, answers, one) for one in read)


def settled_sections(model: ScoringModel, answers: AnswerSheet) -> set[str]:
    unsettled = {one.section for one in model.columns if not settled(model, answers, one.question.id)}
    return {plan.id for plan in model.sections} - unsettled


@settings(max_examples=120, deadline=None)
@given(cases(open_share=0.15))
def test_no_completion_falls_outside_and_a_section_comes_up_to_its_bounds(
    case: tuple[Definitions, AnswerSheet],
) -> None:
    definitions, answers = case
    model = compile_model(definitions)
    sheets = list(islice(completions(model, answers), MOST + 1))
    assume(1 < len(sheets) <= MOST)
    card = score(model, answers, TODAY)
    found = score_columns(model, encode(model, sheets), TODAY)
    for name, bounds in all_scores(card).items():
        points = [point for point in found.scores[name].tolist() if point >= 0]
        if len(points) < len(sheets):
            assert bounds.may_be_absent
        if points:
            assert bounds.lower is not None
            assert bounds.upper is not None
            assert bounds.lower <= min(points)
            assert max(points) <= bounds.upper
    assert card.tier.lower <= found.point.min()
    assert found.point.max() <= card.tier.upper
    totals = [min(60, tier + more) for tier, more in zip(found.point, found.certification, strict=True)]
    assert card.discount.lower <= min(totals)
    assert max(totals) <= card.discount.upper
    for gate in card.gates:
        assert gate.may_close or not (found.gates[gate.gate] == 255).any()
    tight = settled_sections(model, answers)
    for section in card.sections:
        points = [point for point in found.scores[f"section:{section.section}"].tolist() if point >= 0]
        if section.section in tight and points:
            assert (section.score.lower, section.score.upper) == (min(points), max(points))
            assert section.score.may_be_absent == (len(points) < len(sheets))
