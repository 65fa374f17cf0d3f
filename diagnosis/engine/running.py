"""The score of a sheet that is being filled in: the engine's own columns with one row, read off as far as is shown."""

from collections.abc import Iterator
from datetime import date

from diagnosis.engine.bounds import find_bounds
from diagnosis.engine.case import Case
from diagnosis.engine.codes import BLANK
from diagnosis.engine.columnar import encode, score_block
from diagnosis.engine.frame import Frame
from diagnosis.engine.score import read_tier
from diagnosis.engine.scoring_model import ScoringModel
from diagnosis.engine.truths import TRUE
from diagnosis.model.running import RunningScore
from diagnosis.model.sheet import AnswerSheet


def run_score(model: ScoringModel, sheet: AnswerSheet, on: date) -> RunningScore:
    """What `score` would say of the sheet on the day `on`, without the part of each question."""
    frame = Frame(model, encode(model, (sheet,)))
    totals, standing = score_block(frame, on)
    bounds = find_bounds(frame, standing, on.toordinal())
    case = Case(model, sheet, frame, totals, (), standing, bounds)
    rules, grade = model.definitions.ruleset, int(standing.grade[0])
    asked = tuple(_asked(frame))
    return RunningScore(
        overall=case.score("overall"),
        grade=None if grade < 0 else rules.grades[grade].id,
        tier=read_tier(case),
        asked=frozenset(model.columns[number].question.id for number in asked),
        blank=frozenset(model.columns[number].question.id for number in asked if frame.cell(number)[0] == BLANK),
    )


def find_asked(model: ScoringModel, sheet: AnswerSheet) -> frozenset[str]:
    """The questions that are surely asked of this sheet, `same_as` ones left out."""
    frame = Frame(model, encode(model, (sheet,)))
    return frozenset(model.columns[number].question.id for number in _asked(frame))


def _asked(frame: Frame) -> Iterator[int]:
    """A question whose route is undecided is not asked yet: its turn comes when the answer that decides it is there."""
    for number, column in enumerate(frame.model.columns):
        if column.source is None and (column.route is None or frame.truth(column.route)[0] == TRUE):
            yield number
