"""Scores of sheets that are being filled in: the engine's own columns with few rows, read off as far as is shown."""

from collections.abc import Iterator, Sequence
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


def run_scores(model: ScoringModel, sheets: Sequence[AnswerSheet], on: date) -> list[RunningScore]:
    """What `score` would say of each sheet on the day `on`, without the part of each question.

    Several at once take little longer than one.
    """
    frame = Frame(model, encode(model, sheets))
    totals, standing = score_block(frame, on)
    bounds = find_bounds(frame, standing, on.toordinal())
    cases = (Case(model, sheet, frame, totals, (), standing, bounds, row) for row, sheet in enumerate(sheets))
    return [_read(case) for case in cases]


def _read(case: Case) -> RunningScore:
    rules, grade = case.model.definitions.ruleset, int(case.standing.grade[case.row])
    asked = tuple(_asked(case.frame, case.row))
    ids = [column.question.id for column in case.model.columns]
    return RunningScore(
        overall=case.score("overall"),
        grade=None if grade < 0 else rules.grades[grade].id,
        tier=read_tier(case),
        asked=frozenset(ids[number] for number in asked),
        blank=frozenset(ids[number] for number in asked if case.frame.cell(number)[case.row] == BLANK),
    )


def find_asked(model: ScoringModel, sheet: AnswerSheet) -> frozenset[str]:
    """The questions that are surely asked of this sheet, `same_as` ones left out."""
    frame = Frame(model, encode(model, (sheet,)))
    return frozenset(model.columns[number].question.id for number in _asked(frame, 0))


def _asked(frame: Frame, row: int) -> Iterator[int]:
    """A question whose route is undecided is not asked yet: its turn comes when the answer that decides it is there."""
    for number, column in enumerate(frame.model.columns):
        if column.source is None and (column.route is None or frame.truth(column.route)[row] == TRUE):
            yield number
